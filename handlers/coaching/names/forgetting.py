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

NAME_STAYS = "\0"  # stands in for the names of other people, to mark that we keep them
# Given names that are also English words. If the text has one in lower case, we usually read it as
# a word: "to be frank".
GIVEN_NAMES_ALSO_WORDS = stemmed(
    """
    angel ban cherry chip chuck cliff dale dean destiny dot drew frank gale gene ginger hue hung
    jack jade mason melody misty nick sage stew sue tab till van violet
    """
)
_HYPHENS = "-‐‑"
# A name of up to this many letters stays in a hyphenated word: "Li" in "Li-ion".
_SHORT = 2


def forgetting(
    name: str, email: str | None, stand_in: str, others: Collection[str]
) -> Callable[[str], str]:
    """Return a function that replaces a person's name and address in a text with `stand_in`.

    We find the full name and each of its parts, whatever their capitals and accents. A part that is
    also an English word is replaced only where it is clearly a name. Telephone numbers stay, and
    so do other people's addresses.

    `others` are the names of other people. A given name or last name that the person shares with
    one of these people is replaced only inside the person's full name. Alone, it stays, because we
    can't tell who is meant.
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
    """Return the stand-in if the address is the person's or contains the name.

    Otherwise, return the address.
    """
    if email and address.casefold().removeprefix("mailto:") == email.casefold():
        return stand_in
    found = known.found_in(address, plain_words(address))
    return stand_in if any(each.stand_in != NAME_STAYS for each in found) else address


def stays(text: str, words: Sequence[Word], found: NameMatch) -> bool:
    """Check whether to keep words that match the name.

    We keep the words in these cases:

    - They name another person.
    - They are one of `GIVEN_NAMES_ALSO_WORDS` in lower case ("frank"), and the text does not show
      that a person is meant.
    - They are a very short word, or an English word, inside a hyphenated word ("Li" in "Li-ion").
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
