"""Recognise that an absence has other days: "only till 24", "back on the 29th", "only tmrw off"."""

import re
from typing import Literal, NamedTuple

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.settings.absence_said import are_days
from handlers.typed.settings.setting_words import without
from handlers.typed.words import listed, without_leading

_MAX_WORDS = 12  # how many words a line may have
_LEADS = listed("no nah nope actually sorry wait oh ok but and so hm")
_ONLY = listed("only just")
_UNTIL = listed("until to through thru")
_BACK = (["back"], ["im", "back"], ["ill", "be", "back"], ["i", "am", "back"])
_AROUND_DAYS = listed("off away out im i am ill be on the it is then")
_APART = re.compile(r"[,;.]\s")
# What the rep does after all: "nah ill do northwind".
_WILL_DO = (["ill"], ["i", "will"], ["i", "can"], ["im"], ["i", "am"])
_NUMBER = re.compile(r"[1-9]|[12][0-9]|3[01]", re.ASCII)


class OtherEnd(NamedTuple):
    """The words for a day, and whether it is the last day away or the day of return."""

    kind: Literal["last", "back"]
    day: str

    @property
    def number(self) -> int:
        """The day of the month if only this is named, or 0."""
        number = self.day.rstrip("stndrh")
        return int(number) if _NUMBER.fullmatch(number) else 0


def other_end(text: str) -> OtherEnd | None:
    """Return the new end of an absence, or None for any other line."""
    words = without_leading(few_written_out_words(text, _MAX_WORDS), _LEADS)
    if words[:1] and words[0] in _ONLY and words[1:2] and words[1] in _UNTIL:
        return _end("last", words[2:])
    lead = next((one for one in _BACK if words[: len(one)] == one), [])
    rest = words[len(lead) :]
    # "Im back thursday" may end an absence that has begun, so only "back on" counts after "im".
    return _end("back", rest) if lead and rest[:1] in (["on"], ["the"]) else None


def _end(kind: Literal["last", "back"], words: list[str]) -> OtherEnd | None:
    days = without(words, listed("on the"))
    end = OtherEnd(kind, " ".join(days))
    return end if end.number or are_days(days) else None


def days_instead(text: str) -> str:
    """Return "tomorrow" for "nah ill do northwind, only tmrw off", or "" for any other line."""
    if not few_written_out_words(text, _MAX_WORDS):
        return ""
    *before, last = _APART.split(text)
    words = without_leading(few_written_out_words(last, _MAX_WORDS), _LEADS)
    days = without(words, _ONLY | _AROUND_DAYS)
    if _ONLY.isdisjoint(words[:3]) or not days or not are_days(days):
        return ""
    return " ".join(days) if all(map(_takes_back, before)) else ""


def _takes_back(part: str) -> bool:
    """Check for "no", "nah ill do northwind" and "i can do today"."""
    said = few_written_out_words(part, _MAX_WORDS)
    left = without_leading(said, _LEADS)
    return not left or any(left[: len(one)] == one for one in _WILL_DO)
