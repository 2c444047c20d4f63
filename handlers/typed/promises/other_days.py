"""Recognise that a promise has another day: "the doc is due thursday not wed". Pure."""

import re
from collections.abc import Sequence

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.promises.days_in_words import as_day, days_in, has_number
from handlers.typed.words import DAY_WORDS, MONTHS, bare_words_and_rest, listed

_NO_DAY = listed("the of this next rest may")  # words that are not a day by themselves
_ON = listed("on by")
_IS = listed("is are now due gets done ready")
_BEGINS = ("is", "are", "due", "gets")
_MAX_WORDS = 16
_PARTS = re.compile(r"[,;.:]\s|\s[-–—]\s")
_ARROW = re.compile(r"[-=]>|→")
_ARROW_WORD = "→"
_MARKS = listed(", : →")
_REPLACED = (["not"], ["instead", "of"], ["rather", "than"])  # "friday not thursday"
_NOT_THEN = listed("not wont cant cannot didnt couldnt havent")  # "wont get to it today, tomorrow"
_BUT = listed(", but rather on by its make it only instead then")
# A line with one of these words is news: "the pricing went up friday, not monday".
_NEWS = listed("went was were came got had sent did gave up down")
_MONTHS = {*MONTHS} - {"may"}
# "Pricing tomorrow instead", "pricing friday earliest", "pricing not before friday".
_FOLLOWS = (
    *(["instead"], ["only"], ["will", "be"], ["better"], ["earliest"]),
    *(["not", "before"], ["not", "until"], ["more", "time"]),
)
_MAKES = (["make", "it"], ["make", "that"], ["make", "this"])
_NEEDS = listed("need needs give")
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
    - "pricing: make it tomorrow"
    - "no wait pricing is tomorrow"
    - "pricing -> tomorrow"
    - "pricing from today to tomorrow"

    Return ([], "") if the line does not move anything to a new day.
    """
    if len(bare_words_and_rest(text, _MAX_WORDS)) > _MAX_WORDS:
        return [], ""
    said = _tokens(text)
    days = days_in(said)
    others = [word for at, word in enumerate(said) if not any(a <= at < z for a, z in days)]
    words = [word for word in others if word not in _MARKS]
    if not _NEWS.isdisjoint(words) or _names_month(said, days):
        return [], ""
    if len(days) == 1:
        begin, end = days[0]
        return (words, as_day(said[begin:end])) if _is_new(said, begin, end) else ([], "")
    if len(days) != 2:
        return [], ""
    (begin, end), (then, last) = days
    between = [word for word in said[end:then] if word not in (",", "the")]
    if between in _REPLACED:
        return words, as_day(said[begin:end])
    is_denied = _BUT.issuperset(said[end:then]) and not _NOT_THEN.isdisjoint(said[:begin])
    is_denied = is_denied or between == [_ARROW_WORD]
    is_denied = is_denied or (between == ["to"] and said[begin - 1 : begin] == ["from"])
    return (words, as_day(said[then:last])) if is_denied else ([], "")


def before_reason(text: str) -> str:
    """Return "pricing: make it friday" for "pricing: make it friday, finance needs a day".

    Leave out the parts after the last day. If the text has no day, return it unchanged.
    """
    end = len(text)
    for cut in reversed([*_PARTS.finditer(text)]):
        if days_in(written_out_words(text[cut.end() : end])):
            break
        end = cut.start()
    return text[:end] if days_in(written_out_words(text[:end])) else text


def _tokens(text: str) -> list[str]:
    """Return the words of a line, with "," or ":" where a new part begins."""
    said, at = list[str](), 0
    text = _ARROW.sub(" → ", text)
    for cut in _PARTS.finditer(text):
        said += [*written_out_words(text[at : cut.start()]), ":" if ":" in cut[0] else ","]
        at = cut.end()
    return [*said, *written_out_words(text[at:])]


def _names_month(said: Sequence[str], days: Sequence[tuple[int, int]]) -> bool:
    """Check for a month without a number: "the pricing changes in march, not april"."""
    named = [said[begin:end] for begin, end in days]
    return any(not _MONTHS.isdisjoint(day) and not has_number(day) for day in named)


def _is_new(said: Sequence[str], begin: int, end: int) -> bool:
    """Check whether the only day of a line, from `begin` to `end`, is a new day.

    "Tomorrow" is a new day in all of these lines:
    - "pricing tomorrow instead"
    - "pricing: make it tomorrow"
    - "no wait, pricing is tomorrow"
    - "pricing: tomorrow"
    - "pricing is tomorrow"
    - "need until tomorrow for pricing"
    - "pricing to tomorrow"
    - "pricing wont be ready before tomorrow"
    """
    others = [*said[:begin], *said[end:]]
    pairs = [others[at : at + size] for at in range(len(others)) for size in (1, 2)]
    lead = [word for word in said[:3] if word != ","]
    before = [word for word in said[:begin] if word not in _ON | {"the"}]
    after = said[end : end + 1]
    return (
        any(one in pairs for one in _FOLLOWS)
        or before[-2:] in _MAKES
        or (bool(lead) and lead[0] == "make")
        or _opens_correction(lead)
        or before[-1:] in (["now"], [_ARROW_WORD])
        or after == ["now"]
        or (before[-1:] == [":"] and after in ([], [","]))
        or (before[-1:] == ["until"] and not _NEEDS.isdisjoint(before))
        or (before[-1:] == ["before"] and not _NOT_THEN.isdisjoint(before))
        or (before[-1:] == ["to"] and len(before) > 1 and after in ([], [","]))
        or (end == len(said) and len(before) > 1 and before[-1] in _BEGINS)
    )


def _opens_correction(lead: Sequence[str]) -> bool:
    """Check for "wait", "actually" and "no wait", but not for "no" alone: "no pricing friday"."""
    firm = _CORRECTS - {"no", "i"}
    return lead[:1] != [] and (
        lead[0] in firm or (lead[0] == "no" and not firm.isdisjoint(lead[1:2]))
    )


def _day(said: Sequence[str], at: int) -> tuple[str, int]:
    """Return the day that begins at index `at`, and the index after its last word.

    If no day begins there, return "". The index has no meaning then.
    """
    at += said[at : at + 1] != [] and said[at] in _ON
    end = next((i for i in range(at, len(said)) if said[i] not in DAY_WORDS), len(said))
    is_day = not _NO_DAY.issuperset(said[at:end])
    return (" ".join(said[at:end]), end) if is_day else ("", at)
