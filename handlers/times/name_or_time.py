"""Find words at the end of a new account's name that may be part of the time after the name.

People type the name and the time in one line: "Northwind wensday 3pm". If a word may belong to
either, Attune asks, because a call at the wrong time is worse than a question.
"""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from handlers.times import zones
from handlers.times.reading import Reading
from handlers.times.vocabulary import (
    DOUBTFUL,
    NAMED_DAYS,
    PARTS_OF_DAYS,
    REQUESTS,
    TAIL_LEADS,
    TAILS,
)
from handlers.times.words import DAY_NAMES, MONTH_NAMES, plain

# A calendar word of at most this many letters is short. A short word may have one typo of these
# kinds: swapped letters ("mrach"), a missing letter or an extra letter. We do not accept a wrong
# letter, because a wrong letter often makes another word ("match" for "march").
_SHORT_NAMES = 5
# In a longer calendar word, one letter may be wrong. In a word of at least this many letters, two
# may be wrong.
_LONG_NAMES = 8
# Names of fewer than five letters, such as "May" and "June", are left out: they look like too many
# other words.
_CALENDAR = tuple(name.lower() for name in (*DAY_NAMES, *MONTH_NAMES) if len(name) >= _SHORT_NAMES)
_TODAY = ("today", "tomorrow", "tonight", "yesterday")
# Words and names that are one letter away from a month.
_NOT_TYPOS = frozenset(("marsh", "marco", "match", "marc", "augusta"))
_WEEKS = ("kw", "wk", "cw", "week", "q")


def begins_with_a_request(words: Sequence[str]) -> bool:
    """Check whether the words begin with a request ("cancel Northwind") and not with a name.

    If the first word has a capital, we take it for the beginning of a name.
    """
    return len(words) > 1 and words[0].islower() and words[0] in REQUESTS


def first_doubtful_word(words: Sequence[str], reading: Reading | None, time: str) -> int | None:
    """Return the index of the first word of a name that may belong to the time after the name.

    Return None if there is no such word.

    - `words`: the words of the name, as they were typed, but without punctuation
    - `time`: the time, as it was typed after the name
    - `reading`: the same time, parsed
    """
    said = [plain(word) for word in words]
    for i in range(1, len(words)):
        # "With" with a capital may be part of a name, but "with" hardly ever is.
        if words[i].islower() and (said[i] in TAIL_LEADS or " ".join(said[i : i + 2]) in TAILS):
            return i
    last = len(words) - 1
    if last < 0 or not _is_doubtful(words, said, reading, time):
        return None
    while last > 1 and said[last - 1] in DOUBTFUL and words[last - 1].islower():
        last -= 1
    return last


def is_typo(word: str) -> bool:
    """Check whether a word is a misspelt or shortened day or month: "wensday", "sept"."""
    if len(word) < 4 or not word.isalpha() or word in _NOT_TYPOS:
        return False
    if any(name.startswith(word) for name in _CALENDAR):
        return True
    return any(_is_near(word, name) for name in (*_CALENDAR, *_TODAY))


def is_numbered(word: str) -> bool:
    """Check for a numbered week or quarter: "kw49", "q1"."""
    head = word.rstrip("0123456789")
    return head in _WEEKS and 0 < len(word) - len(head) <= 2


def _is_near(word: str, name: str) -> bool:
    if word[0] != name[0]:
        return False
    if len(name) <= _SHORT_NAMES and len(word) == len(name):
        return sorted(word) == sorted(name)
    allowed = 2 if len(name) >= _LONG_NAMES else 1
    return OSA.distance(word, name, score_cutoff=allowed) <= allowed


def _is_doubtful(
    words: Sequence[str], said: Sequence[str], reading: Reading | None, time: str
) -> bool:
    """Check whether the last word of a name may belong to the time after the name."""
    typed, word = words[-1], said[-1]
    begins = plain(time).split()[:1]
    if begins and word in NAMED_DAYS.get(begins[0].strip(".,"), ()):
        return True
    if is_numbered(word) or (typed.isupper() and reading and zones.is_abbreviation(word)):
        return True
    capital_first = words[0][:1].isupper() and len(words) > 1
    if reading is None:
        return capital_first and typed.islower() and (word in DOUBTFUL or is_typo(word))
    return _is_doubtful_before(words, said, reading, capital_first=capital_first)


def _is_doubtful_before(
    words: Sequence[str], said: Sequence[str], reading: Reading, *, capital_first: bool
) -> bool:
    """Check whether the last word of a name may belong to `reading`, the time after the name.

    The less complete the time is, the more words are doubtful.
    """
    typed, word = words[-1], said[-1]
    # If the time already has a day, a second day in front of it is probably part of the name.
    day_is_said = reading.has("days", "weekday") or (word in PARTS_OF_DAYS and reading.has_day)
    if word in DOUBTFUL or zones.is_abbreviation(word):
        if typed.isupper() and len(typed) <= 2:  # "SA" in "Danone SA" is not a day
            return False
        after_number = len(said) > 1 and said[-2].rstrip(".").isdecimal()
        in_the_name = day_is_said and (len(words) == 1 or not typed.islower())
        return after_number or not in_the_name
    if is_typo(word):
        return typed.islower() or reading.days is None
    only_clock = not reading.has_day and reading.elapsed is None
    return only_clock and capital_first and typed.islower()
