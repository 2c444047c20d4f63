"""Tells the owner of a calendar what was found in it when it was read for the first time."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Button, Buttons, Card, Paragraph, spans, typed
from handlers.coaching.words import shortened
from handlers.knowledge import found_meetings
from handlers.knowledge.found_meetings import InCalendar
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from handlers.times import format_absolute
from handlers.views import calendar_words
from storage import accounts, calendars, calls
from storage.tables import CalendarConnection, Person

NAME = "calendar_connected"
FOUND = "meetings.show"  # the button that shows what was found
USEFUL = timedelta(days=1)


async def tell_owner(
    session: AsyncSession, owner: Person, calendar: CalendarConnection, now: datetime
) -> None:
    """Plan this notice, for now."""
    key = f"{calendar.id}:{now:%Y%m%d%H%M%S%f}"
    await tell.tell(session, [owner], NAME, calendar.id, now, key=key)


async def compose(notice: Notice) -> Composed:
    """For each calendar, how many calls are in it, and the first of them.

    Raises NoLongerUseful if all were disconnected.
    """
    found = {}
    if isinstance(notice.to, Person):  # it always is: only people have calendars
        found = await found_meetings.by_calendar(notice.session, notice.to, notice.now)
    said: list[tuple[str, ...]] = []
    for calendar_id in dict.fromkeys(row.about or 0 for row in notice.rows):
        calendar = await calendars.by_id(notice.session, notice.to.tenant, calendar_id)
        if calendar is not None:
            said.append(await _said(notice, calendar, found.get(calendar_id, InCalendar())))
    if not said:
        raise NoLongerUseful("not on file any more")
    paragraphs = [Paragraph(spans(typed(words))) for each in said for words in each]
    buttons = Buttons((Button("What was found", FOUND, beside=True),))
    return Composed(Card(said[0][0], (*paragraphs, buttons)))


async def _said(notice: Notice, calendar: CalendarConnection, found: InCalendar) -> tuple[str, ...]:
    """ "Connected: calendar.google.com. 6 calls …, the first: Northwind, Tuesday … 10:00."."""
    connected = f"Connected: {shortened(calendar.label)}."
    if found.only_busy:
        return connected, calendar_words.only_busy(calendar)
    lead = f"{connected} {calendar_words.calls_ahead(found.calls)}"
    first = await calls.by_id(notice.session, notice.to.tenant, found.first_call or 0)
    account = (
        await accounts.by_id(notice.session, notice.to.tenant, first.account_id) if first else None
    )
    if first and account:
        zone = notice.to.zone
        when = format_absolute(first.starts_at, now=notice.now, zone=zone, own=zone)
        lead += f", the first: {shortened(account.name)}, {when}"
    more = calendar_words.in_doubt(found.unsure, found.calls)
    return (f"{lead}.", more) if more else (f"{lead}.",)


KIND = NoticeKind(NAME, "reports on a new calendar", compose, "person", repeat=True)
