"""Tell the owner of a calendar what the first read of the calendar found.

If the owner connects a calendar again, say what has changed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Button, Buttons, Card, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.knowledge import found_meetings, invited_calls
from handlers.knowledge.found_meetings import InCalendar
from handlers.knowledge.invited_calls import InvitedCall
from handlers.message import Composed, NoLongerUseful
from handlers.notices import calendar_changes, tell
from handlers.notices.calendar_changes import Changes
from handlers.notices.kind import Notice, NoticeKind
from handlers.rhythm_settings import rhythm_of
from handlers.times import format_absolute
from handlers.views.meetings import calendar_words, invited_words, own_address, zone_offer
from storage.customers import accounts
from storage.meetings import calendars, call_meetings
from storage.sales_calls import calls
from storage.tables import CalendarConnection, Outbox, Person

NAME = "calendar_connected"
FOUND = "meetings.show"  # shows the meetings that were found
CANCEL_TOO = "calendar.cancel_too"  # disconnects a calendar and cancels the calls in it
# The key of the outbox row about a first read has these parts: the kind, "person", the person's
# id, the calendar's id and the time. The key for a later read also has the changes.
KEY_PARTS = 5
EARLY = timedelta(minutes=1)  # a message may be composed up to this long before it is due


async def tell_owner(
    session: AsyncSession,
    owner: Person,
    calendar: CalendarConnection,
    now: datetime,
    changes: str | None = None,
) -> None:
    """Plan this notice, due at once.

    `changes` says what has changed since an earlier read, as `calendar_news.noted` writes it. It is
    None for a first read.
    """
    key = f"{calendar.id}:{now:%Y%m%d%H%M%S%f}"
    if changes is not None:
        key += f":{changes}"
    await tell.tell(session, [owner], NAME, calendar.id, now, key=key)


async def compose(notice: Notice) -> Composed:
    """Say how many calls are in each calendar, and name the first call.

    Raises NoLongerUseful if all the calendars were disconnected.
    """
    found = {}
    if isinstance(notice.to, Person):  # only people have calendars
        found = await found_meetings.by_calendar(notice.session, notice.to, notice.now)
    said: list[tuple[str, ...]] = []
    undo: list[Button] = []
    for calendar_id in dict.fromkeys(row.about or 0 for row in notice.rows):
        calendar = await calendars.by_id(notice.session, notice.to.tenant, calendar_id)
        if calendar is not None:
            rows = [row for row in notice.rows if row.about == calendar_id]
            lead = await _lead(notice, calendar, rows)
            undo += lead.undo
            here = found.get(calendar_id, InCalendar())
            said.append(await _said(notice, lead.said, calendar, here))
    if not said:
        raise NoLongerUseful("not on file any more")
    zone = await _other_zone(notice)
    if zone:
        said.append((zone_offer.sentence(notice.to.zone, zone),))
    new = await _invited(notice, list(found))
    paragraphs = [Paragraph(spans(typed(words))) for each in said for words in each]
    reported = [row.about for row in notice.rows]
    in_doubt = sum(one.unsure for id_, one in found.items() if id_ in reported)
    label = calendar_words.answer_now(in_doubt) if in_doubt else "What was found"
    use = (zone_offer.button(zone),) if zone else ()
    buttons = Buttons(
        (Button(label, FOUND, beside=True), *undo, *await _remove_demo(notice, reported), *use),
    )
    whose = own_address.question(notice.to) if isinstance(notice.to, Person) else ()
    told = invited_words.told(new, notice.to, notice.now) if isinstance(notice.to, Person) else ()
    return Composed(
        Card(said[0][0], (*paragraphs, buttons, *told, *whose)),
        asked_about=tuple(meeting for one in new for meeting in one.meetings),
    )


async def _invited(notice: Notice, calendar_ids: Sequence[int]) -> Sequence[InvitedCall]:
    """Return the new calls that we planned from the notice's calendars without asking the rep."""
    if not isinstance(notice.to, Person):
        return ()
    # Composing a notice marks its calls as told to the rep. If this notice was composed before, it
    # must still show these calls. The first composing was at most `EARLY` before the due time. So
    # we include the calls that were marked at `since` or later.
    since = min(row.due_at for row in notice.rows) - EARLY
    reported = {row.about for row in notice.rows}
    by_account = {
        one.account.id: one
        for id_ in calendar_ids
        if id_ in reported
        for one in await invited_calls.to_tell(
            notice.session, notice.to, notice.now, calendar_id=id_, told_since=since
        )
    }
    return list(by_account.values())


async def _other_zone(notice: Notice) -> str | None:
    """Return the zone of a calendar that was read for the first time, if the person's zone differs.

    Return None if the person chose a zone.
    """
    person = notice.to
    if not isinstance(person, Person) or rhythm_of(person).zone:
        return None
    first = [row.about or 0 for row in notice.rows if len(row.key.split(":")) == KEY_PARTS]
    for calendar_id in first:
        calendar = await calendars.by_id(notice.session, person.tenant, calendar_id)
        if calendar is None or calendars.is_of_demo(calendar):
            continue
        planned = await call_meetings.calls_of_calendar(
            notice.session, person, calendar, notice.now
        )
        if zone := zone_offer.other_zone(person.zone, planned):
            return zone
    return None


async def _remove_demo(notice: Notice, reported: Sequence[int | None]) -> tuple[Button, ...]:
    """Return the buttons that remove the playground's own calendars.

    Return them only if one of the calendars in the notice (`reported`) is a file.
    """
    if not isinstance(notice.to, Person):
        return ()
    owned = await calendars.of_person(notice.session, notice.to)
    if not any(one.kind == "file" and one.id in reported for one in owned):
        return ()
    return tuple(
        Button(calendar_words.REMOVE_DEMO, CANCEL_TOO, str(one.id), beside=True)
        for one in owned
        if calendars.is_of_demo(one)
    )


async def _lead(notice: Notice, calendar: CalendarConnection, rows: Sequence[Outbox]) -> Changes:
    """Return "Connected: calendar.google.com." or "Read: mine.ics. Northwind moved to …"."""
    name = shortened(calendar.label)
    written = [row.key.split(":")[KEY_PARTS:] for row in rows]
    if not all(written):  # one of the rows is about a first read
        return Changes(f"Connected: {name}.")
    changed = await calendar_changes.described(notice, [one[0] for one in written])
    again = "Read" if calendar.kind == "file" else "Connected again"
    return Changes(f"{again}: {name}. {changed.said}", changed.undo)


async def _said(
    notice: Notice, connected: str, calendar: CalendarConnection, found: InCalendar
) -> tuple[str, ...]:
    """Return "Connected: calendar.google.com. 6 upcoming calls, the first: Northwind, …"."""
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
        which = ": " if found.calls == 1 else ", the first: "
        lead += f"{which}{shortened(account.name)}, {when}"
    more = (
        calendar_words.NO_GUESTS if found.names_no_guests else "",
        calendar_words.in_doubt(found.unsure, soon=found.unsure_soon),
    )
    return (f"{lead}.", *filter(None, more))


KIND = NoticeKind(
    NAME, "reports on a new calendar", compose, "person", repeat=True, always_sent=True
)
