"""Answer "delay alder 15 min", and move a call that the rep is late for."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Button, Reply
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.calls import call_words, moving
from handlers.features.customers import which_account
from handlers.features.fields import whole_number
from handlers.features.typed_lines import typed_requests
from handlers.registry import Refusal, Registry, Turn
from handlers.times import Understood
from storage.tables import Account

ENDS = " ?!.,;:"
SOON = timedelta(hours=2)  # if somebody is late, we look for calls that begin within this time
LATER = "call.later"
MAX_MINUTES = 999
_DELAYS = ("delay", "bump", "slide", "nudge", "hold")


def register(registry: Registry) -> None:
    """Register the button that moves a call that the rep is late for."""
    registry.button(LATER, move_later)


async def delayed(turn: Turn) -> Reply | None:
    """Move the call in "delay alder 15 min".

    Return None in a channel. Also return None for any other line, such as "delay in procurement at
    Alder".
    """
    verb, _, words = turn.text.strip(ENDS).partition(" ")
    if turn.place is not None or verb.lower() not in _DELAYS:
        return None
    named = call_words.without_lead_words(words)
    if not await which_account.by_name_or_part_at_start(turn, named):
        return None
    found = await typed_requests.find_move(turn, words)
    if not found.to or found.unread or not found.calls:
        return None
    return await typed_requests.move(replace(turn, text=words))


async def move_button(turn: Turn, account: Account | None, minutes: int) -> Button | None:
    """For somebody who is late, return a button that moves their call by this many minutes.

    The call is the first call that has just begun or begins soon. If `account` is given, the call
    is with this account. Return None if there is no such call.

    If `minutes` is 0, the button opens the form, where the person chooses the time.
    """
    person = turn.person
    near = await asker_calls.planned(
        turn, account, since=turn.now - call_words.JUST_BEGUN, until=turn.now + SOON, limit=1
    )
    if not near:
        return None
    call, name = near[0].call, shortened(near[0].account.name, 40)
    if not minutes:
        return Button("Change the time", "call.edit", str(call.id), about=name)
    later = call.starts_at + timedelta(minutes=minutes)
    clock = later.astimezone(ZoneInfo(person.zone))
    value = f"{call.id}:{minutes}:{call.starts_at.isoformat()}"
    return Button(f"Move it to {clock:%H:%M}", LATER, value, about=name)


async def move_later(turn: Turn) -> Reply:
    """Move a call by the minutes on the button, and say so.

    Raises Refusal if the call has been moved since the button was shown.
    """
    call_id, minutes, was_at = [*turn.text.split(":", 2), "", ""][:3]
    seated = await access.own_call(turn, call_id, locked=True)
    call = seated.call
    if call.starts_at.isoformat() != was_at:
        raise Refusal("The call was changed in the meantime. /calls shows its time.")
    later = timedelta(minutes=min(whole_number(minutes), MAX_MINUTES))
    reading = Understood(call.starts_at + later, call.ends_at + later, call.zone, None)
    return await moving.at_once(turn, seated, reading)
