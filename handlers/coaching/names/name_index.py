"""An index of names that finds them in texts.

It also finds a name that has an ending or a typo, or that is written as several words.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.name_forms import FORMS, Needs
from handlers.coaching.names.name_senses import (
    has_capitals,
    is_a_verb,
    is_speaking,
    is_time,
    needs_met,
)
from handlers.coaching.text.spelling import differ_by_typo, humps, plain, plain_words
from handlers.coaching.text.words import SMALL_WORDS, Word, singular

# Endings that some languages add to names, as in "Петровой", "Novákem", "Kowalskiego" and
# "Northwinders".
_ENDINGS = frozenset(
    """
    а у ом е ой ы ою ым ых ыми ого ому ему его ая ую ам ами ах ов ев ей и я ю ем ём ями ях
    a u e i y o em om ovi ou ov ova ove ovy ego iego emu iemu im iej ej owi er es ian
    """.translate({ord("й"): "и", ord("ё"): "е"}).split()
)
_LONGEST_ENDING = max(map(len, _ENDINGS))
_VOWELS = "aeiouyаеиоуыэюя"
_INFLECTED_LENGTH = 5  # we add `_ENDINGS` only to names of at least this many letters
_TYPO_LENGTH = 8  # a name with a typo needs at least this many letters
_HUMP_LENGTH = 3  # a name inside a word ("TeamJana") needs at least this many letters
SPLIT_LENGTH = 6  # a name written as two words ("North Wind") needs at least this many letters


@dataclass(frozen=True)
class NameMatch:
    """A name that we found in a text, and its stand-in: words that can replace it ("a buyer").

    The name begins at the word with the index `first` and ends before the word `last`. `initials`
    is true if we found the initials of the name.
    """

    first: int
    last: int
    stand_in: str
    initials: bool = False


class Names:
    """An index of names, for searching many texts. Each name has a stand-in (see `NameMatch`)."""

    def __init__(self, stand_ins: Mapping[str, str]) -> None:
        # The forms of the names. The key of a form is the stems of its words. The value has the
        # stand-in, and what words in a text need to count as the name, such as a capital.
        self._known: dict[tuple[str, ...], tuple[str, Needs]] = {}
        for forms in FORMS:
            for name, stand_in in stand_ins.items():
                for stems, needs in forms(unicodedata.normalize("NFC", name)):
                    self._known.setdefault(stems, (stand_in, needs))
        # By stem: the lengths (in words) of the forms that begin with this stem. In `self._sizes`,
        # the longest comes first.
        sizes: dict[str, set[int]] = {}
        for stems in self._known:
            sizes.setdefault(stems[0], set()).add(len(stems))
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}
        singles = {s[0]: found for s, (found, _) in self._known.items() if len(s) == 1}
        # Forms of one word that people may write as two or three words. `_begins` has their first
        # two letters: we skip a word of a text quickly if it begins with other letters.
        self._split = {stem: found for stem, found in singles.items() if len(stem) >= SPLIT_LENGTH}
        self._begins = {stem[:2] for stem in self._split}
        written = (plain(name[w.start : w.end]) for name in stand_ins for w in plain_words(name))
        # Words such as "Lars", which end in "s" in the name itself. This "s" is not a possessive.
        self._in_s = tuple({word for word in written if word.endswith("s")})
        # A single typo leaves the first three or the last three letters of a name unchanged.
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        self._by_end: dict[str, list[tuple[str, str]]] = {}
        for stem, found in singles.items():
            if len(stem) >= _TYPO_LENGTH and not is_common(stem):
                self._by_start.setdefault(stem[:3], []).append((stem, found))
                self._by_end.setdefault(stem[-3:], []).append((stem, found))
        # Forms of one word that may take an ending. If an ending replaces the last vowel, we also
        # store the form without the vowel.
        self._inflected: dict[str, str] = {}
        for stem, found in singles.items():
            if len(stem) >= _INFLECTED_LENGTH and not is_common(stem):
                self._inflected.setdefault(stem, found)
                if loses_its_vowel(stem):
                    self._inflected.setdefault(stem[:-1], found)

    def stand_in(self, text: str) -> str:
        """Return the stand-in for `text` if the whole text is a name, else ""."""
        stems = tuple(word.stem for word in plain_words(text))
        return self._known.get(stems, ("", Needs.NOTHING))[0]

    def found_in(self, text: str, words: Sequence[Word]) -> Iterator[NameMatch]:
        """Yield the names in `text` in order.

        If several names begin at the same word, yield only the longest.

        `words` are the `plain_words` of `text`.
        """
        at = 0
        while at < len(words):
            found = self._at(text, words, at) if words[at].stem in self._sizes else None
            found = (
                found
                or self._spelled_apart(text, words, at)
                or self._with_ending(text, words, at)
                or self._within(text, words, at)
                or self._with_typo(text, words, at)
            )
            if found is not None:
                yield found
            at = found.last if found is not None else at + 1

    def _at(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        """Return the longest name that begins at the word with the index `at`, or None."""
        has = Needs.NOTHING
        if not text[words[at].start].islower():
            has = needs_met(text, words, at)
        elif is_speaking(text, words, at):
            has = Needs.WITHIN
        for size in self._sizes[words[at].stem]:
            stems = tuple(word.stem for word in words[at : at + size])
            stand_in, needs = self._known.get(stems, ("", Needs.NEVER))
            last = at + len(stems)
            if needs in (Needs.CAPITALS, Needs.INITIALS):
                if has_capitals(text, words[at:last], needs):
                    return NameMatch(at, last, stand_in, initials=needs is Needs.INITIALS)
            elif (
                has >= needs
                and not (last == at + 1 and is_time(text, words, at))
                and not is_a_verb(text, words[at:last])
            ):
                return NameMatch(at, last, stand_in)
        return None

    def _spelled_apart(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        """Find a name of one word that is written as two or three words: "North Wind"."""
        if words[at].stem[:2] not in self._begins:
            return None
        joined = plain(text[words[at].start : words[at].end])
        for last in range(at + 1, min(at + 3, len(words))):
            if not set(text[words[last - 1].end : words[last].start]) <= set(" -‐‑"):
                return None
            stand_in = self._split.get(joined + words[last].stem)
            if stand_in is not None and not is_a_verb(text, words[at : last + 1]):
                return NameMatch(at, last + 1, stand_in)
            joined += plain(text[words[last].start : words[last].end])
        return None

    def _with_ending(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        stem = words[at].stem
        if len(stem) <= _INFLECTED_LENGTH or (stem.isascii() and text[words[at].start].islower()):
            return None
        for size in range(1, _LONGEST_ENDING + 1):
            stand_in = self._inflected.get(stem[:-size])
            if stand_in is not None and stem[-size:] in _ENDINGS:
                return NameMatch(at, at + 1, stand_in)
        return None

    def _within(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        """Find a name inside a word, set off by a capital letter or a digit: "TeamJana"."""
        for hump in humps(text, words[at]):
            stand_in, needs = self._known.get((hump.stem,), ("", Needs.NEVER))
            if (
                len(hump.stem) >= _HUMP_LENGTH
                and needs <= Needs.CAPITAL
                and not is_common(hump.stem)
            ):
                return NameMatch(at, at + 1, stand_in)
        return None

    def _with_typo(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        """Find a long name with one letter missing, wrong or extra, or with two letters swapped."""
        stem = words[at].stem
        if len(stem) < _TYPO_LENGTH - 1 or not text[words[at].start].isupper() or is_common(stem):
            return None
        near = (self._by_start.get(stem[:3], ()), self._by_end.get(stem[-3:], ()))
        for name, stand_in in chain(*near):
            if name[0] == stem[0] and differ_by_typo(name, stem):
                return NameMatch(at, at + 1, stand_in)
        return None

    def is_possessive(self, text: str, word: Word) -> bool:
        """Check whether the "s" at the end of a name is a possessive: "Pias head"."""
        written = plain(text[word.start : word.end])
        if written == word.stem or not written.endswith("s") or written.endswith(self._in_s):
            return False
        after = text[word.end + 1 : word.end + 30].split(maxsplit=1)
        owned = after[0].strip(".,;:!?") if after and text[word.end] == " " else ""
        return owned.isalpha() and singular(plain(owned)) not in SMALL_WORDS


def loses_its_vowel(stem: str) -> bool:
    """Check whether endings replace the last vowel of a name: "Петрова" becomes "Петровой"."""
    return len(stem) > _INFLECTED_LENGTH and stem[-1] in _VOWELS
