"""Keep what a line says besides a request: "alder moved to 12, mia is bringing her boss"."""

from dataclasses import replace
from typing import NamedTuple

from handlers.cards import Button, Buttons, Card, Note, Reply, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.customers import which_account
from handlers.features.notes import note_kept
from handlers.features.promises import noted_promises
from handlers.features.settings import several_absences
from handlers.registry import Turn
from handlers.typed.line_kinds import kind_of
from handlers.typed.not_notes import says_late
from handlers.typed.reasons import asks_for_more, says_cannot, says_nothing, tells_more
from handlers.typed.settings.absence_said import days_away
from handlers.typed.words import bare_word, listed
from storage.tables import Account

NOT_AWAY = "Your absence is not set yet."
_I_AM = listed("im i ill")
_SHOWN = 60  # the reply quotes at most this many characters of the words
_WITH_NUMBERS = 6  # a number in a remark with fewer words may belong to another request


class Rest(NamedTuple):
    """What became of the rest of a line: a sentence, and buttons for the promises in the rest."""

    told: str = ""
    buttons: tuple[Button, ...] = ()


async def keep_rest(turn: Turn, account: Account, words: str) -> Rest:
    """Keep what a line says besides an order, and offer the promises in it.

    `words` is the line without the order. A short reason for the order ("jana is ill") is not kept,
    and neither are words that tell nothing ("jana just called"). For "im off today", offer to set
    the absence instead.
    Use this before you carry out the order. Then a typed "undo" in the next message takes back the
    order, and not the note.
    """
    rest = which_account.without_label(words, account)
    days = days_away(rest) if bare_word(rest.partition(" ")[0]) in _I_AM else ""
    if away := several_absences.offered(turn, days) if days else None:
        return Rest(NOT_AWAY, (away,))
    if not tells_more(rest) or says_late(rest) or says_nothing(rest):
        return Rest()
    return await keep_with_promises(turn, account, rest)


async def keep_with_promises(turn: Turn, account: Account, words: str) -> Rest:
    """Keep the words as `keep` does, and offer the promises in them."""
    told = await keep(turn, account, words)
    return Rest(told, await noted_promises.buttons(turn, account, words))


def with_rest(reply: Reply, rest: Rest) -> Reply:
    """Add to the reply a note that says what became of the rest of the line."""
    if not rest.told or not isinstance(reply, Card):
        return reply
    shown = (Buttons(rest.buttons),) if rest.buttons else ()
    return replace(reply, blocks=(*reply.blocks, Note(spans(typed(rest.told))), *shown))


async def keep(turn: Turn, account: Account, words: str) -> str:
    """Keep these words as the rep's own note, and return a sentence that says so.

    The note is about `account`. But if the words name only another account, the note is about that
    account. Nothing is kept, and the sentence says so, if the words:

    - are not a note
    - may ask for something
    - name several accounts
    """
    said = shortened(words, _SHOWN)
    about = await which_account.named_by(turn, words)
    other = await which_account.only_one_named(turn, words) if about - {account.id} else None
    is_unclear = len(about) > 1 or (other is None and about - {account.id})
    if kind_of(words) != "note" or _may_ask(words) or is_unclear:
        return f"Not done: “{said}”."
    await note_kept.keep(turn, other or account, words)
    where = f" on {shortened(other.name, 40)}" if other else ""
    return f"I kept “{said}” as your own note{where}."


def _may_ask(words: str) -> bool:
    """Check whether the words may ask for something else.

    A number may be part of a request ("halden to 3"). In a long remark, and in a remark such as
    "she cant make 4", numbers do not count.
    """
    is_remark = len(words.split()) >= _WITH_NUMBERS or says_cannot(words)
    bare = "".join(one for one in words if not one.isdigit()) if is_remark else words
    return asks_for_more(bare)
