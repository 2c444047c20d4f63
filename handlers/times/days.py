"""Which day is meant, given the day it is."""

from calendar import monthrange
from datetime import date, timedelta

from handlers.times import questions
from handlers.times.context import Context
from handlers.times.formatting import format_clock, format_date, format_full_date
from handlers.times.reading import CalendarDate, Nth, Reading, Weekday
from handlers.times.results import Unclear
from handlers.times.words import DAY_NAMES
from handlers.times.zones import city

# A date this far ahead was more likely the one that has just passed.
_A_YEAR = timedelta(days=366)
_RATHER_PAST = timedelta(days=180)
Found = tuple[date, str | None] | Unclear


def find(reading: Reading, minutes: int | None, place: Context) -> Found:
    """The day that a reading means, with a note if that was a choice.

    minutes: the time of day, if one was said; it tells whether today is still possible.
    """
    found = _named(reading, minutes, place)
    if isinstance(found, Unclear) or not reading.shift:
        return found
    return found[0] + timedelta(days=reading.shift), found[1]


def _named(reading: Reading, minutes: int | None, place: Context) -> Found:
    if reading.date:
        return _with_weekday(dated(reading.date, reading.year, place), reading, place)
    if reading.days is not None:
        return _with_weekday(_days_on(reading.days, minutes, place), reading, place)
    if reading.nth:
        return _nth(reading.nth, place)
    if reading.has("months", "weeks", "week"):
        return _some_time_on(reading, place.today)
    if reading.weekday:
        shifted = reading.shift is not None
        return _weekday(reading.weekday, None if shifted else minutes, place)
    return _clock_alone(minutes, place)


def _some_time_on(reading: Reading, today: date) -> Found:
    """ "in two months", "in two weeks", "Thursday next week"."""
    if reading.months is not None:
        return _months_on(today, reading.months), None
    if reading.weeks is not None:
        return today + timedelta(weeks=reading.weeks), None
    week = reading.week or 0
    if reading.weekday is None:
        return questions.no_day_in_week(week)
    return _in_week(reading.weekday.index, week, today), None


def _days_on(days: int, minutes: int | None, place: Context) -> tuple[date, str | None]:
    """So many days from the person's today; from today there, where theirs has passed already."""
    own, there = (today + timedelta(days=days) for today in (place.own_today, place.today))
    if own == there:
        return own, None
    if minutes is None or place.is_ahead(own, minutes):
        return own, f"Read as {format_full_date(own, own)} in {city(place.zone)}."
    now_there = format_full_date(place.today, place.today)
    return there, f"It is {now_there} in {city(place.zone)} now; the day is read there."


def _clock_alone(minutes: int | None, place: Context) -> Found:
    if minutes is None:
        return questions.no_day()
    if place.is_ahead(place.today, minutes):
        return place.today, None
    # At midnight there is no doubt about which one is meant.
    passed = f"Today's {format_clock(minutes)} has passed, so this is tomorrow's."
    note = passed if minutes else None
    return place.today + timedelta(days=1), note


def _weekday(said: Weekday, minutes: int | None, place: Context) -> tuple[date, str | None]:
    soonest = place.today + timedelta(days=(said.index - place.today.weekday()) % 7)
    if said.which == "last":
        return soonest - timedelta(days=7), None
    if said.which == "next":
        day = _in_week(said.index, 1, place.today)
        name = DAY_NAMES[said.index]
        note = (
            f"I took next {name} to mean the {name} of next week, {format_date(day, place.today)}."
        )
        return day, note if place.today < soonest < day else None
    over = minutes is not None and not place.is_ahead(soonest, minutes)
    return soonest + timedelta(days=7 if over and said.which is None else 0), None


def _in_week(index: int, weeks: int, today: date) -> date:
    """Weeks begin on Monday."""
    return today + timedelta(days=7 * weeks + index - today.weekday())


def _months_on(today: date, months: int) -> date:
    years, month = divmod(today.month - 1 + months, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _nth(said: Nth, place: Context) -> Found:
    """The first Wednesday of a month, or the last day; the next one that is not over."""
    if said.month is None:
        first = _months_on(place.today.replace(day=1), said.months)
        firsts = [first]
    else:
        years = (said.year,) if said.year else (place.today.year, place.today.year + 1)
        firsts = [date(year, said.month, 1) for year in years]
    found = [day for day in (_nth_of(said, first) for first in firsts) if day]
    day = next((day for day in found if day >= place.today), found[-1] if found else None)
    return (day, None) if day else questions.no_day()


def _nth_of(said: Nth, first: date) -> date | None:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    if said.weekday is None:
        return last
    if said.count < 0:
        return last - timedelta(days=(last.weekday() - said.weekday) % 7)
    ahead = timedelta(days=(said.weekday - first.weekday()) % 7 + 7 * (said.count - 1))
    return first + ahead if first + ahead <= last else None


def dated(typed: CalendarDate, year: int | None, place: Context) -> Found:
    """The day of a typed date. year was typed apart from it, if it was typed."""
    year = typed.year or year
    if typed.month is None:
        return _day_of_month(typed, place)
    years = (year,) if year else range(place.today.year, place.today.year + 9)
    possible = (
        date(each, typed.month, typed.day)
        for each in years
        if typed.day <= monthrange(each, typed.month)[1]
    )
    day = next((day for day in possible if year or day >= place.today), None)
    if day is None:
        return questions.no_such_date(typed.month, year, place.today)
    if not year and day - place.today > _A_YEAR:  # the coming February has no 29th
        coming = place.today.year + (
            (typed.month, typed.day) < (place.today.month, place.today.day)
        )
        return questions.no_such_date(typed.month, coming, place.today)
    return day, _date_note(typed, day, place.today)


def _date_note(typed: CalendarDate, day: date, today: date) -> str | None:
    if typed.settled == "weekday":
        return f"The weekday says that this is {format_date(day, today)}."
    if typed.settled:
        day_first = typed.settled == "day first"
        numbers = (typed.day, typed.month) if day_first else (typed.month, typed.day)
        return f"{numbers[0]}/{numbers[1]} is read {typed.settled}, as {format_date(day, today)}."
    if not typed.year and day.year > today.year and day - today > _RATHER_PAST:
        return f"The next {format_date(day, day)} is in {day.year}."
    return None


def _day_of_month(typed: CalendarDate, place: Context) -> Found:
    """The next day with that number, past short months; or that of the month that was said."""
    ahead = range(4) if typed.months is None else (typed.months,)
    firsts = [_months_on(place.today.replace(day=1), months) for months in ahead]
    days = [
        first.replace(day=typed.day)
        for first in firsts
        if typed.day <= monthrange(first.year, first.month)[1]
    ]
    if not days:
        return questions.no_such_date(firsts[0].month, firsts[0].year, place.today)
    return next((day for day in days if day >= place.today), days[-1]), None


def _with_weekday(found: Found, reading: Reading, place: Context) -> Found:
    """The day, if it has the name that was said with it."""
    if isinstance(found, Unclear) or not reading.weekday:
        return found
    day, said = found[0], reading.weekday.index
    if day.weekday() == said or day < place.today:  # that it is past matters more
        return found
    if reading.date and reading.date.month is None:
        return questions.wrong_weekday(day, said, place, _nearest(day, said, place))
    return questions.wrong_weekday(day, said, place, day)


def _nearest(day: date, weekday: int, place: Context) -> date:
    """The nearest day of that name that is still to come."""
    near = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
    return near if near >= place.today else near + timedelta(days=7)
