"""Weeks and months that figures are about, such as "last month". Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.times.formatting import format_full_date
from handlers.times.words import MONTH_NAMES

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Period:
    """A calendar week or month. `begins` is its first day. `ends` is the day after its last day."""

    begins: date
    ends: date

    @property
    def is_month(self) -> bool:
        """Whether this is a month, and not a week."""
        return self.ends - self.begins != WEEK


def week_of(day: date) -> Period:
    """Return the week that a day is in. A week begins on Monday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + WEEK)


def month_of(day: date) -> Period:
    """Return the month that a day is in."""
    begins = day.replace(day=1)
    return Period(begins, (begins + timedelta(days=31)).replace(day=1))


def before(period: Period) -> Period:
    """Return the week or month before this one."""
    last = period.begins - timedelta(days=1)
    return month_of(last) if period.is_month else week_of(last)


def latest_month(number: int, today: date) -> Period:
    """Return the latest month with this number, from 1 to 12, that has begun."""
    year = today.year if number <= today.month else today.year - 1
    return month_of(date(year, number, 1))


def span(period: Period, zone: str) -> tuple[datetime, datetime]:
    """Return when a period begins and ends in `zone` (IANA). The two moments are in UTC."""
    tz = ZoneInfo(zone)
    return (
        datetime.combine(period.begins, time(), tz).astimezone(UTC),
        datetime.combine(period.ends, time(), tz).astimezone(UTC),
    )


def in_words(period: Period, today: date) -> str:
    """Return "in October 2026", or "from Monday 16 November to Sunday 22 November".

    If the period is not over yet, return "in November 2026 so far", or "since Monday 23 November".
    """
    if period.is_month:
        said = f"in {MONTH_NAMES[period.begins.month - 1]} {period.begins.year}"
        return f"{said} so far" if today < period.ends else said
    since = format_full_date(period.begins, today)
    if today < period.ends:
        return f"since {since}"
    return f"from {since} to {format_full_date(period.ends - timedelta(days=1), today)}"
