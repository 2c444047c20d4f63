"""Which day is meant, given the day it is."""

from calendar import monthrange
from datetime import date, timedelta

from handlers.times import questions
from handlers.times.answers import Unclear
from handlers.times.here import Here
from handlers.times.reading import CalendarDate, Reading, Weekday
from handlers.times.saying import say_clock, say_date
from handlers.times.words import DAY_NAMES

# A date this far ahead was more likely the one that has just passed.
_RATHER_PAST = timedelta(days=180)
Found = tuple[date, str | None] | Unclear


def find(reading: Reading, minutes: int | None, place: Here) -> Found:
    """The day that a reading means, with a note if that was a choice.

    minutes: the time of day, if one was said; it tells whether today is still possible.
    """
    if reading.date or reading.days is not None:
        return _with_weekday(_plain(reading, place), reading, place)
    if reading.months is not None:
        return _months_on(place.today, reading.months), None
    if reading.week is not None:
        if reading.weekday is None:
            return questions.no_day_in_week(reading.week)
        return _in_week(reading.weekday.index, reading.week, place.today), None
    if reading.weekday:
        return _weekday(reading.weekday, minutes, place)
    return _clock_alone(minutes, place)


def _plain(reading: Reading, place: Here) -> Found:
    """A date, or so many days from today."""
    if reading.date:
        return _dated(reading.date, place)
    return place.today + timedelta(days=reading.days or 0), None


def _clock_alone(minutes: int | None, place: Here) -> Found:
    if minutes is None:
        return questions.no_day()
    if place.is_ahead(place.today, minutes):
        return place.today, None
    # At midnight there is no doubt about which one is meant.
    passed = f"Today's {say_clock(minutes)} has passed, so this is tomorrow's."
    note = passed if minutes else None
    return place.today + timedelta(days=1), note


def _weekday(said: Weekday, minutes: int | None, place: Here) -> tuple[date, str | None]:
    soonest = place.today + timedelta(days=(said.index - place.today.weekday()) % 7)
    if said.which == "last":
        return soonest - timedelta(days=7), None
    if said.which == "next":
        day = _in_week(said.index, 1, place.today)
        note = (
            f"Next {DAY_NAMES[said.index]} is read as {say_date(day, place.today)}, in next week."
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


def _dated(typed: CalendarDate, place: Here) -> Found:
    if typed.month is None:
        return _day_of_month(typed.day, place.today), None
    years = (typed.year,) if typed.year else range(place.today.year, place.today.year + 9)
    possible = (
        date(year, typed.month, typed.day)
        for year in years
        if typed.day <= monthrange(year, typed.month)[1]
    )
    day = next((day for day in possible if typed.year or day >= place.today), None)
    if day is None:
        return questions.no_such_date(typed.month, typed.year, place.today)
    return day, _date_note(typed, day, place.today)


def _date_note(typed: CalendarDate, day: date, today: date) -> str | None:
    if typed.either_way:
        return f"{typed.day}/{typed.month} is read day first, as {say_date(day, today)}."
    if not typed.year and day.year > today.year and day - today > _RATHER_PAST:
        return f"The next {say_date(day, day)} is in {day.year}."
    return None


def _day_of_month(day: int, today: date) -> date:
    """The next day with that number; short months are passed over."""
    months = (_months_on(today.replace(day=1), ahead) for ahead in range(4))
    days = (
        first.replace(day=day) for first in months if day <= monthrange(first.year, first.month)[1]
    )
    return next(found for found in days if found >= today)


def _with_weekday(found: Found, reading: Reading, place: Here) -> Found:
    """The day, if it has the name that was said with it."""
    if isinstance(found, Unclear) or not reading.weekday:
        return found
    day, said = found[0], reading.weekday.index
    if day.weekday() == said or day < place.today:  # that it is past matters more
        return found
    return questions.wrong_weekday(day, said, place)
