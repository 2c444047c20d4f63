"""Find the people who get an admin's message: everybody, people who have not begun, or a team.

People have not begun if they have neither a past nor an upcoming call.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.features.fields import whole_number
from handlers.inputs import Option
from handlers.registry import Refusal, Turn
from handlers.views.admin.admin_message import EVERYBODY, NOT_BEGUN, TEAM, whom
from storage.tables import Person
from storage.team import teams
from storage.workspace import roll_out

WHOM = "whom"  # the id of the input
CHOOSE = "Choose who gets it."
NOBODY = "There is nobody to write to."


@dataclass(frozen=True)
class Audience:
    """The people who get a message, and the words that name them on cards.

    The admin who writes is left out, and so are people whom we can't reach. `counted` comes after
    `words` and says how many people there are: ": 3 people, not counting you". It is "" for people
    who have not begun, because we never say how many of them there are. `team` is the id of the
    team, or None.
    """

    people: Sequence[Person]
    words: str
    counted: str
    team: int | None = None


async def options(turn: Turn) -> tuple[Option, ...]:
    """Return the choices for the form."""
    found = await teams.of_tenant(turn.session, turn.person.tenant)
    return (
        Option(EVERYBODY, "Everybody on file"),
        Option(NOT_BEGUN, "People without a call yet"),
        *(Option(f"{TEAM}:{team.id}", team.name) for team in found),
    )


async def chosen(turn: Turn, choice: str) -> Audience:
    """Return the people who belong to the chosen audience now.

    Raises Refusal if the choice is no longer valid (a deleted team), or if the audience is empty.

    If the choice is people who have not begun, an empty audience is returned without a refusal. A
    refusal would tell the admin that everybody has begun.
    """
    session, tenant = turn.session, turn.person.tenant
    kind, _, id_ = choice.partition(":")
    team = await teams.by_id(session, tenant, whole_number(id_)) if kind == TEAM else None
    words = whom(choice, team.name if team else None)
    if words is None:
        raise Refusal(CHOOSE, field=WHOM)
    if team is not None:
        found = await teams.members(session, tenant, [team.id])
    elif choice == EVERYBODY:
        found = await roll_out.everybody(session, tenant)
    else:
        found = await roll_out.not_begun(session, tenant)
    others = [one for one in found if one.id != turn.person.id and one.unreachable is None]
    if choice == NOT_BEGUN:
        return Audience(others, words, "")
    if not others:
        raise Refusal(NOBODY, field=WHOM)
    number = "1 person" if len(others) == 1 else f"{len(others)} people"
    return Audience(others, words, f": {number}, not counting you", team.id if team else None)
