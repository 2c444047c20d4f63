"""Shorten an absence: "actually no, only friday afternoon", "no only from 2", "back wed at 2"."""

from datetime import date, time

from handlers.cards import Reply
from handlers.features.calls import away_calls
from handlers.features.settings import absences
from handlers.features.settings.absence_days import days_named, next_working_day
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, at, day_of, rhythm_of
from handlers.times.absences import ISO_DAY, Absence, AwayPart, HoursAway, part_of_day
from handlers.typed.settings.absence_asked import (
    half_day_instead,
    hours_instead,
    range_instead,
)
from handlers.typed.settings.back_said import back_then
from storage.conversation import drafts, just_said


async def answer(turn: Turn) -> Reply | None:
    """Shorten the absence that was just asked for, or the absence on file.

    While Attune waits for the answer to a question about an absence, the absence is not set yet. In
    this case, set the shorter absence, or ask about the calls in the shorter absence. "back at 2"
    never shortens an absence that is not set yet: it changes the absence on file.

    Return None
    - if there is no absence to shorten
    - if the typed words ask for something else
    - if they were typed in a channel
    """
    if turn.place is not None:
        return None
    if hours := hours_instead(turn.text):
        return await _hours_instead(turn, *hours)
    if between := range_instead(turn.text):
        return await _between_instead(turn, between)
    if back := back_then(turn.text):
        return await _back_then(turn, *back)
    words = half_day_instead(turn.text)
    if not words:
        return None
    return await _asked_half(turn, words) or await _half_on_file(turn, words)


async def _half_on_file(turn: Turn, words: str) -> Reply | None:
    """Shorten the absence on file. Return None if no absence on file includes the named day."""
    since, until = absences.on_file(turn)
    if since is None:
        return None
    days, part = part_of_day(words)
    first = day_of(since, turn.person.zone)
    day = first if days == "today" else days_named(turn, days).first
    if not first <= day <= day_of(until, turn.person.zone):
        return None
    back = next_working_day(turn, day + DAY)
    asked = await away_calls.of_absence(turn, day, back, part=part)
    return asked or await absences.set_absence(turn, day, back, part)


async def _asked_half(turn: Turn, words: str) -> Reply | None:
    """Answer "actually only fri afternoon" and "just the morning" while a question is open.

    Return None if no question about an absence of whole days is open. Also return None if the words
    name a day that is not the first day of this absence.
    """
    asked = await day_asked_about(turn)
    days, part = part_of_day(words)
    names_no_day = len(words.split()) == 1
    named = None if names_no_day else days_named(turn, days)
    if asked is None or (named and (named.unread or named.first != asked)):
        return None
    return await _asked_again(turn, asked, part)


async def day_asked_about(turn: Turn) -> date | None:
    """Return the first day of the absence that was just asked for, and is not set yet.

    Return None if there is no such absence, or if it is not an absence of whole days.
    """
    last = await just_said.absence(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    since, _ = absences.on_file(turn)
    is_set = since is not None and day_of(since, turn.person.zone).isoformat() == last
    return date.fromisoformat(last) if len(last) == ISO_DAY and not is_set else None


async def _asked_again(turn: Turn, day: date, part: AwayPart) -> Reply:
    back = next_working_day(turn, day + DAY)
    return await absences.set_or_ask(turn, Absence(day, day), back, part)


async def _between_instead(turn: Turn, between: str) -> Reply | None:
    """Change the hours of the absence just asked for: "actually 10-11"."""
    _, part = part_of_day(f"monday {between}")
    if not isinstance(part, HoursAway):
        return None
    if day := await day_asked_about(turn):
        return await _asked_again(turn, day, part)
    since, _ = absences.on_file(turn)
    last = await just_said.absence(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    if since is None or not last:
        return None
    first = date.fromisoformat(last[:ISO_DAY])
    if day_of(since, turn.person.zone) != first:
        return None
    return await absences.set_absence(turn, first, next_working_day(turn, first + DAY), part)


async def _hours_instead(turn: Turn, way: str, clock: time) -> Reply | None:
    """Let the absence begin (`way` is "from") or end ("until") at `clock` on its first day.

    Return None if there is no absence, or if nothing would be left of it.
    """
    if asked := await day_asked_about(turn):
        begins = rhythm_of(turn.person).work_from
        part: AwayPart = clock if way == "from" else HoursAway(begins, clock)
        return await _asked_again(turn, asked, part) if begins < clock else None
    since, until = absences.on_file(turn)
    if since is None:
        return None
    zone = turn.person.zone
    day = day_of(since, zone)
    moment = at(day, clock, zone)
    since, until = (max(moment, turn.now), until) if way == "from" else (since, moment)
    return await absences.change(turn, since, until) if since < until and until > turn.now else None


async def _back_then(turn: Turn, days: str, clock: time) -> Reply | None:
    """End the absence on file at `clock` on the named day.

    If no day is named:

    - If the absence has begun, end it today.
    - If it has not begun, end it on its first day. Ask first, unless the last messages were about
      the absence and it has only one working day.

    If no absence is on file, say so. If the time does not fit the absence, show the absence.
    """
    since, until = absences.on_file(turn)
    if since is None:
        return absences.not_away(turn)
    zone = turn.person.zone
    named = days_named(turn, days) if days else None
    first = max(day_of(since, zone), day_of(turn.now, zone))
    day = named.first if named else first
    moment = at(day, clock, zone)
    fits = not (named and named.unread) and day <= day_of(until, zone) and moment > turn.now
    if not fits or moment <= since:
        return await absences.show(turn)
    last = await just_said.absence(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    is_one_day = next_working_day(turn, day + DAY) >= day_of(until, zone)
    if not named and since > turn.now and not (last and is_one_day):
        return absences.ask_end(turn, since, moment)
    return await absences.change(turn, since, moment)
