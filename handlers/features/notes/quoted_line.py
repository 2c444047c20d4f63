"""Save a line that is only a quotation, as words from the rep's latest call with an account."""

import re
from dataclasses import replace

from handlers.cards import Reply
from handlers.features import asker_calls
from handlers.features.customers import account_in_talk, which_account
from handlers.features.notes import note_kept, own_notes
from handlers.features.reflections import call_people, one_line, own_reflection
from handlers.knowledge import situations
from handlers.registry import Turn
from handlers.typed.privacy.confidential import is_confidential
from handlers.views import reflect_cards
from storage.choices import MISSED
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

_QUOTED = re.compile(r"\s*[\"“”„«]\s*(?P<words>[^\"“”„«»\n]+)[\"“”»][.!?]?\s*")
_WORDS = 2  # a quotation has at least this many words; a single word may be only a term


async def answer(turn: Turn) -> Reply | None:
    """Save "“we lose a pallet a week”" as words from the latest call with an account.

    If the line names no account, take the account that came up last. If one contact was in the
    call, this contact becomes the speaker. If several contacts were in the call, or if the rep has
    shared the reflection on the call, first ask whether to keep the line. If there was no call yet,
    or if the last call did not take place, the line becomes the rep's own note.

    Return None:

    - outside the person's own chat
    - if the line is not a quotation, or is confidential
    - if it is unclear which account is meant
    - if the call was internal
    """
    found = _QUOTED.fullmatch(turn.text) if turn.place is None else None
    if found is None or len(found["words"].split()) < _WORDS or is_confidential(turn.text):
        return None
    line = turn.text.strip()
    account = await _account(turn, line)
    if account is None:
        return None
    held = await asker_calls.latest(turn, account)
    if held is None or held.call.status == MISSED:
        return await note_kept.keep(turn, account, line)
    return await _with_call(turn, held, line)


async def _account(turn: Turn, line: str) -> Account | None:
    if account := await account_in_talk.meant(turn, line):
        return account
    last = await asker_calls.latest(turn) if not await which_account.named_by(turn, line) else None
    return last.account if last else None


async def _with_call(turn: Turn, held: Seated, line: str) -> Reply | None:
    coming = await call_people.attendees(turn, held)
    if situations.kind_of(held, coming, turn.playbook) == "internal":
        return None
    reflection = await own_reflection.of_call(turn, held)
    if len(coming) > 1 or (reflection and reflection.shared):
        return await own_notes.offer(turn, held.account, line, held)
    speaker = str(coming[0].id) if coming else one_line.SOMEBODY
    how = reflect_cards.TYPED if reflection else reflect_cards.REPORT
    fields = {"heard": line, "heard_from": speaker}
    return await one_line.save(replace(turn, text=f"{held.call.id}:{how}", fields=fields))
