"""Recognise that the writer works after all, or is back at some time: "back in at 3". Pure."""

import re
from collections.abc import Sequence
from datetime import time

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.settings.absence_said import are_days, says_why
from handlers.typed.settings.numbers_typed import NOON, clock_in
from handlers.typed.settings.setting_words import without, words_after
from handlers.typed.words import listed

_MAX_WORDS = 12  # how many words a line may have
_I_AM = ("im", "i am", "ill be", "i will be")
_WORKING = (
    *("in", "here", "around", "working", "available", "at work", "online", "taking calls"),
    *("doing my calls", "doing the calls", "taking my calls", "keeping my calls"),
)
# "Im in" need not be about an absence. "Actually im in" and "im in after all" end an absence.
_AT_WORK = (
    *(f"{lead} {state}" for lead in _I_AM for state in _WORKING),
    *("working", "doing my calls", "doing the calls", "taking my calls", "keeping my calls"),
    *("ill work", "i will work", "i can work", "ill do my calls", "ill do the calls"),
    *("i can do my calls", "ill take my calls", "i do my calls"),
)
_WELL = (
    *("better", "feeling better", "feeling fine", "feeling ok", "feeling good", "well", "fine"),
    *("healthy", "fit", "recovered", "not sick", "not ill", "no longer sick", "no longer ill"),
)
_NOT_OFF = (
    *("not off", "not away", "not out", "not on leave", "not on holiday", "no longer off"),
    *("no longer away", "back", "back at work", "back in the office", "back in office"),
    *("back at my desk", "back at the desk", "back online", "back from sick leave", "back in"),
)
_NOT_AWAY = (
    *(f"{lead} {state}" for lead in ("im", "i am") for state in (*_WELL, *_NOT_OFF)),
    *("feeling better", "feel better", "i feel better", "feeling fine", "feel fine", "i feel fine"),
    *("feeling ok", "feel ok", "i feel ok", "not off", "not away", "no longer away"),
    *("back at work", "back in the office", "back in office", "back at my desk", "back online"),
)
_AFTER_ALL = ("after all", "anyway", "again", "instead", "early", "now", "any more", "anymore")
_TAKES_BACK = listed("no actually wait sorry")
_BESIDE = listed("but actually so ok okay hey no oh sorry wait much yes yeah yep")
_OVER = listed("moved cancelled canceled postponed rescheduled over done finished off early was")
_APART = re.compile(r"[,;.]| - | – | — | and | so ")
_BACK = ("back", *(f"{lead} back" for lead in _I_AM))
_PLACES = (
    *("in the office", "in office", "at the office", "at work", "at my desk", "at the desk"),
    *("at desk", "online", "in"),
)
_AT = listed("at by around from")
# A number below this is an hour in the afternoon: "back at 2" is about 14:00, not the night.
_FIRST_HOUR = 7


def works_on(text: str) -> str | None:
    """Return the days on which the writer works after all: "fri" for "im in fri after all".

    Return "" if no day is named: "feeling better, doing my calls". Return None if any part of the
    line says something else.
    """
    if len(text.split(maxsplit=_MAX_WORDS)) > _MAX_WORDS:
        return None
    whole = _part(text)
    apart = [part for part in _APART.split(text) if part.strip(" !")]
    found = [whole] if whole else [_part(part) for part in apart]
    # "Im not away anymore, dentist moved" says why at the end.
    if len(found) > 1 and ("", "back") in found[:-1] and _is_over(apart[-1]):
        found[-1] = ("", "beside")
    parts = [one for one in found if one != ("", "beside")]
    if not parts or None in parts:
        return None
    said = [one for one in parts if one]
    days = next((days for days, _ in said if days), "")
    typed = few_written_out_words(text, _MAX_WORDS)
    corrects = found[0] == ("", "beside") and _corrects(typed)
    is_sure = corrects or any(kind == "back" for _, kind in said)
    return days if days or is_sure else None


def _is_over(text: str) -> bool:
    """Check for "dentist moved" and "the trip got cancelled"."""
    words = [*few_written_out_words(text, _MAX_WORDS)]
    reason = " ".join(word for word in words if word not in _OVER)
    return says_why(reason) if reason else bool(words)


def _part(text: str) -> tuple[str, str] | None:
    """Return the days in one part of a line, and the kind of the part.

    The kinds are:

    - "back": ends an absence on its own
    - "works": need not be about an absence ("im in")
    - "beside": only words such as "actually"

    Return None for any other part.
    """
    typed = few_written_out_words(text, _MAX_WORDS)
    words = without(typed, _BESIDE)
    if not words:
        return "", "beside"
    end = next((one for one in _AFTER_ALL if words[-len(one.split()) :] == one.split()), "")
    words = words[: len(words) - len(end.split())]
    is_corrected = bool(end) or _corrects(typed)
    for lead in (*_NOT_AWAY, *_AT_WORK):
        is_back = is_corrected or lead in _NOT_AWAY
        kind = "back" if is_back else "works"
        if words == lead.split():
            return "", kind
        if (days := words_after(words, lead)) and are_days(days):
            return " ".join(days), kind
    return None


def _corrects(words: Sequence[str]) -> bool:
    return not _TAKES_BACK.isdisjoint(words[:1])


def back_then(text: str) -> tuple[str, time] | None:
    """Return the days and the time of a return: "wed" and 14:00 for "back wed at 2".

    If no days are named ("back in the office at 3"), the days are "". A number below 7 is an hour
    in the afternoon. Return None for any other line.
    """
    words = without(few_written_out_words(text, _MAX_WORDS), _BESIDE | {"i", "mean", "meant"})
    left = next((rest for lead in _BACK if (rest := words_after(words, lead))), [])
    left = next((rest for place in _PLACES if (rest := words_after(left, place))), left)
    at = next((at for at, word in enumerate(left) if word in _AT), -1)
    sizes = [size for size in (2, 1) if at >= 0 and clock_in(left[at + 1 : at + 1 + size])]
    if not sizes:
        return None
    end = at + 1 + sizes[0]
    found = clock_in(left[at + 1 : end])
    days = [*left[:at], *without(left[end:], _AFTER_ALL)]
    if found is None or (days and not are_days(days)):
        return None
    return " ".join(days), in_working_hours(*found)


def in_working_hours(clock: time, is_sure: bool) -> time:
    """Move a time before 7:00 to the afternoon, unless am or pm is clear (`is_sure`)."""
    early = not is_sure and clock.hour < _FIRST_HOUR
    return clock.replace(hour=clock.hour + NOON) if early else clock
