"""A calendar for the dialogues: what is in it, and how it is connected and read."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.calendars.kinds import CalendarOwner
from bot.calendars.poller import CalendarPoller
from handlers.sources.calendars.known import MeetingRules
from handlers.sources.crm import crm
from handlers.sources.ports import SourceFailed
from handlers.sources.records import (
    Attendee,
    CalendarEvent,
    CalendarRead,
    CrmAccount,
    CrmContact,
)
from storage.choices import SourceTrouble
from tests.dialogues.office import MONDAY, Office

SECRET = (
    "https://calendar.google.com/calendar/ical/lena%40ours.example/private-5up3r5ecret/basic.ics"
)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def meeting(
    uid: str, day: int, clock: str, title: str, *guests: str, weekly: bool = False
) -> CalendarEvent:
    """A meeting of half an hour on a day in November, Berlin time."""
    hour, minute = map(int, clock.split(":"))
    starts_at = MONDAY.replace(day=day, hour=hour, minute=minute)
    return CalendarEvent(
        uid=uid,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        zone="Europe/Berlin",
        title=title,
        attendees=tuple(Attendee(email=email) for email in guests),
        original_start=starts_at if weekly else None,
    )


NORTHWIND = meeting("n", 24, "10:00", "Northwind, next steps", "jana@northwind.example")
HALDEN = meeting("h", 26, "11:00", "Halden demo", "pia@halden.example")
TEAM = meeting("t", 25, "09:00", "Plan the quarter", "tomas@ours.example")
FIRST = meeting("w", 24, "15:00", "Northwind weekly", "jana@northwind.example", weekly=True)


def every(step: timedelta, number: int) -> tuple[CalendarEvent, ...]:
    """The first meetings of the series, each this much after the one before."""
    return tuple(
        replace(
            FIRST,
            starts_at=FIRST.starts_at + at * step,
            ends_at=FIRST.ends_at + at * step,
            original_start=FIRST.starts_at + at * step,
        )
        for at in range(number)
    )


WEEKLY = every(WEEK, 2)


@dataclass
class Served:
    """A calendar as its server has it. `troubles` are what the next reads meet."""

    events: list[CalendarEvent] = field(default_factory=list)
    troubles: deque[SourceTrouble] = field(default_factory=deque)
    new_secret: str | None = None

    async def read(self, since: datetime, until: datetime) -> CalendarRead:
        """What is in the calendar now."""
        if self.troubles:
            raise SourceFailed(self.troubles.popleft())
        found = tuple(one for one in self.events if since <= one.starts_at < until)
        return CalendarRead(found, cursor="c")


async def reads(
    office: Office,
    *events: CalendarEvent,
    trouble: SourceTrouble | None = None,
    company: frozenset[str] = frozenset({"ours.example"}),
    by_address: Mapping[str, Sequence[CalendarEvent]] | None = None,
) -> None:
    """What the chore does within seconds: due calendars are read, and the result is told.

    `by_address` has the events of other calendars, by a part of their addresses.
    """
    served = Served(list(events), deque([trouble] if trouble else []))
    others = {part: Served(list(found)) for part, found in (by_address or {}).items()}

    def served_at(secret: str, _cursor: str, _owner: CalendarOwner) -> Served:
        return next((one for part, one in others.items() if part in secret), served)

    poller = CalendarPoller(
        office.attune.database,
        office.lena_tenant.partition(":")[0],
        office.clock,
        dict.fromkeys(("ics", "file"), served_at),
        MeetingRules(company, office.attune.playbook.meetings),
    )
    assert await poller.poll()
    await office.delivers()


async def on_file(office: Office) -> None:
    """Northwind and Halden are accounts, with a contact each."""
    async with office.attune.database.write() as session:
        for name, contact in (("Northwind", "Jana Novak"), ("Halden", "Pia Storm")):
            domain = f"{name.lower()}.example"
            someone = CrmContact(contact, "", f"{contact.split()[0].lower()}@{domain}")
            record = CrmAccount(name, domains=(domain,), contacts=(someone,))
            await crm.take_in(session, office.lena_tenant, record, office.clock.now())


async def kestrel_on_file(office: Office) -> None:
    """Kestrel Freight is an account, too."""
    async with office.attune.database.write() as session:
        record = CrmAccount("Kestrel Freight")
        await crm.take_in(session, office.lena_tenant, record, office.clock.now())


async def connects(office: Office, address: str = SECRET) -> None:
    """Lena pastes an address into the form."""
    await office.lena.types("/rhythm calendar")
    await office.lena.presses("Paste an address")
    await office.lena.fills(address=address)
    await office.lena.submits()
