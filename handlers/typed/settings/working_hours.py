"""Recognise how people say when they work: "i work 9 to 5", "i dont work fridays". Pure."""

from handlers.typed.settings.numbers_typed import clock_in, clocks_in
from handlers.typed.settings.setting_words import (
    FILLING,
    SettingOrder,
    in_the_afternoon,
    set_to,
    without,
    words_after,
)
from handlers.typed.words import WEEKDAYS, listed

_BEGINS_LATE = 5  # "i start at 4" means 16:00, but "i start at 5" means 5:00
_ENDS_EARLY = 9  # "i finish at 8" means 20:00, but "i finish at 9" means 9:00
_USUALLY = listed("usually normally always only every each day days work working morning and")
_AROUND = listed("at from on about around every each day days")
_DAY_STARTS = (
    *("i start work", "i start working", "i start my day", "i start", "i begin work", "i begin"),
    *("my day starts", "my day begins", "my work day starts", "my working day starts"),
    *("my workday starts", "i work from", "my working day begins", "my workday begins"),
)
_DAY_ENDS = (
    *("i finish work", "i finish working", "i finish", "i stop work", "i stop working", "i stop"),
    *("i log off", "i clock off", "i sign off", "i am done", "im done", "i work until"),
    *("my day ends", "my work day ends", "my working day ends", "my workday ends"),
    *("i go home", "i leave work"),
)
_HOURS = ("i work", "my hours are", "office hours are", "my office hours are")
_NUMBERED = {
    day[:length]: number for number, day in enumerate(WEEKDAYS) for length in (3, 4, 5, len(day))
}
_OFF = ("i do not work", "i never work", "i am off", "im off", "i am never in")
_USUAL = FILLING | listed("usually normally always only just")
_UNTIL = ("to", "until", "through", "-")


def working_day(words: list[str]) -> SettingOrder | None:
    """Read "i start at 9", "i work 9 to 5" and "i finish at 5"."""
    said = without(words, _USUAL)
    for lead in _HOURS:
        if hours := clocks_in(without(words_after(said, lead), _AROUND)):
            return SettingOrder("ends", (("work_from", hours[0]), ("quiet_from", hours[1])))
    for lead in _DAY_STARTS:
        if found := clock_in(without(words_after(said, lead), _AROUND | _USUALLY)):
            return set_to("work_from", in_the_afternoon(found[0], _BEGINS_LATE, sure=found[1]))
    for lead in _DAY_ENDS:
        if found := clock_in(without(words_after(said, lead), _AROUND | _USUALLY)):
            ends = in_the_afternoon(found[0], _ENDS_EARLY, sure=found[1])
            return SettingOrder("ends", (("quiet_from", ends),))
    return None


def working_days(words: list[str]) -> SettingOrder | None:
    """Read "i dont work fridays" and "i work mon to thu"."""
    said = without(words, _USUAL)
    return _days_off(said) or _days_from_to(said)


def _days_off(said: list[str]) -> SettingOrder | None:
    """Read "i dont work fridays"."""
    after = next((found for lead in _OFF if (found := words_after(said, lead))), [])
    every = "every" in after or "each" in after
    named = without(after, _AROUND | {"and", "or"})
    days = [_day(word) for word in named]
    if not named or None in days or not (every or all(word.endswith("s") for word in named)):
        return None  # "i dont work friday" is about one day
    off = frozenset(day for day in days if day is not None)
    return SettingOrder("days off", (("work_days", off),))


def _days_from_to(said: list[str]) -> SettingOrder | None:
    """Read "i work mon to thu"."""
    after = (
        " ".join(without(words_after(said, "i work"), ("from", "on"))).replace("-", " - ").split()
    )
    if len(after) != 3 or after[1] not in _UNTIL:  # "mon to thu"
        return None
    first, last = _day(after[0]), _day(after[2])
    if first is None or last is None or first >= last:
        return None
    return SettingOrder("set", (("work_days", frozenset(range(first, last + 1))),))


def _day(word: str) -> int | None:
    return _NUMBERED.get(word, _NUMBERED.get(word.removesuffix("s")))
