"""The ways in which one reading can be meant: mostly one, sometimes two."""

from dataclasses import replace
from datetime import date, timedelta

from handlers.times import days
from handlers.times.context import Context
from handlers.times.reading import CalendarDate, Pair, Reading, Weekday

_COMING_MONTHS = timedelta(days=180)


def interpretations(reading: Reading, place: Context) -> tuple[Reading, ...]:
    """Each way the reading can be meant, the likelier first."""
    if reading.date_too:
        return _clock_or_date(reading, reading.date_too, place)
    if reading.other:
        clock, until = reading.other
        return replace(reading, other=None), replace(reading, clock=clock, until=until, other=None)
    if reading.date and reading.date.either_way:
        dates = _dates(reading.date, reading, place)
        return tuple(replace(reading, date=each) for each in dates)
    if reading.weekday and reading.weeks:  # "Friday in two weeks"
        in_week = replace(reading, weeks=None, week=reading.weeks)
        return in_week, replace(reading, weeks=None, shift=7 * reading.weeks)
    today = Weekday(place.today.weekday())
    if reading.shift and reading.weekday == today:  # "Monday week", said on a Monday
        return reading, replace(reading, shift=reading.shift + 7)
    return (reading,)


def _clock_or_date(reading: Reading, pair: Pair, place: Context) -> tuple[Reading, ...]:
    """ "Friday 4.12" is the fourth of December where that is a Friday, and else maybe 16:12.

    Only a date far away, beside a round time, is surely none: "Friday 9.10", said in November. A
    span of hours is a date only where the day fits.
    """
    clock = replace(reading, date_too=None)
    typed = _numbered(pair, place)
    if (
        not typed
        or not reading.has("weekday", "days", "until")
        or reading.has("date", "nth", "shift")
    ):
        return (clock,)
    ahead = [each for each in typed if _day(each, place) - place.today <= _COMING_MONTHS]
    fitting = [each for each in ahead if _is_named(_day(each, place), reading, place)]
    round_time = pair.dashed or pair.second % 5 == 0
    if not (fitting if pair.dashed else ahead or not round_time):
        return (clock,)
    bare = replace(clock, clock=None, until=None, other=None, days=None, week=None, weeks=None)
    day = replace(bare, date=(fitting or ahead or typed)[0])
    if not fitting:
        day = replace(day, weekday=None)
    return (day,) if fitting and not round_time else (clock, day)


def _numbered(pair: Pair, place: Context) -> list[CalendarDate]:
    """The dates that two numbers can be to this person, whose day comes first or second."""
    typed = [CalendarDate(pair.first, pair.second)]
    if place.order != "day first" and pair.first != pair.second:
        typed.append(CalendarDate(pair.second, pair.first))
    real = (each for each in typed if 1 <= each.day <= 31 and 1 <= (each.month or 0) <= 12)
    return [each for each in real if isinstance(days.dated(each, None, place), tuple)]


def _day(typed: CalendarDate, place: Context) -> date:
    found = days.dated(typed, None, place)
    return found[0] if isinstance(found, tuple) else date.max


def _is_named(day: date, reading: Reading, place: Context) -> bool:
    """Whether it is the day that was said beside the numbers."""
    if reading.weekday:
        return day.weekday() == reading.weekday.index
    return day == place.today + timedelta(days=reading.days or 0)


def _dates(typed: CalendarDate, reading: Reading, place: Context) -> tuple[CalendarDate, ...]:
    day_first = replace(typed, either_way=None, settled="day first")
    month_first = replace(
        typed,
        day=typed.month or typed.day,
        month=typed.day,
        either_way=None,
        settled="month first",
    )
    if reading.weekday:
        index = reading.weekday.index
        fitting = [
            each for each in (day_first, month_first) if _weekday(each, reading, place) == index
        ]
        if len(fitting) == 1:
            return (replace(fitting[0], settled="weekday"),)
    if typed.either_way == "dots" and place.order == "day first":
        return (replace(day_first, settled=None),)  # the common way to write it
    if typed.either_way in ("dots", "dashes") or place.order == "ask":
        return day_first, month_first
    return (day_first if place.order == "day first" else month_first,)


def _weekday(typed: CalendarDate, reading: Reading, place: Context) -> int | None:
    found = days.dated(typed, reading.year, place)
    return found[0].weekday() if isinstance(found, tuple) and isinstance(found[0], date) else None
