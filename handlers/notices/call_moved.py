"""Tell the people in a call that a calendar has moved the call, if the move matters to them now.

A move matters if the old or the new time is today, or if the person already got a message about the
call. A person whose calendars do not have the call is always told.

If the call moves again while a notice waits, the notice reports the latest time. If the call moves
back, the notice is dropped. After a notice is sent, the next notice about the same call waits half
an hour, or until 15 minutes before the call if that is sooner. The key of a notice's outbox row has
the start time that the person knows, which is the time before the move.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card, Paragraph, spans
from handlers.coaching.text.words import shortened
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_absolute, format_full_date
from storage import outbox
from storage.choices import PLANNED
from storage.customers import accounts
from storage.meetings import call_meetings
from storage.sales_calls import call_seats, calls
from storage.tables import Call, Outbox, Person

NAME = "call_moved"
SETTLES = timedelta(minutes=30)  # wait this long before reporting the next move of a call
IN_TIME = timedelta(minutes=15)  # report a move at least this long before the call
# A row's key has `KEY_PARTS` parts. `STAMP` is how the key writes the time that the person knows.
KEY_PARTS, STAMP = 6, "%Y%m%d%H%M%S"
# We ignore messages about the call that were sent longer ago than this.
SENT_BEFORE = timedelta(days=14)


async def tell_seated(
    session: AsyncSession,
    call: Call,
    now: datetime,
    *,
    was_at: datetime,
    skip: Person | None = None,
) -> None:
    """Plan this notice for the people in a call that was moved from `was_at`.

    Tell everybody to whom the move matters now (`concerned`), and everybody whose calendars do not
    have the call. Leave out the person `skip`, who learns of the move in another way.
    """
    seated = await call_seats.people_of(session, call.tenant, call.id)
    told = await concerned(session, call, seated, now, was_at, call.starts_at)
    informed = {person.id for person in told}
    informed |= await call_meetings.people_with_call(session, call.tenant, seated, call.id)
    told += [person for person in seated if person.id not in informed]
    latest = await outbox.latest_about(session, call.tenant, NAME, call.id)
    waiting = {id_ for id_, row in latest.items() if row.state == "open" and row.claim is None}
    for id_ in waiting:
        _update(latest[id_], call, now)
    key = f"{call.id}:{_stamp(call.moved_from)}:{now:%Y%m%d%H%M%S%f}"
    for person in told:
        if person.id not in waiting and person != skip:
            due_at = _report_at(latest.get(person.id), call, now)
            await tell.tell(session, [person], NAME, call.id, now, key=key, due_at=due_at)


def _update(row: Outbox, call: Call, now: datetime) -> None:
    """Drop a waiting notice if the call is back at the time that the person knows.

    If the call has another time, make sure that the notice comes early enough before the call.
    """
    if _known(row) == _stamp(call.starts_at):
        row.state, row.reason, row.settled_at = "dropped", "moved back", now
    elif row.due_at > (latest := _latest(call, now)):
        row.due_at = row.next_at = latest


def _report_at(told: Outbox | None, call: Call, now: datetime) -> datetime:
    """Return when to report a move.

    `told` is the person's last notice about the call, or None. After a notice, the time is half an
    hour (`SETTLES`) later, or `_latest`, whichever is earlier. Without one, it is now.
    """
    if told is None:
        return now
    return max(now, min((told.settled_at or now) + SETTLES, _latest(call, now)))


def _latest(call: Call, now: datetime) -> datetime:
    """Return the latest time to report a move.

    This is `IN_TIME` before the old start or the new start, whichever is earlier. If that time has
    passed, return `now`.
    """
    return max(now, min(call.starts_at, call.moved_from or call.starts_at) - IN_TIME)


def _stamp(moment: datetime | None) -> str:
    return moment.strftime(STAMP) if moment else ""


def _known(row: Outbox) -> str:
    """Return the time that the person knows, in the format of `_stamp`, or ""."""
    parts = row.key.split(":")
    return parts[4] if len(parts) == KEY_PARTS else ""


async def concerned(
    session: AsyncSession, call: Call, seated: Sequence[Person], now: datetime, *moments: datetime
) -> list[Person]:
    """Return the people in a call to whom a change in a calendar matters now.

    `seated` are all people in the call. `moments` has the start of the call (UTC). After a move, it
    has the old start and the new start.
    """
    since = (now - SENT_BEFORE).date()
    ids = [person.id for person in seated]
    rows = await outbox.of_call(session, call.tenant, ids, call.id, since)
    informed = {row.person_id for row in rows if row.state == "sent"}
    # The row of a research message about several calls has no call id, so it is not in `rows`. We
    # recognise who got such a message by the questions in `Seat.research`.
    seats = await call_seats.seats_of(session, call.tenant, call.id)
    informed |= {seat.person_id for seat in seats if seat.research}
    return [
        person for person in seated if person.id in informed or _is_today(person, now, *moments)
    ]


def _is_today(person: Person, now: datetime, *moments: datetime) -> bool:
    today = day_of(now, person.zone)
    return any(day_of(moment, person.zone) == today for moment in moments)


async def compose(notice: Notice) -> Composed:
    """Say when each call takes place now, and when its brief comes.

    Leave out a call that has ended or was cancelled, or that the reader has left. Raises
    NoLongerUseful if no call remains.
    """
    first = {row.about or 0: row for row in reversed(notice.rows)}
    said = [
        words
        for call_id in dict.fromkeys(row.about or 0 for row in notice.rows)
        if (words := await _words(notice, call_id, _known(first[call_id])))
    ]
    if not said:
        raise NoLongerUseful("not planned any more")
    return Composed(Card(said[0], tuple(Paragraph(spans(each)) for each in said)))


async def _words(notice: Notice, call_id: int, known: str) -> str:
    """Return "Northwind has moved from 15:00 to 16:00. …", or "" if there is nothing to report.

    `known` is the time that the reader knows, in the format of `_stamp`.
    """
    tenant, zone = notice.to.tenant, notice.to.zone
    call = await calls.by_id(notice.session, tenant, call_id)
    if call is None or call.status != PLANNED or call.ends_at <= notice.now:
        return ""
    if await call_seats.seat(notice.session, tenant, call_id, notice.to.id) is None:
        return ""
    account = await accounts.by_id(notice.session, tenant, call.account_id)
    name = shortened(account.name) if account else "Your call"
    before = datetime.strptime(known, STAMP).replace(tzinfo=UTC) if known else None
    moved = f"{name} has moved {_from_to(call, before, notice.now, zone)}."
    brief = await brief_due(notice, call_id)
    if brief is None:
        return moved
    if day_of(brief, zone) in (day_of(call.starts_at, zone), day_of(notice.now, zone)):
        return f"{moved} Your brief comes at {_clock(brief, zone)}."
    return f"{moved} Your brief comes on {_when(brief, notice.now, zone)}."


async def brief_due(notice: Notice, call_id: int) -> datetime | None:
    """Return when the reader gets the brief of a call (UTC), or None if no brief is due."""
    since = day_of(notice.now, notice.to.zone)
    rows = await outbox.of_call(notice.session, notice.to.tenant, [notice.to.id], call_id, since)
    briefs = [row.due_at for row in rows if row.kind == "brief" and row.state == "open"]
    return briefs[0] if briefs and briefs[0] > notice.now else None


def _from_to(call: Call, before: datetime | None, now: datetime, zone: str) -> str:
    """Return the words for a move:

    - both times today → "from 15:00 to 16:00"
    - both times on one other day → the same, with this day at the end
    - times on two days → each time with its day

    `before` is the time that the reader knows. If it is None or the new time, return only the new
    time: "to 16:00".
    """
    to = call.starts_at
    if before is None or before == to:
        return f"to {_when(to, now, zone)}"
    day = day_of(to, zone)
    if day_of(before, zone) != day:
        was_at = format_absolute(before, now=now, zone=zone, own=zone)
        return f"from {was_at} to {format_absolute(to, now=now, zone=zone, own=zone)}"
    today = day_of(now, zone)
    on = "" if day == today else f" on {format_full_date(day, today)}"
    return f"from {_clock(before, zone)} to {_clock(to, zone)}{on}"


def _when(moment: datetime, now: datetime, zone: str) -> str:
    """Return "16:00" for today, and otherwise "Wednesday 25 November 16:00"."""
    if day_of(moment, zone) == day_of(now, zone):
        return _clock(moment, zone)
    return format_absolute(moment, now=now, zone=zone, own=zone)


def _clock(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


KIND = NoticeKind(NAME, "news about calls that moved", compose, "person", repeat=True)
