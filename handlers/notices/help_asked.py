"""Send a rep's question about a call to a colleague, who is the helper.

If the helper does not answer, ask once more before the call. After the call, the question is sent
only once.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Block, Card, Divider, answered_below, card_saying
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell, updating
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.team import help_cards, team_morning
from storage import outbox
from storage.choices import DropReason, HelpState
from storage.tables import Call, Outbox
from storage.tables.types import EPOCH
from storage.team import help_requests
from storage.team.help_requests import HelpWithCall
from storage.workspace import people

NAME, UNDELIVERED = "help_asked", "help_undelivered"
LEAD = timedelta(hours=2)  # a question without an answer is asked again this long before the call
APART = timedelta(minutes=30)  # don't ask again this soon after the question was first asked
# If a message that asks again is late by this much, drop the message.
AGAIN_WITHIN = timedelta(minutes=15)
AGAIN = ":again:"  # in the key of a row that asks again; the start of the call follows it
STAMP = "%Y%m%d%H%M"
DELETED = "This message is empty, because the question in it was deleted."
# For at least this long, try to reach the helper. Only then tell the rep that we couldn't.
TRY_FOR = timedelta(minutes=10)
AFTERWARDS = timedelta(days=14)  # how long a question is useful that was asked after the call began

_NOT_ASKED: dict[HelpState, DropReason] = {
    "answered": "answered already",
    "withdrawn": "not wanted any more",
    "cancelled": "not planned any more",
    "left": "not planned any more",
}


async def compose(notice: Notice) -> Composed:
    """Show each question that waits for an answer, with a field for the answer.

    Raises NoLongerUseful if no question waits.
    """
    found = await help_requests.by_ids(notice.session, {row.about or 0 for row in notice.rows})
    left_out = {row.id: reason for row in notice.rows if (reason := _reason(row, found))}
    asked = [row for row in notice.rows if row.id not in left_out]
    if not asked:
        raise NoLongerUseful(next(iter(left_out.values())))
    return replace(_together(notice, asked, found), left_out=left_out)


async def updated(notice: Notice) -> Composed:
    """Show each question as it is now. If none is on file any more, say so."""
    found = await help_requests.by_ids(notice.session, {row.about or 0 for row in notice.rows})
    there = [row for row in notice.rows if row.about in found]
    if not there:
        return Composed(card_saying(DELETED))
    return _together(notice, there, found)


def _reason(row: Outbox, found: dict[int, HelpWithCall]) -> DropReason | None:
    """Return why the question that a row is about must not be asked any more.

    Return None if the question must still be asked.
    """
    asked = found.get(row.about or 0)
    if asked is None:
        return "not on file any more"
    moved = AGAIN in row.key and not row.key.endswith(f"{asked.call.starts_at:{STAMP}}")
    return _NOT_ASKED.get(asked.state) or ("no longer planned" if moved else None)


def _together(notice: Notice, rows: list[Outbox], found: dict[int, HelpWithCall]) -> Composed:
    """Put the questions into one card, each question only once."""
    first_time = {row.about for row in rows if AGAIN not in row.key}
    cards = [
        help_cards.for_helper(found[id_], notice.now, again=id_ not in first_time)
        for id_ in dict.fromkeys(row.about or 0 for row in rows)
    ]
    if len(cards) == 1:
        return Composed(cards[0])
    blocks: list[Block] = []
    for card in cards:
        blocks += [*([Divider()] if blocks else []), *map(answered_below, card.blocks)]
    return Composed(Card(" · ".join(card.summary for card in cards), tuple(blocks)))


async def ask(session: AsyncSession, asked: HelpWithCall, now: datetime) -> None:
    """Tell the helper about a new or changed question, and plan to ask again before the call.

    If the helper can't be reached in time (see `useful_until`), the message is dropped.
    """
    key = f"{asked.request.id}:{now:%Y%m%d%H%M%S%f}"
    useful = useful_until(asked.call, now) - now
    row = tell.row(
        asked.helper, NAME, asked.request.id, due_at=now, now=now, key=key, useful=useful
    )
    await outbox.add(session, [row])
    await _plan_for_call(session, asked, now)


def useful_until(call: Call, now: datetime) -> datetime:
    """Return until when a question that is asked now is useful: until the call begins.

    If the call has begun already, the question is useful for `AFTERWARDS`.
    """
    return call.starts_at if call.starts_at > now else now + AFTERWARDS


async def update(
    session: AsyncSession,
    tenant: str,
    requests: Collection[int],
    now: datetime,
    *,
    words_go: bool = False,
) -> None:
    """Update the messages that show these questions, even if the questions were deleted.

    We update the messages in which the helpers got the questions, and the helpers' daily messages
    of today (`team_morning`). `words_go` means that the text of the questions must disappear. In
    this case, we also update the daily messages of earlier days. `now` is in UTC.
    """
    await updating.plan(session, tenant, (NAME,), requests, now)
    first: dict[int, datetime] = {}
    for row in await outbox.sent_about(session, tenant, (NAME,), requests, EPOCH):
        if row.person_id is not None and row.settled_at is not None:
            first.setdefault(row.person_id, row.settled_at)
    for person_id, sent_at in first.items():
        if helper := await people.by_id(session, tenant, person_id):
            since = sent_at if words_go else None
            await updating.plan_daily(session, helper, team_morning.KIND, now, since=since)


async def follow(session: AsyncSession, call: Call, now: datetime) -> None:
    """Update the helpers' messages after a call was moved, cancelled, restored, left or rejoined.

    For questions that still wait for an answer, plan to ask again before the call.
    """
    await session.flush()
    open_ = [one for one in await help_requests.of_call(session, call) if one.state != "answered"]
    if not open_:
        return
    await update(session, call.tenant, [one.request.id for one in open_], now)
    for one in open_:
        if one.state == "waiting":
            await _plan_for_call(session, one, now)


async def _plan_for_call(session: AsyncSession, asked: HelpWithCall, now: datetime) -> None:
    """Plan to ask the helper again. Plan a message to the rep if the helper can't be reached.

    The message to the rep is due:

    - two hours before the call, if that is more than ten minutes from now
    - otherwise in ten minutes, if the call has not begun by then
    - otherwise never
    """
    await _ask_again(session, asked, now)
    starts_at, id_ = asked.call.starts_at, asked.request.id
    due_at = max(now + TRY_FOR, starts_at - LEAD)
    useful, key = starts_at - due_at, f"{id_}:{starts_at:{STAMP}}"
    row = tell.row(asked.asker, UNDELIVERED, id_, due_at=due_at, now=now, key=key, useful=useful)
    await outbox.add(session, [row] if useful > timedelta() else [])


async def _ask_again(session: AsyncSession, asked: HelpWithCall, now: datetime) -> None:
    """Plan to ask the helper again, `LEAD` before the call.

    Plan nothing if

    - we have already asked again,
    - the planned time has passed, or
    - the planned time is less than `APART` after the rep asked the question.
    """
    starts_at, id_ = asked.call.starts_at, asked.request.id
    due_at = starts_at - LEAD
    if due_at - asked.request.asked_at < APART or due_at <= now:
        return
    told = await outbox.sent_about(
        session, asked.request.tenant, (NAME,), [id_], asked.request.asked_at
    )
    if any(AGAIN in row.key for row in told):
        return
    key = f"{id_}{AGAIN}{starts_at:{STAMP}}"
    row = tell.row(asked.helper, NAME, id_, due_at=due_at, now=now, key=key, useful=AGAIN_WITHIN)
    await outbox.add(session, [row])


KIND = NoticeKind(NAME, "requests for help", compose, "person", repeat=True, updated=updated)
