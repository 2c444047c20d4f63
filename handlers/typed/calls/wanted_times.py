"""Recognise that people want to move a call, or have moved it: "they pushed it to wed 3". Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.calls.call_reports import without_ending
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import COURTESY, DAY_WORDS, OPENERS, PRONOUNS, STATES, bare_word, listed

_MAX_WORDS = 20  # how many words a line may have
_WHO = 8  # at most this many words come before "wants": "mia from alder and finch rang"
_WANTS = listed("want wants wanted ask asks asked need needs")
_PREFERS = _WANTS | listed("prefers prefer preferred likes like suggests suggested proposed")
_BESIDE_TIME = listed("it to do on us for would id rather the call meeting talk speak meet see")
_MOVES = listed("push move shift postpone reschedule")
_IT = listed("it this that us the our call meeting back forward out up")
_MOVED = _MOVES | listed(
    "pushes pushed moves moved shifts shifted postpones postponed reschedules rescheduled bumped"
    " rebooked delayed changed"
)
_PASSIVE = listed("pushed moved shifted postponed rescheduled bumped rebooked delayed changed")
_BEFORE_NEW_TIME = listed("to by until")
_DIRECTIONS = {"back": "later", "out": "later", "forward": "earlier", "up": "earlier"}
_REACHED = listed("rang called phoned mailed emailed wrote texted just and she he they says said")
_ASKS = [
    one.split()
    for one in (
        *("can we do", "could we do", "can we make it", "can we move", "could we move"),
        *("how about", "what about", "lets do", "can you do", "can u do"),
    )
]
_REASON = STATES | listed("has cant cannot wont isnt got")  # after a name: "lund is sick"
_THEM = PRONOUNS | listed("them her him us")
_SAME_TIME = ["same", "time"]
_DAYS = DAY_WORDS | listed("in next on this")
_CALL = KINDS | listed("the our my this that todays tomorrows")
_WHO_MOVES = listed("they she he theyve shes hes it its client customer the")
_BESIDE = OPENERS | listed("oh ah hm ok but update btw now also already again sorry no wait")
_AUXILIARIES = listed(
    "have has had to just now also already again got get been was is gets are being"
)
_FILLING = (
    OPENERS
    | KINDS
    | COURTESY
    | listed("a an the our new another can could we do have lets again book plan schedule make at")
    | listed("it on to meet talk see try one")
)


def wanted_move(text: str) -> tuple[str, str] | None:
    """Return "mia" and "11:15" for "mia rang, wants to push to 11:15".

    The first part may name the account or a contact, or be "she". The second part may be something
    other than a time. Return None for any other line.
    """
    typed, said = _words(text)
    at = next((at for at, word in enumerate(said[: _WHO + 1]) if at and word in _WANTS), 0)
    to = at + 1 + (said[at + 1 : at + 2] in (["us"], ["me"]))
    if not at or said[to : to + 1] != ["to"] or not {*said[to + 1 : to + 2]} & _MOVES:
        return None
    preposition = next((i for i in range(to + 2, len(said)) if said[i] in _BEFORE_NEW_TIME), 0)
    if not preposition or not typed[preposition + 1 :]:
        return None
    who = [typed[i] for i in range(at) if said[i] not in _REACHED or at == 1]
    named = [typed[i] for i in range(to + 2, preposition) if said[i] not in _IT]
    return " ".join(named or who).strip(" ,"), " ".join(typed[preposition + 1 :])


class WantedInstead(NamedTuple):
    """Who wants another time for a call.

    `time` is the wanted time. `old` is the time that `time` replaces, or "" if the line has none.
    """

    whom: str = ""
    time: str = ""
    old: str = ""


def wanted_instead(text: str) -> WantedInstead:
    """Read who wants another time, the time they want, and the old time.

    - "she wants thurs instead" → "she", "thurs", ""
    - "she wants 15 jan instead, 9am" → "she", "15 jan 9am", ""
    - "northwind wants thu instead of today same time" → "northwind", "thu same time", "today"

    `whom` may name the account or a contact. `time` and `old` may be words that are not a time.
    Return empty strings for any other line.
    """
    typed, said = _words(text)
    wants = next((at for at, word in enumerate(said[: _WHO + 1]) if at and word in _PREFERS), 0)
    at = said.index("instead") if "instead" in said else 0
    if not 0 < wants < at:
        return WantedInstead()
    new, behind, old = typed[wants + 1 : at], typed[at + 1 :], list[str]()
    if said[at + 1 : at + 2] == ["of"]:
        same = said[-2:] == _SAME_TIME
        old, behind = behind[1 : len(behind) - 2 * same], behind[len(behind) - 2 * same :]
    time = [word for word in (*new, *behind) if bare_word(word) not in _BESIDE_TIME]
    return WantedInstead(" ".join(_without_reason(typed[:wants])), " ".join(time), " ".join(old))


def _without_reason(who: Sequence[str]) -> Sequence[str]:
    """Return "lund" for "lund is sick and"."""
    at = next((at for at, word in enumerate(who) if at and bare_word(word) in _REASON), len(who))
    return who[:at]


def asked_instead(text: str) -> str:
    """Return "northwind tomorrow at 4" for "can we do northwind tmrw at 4 instead?".

    Return "" for any other line. The result may be something other than an account and a time.
    """
    typed, said = _words(text)
    begin = next((len(one) for one in _ASKS if said[: len(one)] == one), 0)
    while said and said[-1] in COURTESY:
        typed, said = typed[:-1], said[:-1]
    return " ".join(typed[begin:-1]) if begin and said[-1:] == ["instead"] else ""


def moved_by_them(text: str) -> str:
    """Return "wed 3pm" for "they push the demo to wed 3pm" and "demo got moved to wed 3pm".

    "They pushed it back an hour" gives "an hour later". The result may be something other than a
    time. Return "" for any other line, such as "they moved their depot to friday".
    """
    typed, said = _words(without_ending(text.strip(" .!")))
    begin = next((at for at, word in enumerate(said) if word not in _BESIDE), len(said))
    who = _WHO_MOVES | _AUXILIARIES | _CALL
    at = next((at for at in range(begin, len(said)) if said[at] not in who), len(said))
    if at == len(said) or said[at] not in (_MOVED if at > begin else _PASSIVE):
        return ""
    skipped = _CALL | listed("it us me")
    end = next((at for at in range(at + 1, len(said)) if said[at] not in skipped), len(said))
    way = _DIRECTIONS.get(said[end], "") if end < len(said) else ""
    end += bool(way)
    preposition = said[end] if said[end : end + 1] and said[end] in _BEFORE_NEW_TIME else ""
    time = " ".join(typed[end + bool(preposition) :])
    if time and (preposition == "by" or (way and not preposition)):
        return f"{time} {way or 'later'}"  # a length of time: "back an hour", "by an hour"
    return time if preposition else ""


def same_time(text: str) -> tuple[str, str] | None:
    """Return "northwind" and "next week" for "next week same time w northwind".

    "Try alder again thu same time" gives "" and "alder thu".
    "Call w them in 2 weeks same time" gives "them" and "in 2 weeks". "She wants next tue same time"
    gives "she" and "next tue". If the first part is "", the second part may begin with the
    account's name. Return None for any other line.
    """
    typed, said = _words(text)
    at = next((at for at in range(len(said)) if said[at : at + 2] == _SAME_TIME), -1)
    if at < 0:
        return None
    typed = [word for word in typed[:at] + typed[at + 2 :] if bare_word(word) != "again"]
    said = [bare_word(word) for word in typed]
    wants = next((at for at, word in enumerate(said[: _WHO + 1]) if at and word in _WANTS), 0)
    if wants:
        return " ".join(typed[:wants]), " ".join(_bare(typed[wants + 1 :]))
    preposition = said.index("with") if "with" in said else len(said)
    before, following = _bare(typed[:preposition]), typed[preposition + 1 :]
    if before or not following:
        return " ".join(following), " ".join(before)
    size = next((at for at, word in enumerate(following) if at and bare_word(word) in _DAYS), 0)
    return " ".join(following[:size]), " ".join(following[size:])


def is_them(whom: str) -> bool:
    """Check whether `whom` is empty or a word such as "them" or "she"."""
    return not whom or bare_word(whom) in _THEM


def _bare(typed: Sequence[str]) -> list[str]:
    """Leave out words at the beginning such as "new call" and "next call", and "again" at the end.

    "Next" stays if no word such as "call" follows it: "next week".
    """
    words = [*typed]
    while words and (bare_word(words[0]) in _FILLING or _is_next_call(words)):
        words = words[1:]
    while words and bare_word(words[-1]) in COURTESY | {"again", "at"}:
        words.pop()
    return words


def _is_next_call(words: Sequence[str]) -> bool:
    is_next = bare_word(words[0]) == "next" and words[1:] != []
    return is_next and bare_word(words[1]) in KINDS | {"one"}


def _words(text: str) -> tuple[list[str], list[str]]:
    typed = written_out(text.strip(" .!?")).split()
    typed = typed if len(typed) <= _MAX_WORDS else []
    return typed, [bare_word(word) for word in typed]
