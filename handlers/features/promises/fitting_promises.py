"""Find the promises that fit typed words, and show them with their buttons."""

from collections.abc import Sequence

from handlers.cards import Block, Button, Buttons, Card, Paragraph, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.promises.promise_fit import fitting, words_beside
from handlers.coaching.text.words import SMALL_WORDS, singular, stems
from handlers.features import colleagues
from handlers.features.customers.which_account import forms_of
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import OPENERS, THEY, listed
from handlers.views.promises import promise_cards
from storage.customers import contacts
from storage.tables import Account, Commitment

Row = tuple[Commitment, Account]

# Words that may stand beside the name of the person who promised: "no wait jana will".
_BESIDE_NAMES = THEY | OPENERS | SMALL_WORDS | listed("will now no wait actually sorry only it")
SHOWN = 4  # a question or an answer shows at most this many promises
_SHORT_NAME = 2  # letters
STILL_OPEN = "Still open:"
IS_DONE = "Is this done?"


async def fitting_rows(turn: Turn, rows: Sequence[Row], words: Sequence[str]) -> list[Row]:
    """Return the promises in `rows` that fit the words best."""
    known = await stems_of_names(turn, rows)
    return [rows[at] for at in fitting(words, [row[0].text for row in rows], known)]


async def stems_of_names(turn: Turn, rows: Sequence[Row]) -> set[str]:
    """Return the words in the names of the promises' accounts and of the accounts' contacts.

    A word in the plural is put into the singular.
    """
    ids = {account.id for _, account in rows}
    people = await contacts.by_accounts(turn.session, ids)
    words = {word for _, account in rows for word in account.name_key.split()}
    words |= {one for known in people.values() for each in known for one in forms_of(each.name)}
    return {singular(word) for word in words}


async def fits_loosely(turn: Turn, row: Row, words: Sequence[str]) -> bool:
    """Check whether some of the words are neither in the promise nor in a name.

    "Case study" fits the promise "the customer study" loosely. Words of two letters do not count,
    because they may be short for a name: "pricing nw sent".
    """
    known = await stems_of_names(turn, [row])
    return any(len(word) > _SHORT_NAME for word in words_beside(words, row[0].text, known))


async def is_made_by(turn: Turn, row: Row, who: Sequence[str]) -> bool:
    """Check that the words `who` name nobody but the promise's account and its contacts.

    `who` comes from a line about the promise, and may say who made the promise. Return True if each
    of the words is one of these:

    - a word such as "they" or "will"
    - a word in the name of the account or of a contact there, such as "aylin" in "Aylin sends the
      list friday not thursday"
    - a word of the promise, such as "depot" and "list" in "depot list now comes fri"

    Also return True if `who` is empty.
    """
    names = await stems_of_names(turn, [row]) | set(stems(row[0].text))
    return all(singular(word) in names for word in who if word not in _BESIDE_NAMES)


async def names_colleague(turn: Turn) -> bool:
    """Check whether a line names a colleague.

    If Tomas is a colleague, "sent the pricing to tomas" is not about a promise to a customer.
    """
    ours = await colleagues.names_unlike_contacts(turn)
    return not {first_name(one).casefold() for one in ours}.isdisjoint(written_out_words(turn.text))


def shown(turn: Turn, rows: Sequence[Row], lead: str, *more: Button) -> Card:
    """Show at most `SHOWN` promises with their buttons, and the buttons in `more` below them."""
    today = day_of(turn.now, turn.person.zone)
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    blocks += promise_cards.lines(rows[:SHOWN], today, "all")
    every = Button("All promises", "promises.all", beside=True)
    return Card(lead, (*blocks, Buttons((*more, every))))
