"""The ways in which one reading can be meant: mostly one, sometimes two."""

from dataclasses import replace
from datetime import date

from handlers.times import days
from handlers.times.here import Here
from handlers.times.reading import CalendarDate, Reading, Weekday


def ways(reading: Reading, place: Here) -> tuple[Reading, ...]:
    """Each way the reading can be meant, the likelier first."""
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


def _dates(typed: CalendarDate, reading: Reading, place: Here) -> tuple[CalendarDate, ...]:
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


def _weekday(typed: CalendarDate, reading: Reading, place: Here) -> int | None:
    found = days.dated(typed, reading.year, place)
    return found[0].weekday() if isinstance(found, tuple) and isinstance(found[0], date) else None
