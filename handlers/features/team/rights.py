"""Decide what a manager may see and do.

Only this module and `handlers.knowledge.opened` decide what a manager may see. Rules that nudges
also need are in `handlers.knowledge.opened`.

A manager is whoever leads a team. About the people in that team, a manager sees only:

- an upcoming call with its account and time, if the rep opened this call or all their calls
- a reflection, if the rep shared it with colleagues
- promises to and from customers, and who keeps track of each promise. All colleagues see these
- phrases that buyers at three accounts or more have used. We look for phrases only in reflections
  that the rep shared with colleagues, and in lines that the rep passed on to marketing with the
  names of the rep and the account
- a figure about one person, for as long as that person shares the figure with the manager
- figures of a whole team (see `handlers.knowledge.team_months`)

Guesses, private notes, listening lines, and whether somebody prepared stay with the rep. Goals stay
with the rep too, with one exception: a rep who asks somebody for help with a call may show that
person the goal.
"""

from handlers.features import access
from handlers.knowledge.opened import is_open, may_lead, may_read
from handlers.registry import Refusal, Turn
from storage.sales_calls import reflections
from storage.tables import Person, Reflection, Team
from storage.team import coaching, help_requests, teams
from storage.team.coaching import ShareWithPerson
from storage.team.help_requests import HelpWithCall
from storage.workspace import policies

__all__ = [
    "asked_by",
    "asked_of",
    "figures_shared",
    "is_open",
    "led_team",
    "led_teams",
    "may_lead",
    "may_read",
    "report",
    "reports_in",
    "shared_figure",
    "shared_reflection",
]

FIGURES_LISTED = 12  # figures on a card
MAX_SHARED = 1_000  # figures that are shared with one person
NO_TEAM = "You don't lead a team here. An admin chooses who leads one."
NOT_SHARED = "That isn't shared with you."
NOT_YOURS = "That person isn't in a team that you lead."


async def led_teams(turn: Turn) -> list[Team]:
    """Return the teams that the person leads. Raises Refusal if there are none."""
    found = await teams.led_by(turn.session, turn.person)
    if not found:
        raise Refusal(NO_TEAM)
    return list(found)


async def report(turn: Turn, text: str) -> Person:
    """Return the person with this id from a team that the manager leads, or raise Refusal."""
    id_ = access.row_id(text)
    for one in await teams.reports(turn.session, turn.person):
        if one.id == id_:
            return one
    raise Refusal(NOT_YOURS)


async def led_team(turn: Turn, text: str) -> Team:
    """Return the team with this id if the person leads it, or raise Refusal."""
    id_ = access.row_id(text)
    for one in await led_teams(turn):
        if one.id == id_:
            return one
    raise Refusal(NOT_SHARED)


async def reports_in(turn: Turn, team: Team) -> list[Person]:
    """Return the people in a team that the manager leads, sorted by name, without the manager."""
    found = await teams.members(turn.session, team.tenant, [team.id])
    return [one for one in found if one.id != turn.person.id]


async def shared_reflection(turn: Turn, text: str, *, locked: bool = False) -> Reflection:
    """Return the reflection with this id if the manager may read it, or raise Refusal.

    The refusal does not say whether a reflection with this id exists.
    """
    id_ = access.row_id(text)
    found = await reflections.by_id(turn.session, turn.person.tenant, id_, locked=locked)
    people = {one.id for one in await teams.reports(turn.session, turn.person)}
    if found is None or not may_read(found, people):
        raise Refusal(NOT_SHARED)
    return found


async def asked_of(turn: Turn, text: str, *, locked: bool = False) -> HelpWithCall:
    """Return the request for help with this id, if the person is the one who was asked.

    Raises Refusal if somebody else was asked, or if the asker took the request back. The person
    sees the question, the account and the time of the call, and the goal if the asker shows the
    goal.
    """
    id_ = access.row_id(text)
    found = await help_requests.by_id(turn.session, turn.person.tenant, id_, locked=locked)
    if found is None or found.helper.id != turn.person.id:
        raise Refusal(NOT_SHARED)
    if found.state == "withdrawn":
        raise Refusal(f"{found.asker.name} took that question back.")
    return found


async def asked_by(turn: Turn, text: str, *, locked: bool = False) -> HelpWithCall:
    """Return the person's own request for help with this id.

    Raises Refusal if somebody else asked, or if the person took the request back.
    """
    id_ = access.row_id(text)
    found = await help_requests.by_id(turn.session, turn.person.tenant, id_, locked=locked)
    if found is None or found.asker.id != turn.person.id:
        raise Refusal(NOT_SHARED)
    if found.state == "withdrawn":
        raise Refusal("You took that question back.")
    return found


async def figures_shared(turn: Turn) -> list[ShareWithPerson]:
    """Return the latest `FIGURES_LISTED` figures that people share with the person now.

    The person need not be a manager. Return [] while figures about people are switched off.
    """
    if await policies.figures_are_off(turn.session, turn.person.tenant):
        return []
    return await coaching.shared_with(turn.session, turn.person, turn.now, FIGURES_LISTED)


async def shared_figure(turn: Turn, text: str) -> ShareWithPerson:
    """Return the figure with this id if it is shared with the person now, or raise Refusal.

    The refusal does not say whether the figure exists or was ever shared.
    """
    id_ = access.row_id(text)
    for one in await coaching.shared_with(turn.session, turn.person, turn.now, MAX_SHARED):
        if one.row.id == id_:
            return one
    raise Refusal(NOT_SHARED)
