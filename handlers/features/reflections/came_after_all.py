"""Answer "pia did come" after a no-show was recorded: take that back, and ask how it went."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.features.reflections import no_show, told_before
from handlers.registry import Turn
from handlers.typed.calls.reports import says_came
from storage.choices import MISSED


async def answer(turn: Turn) -> Reply | None:
    """Take back the note that nobody came to the last call with the account in the line.

    If the line names no account, it is about the account that came up last. Return None for any
    other line, outside the person's own chat, and if nobody noted a no-show for that call.
    """
    is_said = turn.place is None and says_came(turn.text)
    held = await told_before.last_call(turn) if is_said else None
    if held is None or held.call.status != MISSED:
        return None
    return await no_show.came(replace(turn, text=str(held.call.id)))
