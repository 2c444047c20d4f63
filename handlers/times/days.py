"""Find the day that a reading means, given today's date.

A reading is what we recognised in a typed day or time, such as a weekday or a number of weeks.
"""

from calendar import monthrange
from datetime import date, timedelta

from handlers.times import questions
from handlers.times.context import Context
from handlers.times.formatting import format_clock, format_date, format_full_date
from handlers.times.reading import CalendarDate, Nth, Reading, Weekday
from handlers.times.results import Unclear
from handlers.times.words import DAY_NAMES
from handlers.times.zones import city

_A_YEAR = timedelta(days=366)
# A date without a year is read as the next day with this date. If that day is in a later year, and
# further ahead than `_RATHER_PAST`, we add a note, because the person may mean a day in the past.
_RATHER_PAST = timedelta(days=180)
# Either a day with a note on how we chose it (the note may be None), or the question to ask.
FoundDay = tuple[date, str | None] | Unclear


def find(reading: Reading, minutes: int | None, context: Context) -> FoundDay:
    """Return the day that a reading means, and a note on how we chose it.

    If the day is unclear, return the question to ask instead.

    `minutes` is the typed time, in minutes after midnight, or None if no time was typed. The time
    can change the day: "10:00" alone means tomorrow if 10:00 has passed today.
    """
    found = _named(reading, minutes, context)
    if isinstance(found, Unclear) or not reading.shift:
        return found
    return found[0] + timedelta(days=reading.shift), found[1]


def _named(reading: Reading, minutes: int | None, context: Context) -> FoundDay:
    """Return the day that a reading names. If the reading has only a time, choose a day for it."""
    if reading.date:
        return _with_weekday(find_date(reading.date, reading.year, context), reading, context)
    if reading.days is not None:
        return _with_weekday(_days_on(reading.days, minutes, context), reading, context)
    if reading.nth:
        return _nth(reading.nth, context)
    if reading.has("months", "weeks", "week"):
        return _some_time_on(reading, context.today)
    if reading.weekday:
        shifted = reading.shift is not None
        return _weekday(reading.weekday, None if shifted else minutes, context)
    return _clock_alone(minutes, context)


def _some_time_on(reading: Reading, today: date) -> FoundDay:
    """Return the day of "in a month", "in two weeks" or "Friday next week"."""
    if reading.months is not None:
        return _months_on(today, reading.months), None
    if reading.weeks is not None:
        return today + timedelta(weeks=reading.weeks), None
    week = reading.week or 0
    if reading.weekday is None:
        return questions.no_day_in_week(week)
    return _in_week(reading.weekday.index, week, today), None


def _days_on(days: int, minutes: int | None, context: Context) -> tuple[date, str | None]:
    """Return the day that is `days` days after today.

    Today may be one date in the person's own zone, and another in the typed zone or offset. If so,
    add a note, and count from the date in the person's own zone.

    Exception: if a time was typed, and has passed on the day that we found in this way, count from
    the date in the typed zone or offset.
    """
    own, there = (today + timedelta(days=days) for today in (context.own_today, context.today))
    if own == there:
        return own, None
    where = f"in {city(context.zone)}" if context.is_foreign else "at that offset"
    if minutes is None or context.is_ahead(own, minutes):
        return own, f"I read that as {format_full_date(own, own)} {where}."
    now_there = format_full_date(context.today, context.today)
    note = f"It is now {now_there} {where}, so I counted from that day."
    return there, note


def _clock_alone(minutes: int | None, context: Context) -> FoundDay:
    """Return today, or tomorrow if the time has passed. Without a time, return a question."""
    if minutes is None:
        return questions.no_day()
    if context.is_ahead(context.today, minutes):
        return context.today, None
    # No note for midnight, because only the coming midnight can be meant.
    passed = f"{format_clock(minutes)} has passed today, so this is tomorrow."
    note = passed if minutes else None
    return context.today + timedelta(days=1), note


def _weekday(said: Weekday, minutes: int | None, context: Context) -> tuple[date, str | None]:
    """Return the soonest day with this weekday, or the day that "last" or "next" means.

    If the soonest day is today and the time has passed, return the day a week later. If "this"
    was typed, return today even if the time has passed.
    """
    soonest = context.today + timedelta(days=(said.index - context.today.weekday()) % 7)
    if said.which == "last":
        return soonest - timedelta(days=7), None
    if said.which == "next":
        day = _in_week(said.index, 1, context.today)
        name, on = DAY_NAMES[said.index], format_date(day, context.today)
        note = f"I took next {name} to mean the {name} of next week, {on}."
        return day, note if context.today < soonest < day else None
    passed = minutes is not None and not context.is_ahead(soonest, minutes)
    return soonest + timedelta(days=7 if passed and said.which is None else 0), None


def _in_week(index: int, weeks: int, today: date) -> date:
    return today + timedelta(days=7 * weeks + index - today.weekday())


def _months_on(today: date, months: int) -> date:
    """Return the same day some months later. If the month is too short, return its last day."""
    years, month = divmod(today.month - 1 + months, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _nth(said: Nth, context: Context) -> FoundDay:
    """Return the next "first Wednesday" or "last day" of a month.

    If the typed month or year has no such day from today on, return a day in the past.
    """
    if said.month is None:
        first = _months_on(context.today.replace(day=1), said.months)
        firsts = [first]
    else:
        years = (said.year,) if said.year else (context.today.year, context.today.year + 1)
        firsts = [date(year, said.month, 1) for year in years]
    found = [day for day in (_nth_of(said, first) for first in firsts) if day]
    day = next((day for day in found if day >= context.today), found[-1] if found else None)
    return (day, None) if day else questions.no_day()


def _nth_of(said: Nth, first: date) -> date | None:
    """Return the day in the month that begins on `first`, or None if there is no such day."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    if said.weekday is None:
        return last
    if said.count < 0:
        return last - timedelta(days=(last.weekday() - said.weekday) % 7)
    ahead = timedelta(days=(said.weekday - first.weekday()) % 7 + 7 * (said.count - 1))
    return first + ahead if first + ahead <= last else None


def find_date(typed: CalendarDate, year: int | None, context: Context) -> FoundDay:
    """Return the day of a typed date. If no year was typed, return the next day with this date.

    `year` is a year that was typed separately from the date, or None.
    """
    year = typed.year or year
    if typed.month is None:
        return _day_of_month(typed, context)
    years = (year,) if year else range(context.today.year, context.today.year + 9)
    possible = (
        date(each, typed.month, typed.day)
        for each in years
        if typed.day <= monthrange(each, typed.month)[1]
    )
    day = next((day for day in possible if year or day >= context.today), None)
    if day is None:
        return questions.no_such_date(typed.month, year, context.today)
    if not year and day - context.today > _A_YEAR:  # 29 February, but the next February has 28 days
        coming = context.today.year + (
            (typed.month, typed.day) < (context.today.month, context.today.day)
        )
        return questions.no_such_date(typed.month, coming, context.today)
    return day, _date_note(typed, day, context.today)


def _date_note(typed: CalendarDate, day: date, today: date) -> str | None:
    """Return a note on how we read a date, or None if the date is clear."""
    if typed.settled == "weekday":
        return f"Given the weekday, this is {format_date(day, today)}."
    if typed.settled:
        day_first = typed.settled == "day first"
        numbers = (typed.day, typed.month) if day_first else (typed.month, typed.day)
        return f"{numbers[0]}/{numbers[1]} is read as {format_date(day, today)} ({typed.settled})."
    if not typed.year and day.year > today.year and day - today > _RATHER_PAST:
        return f"The next {format_date(day, day)} is in {day.year}."
    return None


def _day_of_month(typed: CalendarDate, context: Context) -> FoundDay:
    """Return the next day with the typed day number, such as the next 20th of a month.

    If the text also names the month ("the 20th of next month"), return the day in the named month.
    """
    ahead = range(4) if typed.months is None else (typed.months,)
    firsts = [_months_on(context.today.replace(day=1), months) for months in ahead]
    days = [
        first.replace(day=typed.day)
        for first in firsts
        if typed.day <= monthrange(first.year, first.month)[1]
    ]
    if not days:
        return questions.no_such_date(firsts[0].month, firsts[0].year, context.today)
    return next((day for day in days if day >= context.today), days[-1]), None


def _with_weekday(found: FoundDay, reading: Reading, context: Context) -> FoundDay:
    """Compare a found day with the typed weekday. If no weekday was typed, return the found day.

    - If the found day is on the typed weekday, or in the past, return it.
    - If not, the person may mean the day that `_passed` returns. If that day is on the typed
      weekday, return it.
    - If neither day is on the typed weekday, return a question.
    """
    if isinstance(found, Unclear) or not reading.weekday:
        return found
    day, said = found[0], reading.weekday.index
    if day.weekday() == said or day < context.today:  # the caller rejects days in the past
        return found
    passed = _passed(reading, context)
    if passed and passed.weekday() == said:
        return passed, None
    if passed and context.today - passed < day - context.today:
        return questions.wrong_weekday(passed, said, context, _nearest(passed, said, context))
    if reading.date and reading.date.month is None:
        return questions.wrong_weekday(day, said, context, _nearest(day, said, context))
    return questions.wrong_weekday(day, said, context, day)


def _passed(reading: Reading, context: Context) -> date | None:
    """Return the most recent date in the past that has the typed day and month.

    Return None in these cases:

    - A year was typed.
    - No month was typed.
    - The day is more than `_RATHER_PAST` ago.
    """
    typed, today = reading.date, context.today
    if typed is None or not typed.month or typed.year or reading.year:
        return None
    days = (today - timedelta(days=count) for count in range(1, _RATHER_PAST.days + 1))
    return next((day for day in days if (day.day, day.month) == (typed.day, typed.month)), None)


def _nearest(day: date, weekday: int, context: Context) -> date:
    near = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
    return near if near >= context.today else near + timedelta(days=7)
