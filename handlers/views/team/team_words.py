"""Sentences and buttons about a team: who leads it, and what its manager sees. Pure."""

from collections.abc import Sequence

from handlers.cards import Button
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import joined, shortened
from storage.tables import Person, Team

NAMED = 20  # people named in a sentence
NOBODY_LEADS = "Nobody leads it yet."
NO_TEAM = "You're not in a team here. Admins make teams."
LEFT_TEAM = "You're no longer in a team here. No manager sees your upcoming calls."
MINE, CALLS, OF_CALL = "team.mine", "team.calls", "team.call"
# `FREE` undoes "Keep this call to myself" for somebody without a manager.
OPEN, CLOSE, FREE = "open", "close", "free"


def team_name(team: Team) -> str:
    """Return the team's name, shortened for a sentence."""
    return shortened(team.name, 60)


def leads(team: Team, manager: Person) -> str:
    """Say who leads a team: "Tomas Keller leads DACH."."""
    return f"{manager.name} leads {team_name(team)}."


def sees(manager: Person) -> str:
    """Say what a manager sees of somebody in the team."""
    name = first_name(manager.name)
    return (
        f"{name} sees what you share with your colleagues, and what you have shared already. "
        f"{name} sees your upcoming calls only if you open them."
    )


def members_of(members: Sequence[Person], leader: Person) -> str:
    """Name a team's members to its leader. If the leader is one of them, name the other members."""
    others = [one for one in members if one.id != leader.id]
    word = "Members" if len(others) == len(members) else "Other members"
    return f"{word}: {people_named(others)}."


def people_named(members: Sequence[Person]) -> str:
    """Name people: "Lena Brandt and Ines Roth". Return "nobody" if there are none."""
    return listed([one.name for one in members], NAMED)


def listed(all_names: Sequence[str], limit: int) -> str:
    """List up to `limit` names, and say how many more there are."""
    names = list(all_names[:limit])
    if len(all_names) > limit:
        names.append(f"{len(all_names) - limit} more")
    return joined(names) if names else "nobody"


def what_sees(manager: Person) -> Button:
    """Return the button that shows what a manager sees."""
    return Button(f"What {first_name(manager.name)} sees", MINE)


def switch(manager: Person, *, is_open: bool) -> Button:
    """Return the button that opens a person's upcoming calls to the manager, or closes them.

    `is_open` means that the calls are open now. A button that opens calls has the manager's id in
    its value. So after a change of managers, an old button does not open the calls to the new
    manager.
    """
    if is_open:
        return Button("Keep my calls to myself", CALLS, CLOSE)
    return Button("Open my calls", CALLS, f"{OPEN}:{manager.id}")


def call_switch(call_id: int, manager: Person | None, *, is_open: bool, about: str) -> Button:
    """Return the button that changes who sees a call.

    - If `is_open` is true, the button hides the call from the manager.
    - If `is_open` is false, the button shows the call to the manager.
    - If `is_open` is false and there is no manager, the button undoes "Keep this call to myself".
    """
    if is_open:
        value = f"{call_id}:{CLOSE}"
        return Button("Keep this call to myself", OF_CALL, value, about=about, beside=True)
    if manager is None:
        value = f"{call_id}:{FREE}"
        return Button("Don't keep it to myself", OF_CALL, value, about=about, beside=True)
    value = f"{call_id}:{OPEN}:{manager.id}"
    name = first_name(manager.name)
    return Button(f"Show it to {name}", OF_CALL, value, about=about, beside=True)
