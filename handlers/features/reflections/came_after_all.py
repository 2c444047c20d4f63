"""Answer "pia did come": take back a recorded no-show, and ask how the call went."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.features.reflections import no_show, told_before
from handlers.registry import Turn
from handlers.typed.calls.reports import says_came
from storage.choices import MISSED


async def answer(turn: Turn) -> Reply | None:
    """Take back the record that nobody came to a call, if a line says that somebody came.

    `told_before.last_call` chooses the call. Return None in these cases:

    - The line does not say that somebody came.
    - The person typed the line in a channel.
    - `last_call` finds no call, or the call is not recorded as a no-show.
    """
    is_said = turn.place is None and says_came(turn.text)
    held = await told_before.last_call(turn) if is_said else None
    if held is None or held.call.status != MISSED:
        return None
    return await no_show.came(replace(turn, text=str(held.call.id)))
