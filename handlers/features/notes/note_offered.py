"""Say that Attune can't do what a line asks for, and offer to keep the line as a note."""

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import access, colleagues
from handlers.features.notes import note_kept, own_notes
from handlers.features.promises import promise_asked
from handlers.limits import VALUE
from handlers.registry import Registry, Turn
from handlers.typed.orders import asks_to_send, asks_to_write, names_colleague
from storage.conversation import offers
from storage.tables import Account

KEEP = "note.keep_line"
WRITES_TO_NOBODY = "Not done: I don't write to customers."
WRITES_TO_NO_COLLEAGUE = "Not done: I don't write to colleagues in your name."
CANT_DO = "Not done: I can't do that."
NOTHING_CHANGED = "I changed nothing. Shall I keep this as your note on {}? Only you would see it."
HELP = "“help” says what I can do."
_ID = 20  # characters of an account's id in a button's value


def register(registry: Registry) -> None:
    """Register the button that keeps the line."""
    registry.button(KEEP, keep)


async def not_done(turn: Turn, account: Account | None, *more: Button) -> Card:
    """Say that Attune can't do what the typed line asks for, and offer to keep the line as a note.

    In the person's own chat, "yes" in the next message keeps the note, and "no" declines the offer.
    This "no" does not take back anything that was saved earlier. The `more` buttons come last.

    If the line asks us to send something, also offer to save the line as the rep's promise. If
    `account` is None, offer nothing, and point to “help” instead.
    """
    lead = await _lead(turn)
    if account is None:
        return card_saying(f"{lead} {HELP}")
    if turn.place is None:
        await own_notes.offer_own(turn, account, turn.text.strip())
    lead = f"{lead} Shall I note it for {shortened(account.name)}? Only you would see it."
    return card_saying(typed(lead), Buttons((*buttons(turn, account), *more)))


async def nothing_changed(turn: Turn, account: Account) -> Card:
    """Say that a line has changed nothing, and offer to keep it as a note on `account`.

    "Yes" in the next message keeps the note.
    """
    await own_notes.offer_own(turn, account, turn.text.strip())
    lead = NOTHING_CHANGED.format(shortened(account.name))
    return card_saying(typed(lead), Buttons(buttons(turn, account)))


async def _lead(turn: Turn) -> str:
    """Say why we can't do what the line asks for.

    If the line asks us to write to a colleague, the answer speaks of colleagues. If it asks us to
    write to anybody else, the answer speaks of customers.
    """
    if not asks_to_write(turn.text):
        return CANT_DO
    known = await colleagues.names_unlike_contacts(turn)
    return WRITES_TO_NO_COLLEAGUE if names_colleague(turn.text, known) else WRITES_TO_NOBODY


def buttons(turn: Turn, account: Account) -> tuple[Button, ...]:
    """Return the buttons that save the line. If the line is too long for a button, return ()."""
    note, words = note_button(turn, account), turn.text.strip()
    if not note or not asks_to_send(words):
        return note
    value = f"{account.id}:{words}"
    return (
        *note,
        Button("Save as my promise", promise_asked.TO, value, about=shortened(words, 40)),
    )


def note_button(turn: Turn, account: Account, label: str = "Keep as my note") -> tuple[Button, ...]:
    """Return the button that keeps the line. If the line is too long for a button, return ()."""
    words = turn.text.strip()
    if len(words) > VALUE - _ID:
        return ()
    return (Button(label, KEEP, f"{account.id}:{words}", about=shortened(words, 40)),)


async def keep(turn: Turn) -> Reply:
    """Save the button's line as the rep's own note."""
    account_id, _, words = turn.text.partition(":")
    account = await access.account(turn, access.row_id(account_id))
    await offers.close(turn.session, turn.person)
    return await note_kept.keep(turn, account, words)
