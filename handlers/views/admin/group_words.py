"""Sentences about the groups that teams follow, in the directory or in the CRM. Pure.

A team that follows a group takes its people from the group.
"""

from collections.abc import Sequence

from handlers.coaching.text.words import shortened
from handlers.views.crm.crm_words import NAMES
from handlers.views.team.team_words import listed
from storage.choices import CrmKind, GroupTrouble

MAX_NAMED = 10  # people named in a sentence
STAYS = "The team stays as it is."
NOT_CONNECTED = f"The CRM is not connected any more. {STAYS}"
TROUBLE: dict[GroupTrouble, str] = {
    "no permission": (
        "Attune is not allowed to read your directory's groups yet. Whoever looks after Attune can "
        f"give it that permission. {STAYS}"
    ),
    "not in the plan": f"Your plan has no user groups. {STAYS}",
    "gone": f"The group is not in your directory any more. {STAYS}",
    "empty": f"Nobody is in the group. {STAYS}",
    "unreachable": f"The groups can't be read right now. {STAYS} Try again in a few minutes.",
    "not connected": NOT_CONNECTED,
    "key refused": NOT_CONNECTED,
}
SCOPE: dict[CrmKind, str] = {
    "hubspot": "The key needs the scope crm.objects.owners.read.",
    "salesforce": "Attune's user there must be able to see each user's manager or role.",
}
CRM_TROUBLE: dict[GroupTrouble, str] = {
    "no permission": "{} does not let Attune read who is in which team. {}",
    "gone": "That team is not in {} any more, or nobody is in it.",
    "empty": "Nobody in that team has an email address in {}.",
    "unreachable": "{} can't be read right now. Attune will try again by itself.",
    "not connected": "{} is not connected any more.",
    "key refused": (
        "{} does not accept Attune's key any more. Type “crm”, and press “Connect again”."
    ),
}
MATCHED = (
    "Attune recognises people in {0} by their email address. It knows the address of whoever has "
    "connected a calendar. About people in {0} whose address it does not know, it stores nothing, "
    "and shows only their number. If it does not know the address of a member of your team in "
    "Attune, that member stays in the team."
)
LED: dict[CrmKind, str] = {
    "hubspot": (
        "A person belongs to their main team in HubSpot. HubSpot does not say who leads a team: "
        "choose that person with “Change”."
    ),
    "salesforce": (
        "If nobody leads the team here, the manager in Salesforce will lead it, once Attune knows "
        "the manager's address."
    ),
}


def trouble(why: GroupTrouble, crm: CrmKind | None) -> str:
    """Say why a group can't be read, and what that means for the team."""
    if crm is None:
        return TROUBLE[why]
    said = CRM_TROUBLE.get(why, CRM_TROUBLE["unreachable"]).format(NAMES[crm], SCOPE[crm])
    return f"{said} {STAYS}"


def source(crm: CrmKind | None, name: str | None) -> str:
    """Return where people come from: "“Mid-market” in HubSpot", or "a group in your directory".

    `name` is the name of the group in the directory or the CRM, if we know the name.
    """
    if not name:
        return "a group in your directory" if crm is None else NAMES[crm]
    called = f"“{shortened(name, 60)}”"
    return f"the group {called} in your directory" if crm is None else f"{called} in {NAMES[crm]}"


def changes(joins: Sequence[str], leaves: Sequence[str], *, done: bool) -> list[str]:
    """Say who joins and who leaves a team. With `done`, say who joined and who left.

    Return [] if nobody joins or leaves.
    """
    verbs = ("Joined", "Left") if done else ("Joins", "Leaves")
    both = zip(verbs, (joins, leaves), strict=True)
    return [f"{verb}: {listed(names, MAX_NAMED)}." for verb, names in both if names]


def not_read(team: str, crm: CrmKind | None) -> str:
    """Say that a team can't be updated from its group."""
    where = "a group" if crm is None else NAMES[crm]
    return f"The people in {team} come from {where}, but Attune can't update them. {STAYS}"


def explained(crm: CrmKind) -> str:
    """Say how we find the people of a team in a CRM, and who leads that team."""
    return f"{MATCHED.format(NAMES[crm])} {LED[crm]}"


def counted(size: int, unknown: int, elsewhere: Sequence[str], crm: CrmKind | None) -> list[str]:
    """Say how many people in a group are not in the team that follows it, and why.

    `unknown` is the number of people whom Attune does not know. `elsewhere` has the names of people
    who are in another team.
    """
    said = [_unknown(size, unknown, crm)] if unknown else []
    number, named = len(elsewhere), listed(elsewhere, MAX_NAMED)
    if number == 1:
        said.append(f"1 of {size} is in another team, and stays there: {named}.")
    elif number:
        said.append(f"{number} of {size} are in other teams, and stay there: {named}.")
    return said


def _unknown(size: int, unknown: int, crm: CrmKind | None) -> str:
    if crm is not None:
        have = "has" if unknown == 1 else "have"
        return (
            f"{unknown} of {size} {have} an address in {NAMES[crm]} that Attune does not know. "
            "Whoever connects a calendar with such an address joins."
        )
    if unknown == 1:
        return f"1 of {size} has not used Attune yet, and joins on first use."
    return f"{unknown} of {size} have not used Attune yet. They join on first use."
