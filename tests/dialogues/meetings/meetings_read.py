"""Meetings for the dialogues: what one of Lena's calendars has, and which accounts are on file."""

from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from handlers.sources.calendars import reading
from handlers.sources.calendars.known import MeetingRules
from handlers.sources.crm import crm
from handlers.sources.records import Attendee, CalendarEvent, CrmAccount, CrmContact
from storage.meetings import calendars
from storage.sealing import Sealer, new_key
from storage.tables import CalendarConnection
from storage.workspace import people
from tests.dialogues.office import BERLIN, Office
from tests.shipped import SHIPPED_PLAYBOOK

ANN = Attendee("Li, Ann", "ann.li@acme.example")
RULES = MeetingRules(frozenset({"ours.example"}), SHIPPED_PLAYBOOK.meetings)


def meeting(
    uid: str,
    title: str,
    day: int,
    time: str,
    *guests: Attendee,
    series: bool = False,
    month: int = 11,
) -> CalendarEvent:
    """A meeting of half an hour on this day, in November by default, at this time in Berlin."""
    hour, minute = map(int, time.split(":"))
    starts_at = datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)
    return CalendarEvent(
        uid=uid,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        zone="Europe/Berlin",
        title=title,
        attendees=guests,
        original_start=starts_at if series else None,
    )


async def reads(office: Office, *events: CalendarEvent, label: str = "work.example") -> None:
    """One of Lena's calendars is read, and has these events. It is connected if it was not."""
    database, now = office.attune.database, office.clock.now()
    if not database.sealer:
        database.sealer = Sealer([new_key()])
    async with database.write() as session:
        lena = await people.ensure(
            session, office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin"
        )
        wanted = select(CalendarConnection).where(col(CalendarConnection.label) == label)
        calendar = (await session.exec(wanted)).first() or await calendars.connect(
            session, lena, now, kind="ics", secret=f"https://{label}/", label=label
        )
        span = reading.span_at(now)
        await reading.take_in(session, lena, calendar, events, span=span, now=now, rules=RULES)


async def knows(office: Office, *names: str) -> None:
    """Accounts are on file, each with its domain and a contact called Jana."""
    async with office.attune.database.write() as session:
        for name in names:
            domain = f"{name.lower()}.example"
            record = CrmAccount(name, (domain,), contacts=(CrmContact("Jana", "", f"j@{domain}"),))
            await crm.take_in(session, office.lena_tenant, record, office.clock.now())


INTRO = meeting("1", "Intro Acme", 24, "10:00", ANN)
