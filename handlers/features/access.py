"""Who may touch what. Every id that comes from outside passes through here.

Whoever decides on what they find here, and writes, asks for it `locked`: then it is as it is now,
and nobody else changes it until the request is done.
"""

from handlers.registry import Refusal, Turn
from storage import accounts, calls, commitments, insights
from storage.calls import Seated
from storage.choices import MARKETING, UNDECIDED
from storage.tables import Account, Commitment, Insight, Person


def number(text: str) -> int:
    """A row's id from outside; 0, which no row has, if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


async def own_call(
    turn: Turn, text: str, *, cancelled: bool = False, locked: bool = False
) -> Seated:
    """The call with this id, if the person sits in it. A cancelled one is refused unless allowed.

    Raises Refusal.
    """
    call = await calls.by_id(turn.session, turn.person.tenant, number(text), locked=locked)
    if call is None:
        raise Refusal("That call is not on file here. /calls shows yours.")
    seat = await calls.seat(turn.session, turn.person.tenant, call.id, turn.person.id)
    if seat is None:
        raise Refusal("That call belongs to a colleague. /calls shows yours.")
    if call.status == "cancelled" and not cancelled:
        raise Refusal("That call was cancelled. /calls shows what is coming.")
    return Seated(seat, call, await account(turn, call.account_id))


async def account(turn: Turn, account_id: int, *, locked: bool = False) -> Account:
    """The account with this id. Raises Refusal if it is not in this workspace."""
    found = await accounts.by_id(turn.session, turn.person.tenant, account_id, locked=locked)
    if found is None:
        raise Refusal("That account is not on file here. /prep with its name starts it.")
    return found


async def own_promise(turn: Turn, text: str, *, locked: bool = False) -> Commitment:
    """The promise with this id, if the person looks after it. Raises Refusal."""
    promise = await commitments.by_id(turn.session, turn.person.tenant, number(text), locked=locked)
    if promise is None or promise.owner_id != turn.person.id:
        raise Refusal("That promise is not one of yours. /promises shows those.")
    return promise


def publishes(person: Person) -> bool:
    """Whether this person speaks for marketing: what they write may go out to everybody."""
    return person.role in MARKETING


async def own_insight(turn: Turn, text: str, *, locked: bool = False) -> Insight:
    """An insight this person may change. Raises Refusal."""
    found = await insights.by_id(turn.session, turn.person.tenant, number(text), locked=locked)
    if found is None or not may_change(turn.person, found):
        raise Refusal("That insight is not yours to change. Marketing can.")
    return found


def may_change(person: Person, found: Insight) -> bool:
    """Whether this person may change it: marketing may, and who wrote it until it is out."""
    mine = found.author_id == person.id and found.state in UNDECIDED
    return publishes(person) or mine
