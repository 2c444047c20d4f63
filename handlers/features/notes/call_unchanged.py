"""Below a note on an account, say that the note has not changed the next call with the account.

A rep who types "alder needs to be thu" may take "Noted" to mean that the call has moved.
"""

from functools import partial

from handlers.cards import Block, Button, Buttons, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import call_words
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.calls.may_mean_call import may_mean_call
from storage.tables import Account

STAYS = "Your next call there stays as it is: {}."
NOT_PLANNED = "No call there is planned."


async def below(turn: Turn, account: Account, words: str) -> list[Block]:
    """Return what to show below a note that may be about a call. Return [] for other notes."""
    if not may_mean_call(words, partial(call_words.is_time_of_call, turn)):
        return []
    name = shortened(account.name, 40)
    ahead = await asker_calls.planned(turn, account, limit=1)
    if not ahead:
        plan = Button("Plan a call", "call.add", account.name, about=name)
        return [Paragraph(spans(NOT_PLANNED)), Buttons((plan,))]
    call = ahead[0].call
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    change = Button("Change the call", "call.edit", str(call.id), about=name)
    return [Paragraph(spans(typed(STAYS.format(when)))), Buttons((change,))]
