"""Find the exact words that a model quotes. Pure.

A similarity score can't tell a typo from a lie: one sentence with "40,000" and another with
"400,000" can be 97% alike. So a quote must be in its segment word for word. People see the whole
sentence around the quote, because there may be a "not" just before the quote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from handlers.coaching.buyer_words.their_words import SENTENCE_END
from handlers.coaching.text.normalising import Normalised, normalised

MIN_WORDS: Final = 4  # a shorter quote may match the text by chance
MAX_QUOTE: Final = 400  # characters of a quote, including the words that "…" leaves out
_PART_WORDS = 2  # each part of a quote with "…" has at least this many words
_REACH = 300  # look for the ends of a sentence within this many characters around the quote
_TRIES = 50  # give up after this many matches that are only parts of longer words or numbers
_WORD = re.compile(r"\w+(?:[.,'-]\w+)*")
_LEFT_OUT = re.compile(r"\s*(?:\[\.{3}\]|\(\.{3}\)|\.{3,})\s*")
# "Bis zum 10. Dezember" and "z. B.": these full stops do not end a sentence.
_NO_END = re.compile(
    r"(?:(?<!\d)\d{1,2}|(?<!\w)(?:[a-zäöü]|ca|bzw|nr|hr|fr|inkl|usw|evtl|ggf|str|tel|mio|mrd))\.\s$",
    re.IGNORECASE,
)
_EDGES = " .,;:!?\"'()[]-"
_NUMBER_BEFORE = re.compile(r"\d[.,' ]?$|(?:^|[\s(])[-+]$")
_NUMBER_AFTER = re.compile(r"[.,' ]?\d")


@dataclass(frozen=True)
class Segment:
    """A numbered piece of a text.

    `speaker` is "" for a text that was not spoken, such as a web page.
    """

    number: int
    words: str = field(repr=False)
    speaker: str = ""


@dataclass(frozen=True)
class FoundQuote:
    """The words of a source that a model quoted.

    `words` are exactly the quoted characters of the segment. People see `sentence`: the sentence
    from which the words come. If the words begin in one sentence and end in a later one, `sentence`
    has both of these and all sentences between them.
    """

    segment: Segment
    start: int  # of `words` in the segment
    end: int
    sentence_start: int
    sentence_end: int

    @property
    def words(self) -> str:
        """The quoted characters, as the source has them."""
        return self.segment.words[self.start : self.end]

    @property
    def sentence(self) -> str:
        """The sentence or sentences around the quote, as the source has them."""
        return self.segment.words[self.sentence_start : self.sentence_end]


class SourceText:
    """A text in numbered segments, in which quotes can be found."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)
        self._normalised: dict[int, Normalised] = {}

    def find(self, number: int, quote: str) -> FoundQuote | None:
        """Find a quote in the segment with this number.

        If the quote is not in this segment, but in exactly one other segment, return it from that
        segment. Return None if no other segment or several other segments have the quote, or if the
        quote is too short or too long.
        """
        parts = _parts(quote)
        if not parts:
            return None
        named = next((one for one in self.segments if one.number == number), None)
        if named and (found := self._found(named, parts)):
            return found
        others = self._elsewhere(named, parts)
        only = next(others, None)
        return None if next(others, None) else only

    def _elsewhere(self, named: Segment | None, parts: Sequence[str]) -> Iterator[FoundQuote]:
        for one in self.segments:
            if one is not named and (found := self._found(one, parts)):
                yield found

    def _found(self, segment: Segment, parts: Sequence[str]) -> FoundQuote | None:
        """Return where a segment has all parts of a quote in order, or None."""
        plain = self._plain(segment)
        at, first = 0, -1
        for part in parts:
            start = _find_whole(plain.text, part, at)
            if start < 0:
                return None
            first = start if first < 0 else first
            at = start + len(part)
        start, end = plain.starts[first], plain.ends[at - 1]
        if end - start > MAX_QUOTE:
            return None
        return FoundQuote(segment, start, end, *_sentence(segment.words, start, end))

    def _plain(self, segment: Segment) -> Normalised:
        if segment.number not in self._normalised:
            self._normalised[segment.number] = normalised(segment.words)
        return self._normalised[segment.number]


def _parts(quote: str) -> list[str]:
    """Split a quote at "…", and normalise the parts.

    Return [] if the quote is too long, or if the quote or one of its parts has too few words.
    """
    if len(quote) > MAX_QUOTE:
        return []
    parts = [part.strip(_EDGES) for part in _LEFT_OUT.split(normalised(quote).text)]
    parts = [part for part in parts if part]
    words = [len(_WORD.findall(part)) for part in parts]
    if sum(words) < MIN_WORDS or min(words) < _PART_WORDS:
        return []
    return parts


def _find_whole(text: str, part: str, at: int) -> int:
    """Return the first index from `at` on at which a text has `part` as whole words.

    Return -1 if there is none.
    """
    for _ in range(_TRIES):
        start = text.find(part, at)
        if start < 0 or _is_whole(text, start, start + len(part)):
            return start
        at = start + 1
    return -1


def _is_whole(text: str, start: int, end: int) -> bool:
    """Check that a match is not part of a longer word or number: "40 000" is not in "140 000"."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if _is_word(before[-1:]) and _is_word(text[start]):
        return False
    if _is_word(after[:1]) and _is_word(text[end - 1]):
        return False
    if text[start].isdigit() and _NUMBER_BEFORE.search(before):
        return False
    return not (text[end - 1].isdigit() and _NUMBER_AFTER.match(after))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _sentence(words: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences around a quote start and end, at most `_REACH` away from it."""
    low, high = max(0, start - _REACH), min(len(words), end + _REACH)
    around = words[low:high]
    first, last = 0 if low == 0 else _next_word(around), len(around)
    for each in SENTENCE_END.finditer(around):
        if _NO_END.search(around, max(0, each.start() - 8), each.start() + 1):
            continue
        if each.end() <= start - low:
            first = each.end()
        elif each.start() >= end - low:
            last = each.start()
            break
    else:
        last = len(around) if high == len(words) else _last_word(around)
    begin, stop = low + min(first, start - low), low + max(last, end - low)
    return begin, stop


def _next_word(text: str) -> int:
    return text.find(" ") + 1


def _last_word(text: str) -> int:
    return text.rfind(" ") if " " in text else len(text)
