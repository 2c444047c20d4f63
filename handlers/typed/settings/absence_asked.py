"""Recognise lines that ask about, change or undo an absence of the writer. Pure."""

from datetime import time

from handlers.typed.plain_spelling import few_written_out_words, without_courtesy
from handlers.typed.settings.absence_said import are_days
from handlers.typed.settings.back_said import in_working_hours, works_on
from handlers.typed.settings.numbers_typed import clock_in
from handlers.typed.settings.setting_words import without, words_after
from handlers.typed.words import listed

_MAX_WORDS = 12  # how many words a line may have
_AM_I = (
    *("when am i", "when will i be", "am i", "will i be", "which days am i", "what days am i"),
    *("did you note im", "did you note i am", "do you know im", "do you know i am"),
)
_AWAY = listed("away off out ooo leave holiday holidays vacation pto on of office the")
_SENTENCES = frozenset(
    (
        "absence\nabsences\nmy absence\nmy absences\nshow my absences\nlist my absences\n"
        "my days off\nmy time off\nwhat are my days off\nwhat absences do i have\n"
        "when is my holiday\nwhen is my vacation\nwhen is my leave\nwhen are my days off\n"
        "when is my day off\nis my absence set\nis my day off noted\ndo i have days off\n"
        "which days off do i have\nwhat days off do i have"
    ).splitlines()
)
_CANCEL = ("cancel my", "delete my", "remove my", "scrap my", "take back my", "forget my")
_DAYS_OFF = listed("absence vacation holiday holidays leave pto off away out ooo sick")
_UNDO = ("undo the", "undo my", "undo", "take back the", "take the")
# People name an absence by its reason: "undo the dentist", "take the doctors back".
_REASONS = listed("dentist dentists doctor doctors vet hospital")
_BESIDE_REASONS = _DAYS_OFF | listed("appointment appt visit day thing back")
_BESIDE = listed("but actually so ok hey no oh sorry")
_CORRECTING = _BESIDE | listed("wait i mean meant just only its it is im off away on in the")
_DASHES = listed("- – —")
_RANGE = 3  # "10 to 11" has this many words
_HALVES = listed("morning afternoon")
_WAYS = {"from": "from", "after": "from", "until": "until", "before": "until"}


def absence_asked(text: str) -> bool:
    """Match "when am i away", "am i off friday" and "my absences"."""
    words = without_courtesy(few_written_out_words(text, _MAX_WORDS))
    if " ".join(words) in _SENTENCES:
        return True
    rest = next((rest for lead in _AM_I if (rest := words_after(words, lead))), [])
    days = without(rest, _AWAY)
    return rest[:1] != [] and rest[0] in _AWAY and (not days or are_days(days))


def days_in(text: str) -> str | None:
    """Return the days on which the writer is not away after all: "fri" for "im in fri after all".

    Return "" if the writer takes an absence back, but names no days: "actually no im in", "undo the
    dentist". Return None for any other line.
    """
    typed = few_written_out_words(text, _MAX_WORDS)
    words = without(typed, _BESIDE)
    for lead in _UNDO:
        said = words_after(words, lead)
        named = without(said, _REASONS | _BESIDE_REASONS | {"on"})
        if _is_absence(without(said, named)) and (not named or are_days(named)):
            return " ".join(named)
    if cancelled := next((rest for lead in _CANCEL if (rest := words_after(words, lead))), []):
        days = without(cancelled, _DAYS_OFF | {"day", "days", "time", "on"})
        is_absence = not _DAYS_OFF.isdisjoint(cancelled)
        return " ".join(days) if is_absence and (not days or are_days(days)) else None
    return works_on(text)


def _is_absence(words: list[str]) -> bool:
    """Match "dentist", "vet thing" and "day off". "Visit" alone does not name an absence."""
    names_one = not (_DAYS_OFF | _REASONS).isdisjoint(words)
    return names_one and {*words} <= _REASONS | _BESIDE_REASONS


def half_day_instead(text: str) -> str:
    """Return "friday afternoon" for "actually no, only friday afternoon".

    Return "" for any other line.
    """
    words = few_written_out_words(text, _MAX_WORDS)
    days = without(words, _CORRECTING)
    if {"only", "just"}.isdisjoint(words) or len(days) > 2 or _HALVES.isdisjoint(days[-1:]):
        return ""
    return " ".join(days) if len(days) == 1 or are_days(days) else ""


def range_instead(text: str) -> str:
    """Return "10-11" for "actually 10-11", and "10 to 11" for "no i meant 10 to 11".

    Return "" for any other line.
    """
    words = few_written_out_words(text, _MAX_WORDS)
    left = [word for word in without(words, _CORRECTING | {"make"}) if word not in _DASHES]
    is_range = 0 < len(left) <= _RANGE and all(
        word[:1].isdecimal() or word == "to" for word in left
    )
    return " ".join(left) if is_range and len(left) < len(words) else ""


def hours_instead(text: str) -> tuple[str, time] | None:
    """Return "from" or "until", and the time: "from" and 14:00 for "no only from 2".

    We take a number below 7 as an hour in the afternoon, unless the line says am or pm.

    Return None for any other line.
    """
    words = few_written_out_words(text, _MAX_WORDS)
    left = without(words, _CORRECTING)
    way = _WAYS.get(left[0], "") if left else ""
    found = clock_in(left[1:])
    if {"only", "just"}.isdisjoint(words) or not way or found is None:
        return None
    return way, in_working_hours(*found)
