"""List what a typed time can mean: usually one thing, sometimes two."""

from dataclasses import replace
from datetime import date, timedelta

from handlers.times import days
from handlers.times.context import Context
from handlers.times.reading import CalendarDate, NumberPair, Reading, Weekday

_COMING_MONTHS = timedelta(days=180)  # if the date is further ahead, "9.10" is more likely a time


def interpretations(reading: Reading, context: Context) -> tuple[Reading, ...]:
    """Return one reading for each thing that the typed time can mean, the likelier first."""
    if reading.date_numbers:
        return _clock_or_date(reading, reading.date_numbers, context)
    if reading.alternative:
        clock, until = reading.alternative
        return replace(reading, alternative=None), replace(
            reading, clock=clock, until=until, alternative=None
        )
    if reading.date and reading.date.either_way:
        dates = _dates(reading.date, reading, context)
        return tuple(replace(reading, date=each) for each in dates)
    if reading.weekday and reading.weeks:  # as in "Friday in two weeks"
        in_week = replace(reading, weeks=None, week=reading.weeks)
        return in_week, replace(reading, weeks=None, shift=7 * reading.weeks)
    today = Weekday(context.today.weekday())
    if reading.shift and reading.weekday == today:  # "Monday week", typed on a Monday
        return reading, replace(reading, shift=reading.shift + 7)
    return (reading,)


def _clock_or_date(reading: Reading, pair: NumberPair, context: Context) -> tuple[Reading, ...]:
    """Return what the numbers in "Friday 4.12" can mean: 16:12, the fourth of December, or both.

    The numbers are the time in each of these cases:

    - There is no such date.
    - The text has another date.
    - The text has neither a day ("Friday", "tomorrow") nor a range ("9-10").
    - The time is round (a multiple of five minutes), and the date is months away: "Friday 9.10",
      typed in November.
    - The numbers have a dash between them, as in "9-10", and the date does not fall on
      the day that the text names.

    The numbers are the date if all of these conditions hold:

    - They have no dash between them.
    - The date falls on the day that the text names.
    - The time is not round.

    In all other cases, return both readings, the time first.
    """
    clock = replace(reading, date_numbers=None)
    typed = _numbered(pair, context)
    if (
        not typed
        or not reading.has("weekday", "days", "until")
        or reading.has("date", "nth", "shift")
    ):
        return (clock,)
    ahead = [each for each in typed if _day(each, context) - context.today <= _COMING_MONTHS]
    fitting = [each for each in ahead if _is_named(_day(each, context), reading, context)]
    round_time = pair.dashed or pair.second % 5 == 0
    if not (fitting if pair.dashed else ahead or not round_time):
        return (clock,)
    bare = replace(
        clock, clock=None, until=None, alternative=None, days=None, week=None, weeks=None
    )
    day = replace(bare, date=(fitting or ahead or typed)[0])
    if not fitting:
        day = replace(day, weekday=None)
    return (day,) if fitting and not round_time else (clock, day)


def _numbered(pair: NumberPair, context: Context) -> list[CalendarDate]:
    """Return the dates that two numbers can mean. Dates that do not exist are left out."""
    typed = [CalendarDate(pair.first, pair.second)]
    if context.order != "day first" and pair.first != pair.second:
        typed.append(CalendarDate(pair.second, pair.first))
    real = (each for each in typed if 1 <= each.day <= 31 and 1 <= (each.month or 0) <= 12)
    return [each for each in real if isinstance(days.find_date(each, None, context), tuple)]


def _day(typed: CalendarDate, context: Context) -> date:
    """Return the next day that has this day and month, or `date.max` if there is none."""
    found = days.find_date(typed, None, context)
    return found[0] if isinstance(found, tuple) else date.max


def _is_named(day: date, reading: Reading, context: Context) -> bool:
    if reading.weekday:
        return day.weekday() == reading.weekday.index
    return day == context.today + timedelta(days=reading.days or 0)


def _dates(typed: CalendarDate, reading: Reading, context: Context) -> tuple[CalendarDate, ...]:
    """Return what a date such as 4/12 can mean. The weekday or `context.order` may decide."""
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
            each for each in (day_first, month_first) if _weekday(each, reading, context) == index
        ]
        if len(fitting) == 1:
            return (replace(fitting[0], settled="weekday"),)
    if typed.either_way == "dots" and context.order == "day first":
        # Dates with dots are usually day first, and this person writes dates day first. So the
        # person needs no note about how we read the date (`settled`).
        return (replace(day_first, settled=None),)
    if typed.either_way in ("dots", "dashes") or context.order == "ask":
        return day_first, month_first
    return (day_first if context.order == "day first" else month_first,)


def _weekday(typed: CalendarDate, reading: Reading, context: Context) -> int | None:
    found = days.find_date(typed, reading.year, context)
    return found[0].weekday() if isinstance(found, tuple) and isinstance(found[0], date) else None
