"""Find the account that the first word of a line is short for: "bwc" for Brightwater Clinics."""

from collections.abc import Sequence

from handlers.coaching.names.common_words import is_common
from handlers.typed.asked.time_confirmed import is_short_for
from handlers.typed.words import bare_word, listed
from storage.tables import Account

_CALL = listed("call meeting demo mtg")
_VOWELS = frozenset("aeiouy")
_MIN_LETTERS, _MAX_LETTERS = 2, 4
_NO_NAME = listed("hr mr mrs ms dr")


def account_meant(text: str, among: Sequence[Account]) -> Account | None:
    """Return the account that the first word of a line is short for.

    Return None if the word is short for no account or for several, or if it is a common word.
    """
    first = bare_word(text.partition(" ")[0])
    if is_common(first):
        return None
    meant = {one.id: one for one in among if is_short_for(first, one.name)}
    return next(iter(meant.values())) if len(meant) == 1 else None


def may_name_account(text: str) -> bool:
    """Check whether a line such as "bw call was fine" begins with a short form.

    Two to four letters without a vowel are most likely short for an account's name.
    """
    first, *rest = [bare_word(word) for word in text.split(maxsplit=2)[:2]] or [""]
    is_short = _MIN_LETTERS <= len(first) <= _MAX_LETTERS and first.isalpha()
    said = is_short and _VOWELS.isdisjoint(first) and first not in _NO_NAME and not is_common(first)
    return said and rest != [] and rest[0] in _CALL
