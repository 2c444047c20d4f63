"""The questions that are asked when a time is unclear. Each shows a way on.

What follows "For example:" can be typed as it stands.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from handlers.times import formatting, wall_clock
from handlers.times.clocks import Part
from handlers.times.context import Context
from handlers.times.results import Unclear, Understood
from handlers.times.words import DAY_NAMES, MONTH_NAMES
from handlers.times.zones import city

_EXAMPLE = "For example: tomorrow 15:00."
_EXAMPLE_HOURS: dict[Part | None, int] = {
    None: 15,
    "morning": 9,
    "afternoon": 15,
    "evening": 19,
    "night": 20,
}


def nothing() -> Unclear:
    """Nothing was typed."""
    return Unclear("no_day_time", f"When is the call? {_EXAMPLE}")


def not_a_time() -> Unclear:
    """Something was typed that is no time."""
    return Unclear("not_a_time", f"That does not read as a time. When is the call? {_EXAMPLE}")


def where_does_it_end() -> Unclear:
    """A new account's name and a time, and no telling which words are which."""
    question = (
        "I'm not sure where the account's name ends and the time begins. "
        "Who is the call with, and when? For example: Northwind tomorrow 15:00."
    )
    return Unclear("not_a_time", question)


def no_day() -> Unclear:
    """A length, or a part of some day, and nothing else."""
    return Unclear("no_day_time", f"Which day, and what time? {_EXAMPLE}")


def no_day_in_week(week: int) -> Unclear:
    """ "next week" """
    if week > 1:
        example = "Thursday the week after next"
        question = f"Which day the week after next, and what time? For example: {example} 15:00."
        return Unclear("no_day_time", question)
    which, example = ("next week", "next Thursday") if week else ("this week", "Thursday")
    question = f"Which day {which}, and what time? For example: {example} 15:00."
    return Unclear("no_day_time", question)


def no_time(day: date, part: Part | None, place: Context) -> Unclear:
    """A day without a time."""
    said = formatting.format_day(day, place.today)
    example = _example_hour(day, part, place)
    when = said if said in ("today", "tomorrow") else f"on {said}"
    if (part, said) == ("night", "today"):
        said = when = "tonight"
    elif part:
        when = f"{when} {_in_part(when, part)}"
    if example is None:
        return Unclear("no_time", f"What time {when}? {_EXAMPLE}")
    return Unclear("no_time", f"What time {when}? For example: {said} {example:02}:00.")


def day_past(day: date, place: Context) -> Unclear:
    """A day without a time, and it is over."""
    said = _upper(formatting.format_day(day, place.today))
    return Unclear("past", f"{said} has passed. When is the call? {_EXAMPLE}")


def past(moment: datetime, instead: Understood | None, place: Context) -> Unclear:
    """A moment that is over, and perhaps the one that was meant."""
    ago = formatting.format_distance(moment, place.now)
    question = f"{_upper(place.say(moment))} was {ago}."
    if instead is None:
        return Unclear("past", f"{question} When is the call? {_EXAMPLE}")
    question = f"{question} Did you mean {place.say(instead.starts_at, instead.ends_at)}?"
    return Unclear("past", question, (instead,))


def either(offers: tuple[Understood, ...], place: Context) -> Unclear:
    """Two moments could be meant."""
    if len(offers) == 1:
        only = place.say(offers[0].starts_at, offers[0].ends_at)
        return Unclear("either", f"Did you mean {only}?", offers)
    named = " or ".join(place.say(each.starts_at, each.ends_at) for each in offers)
    return Unclear("either", f"Is that {named}?", offers)


def time_or_date(time: Understood, day: date, place: Context) -> Unclear:
    """ "Friday 4.12", which is 16:12 or the fourth of December."""
    offer = replace(time, note=None)
    clock, dated = (
        place.say(offer.starts_at, offer.ends_at),
        formatting.format_full_date(day, place.today),
    )
    question = f"Is that the time, {clock}, or the date, {dated}? For example: {dated} 15:00."
    return Unclear("either", question, (offer,))


def which_date(first: int, second: int) -> Unclear:
    """12/4, with no time, from somebody who may write dates either way round."""
    readings = " or ".join(
        f"{a} {MONTH_NAMES[b - 1]}" for a, b in ((first, second), (second, first))
    )
    question = f"Is {first}/{second} {readings}, and what time?"
    return Unclear("either", f"{question} For example: {second} {MONTH_NAMES[first - 1]} 15:00.")


def gap(shown: datetime, place: Context) -> Unclear:
    """A time that the clocks jump over."""
    before, after = (moment.astimezone(place.tz) for moment in wall_clock.around_gap(shown))
    start, end = wall_clock.gap_edges(shown)
    day = formatting.format_full_date(shown.date(), place.today)
    question = (
        f"On {day} the clocks jump from {start:%H:%M} to {end:%H:%M}, "
        f"so {shown:%H:%M} does not exist in {city(place.zone)}. "
        f"{_beside(before, shown)} or {_beside(after, shown)}?"
    )
    ahead = (moment for moment in (after, before) if moment >= place.now)
    offers = (Understood(each.astimezone(UTC), None, place.zone, None) for each in ahead)
    return Unclear("gap", question, tuple(offers))


def no_such_date(month: int, year: int | None, today: date) -> Unclear:
    """31 November, with or without a year."""
    days = monthrange(year or today.year, month)[1]
    name = f"{MONTH_NAMES[month - 1]} {year}" if year else MONTH_NAMES[month - 1]
    over = date(year or today.year, month, days) <= today
    example = _EXAMPLE if over else f"For example: {days} {name} 15:00."
    question = f"{name} has {days} days. Which day did you mean? {example}"
    return Unclear("no_such_date", question)


def no_such_time(typed: str) -> Unclear:
    """25:00"""
    return Unclear("no_such_time", f"There is no {typed}. What time did you mean? {_EXAMPLE}")


def wrong_weekday(day: date, weekday: int, place: Context, near: date) -> Unclear:
    """ "Monday 24 November", when that is a Tuesday. near: the day to name as an example."""
    full, hour = formatting.format_full_date(near, place.today), _example_hour(near, None, place)
    example = _EXAMPLE if hour is None else f"For example: {full} {hour}:00."
    question = (
        f"{formatting.format_date(day, place.today)} is a {DAY_NAMES[day.weekday()]}, "
        f"not a {DAY_NAMES[weekday]}. Which day did you mean? {example}"
    )
    return Unclear("wrong_weekday", question)


def ends_before_start(start: int, end: int) -> Unclear:
    """Minutes after midnight, both."""
    begins, ends = formatting.format_clock(start), formatting.format_clock(end)
    question = f"{ends} is not after {begins}. When does it end? "
    return Unclear("ends_before_start", f"{question}For example: tomorrow {begins} for 45 min.")


def doubtful_span(start: int, end: int) -> Unclear:
    """ "4-12", which would be eight hours. Minutes after midnight, both."""
    span = f"{formatting.format_clock(start)} to {formatting.format_clock(end)}"
    question = f"Would that be {span}? When does it start and end? "
    return Unclear("too_long", f"{question}For example: tomorrow 15:00-16:00.")


def too_long(length: timedelta) -> Unclear:
    """A call of more than half a day."""
    hours = round(length / timedelta(hours=1))
    question = f"That would be {hours} hours long. When does it end? "
    return Unclear("too_long", f"{question}For example: tomorrow 15:00-16:00.")


def too_far(year: int) -> Unclear:
    """A slip of the year, most likely."""
    return Unclear(
        "too_far", f"That is in {year}, more than two years ahead. When is it? {_EXAMPLE}"
    )


def _example_hour(day: date, part: Part | None, place: Context) -> int | None:
    """A full hour of the day that is still to come; None late in the evening."""
    usual = _EXAMPLE_HOURS[part]
    hours = (usual, *range(usual, 24))
    return next((hour for hour in hours if place.is_ahead(day, hour * 60)), None)


def _in_part(when: str, part: Part) -> str:
    return f"in the {part}" if when == "today" else part


def _beside(moment: datetime, shown: datetime) -> str:
    same = moment.date() == shown.date()
    return f"{moment:%H:%M}" if same else f"{DAY_NAMES[moment.weekday()]} {moment:%H:%M}"


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
