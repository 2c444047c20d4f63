"""Recognise a statement that gives a call another time: "brightwater is 3pm today". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.typed.correction_words import LEADS
from handlers.typed.plain_spelling import written_out
from handlers.typed.settings.numbers_typed import clock_in
from handlers.typed.words import (
    AUXILIARIES,
    COURTESY,
    DAY_WORDS,
    MONTHS,
    QUESTION_WORDS,
    bare_word,
    listed,
    without_leading,
)

_MAX_WORDS = 20  # how many words a line may have
_WHO = 5  # how many words may say whose call it is: "my demo with northwind"
_IS = listed("is are")
_ONE_MORE = listed("next second new another")  # "my next demo is on friday 9" is one more call
_CANNOT = (["cant"], ["cannot"], ["can", "not"], ["couldnt"], ["wont"])
_MAKE = listed("do make manage")
_WANTS = listed("wants want wanted needs need prefers prefer asks asked suggests suggested")
_WORKS = (["works"], ["is", "fine"], ["is", "ok"], ["suits"], ["fits"])
_AFTER_ALL = (["after", "all"], ["instead"], ["better"])
_REACHED = listed("just now she he they also")
_REACHES = listed("texted called rang phoned wrote mailed emailed said says messaged pinged")
# If only these words follow the time, we ignore them: "alder is 3pm, she just texted me".
_TOLD = _REACHED | _REACHES | listed("confirmed fyi me us it")
_OFFERS = listed(
    "can could we they she he you do make how what about is it its lets let us better rather would"
    " maybe only at to try have move"
)
_BEFORE_TIME = listed("now at on actually for")
_TELLER = 3  # a name beside "says" has at most this many words: "says dr anders lund"
_PREPOSITIONS = listed("at on")
_AS_SAID = [
    one.split() for one in ("as i said", "like i said", "as i told you", "i said", "i told you")
]
_INSTEAD = COURTESY | listed("instead rather now")
_ORDINAL = re.compile(r"[0-3]?[0-9](?:st|nd|rd|th)", re.ASCII)
_MONTHS = {*MONTHS, *(month[:3] for month in MONTHS), "sept"}
_STOPS = ",;.–—"


@dataclass(frozen=True)
class StatedTime:
    """A new time for a call, as a line states it.

    - `whom` names the account or a contact, or is a word like "she". If `whom` is "", the line is
      about the call that was just talked about.
    - `when` are the words that give the new time.
    - `replaces` is true if the line shows that another time was planned, as "at 11 not 4" does.
    - `beside` are further words after the time, which may be a note.
    """

    whom: str
    when: str
    replaces: bool = False
    beside: str = ""


def stated_time(text: str) -> StatedTime | None:
    """Return whose call gets another time, and that time.

    - "alder is at 11 not 4" → "alder" and "11"
    - "alder cant do 11, can we do 4" → "alder" and "4"
    - "she wants thurs 9 instead" → "she" and "thurs 9"
    - "mia just texted, 11 works after all" → "mia" and "11"

    Return None for any other line, and for a line without a time of day.

    After "is", a number alone may be anything, as in "northwind is 15". Such a number counts as a
    time only after "at" ("is at 11") or before "not" and another number ("is 11 not 4").
    """
    typed = written_out(text.strip(" .!")).split()[: _MAX_WORDS + 1]
    while typed and bare_word(typed[0]) in LEADS:
        typed = typed[1:]
    if len(typed) > _MAX_WORDS or not typed or bare_word(typed[0]) in AUXILIARIES | QUESTION_WORDS:
        return None
    if found := _cannot(typed):
        return found
    if "?" in text:
        return None
    return _works(typed) or _is_at(typed) or _wants(typed)


def repeated_time(text: str) -> str:
    """Return "3pm" for "3pm as i said", or "" for any other line."""
    said = [bare_word(word) for word in written_out(text).split(maxsplit=_MAX_WORDS)]
    end = next((len(said) - len(one) for one in _AS_SAID if said[-len(one) :] == one), 0)
    begin = without_leading(said[:end], _BEFORE_TIME | listed("no it is was"))
    return _time(begin, sure=True) if "?" not in text else ""


def _cannot(typed: Sequence[str]) -> StatedTime | None:
    """Read "alder cant do 11, can we do 4?"."""
    said = [bare_word(word.strip("?")) for word in typed]
    for at in range(1, min(_WHO + 1, len(said))):
        cannot = next((one for one in _CANNOT if said[at : at + len(one)] == one), None)
        if cannot and {*said[at + len(cannot) : at + len(cannot) + 1]} <= _MAKE:
            rest = at + len(cannot) + 1
            old = next((i for i in range(rest, len(said)) if said[i] in _OFFERS - _PREPOSITIONS), 0)
            comma = next((i + 1 for i in range(rest, len(said)) if typed[i][-1] in _STOPS), 0)
            end = comma or old
            when = without_leading(said[end:], _OFFERS)
            if end and _time(said[rest:end], sure=True) and _time(when, sure=True):
                return StatedTime(" ".join(typed[:at]), _time(when, sure=True), replaces=True)
    return None


def _works(typed: Sequence[str]) -> StatedTime | None:
    """Read "mia just texted, 11 works after all", and "11 works after all" alone."""
    comma = next((at + 1 for at, word in enumerate(typed) if word[-1] in _STOPS), 0)
    lead, said = (
        [bare_word(word) for word in typed[:comma]],
        [bare_word(word) for word in typed[comma:]],
    )
    reached = not _REACHES.isdisjoint(lead)
    if lead and not reached:
        return None
    for at in range(1, len(said)):
        works = next((one for one in _WORKS if said[at : at + len(one)] == one), None)
        if not works:
            continue
        after = said[at + len(works) :]
        sure = after in _AFTER_ALL
        if not (sure or (reached and not after)):
            return None
        whom = " ".join(word for word in lead if word not in _REACHED | _REACHES)
        when = _time(said[:at], sure=True)
        return StatedTime(whom, when, replaces=True) if when else None
    return None


def _is_at(typed: Sequence[str]) -> StatedTime | None:
    """Read "northwind is now 10:30", "alder is at 11 not 4" and "brightwater is 3pm today".

    Who told the rep is left out: "jana says northwind is 4pm", "northwind is 4pm now says jana".
    """
    typed = _without_teller(typed)
    said = [bare_word(word) for word in typed]
    at = next((at for at in range(1, min(_WHO + 1, len(said))) if said[at] in _IS), 0)
    if not at or not _ONE_MORE.isdisjoint(said[:at]):
        return None
    comma = next((i for i in range(at, len(said)) if typed[i][-1] in _STOPS), len(said) - 1)
    clause, beside = _without_told(said[at + 1 : comma + 1]), typed[comma + 1 :]
    new, replaces = _without_old(clause)
    if new is None:
        return None
    sure = "at" in new or (replaces and _is_number(clause[-1:]))
    when = _time(without_leading(new, _BEFORE_TIME), sure=sure)
    if not when:
        return None
    told = _TOLD.issuperset(map(bare_word, beside))
    replaces = replaces or "now" in new
    return StatedTime(" ".join(typed[:at]), when, replaces, "" if told else " ".join(beside))


def _without_teller(typed: Sequence[str]) -> Sequence[str]:
    """Return "northwind is 4pm" for "jana says northwind is 4pm"."""
    said = [bare_word(word) for word in typed[: _TELLER + 1]]
    at = next((at for at, word in enumerate(said) if at and word in _REACHES), 0)
    rest = typed[at + 1 :] if at else typed
    return rest[1:] if at and rest and bare_word(rest[0]) == "that" else rest


def _without_told(said: Sequence[str]) -> Sequence[str]:
    """Return "4pm now" for "4pm now says jana"."""
    at = next((at for at, word in enumerate(said) if at and word in _REACHES), len(said))
    return said[:at] if len(said) - at <= _TELLER + 1 else said


def _wants(typed: Sequence[str]) -> StatedTime | None:
    """Read "she wants thurs 9 instead" and "mia wants 4 not 11"."""
    said = [bare_word(word) for word in typed]
    at = next((at for at in range(1, min(_WHO + 1, len(said))) if said[at] in _WANTS), 0)
    new, replaces = _without_old(said[at + 1 :]) if at else (None, False)
    if new is None or not (replaces or said[-1] in ("instead", "rather")):
        return None
    when = _time(without_leading(new, _BEFORE_TIME), sure=True)
    return StatedTime(" ".join(typed[:at]), when, replaces=True) if when else None


def _without_old(said: Sequence[str]) -> tuple[list[str] | None, bool]:
    """Return the words without the old time, and whether they had an old time.

    - "at 11 not 4" → "at 11" and True
    - "at 11" → "at 11" and False
    - "at 11 not alone" → None and False, because no time follows "not"
    """
    if "not" not in said:
        return [*said], False
    at = said.index("not")
    old = _time(without_leading([*said[at + 1 :]], _BEFORE_TIME), sure=True)
    return ([*said[:at]], True) if old else (None, False)


def _time(said: Sequence[str], *, sure: bool) -> str:
    """Return the words if they are a time of day, with or without a day, or else "".

    If `sure` is false, a number alone does not count as a time.
    """
    end = next((at for at in range(len(said), 0, -1) if said[at - 1] not in _INSTEAD), 0)
    when = [*said[:end]]
    clock = [word for at, word in enumerate(when) if not _is_of_day(when, at)]
    if not clock_in(clock) or (clock == when and _is_number(clock) and not sure):
        return ""
    return " ".join(when)


def _is_of_day(said: Sequence[str], at: int) -> bool:
    """Check whether the word at `at` belongs to a day, and not to a time of day.

    "friday", "16th", and "16" beside "dec" belong to a day. "At" and "on" also count as words of a
    day.
    """
    word = said[at]
    if word in DAY_WORDS | _MONTHS | _PREPOSITIONS | {"tmrw", "tmr"} or _ORDINAL.fullmatch(word):
        return True
    beside = {*said[max(at - 1, 0) : at], *said[at + 1 : at + 2]}
    return word.isdecimal() and not beside.isdisjoint(_MONTHS)


def _is_number(words: Sequence[str]) -> bool:
    return "".join(words).isdecimal()
