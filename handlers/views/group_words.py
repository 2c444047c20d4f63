"""Sentences about user groups that teams follow. Pure."""

from storage.choices import GroupTrouble

STAYS = "The team stays as it is."
TROUBLE: dict[GroupTrouble, str] = {
    "no permission": (
        "Attune may not read the groups of your directory yet. Whoever looks after Attune can "
        f"give it that permission. {STAYS}"
    ),
    "not in the plan": f"Your plan has no user groups. {STAYS}",
    "gone": f"The group is not in your directory any more. {STAYS}",
    "empty": f"Nobody is in the group. {STAYS}",
    "unreachable": f"The groups can't be read right now. {STAYS} Try again in a few minutes.",
}


def not_read(team: str) -> str:
    """Say that a team can't be updated from its group."""
    return f"The people of {team} come from a group, but Attune can't update them. {STAYS}"


def counted(size: int, unknown: int, elsewhere: int) -> list[str]:
    """Say how many people of a group are not in the team, and why."""
    said = []
    if unknown == 1:
        said.append(f"1 of {size} has not used Attune yet, and joins on the first use.")
    elif unknown:
        said.append(f"{unknown} of {size} have not used Attune yet. They join when they first do.")
    if elsewhere == 1:
        said.append(f"1 of {size} is in another team, and stays there.")
    elif elsewhere:
        said.append(f"{elsewhere} of {size} are in other teams, and stay there.")
    return said
