"""Keep a line as the rep's own note about an account. Nobody else ever reads such a note."""

from collections.abc import Callable

from handlers.cards import Block, Button, Buttons, Card, Paragraph, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.customers import which_account
from handlers.features.notes import call_unchanged
from handlers.features.promises import noted_promises
from handlers.registry import Turn
from handlers.typed.privacy.confidential import is_confidential
from storage.conversation import offers
from storage.sales_calls import own_notes, reflections
from storage.spelling import comparable
from storage.tables import Account

MoreButtons = Callable[[int], tuple[Button, ...]]  # takes the row id of the note
UNDO = "note.remove"
ONLY_YOU = "Only you read it."
ALREADY = "That is already on file as your own note on {}."
REFLECTED = "That is already in your reflection on your last call with {}."
_NOTED = "Noted, only you see it: {}."
_NOT_IN_BRIEFS = "“Everything on file” shows it. Briefs don't."


async def keep(turn: Turn, account: Account, words: str, more: MoreButtons | None = None) -> Card:
    """Keep a line as the rep's own note, and return a card that says who reads it.

    `more` makes further buttons. If the line has a promise, the card has buttons for the promise
    instead. If the same words are on file already, the line is not kept again. The card then has no
    *Undo*, because *Undo* would delete the words that were already on file.
    """
    text = which_account.without_label(words, account)
    if said := await _on_file_already(turn, account, text):
        await offers.close_undo(turn.session, turn.person, turn.now)
        already = said.format(shortened(account.name))
        return card_saying(typed(already))
    lead = noted(account)
    if is_confidential(words):
        lead = f"{lead} {_NOT_IN_BRIEFS}"
    kept = await keep_below(turn, account, words, lead, more)
    return Card(lead, (*kept, *await call_unchanged.below(turn, account, text)))


def noted(account: Account) -> str:
    """Say that a line is now the rep's own note on an account."""
    return _NOTED.format(shortened(account.name))


async def _on_file_already(turn: Turn, account: Account, text: str) -> str:
    """If these words are on file already, return a sentence that says so. Otherwise return "".

    They may be on file as one of the rep's own notes, or as a line of the rep's reflection on
    the latest call with the account. The sentence has "{}" where the account's name belongs.
    """
    person = turn.person
    if await own_notes.same(turn.session, person.tenant, person.id, account.id, text):
        return ALREADY
    last = await asker_calls.latest(turn, account)
    row = last and await reflections.of_call(turn.session, person.tenant, last.call.id, person.id)
    lines = row.heard.splitlines() if row else []
    return REFLECTED if comparable(text) in map(comparable, lines) else ""


async def keep_below(
    turn: Turn, account: Account, words: str, lead: str, more: MoreButtons | None = None
) -> list[Block]:
    """Keep a line as the rep's own note, and return `lead` with the note's buttons below it.

    If the line begins with the account's name ("northwind: they have a new cfo"), the note leaves
    out the name. If the rep types "undo" in the next message, the note is removed.
    """
    words = which_account.without_label(words, account)
    note = await own_notes.add(turn.session, turn.person, account.id, words, turn.now)
    kept = offers.to_undo(UNDO, str(note.id), turn.now)
    await offers.save(turn.session, turn.person, kept)
    undo = Button("Undo", UNDO, str(note.id), about=shortened(note.text, 40))
    beside = await noted_promises.buttons(turn, account, words)
    beside = beside or (more(note.id) if more else ())
    return [Paragraph(spans(typed(lead))), Buttons((undo, *beside))]
