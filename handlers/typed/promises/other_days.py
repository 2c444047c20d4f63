"""Recognise that a promise has another day: "the doc is due thursday not wed". Pure."""

import re
from collections.abc import Sequence

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import DAY_WORDS, MONTHS, bare_words_and_rest, listed

_NO_DAY = listed("the of this next rest may")  # words that are not a day by themselves
_ON = listed("on by")
_IS = listed("is are now due gets done ready")
_BEGINS = ("is", "are", "due", "gets")
_MAX_WORDS = 16
_PARTS = re.compile(r"[,;.]\s|\s[-–—]\s")
_REPLACED = (["not"], ["instead", "of"], ["rather", "than"])  # "friday not thursday"
_NOT_THEN = listed("not wont cant cannot didnt couldnt havent")  # "wont get to it today, tomorrow"
_BUT = listed(", but rather on by its make it only instead then")
# A line with one of these words is news: "the pricing went up in march, not april".
_NEWS = listed("went was were came got had sent did gave up down") | {*MONTHS}
_FOLLOWS = (["instead"], ["only"], ["will", "be"])  # "pricing tomorrow instead"
_CORRECTS = listed("no nope wait actually sorry oops i mean meant")


def other_day(words: Sequence[str]) -> tuple[list[str], str]:
    """Return the words that name a promise, and its new day, or ([], "") for any other line.

    All of these lines give "sso doc" and "thursday":
    - "sso doc is due thursday not wed"
    - "sso doc gets done thursday not wed"
    - "actually thursday for sso doc"
    """
    start = next((at for at, word in enumerate(words) if word not in _CORRECTS), 0)
    said = [*words[start:]]
    day, end = _day(said, 0)
    if start and day and said[end : end + 1] == ["for"]:  # "actually thursday for the sso doc"
        return (said[end + 1 :], day) if said[end + 1 :] else ([], "")
    at = said.index("not") if "not" in said[2:] else 0
    old, last = _day(said, at + 1) if at else ("", 0)
    if not old or last < len(said):
        return [], ""
    begin = next((i for i in range(1, at) if said[i] in _BEGINS), 0)
    verb = next((i for i in range(begin, at) if said[i] not in _IS), at)
    day, end = _day(said, verb)
    return (said[:begin], day) if begin and day and end == at else ([], "")


def day_and_rest(words: Sequence[str]) -> tuple[list[str], str]:
    """Return the words before a day at the end of a line, and that day.

    "Not" and the words after it don't count: "pricing gets done tomorrow not today" gives "pricing
    gets done" and "tomorrow". Return ([], "") if the line does not end with a day, or consists of
    the day only.
    """
    said = [*words[: words.index("not")]] if "not" in words else [*words]
    at = len(said)
    while at and said[at - 1] in DAY_WORDS:
        at -= 1
    day, end = _day(said, at)
    return (said[:at], day) if at and day and end == len(said) else ([], "")


def day_instead(text: str) -> tuple[list[str], str]:
    """Return a line's words without its days, and its new day.

    The new day is "tomorrow" in all of these lines:
    - "sending the pricing tomorrow not today"
    - "wont get to the pricing today, tomorrow"
    - "pricing tomorrow instead"

    Return ([], "") if the line does not move anything to a new day.
    """
    if len(bare_words_and_rest(text, _MAX_WORDS)) > _MAX_WORDS:
        return [], ""
    said = [word for part in _PARTS.split(text) for word in (*written_out_words(part), ",")][:-1]
    days = _days_in(said)
    others = [word for at, word in enumerate(said) if not any(a <= at < z for a, z in days)]
    words = [word for word in others if word != ","]
    if not _NEWS.isdisjoint(said):
        return [], ""
    if len(days) == 1:
        pairs = [words[at : at + size] for at in range(len(words)) for size in (1, 2)]
        (begin, end), is_new = days[0], any(one in pairs for one in _FOLLOWS)
        return (words, " ".join(said[begin:end])) if is_new else ([], "")
    if len(days) != 2:
        return [], ""
    (begin, end), (then, last) = days
    between = said[end:then]
    if [word for word in between if word != ","] in _REPLACED:
        return words, " ".join(said[begin:end])
    is_denied = _BUT.issuperset(between) and not _NOT_THEN.isdisjoint(said[:begin])
    return (words, " ".join(said[then:last])) if is_denied else ([], "")


def _days_in(said: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each day, such as "friday" or "next tuesday", begins and ends."""
    found, at = list[tuple[int, int]](), 0
    while at < len(said):
        end = next((i for i in range(at, len(said)) if said[i] not in DAY_WORDS), len(said))
        begin = next((i for i in range(at, end) if said[i] not in ("the", "of")), end)
        if not _NO_DAY.issuperset(said[begin:end]):
            found.append((begin, end))
        at = max(end, at + 1)
    return found


def _day(said: Sequence[str], at: int) -> tuple[str, int]:
    """Return the day that begins at index `at`, and the index after its last word.

    If no day begins there, return "". The index has no meaning then.
    """
    at += said[at : at + 1] != [] and said[at] in _ON
    end = next((i for i in range(at, len(said)) if said[i] not in DAY_WORDS), len(said))
    is_day = not _NO_DAY.issuperset(said[at:end])
    return (" ".join(said[at:end]), end) if is_day else ("", at)
