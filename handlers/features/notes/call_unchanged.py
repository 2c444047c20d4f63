"""Below a note on an account, say that the note has not changed any call with the account.

A rep who types "alder needs to be thu" may take "Noted" to mean that the call has moved. If the
note names a new time, a button changes the call.
"""

from collections.abc import Sequence
from functools import partial

from handlers.cards import Block, Button, Buttons, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import call_words, moving
from handlers.features.calls.typed_call import TypedCall, save_draft
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Understood, format_absolute, format_short
from handlers.typed.calls.may_mean_call import (
    may_mean_call,
    means_cancelling,
    means_planning,
    times_in,
)
from handlers.views import shown_start
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

STAYS = "Your next call there stays as it is: {}."
THAT_STAYS = "Your call there stays as it is: {}."
NOT_PLANNED = "No call there is planned."


async def below(turn: Turn, account: Account, words: str) -> list[Block]:
    """Return what to show below a note that may be about a call. Return [] for other notes."""
    is_time = partial(call_words.is_time_of_call, turn)
    times = times_in(words, is_time)
    moments = [time for time in times if _is_ahead(turn, time)]
    if not (moments or may_mean_call(words, is_time)):
        return []
    planned = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    if not planned:
        return [Paragraph(spans(NOT_PLANNED)), Buttons((await _plan(turn, account, moments),))]
    at_times = (one for time in times for one in planned if call_words.is_then(turn, one, time))
    meant = next(at_times, planned[0])
    when = format_short(meant.call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = STAYS if meant is planned[0] else THAT_STAYS
    buttons = await _buttons(turn, meant, words, times, moments)
    return [Paragraph(spans(typed(lead.format(when)))), Buttons(buttons)]


async def _buttons(
    turn: Turn, meant: Seated, words: str, times: Sequence[str], moments: Sequence[str]
) -> tuple[Button, ...]:
    """Return the buttons that change the call as the note may want it, the likeliest first."""
    name = shortened(meant.account.name, 40)
    change = Button("Change the call", "call.edit", str(meant.call.id), about=name)
    if means_cancelling(words):
        value = shown_start.value(meant.call)
        return Button("Cancel the call", "call.cancel", value, about=name), change
    if means_planning(words):
        return await _plan(turn, meant.account, moments), change
    starts = meant.call.starts_at
    readings = filter(None, (call_words.new_time(turn, meant, time) for time in times))
    moved = [reading.starts_at for reading in readings if reading.starts_at != starts]
    if not moved:
        return (change,)
    to = format_short(moved[-1], now=turn.now, zone=turn.person.zone)
    return moving.button(f"Move it to {to}", meant.call, moved[-1]), change


async def _plan(turn: Turn, account: Account, moments: Sequence[str]) -> Button:
    """Return the button that plans a call at the last of these times, or asks for the time."""
    name, zone = shortened(account.name, 40), turn.person.zone
    last = await asker_calls.latest(turn, account) if moments else None
    before = last.call.starts_at if last else None  # "same time" is the time of this call
    reading = typed_time(turn, moments[-1], planned=before) if moments else None
    if not isinstance(reading, Understood):
        return Button("Plan a call", "call.add", account.name, about=name)
    absolute = format_absolute(reading.starts_at, now=turn.now, zone=zone, own=zone)
    draft = await save_draft(turn, TypedCall(account.name, absolute, reading))
    when = format_short(reading.starts_at, now=turn.now, zone=zone)
    return Button(f"Plan a call, {when}", "prep.second", str(draft.id), about=name)


def _is_ahead(turn: Turn, time: str) -> bool:
    """Check whether typed words name a day and a time of day in the future.

    "Same time" counts as a time of day.
    """
    reading = typed_time(turn, time, planned=turn.now)
    ahead = isinstance(reading, Understood) and reading.starts_at > turn.now
    return ahead and call_words.names_a_day(turn, time.removesuffix("same time"))
