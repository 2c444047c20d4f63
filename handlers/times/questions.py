"""The questions that we ask when a time is unclear.

The text after "For example:" must be an answer that we understand if a person types exactly that.
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
# The hour in an example, by the part of the day that was typed.
_EXAMPLE_HOURS: dict[Part | None, int] = {
    None: 15,
    "morning": 9,
    "afternoon": 15,
    "evening": 19,
    "night": 20,
}


def nothing() -> Unclear:
    """Return the question for an empty text."""
    return Unclear("no_day_time", f"When is the call? {_EXAMPLE}")


def not_a_time() -> Unclear:
    """Return the question for a text that is not a time."""
    return Unclear("not_a_time", f"I can't read that as a time. When is the call? {_EXAMPLE}")


def where_does_it_end() -> Unclear:
    """Return the question for a text in which a new account's name may end in several places."""
    question = (
        "I'm not sure where the account's name ends and the time begins. "
        "Who is the call with, and when? For example: Northwind tomorrow 15:00."
    )
    return Unclear("not_a_time", question)


def no_day() -> Unclear:
    """Return the question for a text that names no day, such as "for 45 min" or "next month".

    The question also fits a day that a month does not have, such as a fifth Friday.
    """
    return Unclear("no_day_time", f"Which day, and what time? {_EXAMPLE}")


def no_day_in_week(week: int) -> Unclear:
    """Return the question for a week without a day: "next week".

    `week` is 0 for this week, 1 for next week, and 2 for the week after.
    """
    if week > 1:
        example = "Thursday the week after next"
        question = f"Which day the week after next, and what time? For example: {example} 15:00."
        return Unclear("no_day_time", question)
    which, example = ("next week", "next Thursday") if week else ("this week", "Thursday")
    question = f"Which day {which}, and what time? For example: {example} 15:00."
    return Unclear("no_day_time", question)


def no_time(day: date, part: Part | None, context: Context) -> Unclear:
    """Return the question for a day whose time is missing, vague or contradictory.

    In "tomorrow morning 15:00", the time contradicts the part of the day.
    """
    said = formatting.format_day(day, context.today)
    example = _example_hour(day, part, context)
    when = said if said in ("today", "tomorrow") else f"on {said}"
    if (part, said) == ("night", "today"):
        said = when = "tonight"
    elif part:
        when = f"this {part}" if when == "today" else f"{when} {part}"
    if example is None:
        return Unclear("no_time", f"What time {when}? {_EXAMPLE}")
    return Unclear("no_time", f"What time {when}? For example: {said} {example:02}:00.")


def day_past(day: date, context: Context) -> Unclear:
    """Return the question for a day in the past whose time is missing, vague or contradictory."""
    said = _upper(formatting.format_day(day, context.today))
    return Unclear("past", f"{said} has passed. When is the call? {_EXAMPLE}")


def over(moment: datetime, context: Context) -> Unclear:
    """Return the question for a past day that was typed with weekday and date.

    "Friday 27 November at 3pm" gives "Friday 27 November is over.", without the time.
    """
    day = formatting.format_full_date(moment.astimezone(context.tz).date(), context.today)
    return Unclear("past", f"{day} is over. When is the call? {_EXAMPLE}")


def past(moment: datetime, instead: Understood | None, context: Context) -> Unclear:
    """Return the question for a past moment. `instead` is the probable moment, or None."""
    ago = formatting.format_distance(moment, context.now)
    was = "has just passed" if ago == "now" else f"was {ago}"
    question = f"{_upper(context.say(moment))} {was}."
    if instead is None:
        return Unclear("past", f"{question} When is the call? {_EXAMPLE}")
    question = f"{question} Did you mean {context.say(instead.starts_at, instead.ends_at)}?"
    return Unclear("past", question, (instead,))


def ambiguous(offers: tuple[Understood, ...], context: Context) -> Unclear:
    """Ask which of several moments is meant. If there is only one, ask the person to confirm it."""
    if len(offers) == 1:
        only = context.say(offers[0].starts_at, offers[0].ends_at)
        return Unclear("ambiguous", f"Did you mean {only}?", offers)
    named = " or ".join(context.say(each.starts_at, each.ends_at) for each in offers)
    return Unclear("ambiguous", f"Is that {named}?", offers)


def time_or_date(time: Understood, day: date, context: Context) -> Unclear:
    """Return the question for "Friday 4.12", which may be 16:12 or the fourth of December."""
    offer = replace(time, note=None)
    clock, dated = (
        context.say(offer.starts_at, offer.ends_at),
        formatting.format_full_date(day, context.today),
    )
    question = f"Is that the time, {clock}, or the date, {dated}? For example: {dated} 15:00."
    return Unclear("ambiguous", question, (offer,))


def which_date(first: int, second: int) -> Unclear:
    """Return the question for 12/4 without a time: is it 12 April or 4 December?"""
    readings = " or ".join(
        f"{a} {MONTH_NAMES[b - 1]}" for a, b in ((first, second), (second, first))
    )
    question = f"Does {first}/{second} mean {readings}? And what time?"
    return Unclear("ambiguous", f"{question} For example: {second} {MONTH_NAMES[first - 1]} 15:00.")


def gap(shown: datetime, context: Context) -> Unclear:
    """Return the question for a time that the clocks skip."""
    before, after = (moment.astimezone(context.tz) for moment in wall_clock.around_gap(shown))
    start, end = wall_clock.gap_edges(shown)
    day = formatting.format_full_date(shown.date(), context.today)
    question = (
        f"On {day} the clocks jump from {start:%H:%M} to {end:%H:%M}, "
        f"so {shown:%H:%M} does not exist in {city(context.zone)}. "
        f"Did you mean {_format_near(before, shown)} or {_format_near(after, shown)}?"
    )
    ahead = (moment for moment in (after, before) if moment >= context.now)
    offers = (Understood(each.astimezone(UTC), None, context.zone, None) for each in ahead)
    return Unclear("gap", question, tuple(offers))


def no_such_date(month: int, year: int | None, today: date) -> Unclear:
    """Return the question for a date that does not exist: "31 November", "29 February 2026"."""
    days = monthrange(year or today.year, month)[1]
    name = f"{MONTH_NAMES[month - 1]} {year}" if year else MONTH_NAMES[month - 1]
    has_passed = date(year or today.year, month, days) <= today
    example = _EXAMPLE if has_passed else f"For example: {days} {name} 15:00."
    question = f"{name} has {days} days. Which day did you mean? {example}"
    return Unclear("no_such_date", question)


def no_such_time(typed: str) -> Unclear:
    """Return the question for a time that does not exist, such as 25:00."""
    return Unclear("no_such_time", f"There is no {typed}. What time did you mean? {_EXAMPLE}")


def wrong_weekday(day: date, weekday: int, context: Context, near: date) -> Unclear:
    """Return the question for a date that is not on the typed weekday.

    The question ends with an example of what to type. The example has the day `near`.
    """
    full, hour = (
        formatting.format_full_date(near, context.today),
        _example_hour(near, None, context),
    )
    example = _EXAMPLE if hour is None else f"For example: {full} {hour}:00."
    verb = "was" if day < context.today else "is"
    question = (
        f"{formatting.format_date(day, context.today)} {verb} a {DAY_NAMES[day.weekday()]}, "
        f"not a {DAY_NAMES[weekday]}. Which day did you mean? {example}"
    )
    return Unclear("wrong_weekday", question)


def ends_before_start(start: int, end: int) -> Unclear:
    """Return the question for an end at or before the start.

    Both values are in minutes after midnight.
    """
    begins, ends = formatting.format_clock(start), formatting.format_clock(end)
    question = f"{ends} is not after {begins}. When does it end? "
    return Unclear("ends_before_start", f"{question}For example: tomorrow {begins} for 45 min.")


def doubtful_span(start: int, end: int) -> Unclear:
    """Return the question for a range that is long or crosses midnight, such as "4-12".

    Both values are in minutes, counted from the midnight that begins the day of the start.
    """
    span = f"{formatting.format_clock(start)} to {formatting.format_clock(end)}"
    question = f"I read that as {span}, but I'm not sure. When does it start and end? "
    return Unclear("too_long", f"{question}For example: tomorrow 15:00-16:00.")


def too_long(length: timedelta) -> Unclear:
    """Return the question for a call of more than twelve hours."""
    hours = round(length / timedelta(hours=1))
    question = f"That would be {hours} hours long. When does it end? "
    return Unclear("too_long", f"{question}For example: tomorrow 15:00-16:00.")


def too_far(year: int) -> Unclear:
    """Return the question for a time more than two years ahead, which is probably a typo."""
    return Unclear(
        "too_far", f"That is in {year}, more than two years ahead. When is it? {_EXAMPLE}"
    )


def _example_hour(day: date, part: Part | None, context: Context) -> int | None:
    """Return the usual hour for an example. If this hour has passed, return the next full hour.

    Return None if no full hour is left on that day.
    """
    usual = _EXAMPLE_HOURS[part]
    hours = (usual, *range(usual, 24))
    return next((hour for hour in hours if context.is_ahead(day, hour * 60)), None)


def _format_near(moment: datetime, shown: datetime) -> str:
    """Return "03:30", or "Sunday 03:30" if the moment is not on the day of `shown`."""
    same = moment.date() == shown.date()
    return f"{moment:%H:%M}" if same else f"{DAY_NAMES[moment.weekday()]} {moment:%H:%M}"


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
