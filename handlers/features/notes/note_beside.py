"""Keep what a line says besides a request: "alder moved to 12, mia is bringing her boss"."""

from handlers.coaching.text.words import shortened
from handlers.features.customers import which_account
from handlers.features.notes import note_kept
from handlers.registry import Turn
from handlers.typed.line_kinds import kind_of
from handlers.typed.reasons import asks_for_more
from storage.tables import Account

_MIN_WORDS = 4  # a remark with fewer words is not kept
_SHOWN = 60  # the reply quotes at most this many characters of the words


async def keep(turn: Turn, account: Account, words: str) -> str:
    """Keep these words as the rep's own note about an account, and return a sentence that says so.

    Keep nothing, and return a sentence that says that the words were left out, if they:

    - are not a note
    - are fewer than four
    - may ask for something
    - or name another account
    """
    said = shortened(words, _SHOWN)
    is_note = kind_of(words) == "note" and len(words.split()) >= _MIN_WORDS
    about = await which_account.named_by(turn, words)
    if not is_note or asks_for_more(words) or about - {account.id}:
        return f"I left out “{said}”. Type it again as a line of its own."
    await note_kept.keep(turn, account, words)
    return f"I kept “{said}” as your own note."
