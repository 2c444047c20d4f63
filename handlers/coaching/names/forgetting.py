"""Remove one person's name from texts."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from handlers.coaching.names.addresses import ADDRESS
from handlers.coaching.names.common_words import ORDINARY
from handlers.coaching.names.name_index import NameMatch, Names
from handlers.coaching.names.name_senses import is_somebody
from handlers.coaching.names.replacing_names import fitted, replaced
from handlers.coaching.text.spelling import as_seen, plain_words
from handlers.coaching.text.words import Word, stemmed

NAME_STAYS = "\0"  # marks the names that we keep; the name that we replace has a stand-in
# Given names that are also words. In lower case, we usually read them as words: "to be frank".
GIVEN_NAMES_ALSO_WORDS = stemmed(
    """
    angel ban cherry chip chuck cliff dale dean destiny dot drew frank gale gene ginger hue hung
    jack jade mason melody misty nick sage stew sue tab till van violet
    """
)
_HYPHENS = "-‐‑"
_SHORT = 2  # a name of up to this many letters is not matched within a hyphenated word: "Li-ion"


def forgetting(
    name: str, email: str | None, stand_in: str, others: Collection[str]
) -> Callable[[str], str]:
    """Return a function that replaces a person's name and address in a text with `stand_in`.

    We find the full name or one of its parts, in capitals or not, with or without accents. A part
    that is also an English word counts only where it must be a name. If one of the `others` shares
    a part ("Jana"), the part alone stays, because we can't tell who is meant. Numbers and other
    people's addresses stay.
    """
    theirs = [each for each in others if each.casefold() != name.casefold()]
    known = Names({**dict.fromkeys(theirs, NAME_STAYS), name: stand_in})
    named = partial(_address, known, email, stand_in)

    def forget(text: str) -> str:
        seen = as_seen(text)
        found = replaced(
            ADDRESS.sub(lambda one: named(one[0]), seen), known, partial(fitted, known), stays
        )
        return text if found == seen else found

    return forget


def _address(known: Names, email: str | None, stand_in: str, address: str) -> str:
    """Return the stand-in if the address is the person's or has the name, else the address."""
    if email and address.casefold().removeprefix("mailto:") == email.casefold():
        return stand_in
    found = known.found_in(address, plain_words(address))
    return stand_in if any(each.stand_in != NAME_STAYS for each in found) else address


def stays(text: str, words: Sequence[Word], found: NameMatch) -> bool:
    """Check whether to keep words that match the name.

    We keep them if they name another person, if they are an ordinary word in lower case ("frank")
    and not clearly a name, or if they are a very short or ordinary part of a hyphenated word
    ("Li-ion").
    """
    if found.stand_in == NAME_STAYS:
        return True
    first, last = words[found.first], words[found.last - 1]
    if first is last and first.stem in GIVEN_NAMES_ALSO_WORDS and text[first.start].islower():
        return not is_somebody(text, words, found.first)
    if first is not last or (len(first.stem) > _SHORT and first.stem not in ORDINARY):
        return False
    before, after = text[max(0, first.start - 2) : first.start], text[last.end : last.end + 2]
    return _continues(before[::-1]) or _continues(after)


def _continues(beside: str) -> bool:
    return len(beside) > 1 and beside[0] in _HYPHENS and beside[1].isalpha()
