"""A person's rhythm: when, how often and about what we may nudge the person."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from handlers.times import DateOrder, date_order
from storage.tables import Person

DAY = timedelta(days=1)
# Admins can choose everybody's defaults (`Policy.rhythm`) for these settings only.
COMPANY_SETTINGS = (
    "work_days",
    "work_from",
    "quiet_from",
    "quiet_to",
    "agenda_at",
    "research_at",
    "brief_minutes",
    "listen_minutes",
    "reflect_minutes",
    "most_a_day",
    "team_at",
    "muted",
)
MUTED = "muted"
# This key of `Person.rhythm` lists the kinds that the person wants although the company mutes them.
UNMUTED = "unmuted"


class Rhythm(BaseModel):
    """Settings with defaults. Times of day are in the person's own zone."""

    model_config = ConfigDict(frozen=True)

    zone: str | None = None  # IANA, or None for the zone that the platform reports
    date_order: Literal["day first", "month first"] | None = None  # None: choose by locale and zone
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
    team_at: time = time(8, 45)  # for people who lead a team
    calls_open: bool = False  # whether the person's manager sees which calls are coming
    # The row ids of the people who were in a team that the person led. Only Attune changes this
    # field. The person can't.
    has_led: frozenset[int] = frozenset()
    private_meetings: bool = False  # whether meetings marked as private can become calls
    no_model: bool = False  # if true, the language model never gets the person's transcripts
    model_told: bool = False  # whether we told the person how much of a transcript the model gets
    # The addresses under which calendars list the person. We find them in a calendar, or the person
    # tells us.
    own_addresses: frozenset[str] = frozenset()
    own_domains: frozenset[str] = frozenset()  # the company's mail domains, as the person told us
    # Addresses that may be the person's own, or a mail domain that may be the company's. We ask the
    # person about them once, and then set `asked_who`.
    perhaps_own: tuple[str, ...] = ()
    asked_who: bool = False

    def changed(self, changes: Mapping[str, Any]) -> "Rhythm":
        """Return a copy with these settings. Raises ValidationError if a setting is invalid."""
        return Rhythm.model_validate(self.model_dump() | dict(changes))


def rhythm_of(person: Person) -> Rhythm:
    """Return a person's settings.

    For each setting, the person's own value wins over the company's value, and the company's value
    wins over the default.
    """
    return merged(person.company_rhythm, person.rhythm)


def merged(company: Mapping[str, Any], own: Mapping[str, Any]) -> Rhythm:
    """Return the settings of somebody with this `Person.company_rhythm` and `Person.rhythm`.

    Muted kinds are merged one by one: a person can want a kind that the company mutes.
    """
    muted = {*company.get(MUTED, ())} - {*own.get(UNMUTED, ())} | {*own.get(MUTED, ())}
    return Rhythm.model_validate({**company, **own, MUTED: muted})


def from_company(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """Return which of a person's settings are the company's, and which kinds the company mutes.

    A setting that the person chose is the person's own, even if the company's is the same.
    """
    own = person.rhythm
    names = person.company_rhythm.keys() - own.keys() - {MUTED}
    kinds = {*person.company_rhythm.get(MUTED, ())} - {*own.get(UNMUTED, ()), *own.get(MUTED, ())}
    return frozenset(names), frozenset(kinds)


def own_muted(person: Person) -> frozenset[str]:
    """Return the kinds that the person muted, even if the company mutes some of them too."""
    return frozenset(person.rhythm.get(MUTED, ()))


def date_order_of(person: Person) -> DateOrder:
    """Return the order in which a person writes dates: as chosen, or else by locale and zone."""
    return rhythm_of(person).date_order or date_order(person.locale, person.zone)


def save_rhythm(person: Person, rhythm: Rhythm) -> None:
    """Save the person's own settings, but not those that come from the company.

    A setting is the person's own in two cases:

    - Its value differs from the company's value.
    - The person chose this value earlier, even if the company's value is the same now.

    If the settings have a time zone, save it as the person's zone too.
    """
    before, company = rhythm_of(person), merged(person.company_rhythm, {})

    def is_own(name: str) -> bool:
        value = getattr(rhythm, name)
        stays = name in person.rhythm and value == getattr(before, name)
        return stays or bool(value != getattr(company, name))

    own = {name for name in Rhythm.model_fields if name != MUTED and is_own(name)}
    person.rhythm = rhythm.model_dump(mode="json", include=own) | _own_kinds(person, rhythm.muted)
    person.zone = rhythm.zone or person.zone


def _own_kinds(person: Person, muted: frozenset[str]) -> dict[str, list[str]]:
    """Return the kinds that the person has muted or unmuted, as `Person.rhythm` stores them.

    An unmuted kind is one that the company mutes, but the person wants.
    """
    company = {*person.company_rhythm.get(MUTED, ())}
    chosen, wanted = {*person.rhythm.get(MUTED, ())}, {*person.rhythm.get(UNMUTED, ())}
    own = {MUTED: muted - (company - chosen), UNMUTED: (company | wanted) - muted}
    return {name: sorted(kinds) for name, kinds in own.items() if kinds}


def at(day: date, clock: time, zone: str) -> datetime:
    """Return the moment (UTC) of a local time.

    When the clocks go forward, they skip some times. A skipped time moves past the gap: 02:30
    becomes 03:30.
    """
    local = datetime.combine(day, clock, ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC"))


def day_of(moment: datetime, zone: str) -> date:
    """Return the date of a moment (UTC) in a zone (IANA)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def working_day_before(day: date, rhythm: Rhythm) -> date:
    """Return the last working day before `day`.

    If the person has no working days, return the calendar day before `day`.
    """
    for back in range(1, 8):
        if (day - back * DAY).weekday() in rhythm.work_days:
            return day - back * DAY
    return day - DAY


def with_same_eve(day: date, rhythm: Rhythm) -> list[date]:
    """Return `day` and the days around it that have the same last working day before them.

    For a Monday, return Saturday, Sunday and Monday: the last working day before each is Friday.
    """
    eve = working_day_before(day, rhythm)
    near = [eve + ahead * DAY for ahead in range(1, 8)]
    return [each for each in near if working_day_before(each, rhythm) == eve]


def is_first_of_week(day: date, rhythm: Rhythm) -> bool:
    """Return whether a working day is the first of its week."""
    before = working_day_before(day, rhythm)
    return before.isocalendar()[:2] != day.isocalendar()[:2]


def working_days(first: date, number: int, rhythm: Rhythm) -> list[date]:
    """Return the first `number` working days from the day `first` on.

    Return [] if the person has no working days.
    """
    days = [first + ahead * DAY for ahead in range(7 * number)]
    return [day for day in days if day.weekday() in rhythm.work_days][:number]


def working_day_up_to(day: date, rhythm: Rhythm) -> date:
    """Return `day` if it is a working day, or else the last working day before `day`."""
    return day if day.weekday() in rhythm.work_days else working_day_before(day, rhythm)


def quiet_until(moment: datetime, rhythm: Rhythm, zone: str) -> datetime | None:
    """Return when the quiet hours around `moment` end. Both moments are in UTC.

    Return None if `moment` is not in the quiet hours.
    """
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


def after_quiet(clock: time, rhythm: Rhythm) -> time:
    """Return `clock`, or the end of the quiet hours if `clock` is in the quiet hours."""
    due = at(date(2026, 1, 5), clock, "UTC")  # any date does: quiet hours are the same every day
    return (quiet_until(due, rhythm, "UTC") or due).time()
