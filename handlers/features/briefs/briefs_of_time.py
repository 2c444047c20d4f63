"""Show the brief of the call on a day or at a time: "brief me for tomorrow", "prep for the 4pm"."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.cards import Button, Buttons, Card, Reply, card_saying
from handlers.features.briefs import prep_answer
from handlers.features.briefs.briefing import show_brief
from handlers.features.calls import named_call
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Unclear, format_day, grammar
from handlers.typed.calls.briefs_asked import NEXT
from storage.sales_calls.own_calls import Seated

_HOURS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24), "tonight": (17, 24)}
# We take away the part of the day from the typed time. If one of these is left, the day is today:
# "this afternoon" leaves "this".
_NO_DAY = ("", "this", "at")
WHICH = "Which brief?"


async def at_time(turn: Turn, when: str) -> Reply | None:
    """Show the brief of the call at the typed time. If there are several calls, ask which one.

    Return None if no call is planned at that time.
    """
    if when == NEXT:
        return await prep_answer.next_call(turn)
    named = await named_call.find(turn, None, _without_part(when))
    found = _on_first_day(turn, named.fitting, when) if named.time else ()
    if len(found) > 1:
        lead = f"You have {len(found)} calls then. {WHICH}"
        return await named_call.choice(turn, lead, found, "brief.open")
    return await show_brief(turn, found[0]) if found else None


async def none_then(turn: Turn, when: str) -> Card:
    """Say that no call is planned at the typed time. Offer the briefs of the next calls."""
    named = await named_call.find(turn, None, "")
    if not named.calls:
        lead = "You have no calls planned."
        plan = Buttons((Button("Plan a call", "call.add"),))
        return card_saying(lead, plan)
    lead = f"No call is planned {_time_in_words(turn, when)}. {WHICH}"
    return await named_call.choice(turn, lead, named.calls, "brief.open")


def _time_in_words(turn: Turn, when: str) -> str:
    """Return "for Friday morning" for "fri morning", and "at 4pm" for "4pm"."""
    reading = typed_time(turn, _without_part(when))
    if isinstance(reading, Unclear) and reading.day and "tonight" not in when:
        day = format_day(reading.day, day_of(turn.now, turn.person.zone))
        part = next((f" {part}" for part in _HOURS if part in when.split()), "")
        return f"for {day}{part}"
    said = grammar.read(when, turn.person.zone)
    return f"{'for' if said is None or said.has_day else 'at'} {when.removeprefix('at ')}"


def _without_part(when: str) -> str:
    """Return "tomorrow" for "tomorrow morning", and "today" for "this morning"."""
    left = " ".join(word for word in when.split() if word not in _HOURS)
    return "today" if left in _NO_DAY else left


def _on_first_day(turn: Turn, fitting: Sequence[Seated], when: str) -> list[Seated]:
    """Return the calls in the named part of the day, on the first day with such a call."""
    zone = turn.person.zone
    since, until = next((hours for part, hours in _HOURS.items() if part in when), (0, 24))
    hours = [(one, one.call.starts_at.astimezone(ZoneInfo(zone)).hour) for one in fitting]
    found = [one for one, hour in hours if since <= hour < until]
    first = {day_of(one.call.starts_at, zone) for one in found[:1]}
    return [one for one in found if day_of(one.call.starts_at, zone) in first]
