"""The forms in which people write a name, such as its parts, its initials and short forms."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import takewhile

from handlers.coaching.names.common_words import (
    LEGAL_FORMS,
    OFTEN_WORDS,
    SHARED,
    TITLES,
    is_common,
    is_small,
)
from handlers.coaching.names.given_names import OTHER_FORMS, SHORT_FORMS_ALSO_WORDS
from handlers.coaching.text.spelling import SPACELESS, SPELLED_OUT, plain, plain_words
from handlers.coaching.text.words import SAY_LITTLE, singular

# All forms except the full name use only the first `WORD_LIMIT` words of a name.
WORD_LIMIT = 8
# Words that follow a family name in Chinese, Japanese and Korean.
_HONORIFICS = (
    *("先生", "女士", "小姐", "太太", "總", "总", "經理", "经理", "老師", "老师"),
    *("さん", "様", "氏", "씨", "님"),
)
# A form such as "jnovak" needs a family name of at least this many letters.
_INITIAL_AND_NAME_LENGTH = 5


class Needs(IntEnum):
    """What a word needs before we take it for a name. Higher values are stricter."""

    NOTHING = 0
    CAPITAL = 1
    # One of these is enough:
    # - The word has a capital, and is not the first word of a sentence.
    # - The next word goes only with a person, such as "thinks" in "Will thinks so".
    WITHIN = 2
    TITLE = 3  # a capital, and a title before the word
    CAPITALS = 4  # a capital on every word
    INITIALS = 5  # only capital letters
    NEVER = 6


# The stems of each form of a name, and what the form needs.
_Forms = Iterator[tuple[tuple[str, ...], Needs]]


def _wholes(name: str) -> _Forms:
    """Yield the full name in each of its spellings. "&" also becomes "and", or is left out."""
    spelled = name.replace("&", " and ").replace("+", " and ")
    for spelling in dict.fromkeys((name, spelled, spelled.translate(SPELLED_OUT))):
        stems = tuple(word.stem for word in plain_words(spelling))
        if stems:
            yield stems, _needs(name, stems)
        if len(stems) > 1:
            yield tuple(stem for stem in stems if stem != "and") or stems, Needs.NOTHING


def joined_forms(name: str) -> _Forms:
    """Yield several words of a name as one word: "atlascopco", "BrightwaterClinics", "jnovak"."""
    spelled = name.replace("&", " and ").replace("+", " and ")
    for spelling in dict.fromkeys((name, spelled, spelled.translate(SPELLED_OUT))):
        found = [plain(spelling[w.start : w.end]) for w in plain_words(spelling)]
        words = [word for word in found if word != "and"][:WORD_LIMIT]
        joined = [found, *_rows(words)]
        if len(words) > 1 and words[-1] not in LEGAL_FORMS:
            joined += [[words[0], words[-1]], [words[-1], words[0]]]
            if len(words[-1]) >= _INITIAL_AND_NAME_LENGTH and not is_common(singular(words[-1])):
                joined.append([words[0][0], words[-1]])
        for row in joined:
            stem = singular("".join(row))
            if len(row) > 1 and not (is_common(stem) or stem in SAY_LITTLE):
                yield (stem,), Needs.NOTHING


def _rows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield each run of two or more words, if the run identifies the person or the company."""
    for first in range(len(words)):
        for last in range(first + 2, len(words) + 1):
            if is_distinctive(tuple(map(singular, words[first:last]))):
                yield words[first:last]


def other_forms(name: str) -> Iterator[str]:
    """Yield other forms of each given name: "bob" for "Robert Lee", and "robert" for "Bob Lee"."""
    for word in plain_words(name)[:WORD_LIMIT]:
        yield from OTHER_FORMS.get(plain(name[word.start : word.end]), ())


def _short_forms(name: str) -> _Forms:
    for other in other_forms(name):
        stem = singular(other)
        is_word = is_common(stem) or stem in SAY_LITTLE or other in SHORT_FORMS_ALSO_WORDS
        yield (stem,), Needs.WITHIN if is_word else Needs.CAPITAL


def _parts(name: str) -> _Forms:
    """Yield the parts of a name that may stand for the whole name."""
    for spelling in dict.fromkeys((name, name.translate(SPELLED_OUT))):
        pieces = [plain_words(piece) for piece in spelling.split()[:WORD_LIMIT]]
        chunks = [tuple(word.stem for word in piece) for piece in pieces if piece]
        for first in range(len(chunks)):
            for last in range(len(chunks), first, -1):
                stems = tuple(stem for chunk in chunks[first:last] for stem in chunk)
                if any(map(is_distinctive, chunks[first:last])) and not (
                    is_small(stems[0]) or is_small(stems[-1])
                ):
                    yield stems, _needs(name, stems)
        for chunk in chunks:  # as in "O'Brien", "Anne-Marie"
            if len(chunk) > 1 and is_distinctive(chunk):
                yield from (((s,), _needs(name, (s,))) for s in chunk if is_distinctive((s,)))
                yield from ((part, Needs.NOTHING) for part in _spaceless_parts(chunk))


def _initials(name: str) -> _Forms:
    """Yield the initials of a name of several words: "JN" and "J.N." for "Jana Novak"."""
    stems = [word.stem for word in plain_words(name) if word.stem != "and"][:WORD_LIMIT]
    lettered = [stem for stem in stems if stem[0].isalpha() and not SPACELESS.match(stem)]
    letters = [stem[0] for stem in lettered]
    bare = [stem[0] for stem in lettered if stem not in TITLES | LEGAL_FORMS]
    leading = list(takewhile(lambda stem: len(stem) == 1, stems))
    if len(leading) > 1:
        yield ("".join(leading), *stems[len(leading) :]), Needs.NOTHING  # as in "JR Smith"
    for short in (letters, bare, [*letters[:1], *letters[-1:]], leading):
        if len(short) > 1:
            yield tuple(short), Needs.INITIALS
            together = singular("".join(short))
            if len(together) > 1 and not is_common(together):
                yield (together,), Needs.INITIALS


def _in_capitals(name: str) -> _Forms:
    """Yield runs of two or more words of a name, even if each word is common: "Van An"."""
    stems = [word.stem for word in plain_words(name)][:WORD_LIMIT]
    for first in range(len(stems)):
        for last in range(first + 2, len(stems) + 1):
            if all(len(stem) > 1 for stem in stems[first:last]):
                yield tuple(stems[first:last]), Needs.CAPITALS


def _behind_titles(name: str) -> _Forms:
    """Yield each word of a name, to match after a title: "Dr. An", "Ms. Do"."""
    for piece in name.split()[:WORD_LIMIT]:
        stems = tuple(word.stem for word in plain_words(piece))
        if len(stems) == 1 and len(stems[0]) > 1:
            yield stems, Needs.TITLE


def _spaceless_parts(chunk: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield forms of a name in a script without spaces: 王小明 is also 小明 and 王先生."""
    if not all(map(SPACELESS.match, chunk)):
        return
    family = chunk[: 2 if len(chunk) > 3 else 1]
    if len(chunk) > 2:
        yield chunk[len(family) :]
    if len(family) > 1:
        yield family
    for honorific in _HONORIFICS:
        yield (*family, *(word.stem for word in plain_words(honorific)))


def is_distinctive(chunk: tuple[str, ...]) -> bool:
    """Check whether a part of a name identifies the person or the company."""
    if len(chunk) > 1 and all(map(SPACELESS.match, chunk)):
        return True
    return any(
        len(stem) >= 2 and not stem.isdigit() and stem not in SHARED and not is_small(stem)
        for stem in chunk
    )


def _needs(name: str, stems: tuple[str, ...]) -> Needs:
    """Return what these words of a name need before we take them for the name.

    If the name on file is all in lower case, its words need nothing. For other names:

    - A single word of `OFTEN_WORDS` needs `CAPITAL`.
    - Any other single word that is also an English word needs `WITHIN`.
    - All other words need nothing.
    """
    alone = len(stems) == 1 and name != name.lower()
    if alone and stems[0] in OFTEN_WORDS:
        return Needs.CAPITAL
    return Needs.WITHIN if is_common(stems[0]) and alone else Needs.NOTHING


# In order of precedence: a full name wins over a part of another name.
FORMS = (
    _wholes,
    joined_forms,
    _parts,
    _initials,
    _in_capitals,
    _short_forms,
    _behind_titles,
)
