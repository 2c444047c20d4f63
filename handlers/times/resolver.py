"""Resolve a Reading to a moment, or to the question to ask."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.times import clocks, days, questions, wall_clock, zones
from handlers.times.context import Context, context_of, within_two_years
from handlers.times.date_orders import DateOrder
from handlers.times.formatting import format_full_date
from handlers.times.interpretations import interpretations
from handlers.times.reading import Reading
from handlers.times.results import Unclear, Understood

_MAX_LENGTH = timedelta(hours=12)
_MAX_PAST_MIDNIGHT = 6 * 60  # minutes; a longer range past midnight is probably a typing mistake
# "Next month" and the like cover several days, so we ask which day is meant.
_LONG_WHILE = re.compile(r"(?:month|quarter|year|weekend)$")
_NEAR = timedelta(days=7)  # if a time is further in the past, we suggest no other time
# The times that fit each part of a day: the first minute, and the minute after the last, counted
# from midnight. `_HALVES` is for times with am, pm or the 24-hour clock, `_USUAL_HOURS` for others.
_HALVES = {"morning": (0, clocks.NOON)} | dict.fromkeys(
    ("afternoon", "evening"), (clocks.NOON, clocks.DAY + 1)
)
_USUAL_HOURS = {
    "morning": (0, clocks.NOON),
    "afternoon": (clocks.NOON, 19 * 60),
    "evening": (16 * 60 + 30, clocks.DAY),
}
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def resolve(
    reading: Reading, *, now: datetime, zone: str, order: DateOrder
) -> Understood | Unclear:
    """Return the moment that a reading means, or the question to ask.

    `now` is aware. `zone` is the IANA zone of the person who typed the text.
    """
    context = context_of(reading, now, zone, order)
    each_way = interpretations(reading, context)
    answers = [_resolve_one(way, context) for way in each_way]
    # If a typed range can be read in two ways, the reading has an `alternative`. Then
    # `_choose_or_ask` asks which way is meant, so we ask no other question about the range.
    if not reading.alternative:
        answers = [_question_long_span(*each) for each in zip(answers, each_way, strict=True)]
    if len(answers) == 1 or reading.vague:
        return answers[0]
    if reading.date_numbers and each_way[-1].clock is None:
        return _clock_or_date(answers[0], answers[1], each_way[1], context)
    return _choose_or_ask(answers, reading, context)


def _question_long_span(answer: Understood | Unclear, reading: Reading) -> Understood | Unclear:
    """Return `answer`, or a question if the typed range is probably a mistake ("4-12")."""
    clock, until, part = reading.clock, reading.until, reading.part
    if isinstance(answer, Unclear) or not (clock and until):
        return answer
    if not clocks.is_doubtful(clock, until, part):
        return answer
    first, length = clocks.span(clock, until, part)
    return questions.doubtful_span(first, first + length)


def _clock_or_date(
    clock: Understood | Unclear, date: Understood | Unclear, dated: Reading, context: Context
) -> Understood | Unclear:
    """Ask whether "Friday 4.12" is a time or a date, if it can be both.

    If it cannot be both, return one of the two answers:

    - the answer for the date, if the date is possible and falls on the typed weekday
    - the answer for the time in all other cases
    """
    day = date.day if isinstance(date, Unclear) else None
    if isinstance(clock, Understood) and day:
        return questions.time_or_date(clock, day, context)
    return date if day and dated.weekday else clock


def _choose_or_ask(
    answers: list[Understood | Unclear], reading: Reading, context: Context
) -> Understood | Unclear:
    """Return the moment if all ways to read a text mean the same moment. Otherwise ask.

    - If at least one way gives a moment, ask which moment is meant.
    - If no way gives a moment and the date can be read in two ways, ask which date is meant.
    - In all other cases, ask the question that belongs to the likeliest way.
    """
    offers = {each.starts_at: each for each in answers if isinstance(each, Understood)}
    if len(offers) == 1 and len(answers) == sum(isinstance(a, Understood) for a in answers):
        return answers[0]
    if offers:
        return questions.ambiguous(
            tuple(replace(each, note=None) for each in offers.values()), context
        )
    typed = reading.date
    if reading.clock is None and typed and typed.either_way and typed.month:
        return questions.which_date(typed.day, typed.month)
    return answers[0]


def _resolve_one(reading: Reading, context: Context) -> Understood | Unclear:
    """Return the moment of an unambiguous reading (see `interpretations`), or the question."""
    if reading.impossible:
        return questions.no_such_time(reading.impossible)
    if reading.elapsed is not None and not reading.vague:
        return _checked(context.now + reading.elapsed, None, reading, context, ())
    if reading.vague == "by" and reading.clock:
        latest = _resolve_one(replace(reading, vague=None), context)
        return questions.ambiguous((latest,), context) if isinstance(latest, Understood) else latest
    if reading.clock is None or reading.vague:
        return _ask_time(reading, context)
    return _at_clock(reading, reading.clock, context)


def _at_clock(reading: Reading, clock: clocks.TimeOfDay, context: Context) -> Understood | Unclear:
    """Return the moment of a reading with a time of day, or the question to ask."""
    minutes, length = _minutes(clock, reading)
    if not _is_in_part(minutes, clock, reading.part):
        return _ask_time(reading, context)
    if length and _ends_too_early(minutes, length):
        return questions.ends_before_start(minutes, minutes + length)
    found = days.find(reading, minutes, context)
    if isinstance(found, Unclear):
        return found
    shown = wall_clock.wall_time(found[0], minutes, context.tz)
    return _at_wall_time(shown, length, reading, context, (found[1],))


def _is_in_part(minutes: int, clock: clocks.TimeOfDay, part: clocks.Part | None) -> bool:
    """Check whether a time is in the typed part of the day. 3pm is not in the morning.

    A time without am, pm or the 24-hour clock must be a usual hour of the part of the day: "evening
    1" is probably a mistake. If the part is "night", or if no part was typed, any time fits.
    """
    if part is None or part == "night":
        return True
    first, last = (_HALVES if clock.sure else _USUAL_HOURS)[part]
    return first <= minutes < last


def _at_wall_time(
    shown: datetime,
    length: int | None,
    reading: Reading,
    context: Context,
    notes: tuple[str | None, ...],
) -> Understood | Unclear:
    """Return the moment at which the clocks in the zone show this time, or a question.

    On the night when the clocks go back, they show some times twice. Then the typed abbreviation
    (CET or CEST) decides. If no abbreviation decides, return the first moment that has not passed.
    """
    possible = wall_clock.moments(shown)
    if not possible:
        return _in_gap(shown, reading, context)
    named = [moment for moment in possible if _is_named_season(moment, reading)] or possible
    start = next((moment for moment in named if moment >= context.now), named[0])
    end = _end(shown, start, length)
    notes = (*notes, _midnight_note(reading, shown), _fold_note(shown, start, possible))
    return _checked(start, end, reading, context, notes)


def _ask_time(reading: Reading, context: Context) -> Unclear:
    """Ask for the time, because the reading has none that we can use.

    If the reading names no single day, or a day that cannot be right, ask about the day instead.
    """
    if reading.vague and _LONG_WHILE.search(reading.vague):
        return questions.no_day()
    found = days.find(reading, None, context)
    if isinstance(found, Unclear):
        return found
    day = found[0]
    if day < context.today:
        return questions.day_past(day, context)
    if not within_two_years(wall_clock.wall_time(day, 0, context.tz), context):
        return questions.too_far(day.year)
    question = questions.no_time(day, reading.part, context)
    only_day = not (reading.part or reading.vague or reading.clock)
    return replace(question, day=day) if only_day else question


def _minutes(clock: clocks.TimeOfDay, reading: Reading) -> tuple[int, int | None]:
    """Return start and length in minutes. The start counts from midnight."""
    if reading.until:
        return clocks.span(clock, reading.until, reading.part)
    return clocks.resolve(clock, reading.part), None


def _ends_too_early(start: int, length: int) -> bool:
    """Check for a range such as "15:00-14:00" or "15:00-15:00". Both values are in minutes.

    A call of at most six hours may run past midnight.
    """
    over_midnight = start < clocks.DAY < start + length
    return length == clocks.DAY or (over_midnight and length > _MAX_PAST_MIDNIGHT)


def _end(shown: datetime, start: datetime, length: int | None) -> datetime | None:
    """Return when a call of `length` minutes ends. At `start`, the clocks show `shown`."""
    if length is None:
        return None
    ends = shown + timedelta(minutes=length)
    possible = wall_clock.moments(ends) or [wall_clock.around_gap(ends)[1]]
    return next((moment for moment in possible if moment > start), possible[-1])


def _checked(
    start: datetime,
    end: datetime | None,
    reading: Reading,
    context: Context,
    notes: tuple[str | None, ...],
) -> Understood | Unclear:
    """Return the moment, or a question if the call is over, too far away or too long."""
    if reading.length is not None:
        end = start + reading.length
    if start < context.now:
        return _past(start, end, reading, context)
    if not within_two_years(start, context):
        return questions.too_far(start.astimezone(context.tz).year)
    if end and end - start > _MAX_LENGTH:
        return questions.too_long(end - start)
    notes = (*notes, *_zone_notes(start, reading, context), _about_note(start, reading, context))
    said = [note for note in notes if note]
    return Understood(start, end, context.zone, " ".join(said) or None)


def _past(start: datetime, end: datetime | None, reading: Reading, context: Context) -> Unclear:
    """Return the question for a time that is over. If another moment is probable, suggest it."""
    end = end if end and end - start <= _MAX_LENGTH else None
    past_moment = Understood(start, end, context.zone, None)
    if reading.weekday and reading.date and start.astimezone(context.tz).date() < context.today:
        return replace(questions.over(start, context), past_moment=past_moment)
    meant = _probable_moment(start, reading, context)
    if meant is None:
        return replace(questions.past(start, None, context), past_moment=past_moment)
    later = meant + (end - start) if end else None
    question = questions.past(start, Understood(meant, later, context.zone, None), context)
    return replace(question, past_moment=past_moment)


def _in_gap(shown: datetime, reading: Reading, context: Context) -> Unclear:
    after = wall_clock.around_gap(shown)[1]
    if after < context.now:
        return _past(after, None, reading, context)
    return questions.gap(shown, context)


def _probable_moment(start: datetime, reading: Reading, context: Context) -> datetime | None:
    """Return the coming moment that was probably meant instead of `start`, which is over.

    Return None if no moment is probable. The moment has the same time of day as `start`. Its day
    depends on what was typed:

    - A weekday without a date: the moment is on this weekday.
    - Anything else: the moment is today or tomorrow.
    """
    if reading.has("elapsed", "nth") or context.now - start > _NEAR:
        return None
    shown = start.astimezone(context.tz)
    if reading.weekday and not reading.date:
        tries = [shown + _WEEK * weeks for weeks in range(1, 10)]
    else:
        on_today = wall_clock.wall_time(context.today, shown.hour * 60 + shown.minute, context.tz)
        tries = [on_today, on_today + _DAY]
    moments = (moment for wall in tries for moment in wall_clock.moments(wall))
    return next((moment for moment in moments if moment >= context.now), None)


def _midnight_note(reading: Reading, shown: datetime) -> str | None:
    if not reading.clock or reading.clock.minutes != clocks.DAY or not reading.has_day:
        return None
    day = format_full_date(shown.date(), shown.date())
    return f"I read midnight as the end of the day, {shown:%H:%M} on {day}."


def _fold_note(shown: datetime, start: datetime, possible: list[datetime]) -> str | None:
    if len(possible) < 2:
        return None
    which = "first" if start == possible[0] else "second"
    return f"The clocks go back that night; this is the {which} {shown:%H:%M}."


def _about_note(start: datetime, reading: Reading, context: Context) -> str | None:
    if not reading.about:
        return None
    return f"That time is approximate: I took it as {start.astimezone(context.tz):%H:%M}."


def _zone_notes(start: datetime, reading: Reading, context: Context) -> tuple[str | None, ...]:
    typed, season = reading.zone, _season_note(start, reading)
    if typed and zones.is_shared(typed.words) and typed.iana != context.own:
        return f"I read {typed.words.upper()} as {zones.label(typed.iana)}.", season
    return (season,)


def _is_named_season(moment: datetime, reading: Reading) -> bool:
    """Check whether the zone uses the typed abbreviation at this moment.

    When the clocks go back, the first 02:30 is in CEST, and the second in CET.
    """
    typed = reading.zone
    if not typed:
        return False
    name = moment.astimezone(ZoneInfo(typed.iana)).tzname() or ""
    return name.lower() == zones.abbreviation(typed.words)


def _season_note(start: datetime, reading: Reading) -> str | None:
    """Return a note for an abbreviation of the other half of the year: "EST" in July."""
    typed = reading.zone
    if not typed or not zones.is_season_name(typed.words):
        return None
    there = start.astimezone(ZoneInfo(typed.iana))
    name = there.tzname() or ""
    if not name.isalpha() or name.lower() == zones.abbreviation(typed.words):
        return None
    return f"{zones.city(typed.iana)} is on {name} that day, so this is {there:%H:%M} {name}."
