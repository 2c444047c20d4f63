"""Recognise that a customer agreed to another time: "shes ok with wed 4pm instead". Pure."""

from collections.abc import Sequence

from handlers.typed.settings.numbers_typed import clock_in
from handlers.typed.words import (
    AUXILIARIES,
    COURTESY,
    DAY_WORDS,
    QUESTION_WORDS,
    bare_word,
    listed,
    without_leading,
)

_AGREES = tuple(
    cue.split()
    for cue in (
        *(f"{state} with" for state in ("ok", "okay", "fine", "good", "happy", "cool", "alright")),
        *("can do", "could do", "can make", "prefers", "prefer", "agreed to", "agreed on"),
        *("said yes to", "suggests", "suggested", "proposes", "proposed"),
    )
)
_ASKS = AUXILIARIES | QUESTION_WORDS
_IS = listed("is are was were also")
_INSTEAD = COURTESY | listed("instead now too rather")
_PREPOSITIONS = listed("on at for to")
# The rep reached somebody, who then agreed: "emailed pia, shes ok with wed 4pm".
_REACHED = listed(
    "emailed mailed called rang phoned texted messaged pinged asked spoke talked met reached heard"
)
_MAX_NAME_WORDS = 3
_MAX_REACHED_WORDS = 4
_LONGEST = 20


def agreed_time(text: str) -> str:
    """Return "wed 4pm" for "emailed pia, shes ok with wed 4pm instead", or "" for any other line.

    The line must name a time of day: "shes ok with friday" may be about a date in a contract. A
    number alone, as in "jana is ok with 15", counts as a time only if "instead" follows.
    """
    words = text.split(maxsplit=_LONGEST + 1)
    if len(words) > _LONGEST or not _ASKS.isdisjoint(map(bare_word, words[:1])) or "?" in text:
        return ""
    before, comma, last = text.partition(",")
    reached = [bare_word(word) for word in before.split()]
    if comma and (len(reached) > _MAX_REACHED_WORDS or _REACHED.isdisjoint(reached[:1])):
        return ""
    return _agreed([word for word in map(bare_word, (last if comma else text).split()) if word])


def _agreed(words: Sequence[str]) -> str:
    """Return the time in "pia is ok with wed 4pm instead", or ""."""
    for at in range(1, min(_MAX_NAME_WORDS + 2, len(words))):
        cue = next((cue for cue in _AGREES if [*words[at : at + len(cue)]] == cue), None)
        if cue and not _IS.issuperset(words[:at]):
            return _time(without_leading([*words[at + len(cue) :]], _PREPOSITIONS))
    return ""


def _time(words: list[str]) -> str:
    end = next((at for at in range(len(words), 0, -1) if words[at - 1] not in _INSTEAD), 0)
    when = words[:end]
    clock = [word for word in when if word not in DAY_WORDS | _PREPOSITIONS]
    may_be_number = clock == when and "".join(clock).isdecimal() and "instead" not in words[end:]
    return " ".join(when) if clock_in(clock) and not may_be_number else ""
