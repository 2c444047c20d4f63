"""Reword what people say about a call, so that we can parse it: "cancelled", "moved to"."""

import re

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.plain_spelling import without_courtesy
from handlers.typed.settings.numbers_typed import clock_in, length_at
from handlers.typed.words import CANCELLED, COURTESY, DAY_WORDS, bare_word, listed

_CANNOT = listed("cant cannot wont")
_MAKE_IT = ["make", "it"]
_MOVED = listed("moved rescheduled postponed pushed shifted")
_MOVES = listed("moves reschedules postpones pushes shifts bumps")
# After these words comes the new time, with or without "for" or "on": "mia rebooked thurs 4pm".
_NEW_TIME = listed("rebooked rescheduled rearranged")
_THE_CALL = KINDS | listed("it us the our call meeting")
# Between "moved" and the new time, a phrase such as "the intro call to" may have at most this many
# words. The "to" is one of these words.
_MAX_THE_CALL = 4
# These words may come between "cancelled" and the new time: "mia cancelled, new date thurs 4pm".
_BEFORE_NEW_TIME = listed(
    "new date time is now instead on wants offers offered suggested suggests proposed"
)
_PUTS = listed("put bring pull")  # "put brightwater back to 2:30"
_LATER = listed("back")
_BACK_OR_FORWARD = listed("back forward forwards up")
_POLITELY = COURTESY | listed("can could you u we lets just")  # these may come before "put"
_ARTICLES = listed("the my our")
_AFTER_TIME = COURTESY | listed("then ok okay instead cheers now thank you tho though sorry again")
_HELPS = listed("has have had just")  # between a name and "cancelled"
_MAX_NAME_WORDS = 4  # at most this many words between "put" and "back", or before "cancelled"
_CALL = DAY_WORDS | listed("call meeting demo")  # before "now at": "alder call tomorrow now at 10"
_ASKS_IF = listed("have has had did do does was")
_ASKED = listed("i we they she he you")  # one of these follows "have" in "have i moved …"
_AT_LAST = re.compile(
    r"\s(?:at the )?(?:very )?(?:last min(?:ute|utes|s)?|(?:at |on )?short notice)\b", re.IGNORECASE
)
_NEW_DATE = re.compile(
    r"[,;.:]?\s(?:- |– |and )?(?:the )?new (?:date|time|day|slot) (?:is )?(?:still )?(?:tbd|tba|tbc"
    r"|to be (?:decided|confirmed|announced|agreed)|to follow|follows|open|unknown|pending|later"
    r"|not (?:known|fixed|set|clear) yet)$",
    re.IGNORECASE,
)
_SEASONS = listed("q1 q2 q3 q4 quarter year spring summer autumn fall winter h1 h2")
_LONGEST = 20  # we look at this many words at the start of a report


def plain_report(words: str) -> str:
    """Return "mia cancelled tomorrow" for "mia cant make it tomorrow".

    - "Mia moved it to thurs 4pm", "mia cancelled, new date thurs 4pm" and "mia rebooked for thurs
      4pm" become "mia moved to thurs 4pm".
    - "Put mia back to 4pm" and "mia at 4pm not 3" become "mia moved to 4pm".
    - "Put mia back half an hour" becomes "mia moved to half an hour later".
    - "Mia call thurs now at 4pm" becomes "mia call thurs moved to 4pm".

    Any other words are returned as they are.
    """
    typed = words.split(maxsplit=_LONGEST)
    said = list(map(bare_word, typed))
    if moved := _put_back(typed, said) or _now_at(typed, said) or _at_not(typed, said):
        return moved
    for at in range(1, len(said)):
        if said[at] in _CANNOT and said[at + 1 : at + 3] == _MAKE_IT:
            return " ".join((*typed[:at], "cancelled", *typed[at + 3 :]))
        if said[at] in _NEW_TIME and said[at + 1 : at + 2] not in ([], ["to"], ["from"]):
            to = typed[at + 1 + (said[at + 1] in ("for", "on")) :]
            return " ".join((*typed[:at], "moved", "to", *to))
        if said[at] in _MOVED or (said[at] in _MOVES and said[at + 1 : at + 2] != ["to"]):
            return _without_call(typed, said, at + 1)
        if said[at] in CANCELLED and said[at + 1 : at + 2] == ["new"]:
            rest = next(
                (i for i in range(at + 1, len(said)) if said[i] not in _BEFORE_NEW_TIME), len(said)
            )
            to = typed[rest:]
            return " ".join((*typed[:at], "moved", "to", *to)) if to else words
    return words


def _put_back(typed: list[str], said: list[str]) -> str:
    """Return "alder moved to 2" for "put alder back to 2" and "alder back to 2".

    For other words, return "".
    """
    begin = next((at for at, word in enumerate(said) if word not in _POLITELY), 0)
    puts = said[begin:] != [] and said[begin] in _PUTS
    begin += puts
    begin += said[begin:] != [] and said[begin] in _ARTICLES
    ends = range(begin + 1, min(begin + _MAX_NAME_WORDS + 1, len(said) - 1))
    at = next((at for at in ends if said[at] in _BACK_OR_FORWARD), 0)
    about = typed[begin : at - (said[at - 1] in _CALL)] if at else []
    if not about:
        return ""
    if said[at + 1] == "to" and (puts or said[at] in _LATER):  # "alder back to 10:40"
        return " ".join((*about, "moved", *typed[at + 1 :]))
    if not puts:
        return ""
    length = without_courtesy(said[at + 1 + (said[at + 1] == "by") :])
    minutes, size = length_at(length, 0) if length else (0, 0)
    if not minutes or size < len(length):
        return ""
    way = "later" if said[at] in _LATER else "earlier"
    return " ".join((*about, "moved", "to", *length, way))


def asks_if(words: str) -> bool:
    """Check for a question such as "have i moved northwind to friday", which moves nothing."""
    said = [bare_word(word) for word in words.split(maxsplit=2)]
    return said[:1] != [] and said[0] in _ASKS_IF and said[1:2] != [] and said[1] in _ASKED


def without_ending(words: str) -> str:
    """Return "alder to wed 3pm" for "alder to wed 3pm then thx".

    "Alder cancelled last minute" becomes "alder cancelled".
    """
    typed = _AT_LAST.sub("", words).split(" ")
    while typed and bare_word(typed[-1]) in _AFTER_TIME:
        typed.pop()
    return " ".join(typed)


def without_new_date(words: str) -> str:
    """Return "alder cancelled" for "alder cancelled, new date tbd".

    "Alder moved, new date tbd" and any other words are returned as they are.
    """
    left = _NEW_DATE.sub("", words.strip(" .!"))
    return words if _MOVED.intersection(map(bare_word, left.split(maxsplit=_LONGEST))) else left


def at_not(words: str) -> str:
    """Return "alder" for "alder at 2pm pls not 11.30". For other words, return ""."""
    typed = words.split(maxsplit=_LONGEST)
    return _at_not(typed, list(map(bare_word, typed))).partition(" moved to ")[0]


def _at_not(typed: list[str], said: list[str]) -> str:
    """Return "alder moved to 2pm" for "alder at 2pm pls not 11.30". For other words, return ""."""
    end = said.index("not") if "not" in said else 0
    before = said[end + 1 + (said[end + 1 : end + 2] == ["at"]) :]
    at = said.index("at") if "at" in said[1:end] else 0
    to = without_courtesy(said[at + 1 : end])
    is_clock = bool(clock_in(to)) and bool(clock_in(without_courtesy(before)))
    if not at or not is_clock:
        return ""
    about = typed[: at - (at > 1 and said[at - 1] in _CALL)]
    return " ".join((*about, "moved", "to", *to))


def _now_at(typed: list[str], said: list[str]) -> str:
    """Return "alder call moved to 10" for "alder call is now at 10". For other words, return ""."""
    at = said.index("now") if "now" in said[1:-2] else 0
    if not at or said[at + 1] != "at" or _CALL.isdisjoint(said[1:at]):
        return ""
    about = typed[: at - (said[at - 1] == "is")]
    return " ".join((*about, "moved", "to", *typed[at + 2 :]))


def changed_by(words: str) -> tuple[str, str, str]:
    """Split "mia cancelled alder, sick" into "mia", "cancelled" and "alder, sick".

    The second part is "cancelled" or "moved". For any other words, return three empty strings.
    """
    typed = words.split(maxsplit=_LONGEST)
    said = list(map(bare_word, typed))
    known = CANCELLED | _MOVED
    at = next((at for at in range(1, len(said)) if said[at] in known), 0)
    who = [word for word in typed[:at] if bare_word(word) not in _HELPS]
    if not who or len(who) > _MAX_NAME_WORDS or not said[at + 1 :]:
        return "", "", ""
    happened = "cancelled" if said[at] in CANCELLED else "moved"
    begin = at + 1 + (said[at + 1] in _ARTICLES)
    return " ".join(who), happened, " ".join(typed[begin:])


def day_of_call(words: str) -> str | None:
    """Return "today" for "todays call" and "the call today", and "" for "our call".

    Return None for words that may be about something else.
    """
    said = [bare_word(word) for word in with_plain_days(words).split(maxsplit=_LONGEST)]
    days = [word for word in said if word in DAY_WORDS - _ARTICLES]
    rest = [word for word in said if word not in DAY_WORDS | _ARTICLES | COURTESY | {"on", "with"}]
    is_call = rest != [] and {*rest} <= KINDS | {"call", "meeting"}
    return " ".join(days) if is_call else None


def is_off(words: str) -> bool:
    """Check for "off" as in "jana is off friday". "Called off" does not count."""
    said = list(map(bare_word, words.split(maxsplit=_LONGEST)))
    return "off" in said and "called" not in said


def is_rebooked(words: str) -> bool:
    """Check for "rebooked", as in "alder rebooked for thurs 9am".

    If no call is planned, the line is about a new call, in place of a call that was cancelled.
    """
    return "rebooked" in map(bare_word, words.split(maxsplit=_LONGEST))


def is_vague(time: str) -> bool:
    """Check for "to q1" and "next year": a deal can move to such a time, but a call can't."""
    return not _SEASONS.isdisjoint(map(bare_word, time.split(maxsplit=3)))


def missed_by_me(words: str) -> str:
    """Return "4pm" for "i cant make the 4pm" and "cant make my 4pm call". Otherwise, return ""."""
    typed = words.split(maxsplit=_LONGEST)
    said = list(map(bare_word, typed))
    at = int(said[:1] == ["i"])
    if not said[at:] or said[at] not in _CANNOT or said[at + 1 : at + 2] != ["make"]:
        return ""
    rest = typed[at + 2 :]
    rest = rest[1:] if rest and bare_word(rest[0]) in ("the", "my", "our") else rest
    return " ".join(word for word in rest if bare_word(word) not in ("call", "meeting"))


def with_plain_days(words: str) -> str:
    """Return "tomorrow call" for "tomorrow's call" and "tomorrows call"."""
    return " ".join(_plain_day(word) for word in words.split())


def _plain_day(word: str) -> str:
    said = bare_word(word)
    if said in DAY_WORDS or said[-1:] != "s" or said[:-1] not in DAY_WORDS:
        return word
    return word[:-2] if word[-2] in "'’" else word[:-1]


def _without_call(typed: list[str], said: list[str], at: int) -> str:
    """Leave out "it", "the call" or "the demo" between "moved" and "to".

    - "mia moved the demo to friday" → "mia moved to friday"
    - "mia moves us to friday 9" → "mia moved to friday 9"
    - "mia moves on" → "mia moves on"
    """
    ends = range(at + 1, min(at + _MAX_THE_CALL, len(said)))
    end = next(
        (end for end in ends if said[end] == "to" and _THE_CALL.issuperset(said[at:end])), at
    )
    if said[at - 1] in _MOVES:
        return " ".join((*typed[: at - 1], "moved", *typed[end:])) if end > at else " ".join(typed)
    return " ".join((*typed[:at], *typed[end:]))
