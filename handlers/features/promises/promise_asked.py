"""Ask for what a typed promise lacks: its account, its day or what was promised.

We ask with a card, and don't open a form: *Not now* in a form would lose what was typed. The card
keeps it, because the value of each of its buttons contains the promise.
"""

from datetime import date

from handlers.cards import Button, Buttons, Card, Form, Note, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features.customers import which_account
from handlers.features.promises import unread_day
from handlers.features.reflections import typed_line
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.transcripts.promises.wished_for import names_nothing
from handlers.views.promises import promise_cards, promise_lines

TO = "promise.to"
SHOWN = 200  # characters of a promise
_NAME_LENGTH = 30
NOT_SAVED = "The promise is not saved yet."
PASSED = f"That day has passed. By which day? {NOT_SAVED}"
NO_DAY = f"By which day? {NOT_SAVED}"
NOTED = f"A colleague has already noted that promise. {NOT_SAVED}"


async def card(turn: Turn, form: Form, note: str = "", *, noted: bool = False) -> Card:
    """Ask for what the form of a promise still lacks.

    The card begins with the sentence `note`.

    `noted` means that the form is complete, but a colleague has already noted the promise. Then ask
    for nothing, and say that a colleague has noted it.
    """
    values = {one.id: getattr(one, "value", None) for one in form.inputs}
    text, due_on = str(values.get("text") or ""), values.get("due_on")
    day = due_on if isinstance(due_on, date) else None
    today = day_of(turn.now, turn.person.zone)
    words = promise_lines.shown(text, day, today)
    words = f"{promise_cards.THEIRS}{words}" if values.get("side") == "theirs" else words
    account = await which_account.on_file(turn, str(values.get("account") or ""))
    if account is None:
        return await _ask_account(turn, words, text, day, note)
    unclear = [block for block in form.blocks if isinstance(block, Note)][1:]
    if unclear and not noted:
        lead = f"{_plain_text(unclear[0])} {NOT_SAVED}"
    elif names_nothing(text) or not text:
        lead = f"What was promised to {shortened(account.name)}? {NOT_SAVED}"
    else:
        is_past = day < today if day else unread_day.has_passed(text, turn)
        lead = NOTED if noted else PASSED if is_past else NO_DAY
    about = shortened(text, 40)
    more = Button("Add the promise", "promise.add", f"{account.id}:{words}", about=about)
    return _card(" ".join(filter(None, (note, lead))), more)


async def _ask_account(turn: Turn, words: str, text: str, day: date | None, note: str) -> Card:
    """Ask which account the promise is about, with a button for each likely one."""
    is_theirs = words.startswith(promise_cards.THEIRS)
    which = "Which account promised this?" if is_theirs else "Which account is this promise to?"
    due = promise_cards.due(day, day_of(turn.now, turn.person.zone), lasting=True)
    said = f"“{shortened(text, SHOWN)}”{f', {due}' if day else ''}."
    about = shortened(text, 40)
    likely = [
        Button(shortened(one.name, _NAME_LENGTH), TO, f"{one.id}:{words}", about=about)
        for one in await typed_line.likely(turn)
    ]
    label = "Another account" if likely else "Add the promise"
    other = Button(label, "promise.add", f":{words}", about=about)
    return _card(" ".join(filter(None, (note, which, said))), *likely, other)


def _plain_text(note: Note) -> str:
    return "".join(span.text for span in note.text)


def _card(lead: str, *buttons: Button) -> Card:
    return card_saying(typed(lead), Buttons(buttons))
