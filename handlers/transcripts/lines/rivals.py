"""Find names of competitors in a call."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from handlers.coaching.names.common_words import is_common
from handlers.coaching.text.spelling import plain, plain_words
from handlers.coaching.text.words import SAY_LITTLE, stemmed
from handlers.times.words import DAY_NAMES, MONTH_NAMES
from handlers.transcripts.records import RivalNamed
from handlers.transcripts.speech.sentences import SpokenSentence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CALENDAR = frozenset(name.lower() for name in (*DAY_NAMES, *MONTH_NAMES))
# A name that is also an ordinary word counts only after one of these words: "we use Drift", "they
# came from Drift", "Slack versus Drift".
_USING = _words("use used using uses from versus vs against")
# If the name is also a day or a month, a "from" before the name is not enough. One of these words
# must come before "from": "came from Monday".
_LEAVING = _words("switch switched switching came come coming move moved moving migrated")
_BETWEEN = _words("the a our to away over")  # may stand between a word of `_USING` and the name
_ORDINARY_PRODUCTS = stemmed(
    "apollo chorus drift gong gusto insight intercom lattice loom outreach segment"
)
# Ordinary words, in addition to the words for which `is_common` is true. If a name has only
# ordinary words, `_is_meant` decides whether a sentence means the competitor.
_ALSO_WORDS = _CALENDAR | SAY_LITTLE | _ORDINARY_PRODUCTS
_SPLIT_LENGTH = 6  # a split or joined name ("hub spot") needs at least this many letters
_MAX_WORDS = 4  # we look for names of at most this many words


def rivals_named(
    sentences: Iterable[SpokenSentence],
    names: Sequence[str],
    heard_as: Iterable[tuple[str, str]] = (),
) -> tuple[RivalNamed, ...]:
    """Return the competitors whose names we hear, in the order of their first mention.

    `heard_as` has misspellings, each with the right name: ("root lee", "Routely"). We ignore a
    misspelling if its right name is not in `names`.

    - We look for whole words. Capitals and accents make no difference.
    - A name of at least six letters may be split or joined: "hub spot".
    - If a name is also an ordinary word, such as Drift, it counts only after a word such as "use",
      "from" or "versus", or before ".com".

    The result may lack competitors that somebody named, because transcripts misspell most names
    that are invented words.
    """
    others = (one for one in heard_as if one[1] in names)
    forms = _forms([*((name, name) for name in names), *others])
    found: dict[str, tuple[int, SpokenSentence]] = {}
    for sentence in sorted(sentences, key=lambda one: one.spot.part):
        if not _may_be_in(sentence.plain, forms):
            continue
        for name in _heard(sentence.words, forms):
            times, first = found.get(name, (0, sentence))
            found[name] = (times + 1, first)
    return tuple(
        RivalNamed(name, times, first.spot, first.side) for name, (times, first) in found.items()
    )


# The key is a spelling of a name, with the spaces removed. The value is the number of words in the
# spelling, and the right name. For the spelling "root lee": "rootlee" → (2, "Routely").
_Forms = Mapping[str, tuple[int, str]]


def _forms(names: Iterable[tuple[str, str]]) -> _Forms:
    forms: dict[str, tuple[int, str]] = {}
    for form, name in names:
        words = [word.stem for word in plain_words(form)]
        if words:
            forms.setdefault("".join(words), (len(words), name))
    return forms


def _may_be_in(said: str, forms: _Forms) -> bool:
    """Check quickly whether a name may be in a sentence. Nearly all sentences have no name."""
    letters = "".join(filter(str.isalnum, said if said.isascii() else plain(said)))
    return any(form[:-1] in letters for form in forms)


def _heard(text: str, forms: _Forms) -> Iterator[str]:
    said = [word.stem for word in plain_words(text)]
    at = 0
    while at < len(said):
        used, name = _starting(said, at, forms)
        if name:
            yield name
        at += used


def _starting(said: Sequence[str], at: int, forms: _Forms) -> tuple[int, str]:
    """Return the number of words in the longest name that starts here, and the name.

    If no name starts here, return 1 and "".
    """
    for used in range(_MAX_WORDS, 0, -1):
        letters = "".join(said[at : at + used])
        words, name = forms.get(letters, (0, ""))
        as_written = used == words or len(letters) >= _SPLIT_LENGTH
        if name and len(said) >= at + used and as_written and _is_meant(said, at, used):
            return used, name
    return 1, ""


def _is_meant(said: Sequence[str], at: int, used: int) -> bool:
    """Check that the words mean the competitor, and are not just ordinary words or a date.

    `said` are all words of the sentence. The name is `used` words long and begins at `at`.
    """
    words = said[at : at + used]
    calendar = words[0] in _CALENDAR
    if not all(is_common(word) or word in _ALSO_WORDS for word in words):
        return True
    if said[at + used : at + used + 1] == ["com"]:
        return True
    before = [word for word in said[max(0, at - 4) : at] if word not in _BETWEEN]
    if not before or before[-1] not in _USING:
        return False
    # In "from Monday", Monday is a day. In "we came from Monday", it is the competitor.
    return not calendar or before[-1] != "from" or bool(_LEAVING & set(before))
