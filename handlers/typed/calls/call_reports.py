"""Rewrite what people say about a call in words that we parse later: "cancelled", "moved to"."""

from handlers.typed.asked.day_asked import DAY_WORDS
from handlers.typed.words import CANCELLED, even, listed

_CANNOT = listed("cant cannot wont")
_MAKE_IT = ["make", "it"]
_MOVED = listed("moved rescheduled postponed pushed shifted")
_NEW_TIME = listed("rebooked rescheduled rearranged")  # "for", "on" or nothing may follow
_THE_CALL = (
    ["it"],
    ["us"],
    ["the", "call"],
    ["our", "call"],
    ["the", "meeting"],
    ["our", "meeting"],
)
_NEW = listed("new date time is now instead on wants offers offered suggested suggests proposed")
_PUTS = listed("put bring pull")  # "put brightwater back to 2:30"
_BACK = listed("back forward forwards up")
_MAX_NAME_WORDS = 4  # words between "put" and "back"
_CALL = DAY_WORDS | listed("call meeting demo")  # before "now at": "alder call tomorrow now at 10"
_SEASONS = listed("q1 q2 q3 q4 quarter year spring summer autumn fall winter h1 h2")
_LONGEST = 20  # at most this many words in such a report


def plain_report(words: str) -> str:
    """Return "mia cancelled tomorrow" for "mia cant make it tomorrow".

    "mia moved it to thurs 4pm", "mia cancelled, new date thurs 4pm" and "mia rebooked for thurs
    4pm" all become "mia moved to thurs 4pm". "Put mia back to 4pm" becomes "mia moved to 4pm", and
    "mia call thurs now at 4pm" becomes "mia call thurs moved to 4pm". Any other words are returned
    as they are.
    """
    typed = words.split(maxsplit=_LONGEST)
    said = list(map(even, typed))
    if moved := _put_back(typed, said) or _now_at(typed, said):
        return moved
    for at in range(1, len(said)):
        if said[at] in _CANNOT and said[at + 1 : at + 3] == _MAKE_IT:
            return " ".join((*typed[:at], "cancelled", *typed[at + 3 :]))
        if said[at] in _NEW_TIME and said[at + 1 : at + 2] not in ([], ["to"], ["from"]):
            to = typed[at + 1 + (said[at + 1] in ("for", "on")) :]
            return " ".join((*typed[:at], "moved", "to", *to))
        if said[at] in _MOVED:
            return _without_call(typed, said, at + 1)
        if said[at] in CANCELLED and said[at + 1 : at + 2] == ["new"]:
            rest = next((i for i in range(at + 1, len(said)) if said[i] not in _NEW), len(said))
            to = typed[rest:]
            return " ".join((*typed[:at], "moved", "to", *to)) if to else words
    return words


def _put_back(typed: list[str], said: list[str]) -> str:
    """Return "alder moved to 2" for "put alder back to 2" and "bring alder forward to 2", or ""."""
    if not said or said[0] not in _PUTS:
        return ""
    ends = range(2, min(_MAX_NAME_WORDS + 2, len(said) - 2))
    at = next((at for at in ends if said[at] in _BACK and said[at + 1] == "to"), 0)
    return " ".join((*typed[1:at], "moved", *typed[at + 1 :])) if at else ""


def _now_at(typed: list[str], said: list[str]) -> str:
    """Return "alder call moved to 10" for "alder call is now at 10", or ""."""
    at = said.index("now") if "now" in said[1:-2] else 0
    if not at or said[at + 1] != "at" or _CALL.isdisjoint(said[1:at]):
        return ""
    about = typed[: at - (said[at - 1] == "is")]
    return " ".join((*about, "moved", "to", *typed[at + 2 :]))


def is_off(words: str) -> bool:
    """Check that these words say "off", as in "jana is off friday", and not "called off"."""
    said = list(map(even, words.split(maxsplit=_LONGEST)))
    return "off" in said and "called" not in said


def is_rebooked(words: str) -> bool:
    """Check for "alder rebooked for thurs 9am": the earlier call may be cancelled already."""
    return "rebooked" in map(even, words.split(maxsplit=_LONGEST))


def is_vague(time: str) -> bool:
    """Check for "to q1" and "next year": a deal can move to such a time, but a call can't."""
    return not _SEASONS.isdisjoint(map(even, time.split(maxsplit=3)))


def missed_by_me(words: str) -> str:
    """Return "4pm" for "i cant make the 4pm" and "cant make my 4pm call". Otherwise, return ""."""
    typed = words.split(maxsplit=_LONGEST)
    said = list(map(even, typed))
    at = int(said[:1] == ["i"])
    if not said[at:] or said[at] not in _CANNOT or said[at + 1 : at + 2] != ["make"]:
        return ""
    rest = typed[at + 2 :]
    rest = rest[1:] if rest and even(rest[0]) in ("the", "my", "our") else rest
    return " ".join(word for word in rest if even(word) not in ("call", "meeting"))


def with_plain_days(words: str) -> str:
    """Return "tomorrow call" for "tomorrow's call" and "tomorrows call"."""
    return " ".join(_plain_day(word) for word in words.split())


def _plain_day(word: str) -> str:
    said = even(word)
    if said in DAY_WORDS or said[-1:] != "s" or said[:-1] not in DAY_WORDS:
        return word
    return word[:-2] if word[-2] in "'’" else word[:-1]


def _without_call(typed: list[str], said: list[str], at: int) -> str:
    """Leave out "it" or "the call" between "moved" and "to"."""
    for one in _THE_CALL:
        end = at + len(one)
        if said[at:end] == one and said[end : end + 1] == ["to"]:
            return " ".join((*typed[:at], *typed[end:]))
    return " ".join(typed)
