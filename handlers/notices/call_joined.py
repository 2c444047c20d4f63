"""Tell the people in a call that a colleague has joined it."""

from handlers.cards import Card, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.times.formatting import format_absolute
from storage.choices import PLANNED
from storage.customers import accounts
from storage.sales_calls import call_seats, calls

NAME = "call_joined"


def key(call_id: int, joined_id: int) -> str:
    """Return the key of a notice about a person who joined a call."""
    return f"{call_id}:{joined_id}"


async def compose(notice: Notice) -> Composed:
    """Write a line for each colleague who joined a call of the recipient.

    Leave out the line if the call is over or no longer planned. Also leave it out if the colleague
    or the recipient has no seat in the call any more. Raises NoLongerUseful if no line remains.
    """
    said = [line for row in notice.rows if (line := await _line(notice, row.about or 0, row.key))]
    if not said:
        raise NoLongerUseful("not planned any more")
    return Composed(Card(said[0], tuple(Paragraph(spans(typed(line))) for line in said)))


async def _line(notice: Notice, call_id: int, key_of_row: str) -> str:
    """Return "Tomas Keller has joined your call with Northwind, …", or "" to leave the line out."""
    session, tenant, zone = notice.session, notice.to.tenant, notice.to.zone
    call = await calls.by_id(session, tenant, call_id)
    if call is None or call.status != PLANNED or call.ends_at <= notice.now:
        return ""
    seated = {str(one.id): one for one in await call_seats.people_of(session, tenant, call_id)}
    who = seated.get(key_of_row.rpartition(":")[2])
    if who is None or str(notice.to.id) not in seated:
        return ""
    account = await accounts.by_id(session, tenant, call.account_id)
    name = shortened(account.name) if account else "a customer"
    when = format_absolute(call.starts_at, now=notice.now, zone=zone, own=zone)
    return f"{shortened(who.name, 60)} has joined your call with {name}, {when}."


KIND = NoticeKind(NAME, "news about who joins your calls", compose, "person", repeat=True)
