"""Take one person's name out of texts, and leave everybody else's and all other words."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from handlers.coaching.addresses import ADDRESS
from handlers.coaching.common_words import ORDINARY
from handlers.coaching.names import NameMatch, Names, fitted, is_somebody, replaced
from handlers.coaching.spelling import as_seen, plain_words
from handlers.coaching.words import Word, stemmed

KEPT = "\0"  # the stand-in of names that stay
# Given names that are words too. In lower case they are the word: "let us be frank".
_WORDS = stemmed(
    """
    angel ban cherry chip chuck cliff dale dean destiny dot drew frank gale gene ginger hue hung
    jack jade mason melody misty nick sage stew sue tab van violet
    """
)
_HYPHENS = "-‐‑"
_SHORT = 2  # letters of a name that is not taken for a part of a word with a hyphen: "Li-ion"


def forgetting(
    name: str, email: str | None, stand_in: str, others: Collection[str]
) -> Callable[[str], str]:
    """A function that replaces a person's name and address in a text by `stand_in`.

    The name is found as `without_names` finds it: as a whole, by each of its parts, in any case and
    with or without accents. A part that is an English word counts only where it must be a name.
    `others` are the names of people who stay. A part of the name that one of them has too ("Jana")
    stays where it stands alone, because nobody can tell who is meant. Addresses of others and
    numbers stay. A text without the name is returned unchanged.
    """
    theirs = [each for each in others if each.casefold() != name.casefold()]
    known = Names({**dict.fromkeys(theirs, KEPT), name: stand_in})
    named = partial(_address, known, email, stand_in)

    def forget(text: str) -> str:
        seen = as_seen(text)
        found = replaced(
            ADDRESS.sub(lambda one: named(one[0]), seen), known, partial(fitted, known), stays
        )
        return text if found == seen else found

    return forget


def _address(known: Names, email: str | None, stand_in: str, address: str) -> str:
    """An address as it stays, or the stand-in if it is the person's or has their name in it."""
    if email and address.casefold().removeprefix("mailto:") == email.casefold():
        return stand_in
    found = known.found_in(address, plain_words(address))
    return stand_in if any(each.stand_in != KEPT for each in found) else address


def stays(text: str, words: Sequence[Word], found: NameMatch) -> bool:
    """Whether words that may be the name stay: another's, or a part of another word ("Li-ion")."""
    if found.stand_in == KEPT:
        return True
    first, last = words[found.first], words[found.last - 1]
    if first is last and first.stem in _WORDS and text[first.start].islower():
        return not is_somebody(text, words, found.first)
    if first is not last or (len(first.stem) > _SHORT and first.stem not in ORDINARY):
        return False
    before, after = text[max(0, first.start - 2) : first.start], text[last.end : last.end + 2]
    return _continues(before[::-1]) or _continues(after)


def _continues(beside: str) -> bool:
    """Whether a word goes on beyond a hyphen."""
    return len(beside) > 1 and beside[0] in _HYPHENS and beside[1].isalpha()
