"""Answer "move halden to tmrw same time" in the hours after a call with Halden."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features.briefs import prep_answer
from handlers.features.calls import call_words, moving
from handlers.features.calls.call_words import MatchingCalls
from handlers.features.calls.typed_call import TypedCall, save_draft
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Understood, format_absolute, format_short
from storage.choices import MISSED
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated

_WITHIN = timedelta(hours=12)  # the past call began at most this long ago
_OFFERED = 3


async def answer(turn: Turn, found: MatchingCalls) -> Reply | None:
    """Move the latest past call with the account.

    If nobody came to the past call, it stays on file, and we plan a new one. If there are upcoming
    calls too, ask which call is meant, unless the words name the day of the past call: "move alder
    from today to friday 9".

    Return None
    - if no call with the account began between 12 hours and 15 minutes ago
    - if the latest call in this period took place and has a reflection
    - if the words name a day on which there is an upcoming call
    - if the words name another day than the day of the past call
    - if the new time is missing or unclear, or if we can't read all the words
    """
    day, found = found.empty_day, replace(found, empty_day=None)
    if found.by_day or not found.account or not found.to or call_words.unmatched_note(turn, found):
        return None
    person = turn.person
    held = await own_calls.latest_started(
        turn.session,
        person.tenant,
        person.id,
        found.account.id,
        since=turn.now - _WITHIN,
        now=turn.now - call_words.JUST_BEGUN,
    )
    answered = held and held.call.status != MISSED and held.seat.reflected_at
    if held is None or answered or day not in (None, day_of(held.call.starts_at, person.zone)):
        return None
    reading = typed_time(turn, found.to, planned=held.call.starts_at)
    if not isinstance(reading, Understood):
        return None
    if found.calls and not day:
        return await _ask(turn, found, held, reading)
    if held.call.status != MISSED:
        return await moving.at_once(turn, held, reading)
    return await prep_answer.answer_for_account(turn, found.account, _entered(turn, held, reading))


def _entered(turn: Turn, held: Seated, reading: Understood) -> TypedCall:
    zone = turn.person.zone
    when = format_absolute(reading.starts_at, now=turn.now, zone=zone, own=zone)
    return TypedCall(held.account.name, when, reading)


async def _ask(turn: Turn, found: MatchingCalls, held: Seated, reading: Understood) -> Card:
    """Ask which call is meant. Each button acts at once, without another question."""
    zone, name = turn.person.zone, shortened(held.account.name)
    when = format_short(held.call.starts_at, now=turn.now, zone=zone)
    to = format_short(reading.starts_at, now=turn.now, zone=zone)
    if held.call.status == MISSED:
        lead = f"Nobody came to your call with {name}, {when}. Shall I plan a new one?"
        draft = await save_draft(turn, _entered(turn, held, reading))
        first = Button(f"New call, {to}", "prep.second", str(draft.id), "primary")
    else:
        lead = f"Which call with {name} do you want to move?"
        first = moving.button(f"{when} to {to}", held.call, reading.starts_at)
    buttons = [first]
    for one in found.calls[:_OFFERED]:
        moved = typed_time(turn, found.to, planned=one.call.starts_at)
        if isinstance(moved, Understood):
            was_at = format_short(one.call.starts_at, now=turn.now, zone=zone)
            then = format_short(moved.starts_at, now=turn.now, zone=zone)
            buttons.append(moving.button(f"Move {was_at} to {then}", one.call, moved.starts_at))
    return card_saying(typed(lead), Buttons(tuple(buttons)))
