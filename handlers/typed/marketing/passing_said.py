"""Recognise a request to pass a line on: "pass that on to marketing". Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.typed.words import (
    COURTESY,
    PRONOUNS,
    WISHES,
    bare_word,
    bare_words_of,
    few_words_of,
    listed,
    without_leading,
)

MARKETING = "marketing"
_MAX_WORDS = 16  # how many words a request without a colon may have
_MAX_LEAD = 6  # how many words may come before the colon in "pass to marketing: they ask for …"
_PASSES = listed("pass send forward fwd share give hand relay post")
_WHAT = listed("that this it one line quote last the on along over to with w please")
_TO = listed("to with w 2")
_FOR = listed("for note")  # "for marketing: …", "note for marketing: …"
_LINES = listed("note notes thing bit part words remark comment about from my what said stuff")
_WITHOUT = COURTESY | listed(
    "no names name without with w/o wo anonymous anonymously anon and of course but"
)
CALLED = listed("marketing mktg mkting mkt mktng mkgt mrktg marketin markting")
_NEWS = listed("fyi heads up worth telling tell an quick news something let know message info tip")
_MAX_ASIDE = 9  # how many words may stand around the name: "priya should probably know that"
_SHOULD = listed("should must might needs need ought has have want wants would may could")
_BETWEEN = listed("to probably really maybe also like love want definitely all")
_SHORTEST = 2  # a line to pass on has more words than this
_KNOW = listed("know hear see")
_BEFORE_NAME = WISHES | COURTESY | listed("also btw fyi u we should lets ok could worth do")
_EARLIER = listed("this that it these those about all one ones line quote bit part please pls too")
_APART = (",", ";", ".", "-", "–", "—")
_FOLLOWS = listed(
    "for thats that this is its it one also to and same pass on send please goes should go now as"
    " well too tell let know the last line note forward share fwd give hey u ones"
)


@dataclass(frozen=True)
class Passing:
    """A request to pass a line on to somebody.

    - `to`: "marketing", or the first name of the colleague who is to get the line
    - `line`: the words to pass on, or "" if the request means an earlier line
    - `which`: the words that say which earlier line is meant, such as ("wifi",). If `line` and
      `which` are empty, the newest line is meant.
    - `sure`: false if the line may also be a message to a colleague, as in "tell priya …"
    """

    to: str
    line: str = ""
    which: tuple[str, ...] = ()
    sure: bool = True


def passing(text: str) -> Passing | None:
    """Parse a request to pass a line on. Return None for any other text.

    Examples: "pass the wifi quote on to marketing, no names", "share that w priya", "pass to
    marketing: they ask for a case study", "marketing: they want a price per depot", "marketing
    should know they use Routiq", "they use Routiq, tell marketing", "thats for marketing".
    """
    return (
        _with_line(text)
        or _of_earlier_line(text)
        or _of_newest_line(text)
        or _begun_with_name(text)
        or _ended_with_name(text)
    )


def _with_line(text: str) -> Passing | None:
    lead, _, line = text.partition(":")
    words = without_leading(few_words_of(lead, _MAX_LEAD), WISHES | COURTESY)
    if not words or CALLED.isdisjoint(words) or not line.strip():
        return None
    if not set(words) <= _PASSES | _WHAT | _TO | _FOR | _NEWS | CALLED:
        return None
    said, comma, end = line.rpartition(",")
    tail = bare_words_of(end)
    return Passing(MARKETING, (said if comma and _WITHOUT.issuperset(tail) else line).strip())


def _of_earlier_line(text: str) -> Passing | None:
    words = without_leading(few_words_of(text, _MAX_WORDS), WISHES | COURTESY)
    while words and words[-1] in _WITHOUT:
        words.pop()
    if len(words) < 3 or words[0] not in _PASSES or words[-2] not in _TO:
        return None
    to = MARKETING if words[-1] in CALLED else words[-1]
    return Passing(to, which=_which(words[1:-2])) if words[1:-2] else None


def _which(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _WHAT | _LINES)


def _of_newest_line(text: str) -> Passing | None:
    """Match a line that only says who gets the earlier line: "thats for marketing"."""
    words = few_words_of(text, _MAX_ASIDE)
    words = [bare_word(word) for word in words]
    while words and words[-1] in _WITHOUT | {"too"}:
        words.pop()
    ends = next((at for at, word in enumerate(words) if word in CALLED), -1)
    if ends >= 0 and len(words) > 1 and _FOLLOWS.issuperset(words[:ends] + words[ends + 1 :]):
        return Passing(MARKETING)
    is_for = words[-2:-1] == ["for"] and _FOLLOWS.issuperset(words[:-1])
    return Passing(words[-1]) if is_for and words[-1] not in _FOLLOWS else None


def _begun_with_name(text: str) -> Passing | None:
    """Match "let marketing know they use Routiq" and "marketing should know about the wifi"."""
    typed = text.split()
    words = [bare_word(word) for word in typed[: 2 * _MAX_ASIDE]]
    at = next((at for at, word in enumerate(words) if word not in _BEFORE_NAME), len(words))
    found = _addressed(words[at:])
    if found is None:
        return None
    whom, count = found
    told = _told(whom, typed[at + count :])
    return told and replace(told, line=told.line[:1].upper() + told.line[1:])


def _ended_with_name(text: str) -> Passing | None:
    """Match "they use Routiq, tell marketing" and "a rival, priya should know: they use Routiq".

    What comes after the name and its verb belongs to the line.
    """
    typed = text.split()
    for at in range(1, len(typed)):
        if not typed[at - 1].endswith(_APART):
            continue
        words = [bare_word(word) for word in typed[at : at + _MAX_ASIDE]]
        found = _addressed(words) or _for_whom(words)
        if found is None:
            continue
        whom, count = found
        told = _told(whom, typed[at + count :])
        if told is not None:
            before = " ".join(typed[:at]).rstrip(" ,;.-–—")
            mark = ":" if typed[at + count - 1].endswith(":") else ","
            return replace(told, line=f"{before}{mark} {told.line}" if told.line else before)
    return None


def _addressed(words: Sequence[str]) -> tuple[str, int] | None:
    """Return who is told, and how many words say so: ("priya", 3) for "let priya know …"."""
    match words:
        case ["tell" | "inform" | "update" | "telling", whom, *_]:
            end = 2
        case ["let", whom, "know", *_]:
            end = 3
        case [whom, first, second, *_] if first in _SHOULD or second in _SHOULD:
            verbs = _SHOULD | _BETWEEN
            end = next((at for at in range(1, len(words)) if words[at] not in verbs), 0)
            if not end or words[end] not in _KNOW:
                return None
            end += 1
        case _:
            return None
    whom = MARKETING if whom in CALLED else whom
    is_name = len(whom) > 1 and whom.isalpha() and whom not in PRONOUNS | _WHAT
    return (whom, end) if is_name else None


def _for_whom(words: Sequence[str]) -> tuple[str, int] | None:
    """Match the end of a line: "…, for marketing"."""
    ends = len(words) == 2 and words[0] in ("for", "to") and words[1] in CALLED
    return (MARKETING, 2) if ends else None


def _told(whom: str, typed: Sequence[str]) -> Passing | None:
    """Return what is passed on to `whom`: the words, or an earlier line that the words name.

    Return None if there are too few words to pass on: "marketing should know by friday".
    """
    words = [bare_word(word) for word in typed[: 2 * _MAX_ASIDE]]
    if words[:1] == ["that"] and words[1:]:
        typed, words = typed[1:], words[1:]
    names_line = words[:1] == ["about"] and not any(word.endswith(":") for word in typed)
    if _EARLIER.issuperset(words) or (names_line and len(words) <= _MAX_ASIDE):
        which = _which([word for word in words if word not in _EARLIER])
        return Passing(whom, which=which, sure=whom == MARKETING)
    line = " ".join(typed).lstrip(":,-–— ")
    is_long = len(words) > _SHORTEST
    return Passing(whom, line, sure=whom == MARKETING) if is_long else None
