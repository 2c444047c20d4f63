"""Decide what a manager may see and do. No other module decides this.

A manager is whoever leads a team, and sees only what the people in that team have opened:

- a coming call with its account and time, if the rep opened their calls, or this call
- a reflection, if the rep shared it with the team
- promises to customers, which every colleague may read
- a figure about one person, if that person shared the figure with them, until it ends
- figures of a whole team (see `storage.tables.TeamMonth`)

Goals, guesses, private notes, listening lines, and whether somebody prepared stay with the rep.
"""

from handlers.features import access
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import rhythm_of
from storage import teams
from storage.tables import Person, Reflection, Seat, Team

NO_TEAM = "You don't lead a team here. An admin chooses who leads one."
NOT_YOURS = "That person isn't in a team that you lead."


async def led_teams(turn: Turn) -> list[Team]:
    """Return the teams that the person leads. Raises Refusal if there are none."""
    found = await teams.led_by(turn.session, turn.person)
    if not found:
        raise Refusal(NO_TEAM)
    return list(found)


async def report(turn: Turn, text: str) -> Person:
    """Return the person with this id from a team that the manager leads. Else raises Refusal."""
    id_ = access.row_id(text)
    for one in await teams.reports(turn.session, turn.person):
        if one.id == id_:
            return one
    raise Refusal(NOT_YOURS)


def is_open(seat: Seat, person: Person) -> bool:
    """Return whether a person's manager may see that they have this call."""
    return rhythm_of(person).calls_open if seat.opened is None else seat.opened


def may_read(written: Reflection, reports: set[int]) -> bool:
    """Return whether a manager may read a reflection. `reports` are the ids of their people."""
    return written.shared and written.author_id in reports
