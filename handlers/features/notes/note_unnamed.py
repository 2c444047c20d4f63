"""Keep a statement that names no account as a note on the account just talked about."""

from handlers.cards import Button, Reply
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.customers import account_in_talk, short_forms, which_account
from handlers.features.customers.short_names import begins_with_short_name
from handlers.features.notes import note_kept, note_offered, notes_removed, own_notes
from handlers.features.reflections import typed_line, typed_report
from handlers.registry import Registry, Turn
from handlers.typed.customers.statements import (
    may_be_for_attune,
    may_be_news,
    states_something,
)
from storage.conversation import card_shown
from storage.tables import Account

MOVE = "note.move"
OTHERS = 1  # we offer to move the note to at most this many other accounts
_NAME_LENGTH = 30


def register(registry: Registry) -> None:
    """Register the button that moves a note to another account."""
    registry.button(MOVE, move)


async def answer(turn: Turn) -> Reply | None:
    """Keep a statement such as "shes worried about the works council" as the rep's own note.

    `account_in_talk.meant` decides which account the note is about. Return None in these cases:

    - The line was typed outside the person's own chat, or is not a statement.
    - The line names an account, or says what a colleague wants.
    - The line names a contact, and no call has just ended.
    - We can't tell which account the line is about.
    - An ask to marketing was just shown. The line may be about the account of this ask.
    """
    text = turn.text.strip()
    if turn.place is not None or "\n" in text:
        return None
    if await card_shown.latest(turn.session, turn.person, "ask", turn.now):
        return None
    people = await which_account.named_by(turn, text)
    if not may_be_news(text, named=bool(people)) or await which_account.named_in_full(turn, text):
        return None
    if people and not await account_in_talk.just_ended(turn):
        return None  # `customers/about_account.py` answers a line that names a contact
    if not people and await typed_report.says_colleague_asks(turn, text):
        return None
    return await _of_short_form(turn, text) or await _of_account_in_talk(turn, text)


async def otherwise(turn: Turn) -> Reply | None:
    """Keep a statement that nothing else has answered, such as "no sso no deal tho".

    Return None in these cases:

    - The line was typed outside the person's own chat, or is not a statement.
    - The line says what a colleague wants.
    - We can't tell which account the line is about.
    """
    text = turn.text.strip()
    if turn.place is not None or "\n" in text or not states_something(text):
        return None
    if await typed_report.says_colleague_asks(turn, text):
        return None
    return await _of_short_form(turn, text) or await _of_account_in_talk(turn, text)


async def _of_account_in_talk(turn: Turn, text: str) -> Reply | None:
    if turn.person.role == "marketer":
        return None  # marketing has no calls: the line is to Attune, not about a customer
    account = await account_in_talk.meant(turn, text)
    if account is None:
        return None
    named = await which_account.named_by(turn, text)
    if not named and may_be_for_attune(text) and not await account_in_talk.just_ended(turn):
        return await note_offered.nothing_changed(turn, account)
    return await _keep_note(turn, account, text)


async def _of_short_form(turn: Turn, text: str) -> Reply | None:
    """Keep a line that begins with a short form of an account's name: "bwc call was fine".

    If we don't know which account the short form means, ask. Return None if the line does not begin
    with a short form.
    """
    among = await typed_line.likely(turn)
    if account := short_forms.account_meant(text, among):
        return await note_kept.keep(turn, account, text)
    if not among or not begins_with_short_name(text):
        return None
    return own_notes.which_one(text, among, typed_line.WHICH, typed_line.CALLS_HINT, own_notes.NONE)


async def move(turn: Turn) -> Reply:
    """Move a note to the account on the button. Raises Refusal if the note is gone."""
    note_id, _, account_id = turn.text.partition(":")
    account = await access.account(turn, access.row_id(account_id))
    text = await notes_removed.delete_note(turn, note_id)
    return await _keep_note(turn, account, text, others=True)


async def _keep_note(turn: Turn, account: Account, text: str, *, others: bool = False) -> Reply:
    """Keep a note on `account`, and offer to move it to the likeliest other account.

    If the line names a contact of `account` ("mia is new"), offer this only if `others` is true.
    """
    named = await which_account.named_by(turn, text)
    likely = [one for one in await typed_line.likely(turn) if one.id != account.id]
    likely.sort(key=lambda one: one.id not in named)
    if account.id in named and not others:
        likely = []

    def moves(note_id: int) -> tuple[Button, ...]:
        names = ((one, shortened(one.name, _NAME_LENGTH)) for one in likely[:OTHERS])
        about = shortened(text, 40)
        return tuple(
            Button(f"Move to {name}", MOVE, f"{note_id}:{one.id}", about=about)
            for one, name in names
        )

    return await note_kept.keep(turn, account, text, moves)
