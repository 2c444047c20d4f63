"""Recognise that a promise has another day: "the doc is due thursday not wed". Pure."""

from collections.abc import Sequence

from handlers.typed.words import DAY_WORDS, listed

_NO_DAY = listed("the of this next rest may")  # these alone name no day
_ON = listed("on by")
_IS = listed("is are now due gets done ready")
_BEGINS = ("is", "are", "due", "gets")
_CORRECTS = listed("no nope wait actually sorry oops i mean meant")


def other_day(words: Sequence[str]) -> tuple[list[str], str]:
    """Return "sso doc" and "thursday" for "sso doc is due thursday not wed".

    "Sso doc gets done thursday not wed" and "actually thursday for sso doc" give the same. For any
    other line, return no words.
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
    """Return "pricing gets done" and "tomorrow" for "pricing gets done tomorrow not today".

    If no day follows other words, return no words.
    """
    said = [*words[: words.index("not")]] if "not" in words else [*words]
    at = len(said)
    while at and said[at - 1] in DAY_WORDS:
        at -= 1
    day, end = _day(said, at)
    return (said[:at], day) if at and day and end == len(said) else ([], "")


def _day(said: Sequence[str], at: int) -> tuple[str, int]:
    """Return the day that begins at a word, or "", and where it ends."""
    at += said[at : at + 1] != [] and said[at] in _ON
    end = next((i for i in range(at, len(said)) if said[i] not in DAY_WORDS), len(said))
    is_day = not _NO_DAY.issuperset(said[at:end])
    return (" ".join(said[at:end]), end) if is_day else ("", at)
