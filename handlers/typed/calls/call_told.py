"""Distinguish a report of a call from other statements that are typed after the call. Pure."""

from handlers.typed.settings.numbers_typed import clock_in
from handlers.typed.words import (
    CANCELLED,
    DAY_WORDS,
    EXCLAIMED,
    OPENERS,
    THEY,
    WE,
    bare_words_of,
    listed,
    without_leading,
)

_TO_ATTUNE = listed("attune pls plz please")
_STOPS = ",.;:!…"
_TO_DO = listed("need must should gotta remember")
_MOVED = listed("moved pushed shifted") | CANCELLED
_NEW_TIME = listed("reschedule rescheduled rebooked postponed rearranged")
_THE_CALL = listed("it us call meeting demo") | DAY_WORDS
_SHORT = 7  # a line that only says "they moved it to friday 10am" has at most this many words
# A line that begins with one of these and names nobody is about the rep, not about the call.
_OF_SELF = listed("i im ive ill id me my you your this brief")
_LATER = listed("busy later tonight tomorrow today now sorry soon min mins minutes")
_FEW = 5  # a line such as "busy now, later" has at most this many words
# "The wifi in this hotel is terrible" is about where the rep is.
_AROUND = listed("wifi hotel train flight airport traffic parking weather lunch coffee taxi office")
_JUDGED = listed(
    "terrible awful horrible bad slow late delayed cancelled broken down packed cold hot great nice"
)
_AROUND_DAYS = listed("its it is thats that was not on no actually but at by")
_AS_SAID = listed("as i said like told you we agreed before already")
_UNDER_WAY = listed("talking ended over call running going")


def tells_of_call(text: str, *, named: bool) -> bool:
    """Check whether a statement can say what happened in a call that has just been held.

    Return False for these statements:

    - a single word
    - something that the rep has to do: "need to send anders the deck"
    - news that the call was moved or cancelled: "they moved it to friday 10am"
    - a correction of a day or a time: "its wednesday not thursday"
    - a request to Attune: "make it 3", "… pls"

    `named` is true if the statement names an account or a person. If it names nobody and has no
    word such as "they", also return False for these statements:

    - what the rep is doing now: "im in a call", "busy now, later"
    - what it is like where the rep is: "the wifi here is terrible"
    """
    words = without_leading(bare_words_of(text), OPENERS | EXCLAIMED)
    if len(set(words)) < 2 or words[:2] == ["make", "it"] or not _TO_ATTUNE.isdisjoint(words):
        return False
    if _is_to_do(text, words) or _is_moved(words) or _is_day(words):
        return False
    return named or not THEY.isdisjoint(words) or not _is_of_self(text, words)


def _is_one_clause(text: str) -> bool:
    return not any(word[-1] in _STOPS for word in text.split()[:-1])


def _is_to_do(text: str, words: list[str]) -> bool:
    """Match "need to send anders the deck" and "i must call anders tomorrow"."""
    rest = words[words[0] in WE :]
    begins = rest[:1] != [] and (rest[0] in _TO_DO or rest[:2] == ["have", "to"])
    return begins and _is_one_clause(text)


def _is_moved(words: list[str]) -> bool:
    if len(words) > _SHORT:
        return False
    moved = not _MOVED.isdisjoint(words) and not _THE_CALL.isdisjoint(words)
    return moved or not _NEW_TIME.isdisjoint(words)


def _is_day(words: list[str]) -> bool:
    """Match "its wednesday not thursday" and "3pm as i said", which correct a day or a time."""
    said = [word for word in words if word not in _AS_SAID]
    left = [word for word in said if word not in DAY_WORDS | _AROUND_DAYS]
    return not left or bool(clock_in(left))


def _is_of_self(text: str, words: list[str]) -> bool:
    """Check whether a line says what the rep is doing, or what it is like where the rep is."""
    if not _AROUND.isdisjoint(words) and not _JUDGED.isdisjoint(words):
        return True
    if words[0] in _OF_SELF and _is_one_clause(text):
        return True
    under_way = not _UNDER_WAY.isdisjoint(words) and not {"still", "yet"}.isdisjoint(words)
    later = len(words) <= _FEW and not _LATER.isdisjoint(words)
    return under_way or later or words[:2] == ["never", "mind"]
