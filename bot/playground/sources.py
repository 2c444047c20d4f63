"""Read the calendars of the demo's people, and calendars that visitors connect by a web address.

The demo's calendars are made from the script. Each is a file in the iCalendar format. They change
during the week: one meeting moves, and one is cancelled.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.base.clock import Clock
from bot.calendars.ics.parse import parse
from bot.calendars.ics.worker import read_event
from bot.calendars.kinds import CalendarOwner, OpenCalendar
from bot.playground import demo
from handlers.planning import USUAL_LENGTH
from handlers.sources.ports import Calendar
from handlers.sources.records import CalendarEvent, CalendarRead
from storage import playground
from storage.choices import CalendarKind
from storage.database.connection import Database

SOURCE: CalendarKind = "ics"
RESTS = timedelta(minutes=10)  # between reads of an address, by the real clock
LINE = 75  # bytes in a line of the file


class DemoCalendar:
    """The calendar of one of the demo's people, as it is at the playground's present time."""

    new_secret = None

    def __init__(self, persona: str, database: Database, clock: Clock) -> None:
        self._persona = persona
        self._database = database
        self._clock = clock

    async def read(self, since: datetime, until: datetime) -> CalendarRead:
        """Return the person's meetings that start in [since, until) (UTC)."""
        async with self._database.read() as session:
            began = await playground.started_at(session, demo.TENANT)
        now = self._clock.now()
        found = events(calendar_file(self._persona, began or now, now), since, until, self._persona)
        return CalendarRead(found, owners=(demo.email(self._persona),))


class SeldomRead:
    """A visitor's calendar at a web address, which is read again only after `RESTS`.

    `asked` maps each address to the real time (UTC) at which it was last read.
    """

    def __init__(
        self, calendar: Calendar, address: str, cursor: str, asked: dict[str, datetime], real: Clock
    ) -> None:
        self._calendar = calendar
        self._address = address
        self._cursor = cursor
        self._asked = asked
        self._real = real

    @property
    def new_secret(self) -> str | None:
        """The `new_secret` of the wrapped calendar."""
        return self._calendar.new_secret

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """Read the calendar, or return None if the address was read less than `RESTS` ago.

        Without a cursor, always read the calendar.
        """
        now, last = self._real.now(), self._asked.get(self._address)
        if self._cursor and last is not None and now - last < RESTS:
            return None
        self._asked[self._address] = now
        return await self._calendar.read(since, until)


def opener(
    open_address: OpenCalendar, database: Database, clock: Clock, real: Clock
) -> OpenCalendar:
    """Return a function that opens a calendar.

    It opens the calendar at the address. If the address is "", it opens the owner's demo calendar.

    `clock` is the playground's clock, and `real` is the machine's clock.
    """
    asked: dict[str, datetime] = {}

    def opened(address: str, cursor: str, owner: CalendarOwner) -> Calendar:
        if address:
            return SeldomRead(open_address(address, cursor, owner), address, cursor, asked, real)
        return DemoCalendar((owner.email or "").partition("@")[0], database, clock)

    return opened


def events(
    body: bytes, since: datetime, until: datetime, persona: str
) -> tuple[CalendarEvent, ...]:
    """Return the meetings in a demo file that start in [since, until) (UTC).

    The file is our own, so it is safe to parse it in this process.
    """
    found = parse(body, since, until, demo.zone(), [demo.email(persona)])
    return tuple(map(read_event, found))


def calendar_file(persona: str, began: datetime, now: datetime) -> bytes:
    """Return a person's calendar at `now` as a file. `began` is the demo's first moment (UTC)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Attune//Playground//EN"]
    for script in (*demo.calls(), *demo.other_meetings()):
        if script["who"] == persona:
            lines += _meeting(script, began, now)
    lines.append("END:VCALENDAR")
    return b"".join(part for line in lines for part in folded(line))


def uid(script: Mapping[str, Any], began: datetime) -> str:
    """Return the UID of a scripted meeting. The UID does not change if the meeting moves."""
    return f"{script['who']}-{demo.moment(began, script):%Y%m%dT%H%M}@{demo.DOMAIN}"


def _meeting(script: Mapping[str, Any], began: datetime, now: datetime) -> Iterator[str]:
    """Yield the lines of a meeting in the .ics file, as it is at `now`."""
    change = next(iter(_changes(script, began, now)), {})
    starts_at = demo.moment(began, change.get("moves_to", script))
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(script, began)}"
    yield f"DTSTAMP:{began.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID={demo.zone()}:{_local(starts_at)}"
    yield f"DTEND;TZID={demo.zone()}:{_local(starts_at + USUAL_LENGTH)}"
    yield f"SEQUENCE:{1 if change else 0}"
    yield f"STATUS:{'CANCELLED' if 'cancelled' in change else 'CONFIRMED'}"
    yield f"SUMMARY:{_escaped(script.get('title') or script['account'])}"
    own = demo.email(script["who"])
    yield f"ORGANIZER:mailto:{script['coming'][0] if 'invited_by_guest' in script else own}"
    yield f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{own}"
    for email in script["coming"]:
        yield f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{email}"
    if "link" in script:
        yield f"LOCATION:{_escaped(script['link'])}"
    yield "END:VEVENT"


def _changes(
    script: Mapping[str, Any], began: datetime, now: datetime
) -> Iterator[Mapping[str, Any]]:
    """Yield the changes to a scripted meeting up to `now`, the latest change first."""
    at = demo.moment(began, script)
    for one in reversed(demo.happenings()):
        if "meeting" not in one or demo.external(one["who"]) != script["who"]:
            continue
        if demo.moment(began, one["meeting"]) == at and demo.moment(began, one) <= now:
            yield one


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(demo.zone())):%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text


def folded(line: str) -> Iterator[bytes]:
    """Split a line of the file at `LINE` bytes. Each line after the first begins with a space."""
    left = line.encode()
    while len(left) > LINE:
        cut = next(at for at in range(LINE, 0, -1) if left[at] & 0xC0 != 0x80)
        yield left[:cut] + b"\r\n"
        left = b" " + left[cut:]
    yield left + b"\r\n"
