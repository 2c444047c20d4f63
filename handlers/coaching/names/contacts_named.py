"""Find which contacts a typed line names. The names may be in lower case. Pure."""

from collections.abc import Iterable, Sequence

from handlers.coaching.names.common_words import OFTEN_WORDS, TITLES, is_common
from handlers.coaching.names.given_names import GIVEN_NAMES, SHORT_FORMS_ALSO_WORDS
from handlers.coaching.names.name_senses import is_a_verb, is_somebody, is_speaking, is_time
from handlers.coaching.names.names_mentioned import perhaps_mentioned
from handlers.coaching.text.spelling import as_seen, plain, plain_words
from handlers.coaching.text.words import Word, stemmed

PART = 3  # a first or last name in lower case needs at least this many letters
# Names that are also German words.
_GERMAN = stemmed(
    """
    alt braun ernst fest frei freitag gross grun gut herbst jung klein kurz lang lieb mai marz
    montag neu recht reich rot samstag sauer schnell schwarz sommer sonntag weiss
    """
)
_OPENS_A_LINE = frozenset(("may", "will", "mark", "chase", "bill"))  # "Will call back on Friday"
_DEEDS = frozenset(("called", "emailed", "met", "owe", "promised", "saw", "visited"))
_TALKS = frozenset(("call", "chat", "chatted", "speak", "spoke", "spoken", "talk", "talked"))
_IS = frozenset(("is", "was", "has"))
# Words that stand before a promised thing: "a" in "promised Will a quote".
_GIFTS = frozenset(["a", "an", "the", "another", "some", "our", "two", "three", "four", "five"])
_PREPOSITIONS = frozenset(("to", "with", "w"))
_NAMES_SOMEBODY = frozenset(("called", "named"))  # "the ops guy is called Bjorn Lund"

_Place = tuple[int, int]  # the first word of a name, and the word after its last word


def contacts_named(text: str, names: Iterable[str]) -> list[str]:
    """Return the `names` of contacts that a line mentions: "pia storm left", "asked Pia".

    The full name, the first name or the last name is enough. It may be in lower case, and accents
    make no difference. In two cases, a first or last name does not count:

    - If the line has a contact's full name, its parts do not count for other contacts. With the
      contact Pia Storm, "Pia Storm" does not name the contact Pia Novak.
    - A last name does not count after another person's first name. "Bjorn Lund" does not name the
      contact Anders Lund.

    Some first and last names are also English or German words ("will", "mark", "lang"). In lower
    case, such a name counts only in these places:

    - before a verb such as "wants"
    - after words such as "talked to" or "promised"
    - before a colon at the start of a line

    With a capital, such a name counts everywhere, with one exception: at the start of a sentence,
    the words in `_OPENS_A_LINE` are usually verbs ("Will call back"), so they count only in the
    places above.
    """
    text = as_seen(text)
    words = plain_words(text)
    found = {name: _places(text, words, name) for name in perhaps_mentioned(text, names)}
    longest = [place for places in found.values() for place in places]
    return [
        name
        for name, places in found.items()
        if any(not any(_is_within(one, other) for other in longest) for one in places)
    ]


def without_addressee(text: str, name: str) -> str:
    """Return a text without the name at its beginning.

    `name` is the full name of a contact or an account, such as "Pia Storm". The text may begin with
    all of it, or with only the first or last name:

    - "pia storm a quote" → "a quote"
    - "pia a quote" → "a quote"
    - "storm a quote" → "a quote"

    Return "" in these cases:

    - The text does not begin with the name.
    - Nothing follows the name, or "and" follows it.
    - The text begins with only a first or last name that is also an English or German word, and
      what follows does not begin like something promised ("a", "the", "two").
    """
    own = [plain(part) for part in name.split() if plain(part).strip(".") not in TITLES]
    if not own:
        return ""
    words = text.split()
    for size, forms in ((len(own), [own]), (1, [own[:1], own[-1:]])):
        begun, after = [plain(word) for word in words[:size]], words[size : size + 1]
        if begun not in forms or not after or after[0].lower() in ("and", "&"):
            continue
        if not _is_also_a_word(begun[0]) or size > 1 or after[0].lower() in _GIFTS:
            return " ".join(words[size:])
    return ""


def _is_also_a_word(part: str) -> bool:
    """Check whether a first or last name in lower case is also an English or German word."""
    return is_common(part) or part in OFTEN_WORDS | SHORT_FORMS_ALSO_WORDS | _GERMAN


def _places(text: str, words: Sequence[Word], name: str) -> list[_Place]:
    """Return the places of the full name or, if there are none, the places of its parts."""
    own = [word.stem for word in plain_words(as_seen(name)) if word.stem not in TITLES]
    if not own:
        return []
    size = len(own)
    starts = range(len(words) - size + 1) if size > 1 else ()
    whole = [
        (at, at + size)
        for at in starts
        if [word.stem for word in words[at : at + size]] == own
        and (not is_a_verb(text, words[at : at + size]) or _goes_on(text, words, at + size - 1))
    ]
    parts = {own[0], own[-1]}
    return whole or [
        (at, at + 1)
        for at, word in enumerate(words)
        if word.stem in parts
        and _is_person(text, words, at)
        and not (word.stem == own[-1] and _is_last_name_of_another(text, words, at, own))
    ]


def _is_last_name_of_another(text: str, words: Sequence[Word], at: int, own: Sequence[str]) -> bool:
    """Check whether the contact's last name comes after another person's first name."""
    if at == 0 or len(own) == 1 or words[at - 1].stem in {*own, *TITLES}:
        return False
    before = words[at - 1]
    if text[before.end : words[at].start].strip(" .-"):
        return False  # "thanks Jana, Lund agrees"
    if text[before.start : before.end].lower() in GIVEN_NAMES:
        return True
    return at > 1 and words[at - 2].stem in _NAMES_SOMEBODY


def _is_person(text: str, words: Sequence[Word], at: int) -> bool:
    """Return whether a part of a contact's name stands for a person here."""
    word = words[at]
    small = text[word.start : word.end].islower()
    if is_time(text, words, at):
        return False
    if not _is_also_a_word(word.stem):
        return not small or word.end - word.start >= PART
    if is_speaking(text, words, at) or _is_met(words, at):
        return True
    begins = at == 0 or not set(".!?\n").isdisjoint(text[words[at - 1].end : word.start])
    return not small and not (
        begins and word.stem in _OPENS_A_LINE and not is_somebody(text, words, at)
    )


def _is_met(words: Sequence[Word], at: int) -> bool:
    """Check for "talked to", "called" or "promised" before a word."""
    before = [word.stem for word in words[max(0, at - 2) : at]]
    if before[-1:] and before[-1] in _PREPOSITIONS:
        return before[0] in _TALKS
    return bool(before) and before[-1] in _DEEDS


def _goes_on(text: str, words: Sequence[Word], at: int) -> bool:
    """Check for "is", "wants" or the like after a name: "will marsh is out"."""
    after = [word.stem for word in words[at + 1 : at + 2]]
    return not _IS.isdisjoint(after) or is_somebody(text, words, at)


def _is_within(place: _Place, other: _Place) -> bool:
    return place != other and other[0] <= place[0] and place[1] <= other[1]
