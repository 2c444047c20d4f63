"""Convert the numbers in a text to digits: both "forty-five" and "45" become "45". Pure."""

from collections.abc import Iterator, Sequence

from handlers.coaching.text.words import Word, words_in
from handlers.times.words import NUMBERS

_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_ALSO = {"both": 2}
# "Two hundred and five" is one number. "A dozen and five" is two.
_BEFORE_AND = _SCALES.keys() - {"dozen"}
LONGEST = 15  # longer runs of digits do not count as numbers
_GROUP = 3  # how many digits must follow each mark: "1,200"
_MARKS = (",", ".", "'", "’", "\u00a0", "\u202f")


def with_digits(text: str) -> tuple[str, ...]:
    """Return the stems of the words of `text` in order, with numbers in digits.

    A single "one" stays a word, because it rarely counts anything: "the right one".
    """
    return tuple(_stems(text, words_in(text)))


def _stems(text: str, words: Sequence[Word]) -> Iterator[str]:
    """Yield the stems of the words. A number is written in digits, except a single "one"."""
    at = 0
    while at < len(words):
        number, after = _number(text, words, at)
        if number is None or (words[at].stem == "one" and after == at + 1):
            yield words[at].stem
            at += 1
        else:
            yield str(number)
            at = after


def _number(text: str, words: Sequence[Word], at: int) -> tuple[int | None, int]:
    """Return the number that begins at this word, and the index of the next word after the number.

    The number is None if no number begins here.
    """
    if words[at].stem.isdecimal():
        return _in_digits(text, words, at)
    whole: int | None = None  # the value of the words up to the last "thousand" or "million"
    part: int | None = None  # the value of the words after that
    place = at
    while place < len(words):
        stem = words[place].stem
        joins = stem == "and" and place > at and words[place - 1].stem in _BEFORE_AND
        if joins and place + 1 < len(words) and _value(words[place + 1].stem):
            place += 1
            continue
        if scale := _SCALES.get(stem):
            part = (part or 1) * scale
            if scale > _SCALES["hundred"]:
                whole, part = (whole or 0) + part, None
        elif (value := _value(stem)) and _fits(value, part):
            part = (part or 0) + value
        else:
            break
        place += 1
    found = None if whole is None and part is None else (whole or 0) + (part or 0)
    return found, place


def _in_digits(text: str, words: Sequence[Word], at: int) -> tuple[int | None, int]:
    """Do the same as `_number` for a number that begins with digits: "12,000", "3 million"."""
    digits, place = words[at].stem, at + 1
    while place < len(words):
        between = text[words[place - 1].end : words[place].start]
        stem = words[place].stem
        if between not in _MARKS or len(stem) != _GROUP or not stem.isdecimal():
            break
        digits, place = digits + stem, place + 1
    if len(digits) > LONGEST:
        return None, at
    value = int(digits)
    while place < len(words) and (scale := _SCALES.get(words[place].stem)):
        value, place = value * scale, place + 1
    return value, place


def _value(stem: str) -> int:
    return NUMBERS.get(stem) or _ALSO.get(stem, 0)


def _fits(value: int, part: int | None) -> bool:
    """Check whether a number word continues the number before it: "five" after "forty"."""
    if part is None:
        return True
    below = part % 100
    return (value < 10 and (below >= 20 and below % 10 == 0)) or (below == 0 and value < 100)
