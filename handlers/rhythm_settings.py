"""The rhythm a person chose: when they may be nudged, how often, and about what."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from handlers.times import DateOrder, date_order
from storage.tables import Person

DAY = timedelta(days=1)


class Rhythm(BaseModel):
    """Settings with their defaults. Times of day are in the person's own zone."""

    model_config = ConfigDict(frozen=True)

    zone: str | None = None  # IANA; chosen by the person, else the platform's
    date_order: Literal["day first", "month first"] | None = None  # else as locale and zone say
    work_days: frozenset[Annotated[int, Field(ge=0, le=6)]] = frozenset(range(5))  # Monday is 0
    work_from: time = time(8, 0)
    quiet_from: time = time(19, 0)
    quiet_to: time = time(7, 30)
    agenda_at: time = time(8, 30)
    research_at: time = time(16, 0)
    brief_minutes: Annotated[int, Field(ge=15, le=720)] = 60
    listen_minutes: Annotated[int, Field(ge=2, le=60)] = 10
    reflect_minutes: Annotated[int, Field(ge=0, le=240)] = 5
    most_a_day: Annotated[int, Field(ge=1, le=50)] = 10
    muted: frozenset[str] = frozenset()

    def changed(self, changes: Mapping[str, Any]) -> "Rhythm":
        """The same rhythm with these settings; raises pydantic's ValidationError."""
        return Rhythm.model_validate(self.model_dump() | dict(changes))


def rhythm_of(person: Person) -> Rhythm:
    """What a person chose, with the defaults for the rest."""
    return Rhythm.model_validate(person.rhythm)


def order_of(person: Person) -> DateOrder:
    """Which way round a person writes dates: as they chose, else as their locale and zone say."""
    return rhythm_of(person).date_order or date_order(person.locale, person.zone)


def keep(person: Person, rhythm: Rhythm) -> None:
    """Store a person's rhythm: only what differs from the defaults."""
    person.rhythm = rhythm.model_dump(mode="json", exclude_defaults=True)
    person.zone = rhythm.zone or person.zone


def at(day: date, clock: time, zone: str) -> datetime:
    """The moment (UTC) when a person's clock shows this; in a DST gap, as long after it began."""
    local = datetime.combine(day, clock, ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC"))


def day_of(moment: datetime, zone: str) -> date:
    """The person's own day that a moment (UTC) falls on."""
    return moment.astimezone(ZoneInfo(zone)).date()


def working_day_before(day: date, rhythm: Rhythm) -> date:
    """The last working day before a day; the day before, if somebody works on none."""
    for back in range(1, 8):
        if (day - back * DAY).weekday() in rhythm.work_days:
            return day - back * DAY
    return day - DAY


def working_days(first: date, number: int, rhythm: Rhythm) -> list[date]:
    """So many working days from this day on."""
    days = [first + ahead * DAY for ahead in range(7 * number)]
    return [day for day in days if day.weekday() in rhythm.work_days][:number]


def working_day_up_to(day: date, rhythm: Rhythm) -> date:
    """This day if it is a working one, else the last one before it."""
    return day if day.weekday() in rhythm.work_days else working_day_before(day, rhythm)


def quiet_until(moment: datetime, rhythm: Rhythm, zone: str) -> datetime | None:
    """When the quiet hours that a moment (UTC) falls into end; None if it falls into none."""
    start, end = rhythm.quiet_from, rhythm.quiet_to
    if start == end:
        return None
    local = moment.astimezone(ZoneInfo(zone))
    now = local.time()
    if start < end:
        quiet = start <= now < end
        day = local.date()
    else:
        quiet = now >= start or now < end
        day = local.date() + (DAY if now >= start else timedelta())
    return max(at(day, end, zone), moment) if quiet else None
