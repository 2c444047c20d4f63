"""Tell a rep that a colleague has planned a call with the same account at about the same time."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Block, Button, Buttons, Card, Paragraph, spans
from handlers.coaching.text.words import shortened
from handlers.knowledge.opened import is_as_manager, is_told
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from storage.customers import accounts
from storage.sales_calls import call_seats, calls, own_calls
from storage.tables import Person
from storage.team import teams

NAME = "colleague_plans"
NEAR = timedelta(days=2)  # how close the calls must be


async def compose(notice: Notice) -> Composed:
    """For each call in the notice, show its time, a colleague who takes part, and a button to join.

    Leave out a call in these cases:

    - The call has begun or is no longer planned.
    - Nobody takes part in the call, or everybody in the call keeps it from the reader.
    - The reader takes part in the call.
    - The reader has no call with the same account within two days before or after the call.

    Raises NoLongerUseful if no call is left.
    """
    found = dict.fromkeys(row.about or 0 for row in notice.rows)
    parts = [part for call_id in found for part in await _part(notice, call_id)]
    if not parts:
        raise NoLongerUseful("not planned any more")
    said = next(block for block in parts if isinstance(block, Paragraph))
    return Composed(Card("".join(span.text for span in said.text), tuple(parts)))


async def _part(notice: Notice, call_id: int) -> list[Block]:
    """Return the blocks about one call, or [] if it is left out (see `compose`)."""
    session, tenant, zone = notice.session, notice.to.tenant, notice.to.zone
    call = await calls.by_id(session, tenant, call_id)
    seated = {one.id: one for one in await call_seats.people_of(session, tenant, call_id)}
    if call is None or call.status != "planned" or call.starts_at <= notice.now:
        return []
    reader = notice.to
    if reader.id in seated or not isinstance(reader, Person):
        return []
    led = {one.id for one in await teams.reports(session, reader)}
    names = [
        seated[seat.person_id].name
        for seat in await call_seats.seats_of(session, tenant, call_id)
        if seat.person_id in seated
        and is_told(
            seat, seated[seat.person_id], to_manager=is_as_manager(reader, seat.person_id, led)
        )
    ]
    if not names:
        return []
    near = await own_calls.planned_for(
        session,
        tenant,
        notice.to.id,
        since=call.starts_at - NEAR,
        until=call.starts_at + NEAR + timedelta.resolution,  # `until` is exclusive
        account_id=call.account_id,
        limit=1,
    )
    if not near:
        return []
    account = await accounts.by_id(session, tenant, call.account_id)
    name = shortened(account.name) if account else "the same account"
    day = format_full_date(day_of(call.starts_at, zone), day_of(notice.now, zone))
    when = f"{day} {call.starts_at.astimezone(ZoneInfo(zone)):%H:%M}"
    lead = f"{names[0]} also has a call with {name}: {when}."
    join = Button("Join it", "prep.join", str(call.id), about=f"{name}, {when}")
    return [Paragraph(spans(lead)), Buttons((join,))]


KIND = NoticeKind(NAME, "news about colleagues' calls", compose, "person")
