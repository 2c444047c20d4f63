"""Give a promise other words: "security paper not sso", "rename the sso promise to …"."""

import re

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened, stems
from handlers.features import access
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.promises.other_words import OtherWords, other_words
from storage.conversation import drafts, offers, undos
from storage.conversation.undos import Undo
from storage.customers import commitments
from storage.tables import Account, Commitment

BACK = "promise.words_back"
SHOWN = 200  # characters of a promise
CHANGED = "That promise's words have changed since, so they stay. /promises shows them."
SAME = "You have another promise in these words, so this one stays as it is."


def register(registry: Registry) -> None:
    """Register the button that gives a promise its earlier words back."""
    registry.button(BACK, put_back)


async def answer(turn: Turn) -> Reply | None:
    """Replace the old words of an open promise with the new words.

    Exactly one open promise must have the old words.

    A line without the word "promise" may be about something else. Such a line changes the promise
    only in these cases:

    - All of the new words are in the promise already: "paper not sso" changes the promise "an sso
      paper".
    - The promise was saved in the last ten minutes.

    Return None if no promise is changed. Also return None outside the person's own chat.
    """
    said = other_words(turn.text) if turn.place is None else None
    if said is None:
        return None
    rows = await commitments.of_owner(turn.session, turn.person.tenant, turn.person.id)
    found = [row for row in rows if {*stems(" ".join(said.old))} <= _words(row[0].text)]
    if len(found) != 1:
        return None
    promise, account = found[0]
    new, there = {*stems(said.new)}, {*stems(promise.text)}
    if not (said.sure or new <= there or _just_saved(turn, promise)):
        return None
    # New words that share a word with the promise replace the whole promise: "security paper"
    # replaces "an sso paper".
    is_whole = said.sure or not new.isdisjoint(there)
    text = said.new if is_whole else _replaced(promise.text, said)
    return await reworded(turn, promise, account, text) if text else None


async def put_back(turn: Turn) -> Reply:
    """Give a promise its earlier words back.

    Raises Refusal if its words have changed since, or if another promise has the earlier words.
    """
    kept = await access.kept_undo(turn, BACK, turn.text)
    promise_id, _, mark = kept.ids.partition(":")
    promise = await access.own_promise(turn, promise_id, locked=True, take_over=False)
    if undos.mark(promise.text) != mark:
        raise Refusal(CHANGED)
    await offers.close(turn.session, turn.person)
    if not await commitments.reword(turn.session, promise, kept.words):
        raise Refusal(SAME)
    lead = f"The promise says again: {shortened(promise.text, SHOWN)}."
    return card_saying(typed(lead))


async def reworded(turn: Turn, row: Commitment, account: Account, text: str) -> Card:
    """Give a promise these words, with *Undo*. Raises Refusal if another promise has them."""
    promise = await access.own_promise(turn, str(row.id), locked=True)
    before = promise.text
    if not await commitments.reword(turn.session, promise, text):
        raise Refusal(SAME)
    undo = Undo(BACK, account.name, f"{promise.id}:{undos.mark(text)}", before)
    value = str(await undos.keep(turn.session, turn.person, undo, turn.now))
    await offers.save(turn.session, turn.person, offers.to_undo(BACK, value, turn.now))
    whose = "by" if promise.side == "theirs" else "to"
    lead = f"The promise {whose} {shortened(account.name)} now says: {shortened(text, SHOWN)}."
    return card_saying(typed(lead), Buttons((Button("Undo", BACK, value, beside=True),)))


def _just_saved(turn: Turn, promise: Commitment) -> bool:
    """Check whether a promise was made in the last ten minutes."""
    return promise.made_at >= turn.now - drafts.ANSWERED_WITHIN


def _words(text: str) -> set[str]:
    """Return the words of a promise, without a person in brackets at its end."""
    before, opened, person = text.rpartition(" (")
    return {*stems(before if opened and person.endswith(")") else text)}


def _replaced(text: str, said: OtherWords) -> str:
    """Replace the old words with the new ones. Return "" if `text` lacks the old words."""
    old = re.search(re.escape(" ".join(said.old)), text, re.IGNORECASE)
    return f"{text[: old.start()]}{said.new}{text[old.end() :]}" if old else ""
