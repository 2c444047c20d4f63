"""Find rows by the ids in buttons and forms, and check that the person may use them.

With `locked=True`, a row is locked until the request ends.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import wraps

from handlers.cards import Aside, Card, Reply
from handlers.coaching.text.words import shortened
from handlers.features.fields import whole_number
from handlers.registry import Feature, Refusal, Turn, Unfinished
from handlers.views import shown_start
from storage.choices import CANCELLED, LEFT, MARKETING, MISSED, PLANNED, UNDECIDED, CallStatus
from storage.conversation import undos
from storage.conversation.undos import Undo
from storage.customers import accounts, commitments
from storage.marketing import insights
from storage.sales_calls import call_seats, calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Commitment, Insight, Person
from storage.workspace import people, policies

# If a call does not have the status that a feature needs, we say the sentence for the status that
# the call has.
_WRONG_STATUS: Mapping[CallStatus, str] = {
    PLANNED: "That call hasn't happened yet. /calls shows your upcoming calls.",
    CANCELLED: "That call was cancelled. /calls shows your upcoming calls.",
    MISSED: "Nobody from their side came to that call. To try again, plan a call with /prep.",
}


FIGURES_OFF = (
    "Figures about individual people are switched off here. Until an admin switches them on, "
    "nobody's transcripts are read."
)


# We say the same about a colleague's call or promise as about one that never existed. Otherwise,
# people could try ids to find out which ones exist.
NOT_YOUR_CALL = "That call is not on your list. /calls shows yours."
NOT_YOUR_PROMISE = "That promise is not on your list. /promises shows yours."
UNDO_GONE = "That can't be undone any more: it was undone already, or it was too long ago."
ADMINS_ONLY = "Only admins can see and change this. /rhythm has your own settings."


class CallMoved(Refusal):
    """Somebody has moved the call since the person saw its start on the button.

    A feature that can ask again, with the new start, catches the exception. `seated` is the call as
    it is now, and `said` says from when to when the call has moved.
    """

    def __init__(self, turn: Turn, seated: Seated, shown: datetime) -> None:
        name = shortened(seated.account.name)
        self.said = shown_start.moved_sentence(name, seated.call, shown, turn.person, turn.now)
        super().__init__(f"{self.said} /calls shows your upcoming calls.")
        self.seated = seated


def admins_only(turn: Turn, sentence: str = ADMINS_ONLY) -> None:
    """Raise Refusal with this sentence unless the person is an admin."""
    if turn.person.role != "admin":
        raise Refusal(sentence)


def with_figures(feature: Feature) -> Feature:
    """Make a feature refuse to answer if the workspace has switched off figures about a person.

    We check before the feature starts. If the feature needs slow work, we check again after the
    work, because an admin may have switched the figures off meanwhile.
    """

    @wraps(feature)
    async def unless_off(turn: Turn) -> Reply | Unfinished:
        await _require_figures(turn)
        return _later_too(await feature(turn))

    return unless_off


def _later_too(reply: Reply | Unfinished) -> Reply | Unfinished:
    if not isinstance(reply, Unfinished):
        return reply

    async def then(later: Turn, found: object) -> Reply | Unfinished:
        await _require_figures(later)
        return _later_too(await reply.then(later, found))

    return Unfinished(reply.work, then)


async def _require_figures(turn: Turn) -> None:
    if await policies.figures_are_off(turn.session, turn.person.tenant):
        raise Refusal(FIGURES_OFF)


def row_id(text: str) -> int:
    """Parse a row's id from a button or form. For any other text, return 0. No row has the id 0."""
    return whole_number(text)


async def own_call(
    turn: Turn,
    text: str,
    *,
    status: Collection[CallStatus] = (PLANNED,),
    locked: bool = False,
) -> Seated:
    """Return the call with this id, and the person's seat (their part in the call).

    `text` is the id. It may be followed by the start that the person saw on the button (see
    `shown_start`). Raises CallMoved if the call has another start by now.

    Raises Refusal if there is no such call or seat, or if the call's status is not in `status`. For
    a colleague's call, the refusal is the same as for a call that does not exist.
    """
    call_id, shown = shown_start.read(text)
    call = await calls.by_id(turn.session, turn.person.tenant, row_id(call_id), locked=locked)
    if call is None:
        raise Refusal(NOT_YOUR_CALL)
    seat = await call_seats.seat(turn.session, turn.person.tenant, call.id, turn.person.id)
    if seat is None:
        raise Refusal(NOT_YOUR_CALL)
    if call.status not in status:
        raise Refusal(_WRONG_STATUS[call.status])
    seated = Seated(seat, call, await account(turn, call.account_id))
    if shown is not None and call.starts_at != shown:
        raise CallMoved(turn, seated, shown)
    return seated


async def account(turn: Turn, account_id: int, *, locked: bool = False) -> Account:
    """Return the account with this id. Raises Refusal if it is not in this workspace."""
    found = await accounts.by_id(turn.session, turn.person.tenant, account_id, locked=locked)
    if found is None:
        raise Refusal("That account is not on file here. /prep with its name adds it.")
    return found


async def own_promise(
    turn: Turn, text: str, *, locked: bool = False, take_over: bool = True
) -> Commitment:
    """Return the promise with this id. Raises Refusal if it is not this person's.

    With `locked` and `take_over`, an open promise of a former colleague becomes this person's, if
    `may_take_over` allows it. A feature that undoes the person's own change passes
    `take_over=False`.
    """
    tenant = turn.person.tenant
    promise = await commitments.by_id(turn.session, tenant, row_id(text), locked=locked)
    theirs = promise is not None and promise.owner_id != turn.person.id
    if locked and take_over and promise and theirs and promise.state == "open":
        owner = await people.by_id(turn.session, tenant, promise.owner_id)
        gone = owner is not None and (owner.erased_at is not None or owner.standing == LEFT)
        if gone and may_take_over(turn.person):
            promise.owner_id = turn.person.id
    if promise is None or promise.owner_id != turn.person.id:
        raise Refusal(NOT_YOUR_PROMISE)
    return promise


async def kept_undo(turn: Turn, action: str, text: str) -> Undo:
    """Return what `undos.keep` stored for an *Undo* button. Each button works only once.

    `text` is the button's value, the id of the stored row. Raises Refusal if the row is gone, or is
    not the person's own, so that nobody can undo what others did.
    """
    found = await undos.take(turn.session, turn.person, action, row_id(text))
    if found is None:
        raise Refusal(UNDO_GONE)
    return found


def may_take_over(person: Person) -> bool:
    """Check whether this person may take over the promises of former colleagues.

    Marketers may not, because promises to customers are not their job.
    """
    return person.role != "marketer"


def may_publish(person: Person) -> bool:
    """Check whether this person may publish insights. Marketers and admins may."""
    return person.role in MARKETING


async def own_insight(turn: Turn, text: str, *, locked: bool = False) -> Insight:
    """Return the insight with this id. Raises Refusal if this person may not change it."""
    found = await insights.by_id(turn.session, turn.person.tenant, row_id(text), locked=locked)
    if found is None or not may_change(turn.person, found):
        raise Refusal("You can't change that insight. Marketing can.")
    return found


def may_change(person: Person, found: Insight) -> bool:
    """Check whether this person may change an insight.

    Marketers and admins may. Authors may change their drafts and suggestions.
    """
    mine = found.author_id == person.id and found.state in UNDECIDED
    return may_publish(person) or mine


def private(turn: Turn, card: Card) -> Card | Aside:
    """Return a card that only the person sees, even if the turn is in a channel."""
    return Aside(card) if turn.place else card
