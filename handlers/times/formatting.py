"""Format moments for people: in their zone, on the 24-hour clock, with words for near days.

All moments are aware, and zones are IANA names. `handlers.times.understand` parses the result
of `format_moment` back to the same moment.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.times.words import DAY_NAMES, MONTH_NAMES
from handlers.times.zones import label

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def format_moment(
    moment: datetime, until: datetime | None = None, *, now: datetime, zone: str
) -> str:
    """Format as "tomorrow 15:00 (Berlin time)"."""
    return f"{format_short(moment, until, now=now, zone=zone)} ({label(zone)})"


def format_short(
    moment: datetime, until: datetime | None = None, *, now: datetime, zone: str
) -> str:
    """Format as "tomorrow 15:00" or "tomorrow 15:00-16:00", without the zone."""
    tz = ZoneInfo(zone)
    there = moment.astimezone(tz)
    clock = f"{there:%H:%M}-{until.astimezone(tz):%H:%M}" if until else f"{there:%H:%M}"
    return f"{format_day(there.date(), now.astimezone(tz).date())} {clock}"


def format_absolute(
    moment: datetime, until: datetime | None = None, *, now: datetime, zone: str, own: str
) -> str:
    """Format as "Tuesday 1 December 15:00", for text that people may read on a later day.

    We add the zone if it is not the reader's own.
    """
    tz = ZoneInfo(zone)
    there = moment.astimezone(tz)
    clock = f"{there:%H:%M}-{until.astimezone(tz):%H:%M}" if until else f"{there:%H:%M}"
    said = f"{format_full_date(there.date(), now.astimezone(tz).date())} {clock}"
    return said if zone == own else f"{said} ({label(zone)})"


def format_day(day: date, today: date) -> str:
    """Format as "yesterday", "today", "tomorrow", "Friday" or "Tuesday 24 November".

    A day that is two to six days ahead becomes a weekday alone. The year is added if the day
    `needs_year`.
    """
    ahead = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(ahead)
    if near:
        return near
    return DAY_NAMES[day.weekday()] if 0 < ahead < 7 else format_full_date(day, today)


def format_full_date(day: date, today: date) -> str:
    """Format as "Tuesday 24 November", with the year if the day `needs_year`."""
    return f"{DAY_NAMES[day.weekday()]} {format_date(day, today)}"


def format_date(day: date, today: date) -> str:
    """Format as "24 November", with the year if the day `needs_year`."""
    return format_date_with_year(day) if needs_year(day, today) else format_day_and_month(day)


def needs_year(day: date, today: date) -> bool:
    """Check whether a day is in a past year, or at least twelve months ahead."""
    if day < today:
        return day.year < today.year
    years = day.year - today.year
    return years > 1 or (years == 1 and (day.month, day.day) >= (today.month, today.day))


def format_date_with_year(day: date) -> str:
    """Format as "24 November 2026"."""
    return f"{format_day_and_month(day)} {day.year}"


def format_day_and_month(day: date) -> str:
    """Format as "24 November"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]}"


def format_clock(minutes: int) -> str:
    """Format 570 minutes after midnight as "09:30". 1440 and more are times of the next day."""
    hour, minute = divmod(minutes % (24 * 60), 60)
    return f"{hour:02}:{minute:02}"


def format_distance(moment: datetime, now: datetime) -> str:
    """Format how far a moment is from now: "in 50 minutes", "2 hours ago", "now"."""
    gap = abs(moment - now)
    if gap < _MINUTE:
        return "now"
    length = _format_length(gap)
    return f"in {length}" if moment > now else f"{length} ago"


def _format_length(gap: timedelta) -> str:
    """Format a length of time in minutes, hours, days, weeks or months, whichever suits its size.

    Between one and two hours, we write "1 h 40 min", rounded to five minutes. Less than an hour is
    rounded to the nearest minute, so that a line that goes out a few seconds late still says "in 10
    minutes".
    """
    minutes = round(gap / _MINUTE)
    if minutes < 60:
        return _count(minutes, "minute")
    past_the_hour = 5 * round(minutes / 5) - 60
    if 0 < past_the_hour < 60:
        return f"1 h {past_the_hour} min"
    if round(gap / _HOUR) < 24:
        return _count(round(gap / _HOUR), "hour")
    days = round(gap / _DAY)
    if days < 14:
        return _count(days, "day")
    return _count(round(days / 7), "week") if days < 60 else _count(round(days / 30.44), "month")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
