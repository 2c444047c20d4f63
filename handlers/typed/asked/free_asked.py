"""Recognise questions about a time of day: "am i free thurs 3pm", "what am i doing at 2". Pure."""

from dataclasses import dataclass
from typing import Literal

from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import DAY_WORDS, few_words_of, listed

_MAX_WORDS = 12  # a question about a time has at most this many words
_FREE = ("am i free", "am i available", "am i open", "do i have time", "have i got time")
_BUSY = (
    *("am i busy", "am i booked", "do i have anything", "do i have a call", "do i have calls"),
    *("have i got anything", "have i got a call", "is there anything", "anything"),
)
_WHAT = (
    *("what am i doing", "what do i do", "what do i have", "what have i got", "what is on"),
    *("what do i have on", "what have i got on", "what is happening", "what is up"),
)
_STATES = listed("free busy available booked around")  # "is tomas free thurs 3pm"
_MAX_NAME_WORDS = 3
_OF_TIMES = DAY_WORDS | listed("at am pm noon midday to until and")
_PREPOSITIONS = ("on", "for", "from")
_MAX_COVER = 16  # a question about who can cover a call has at most this many words
_ANYONE = ("anyone", "anybody", "someone", "somebody")
_WHO_CAN = tuple(
    begin.split()
    for begin in (
        *("who is", "who can", "who could", "who will", "who would"),
        *(f"{can} {one}" for can in ("can", "could", "is") for one in _ANYONE),
    )
)
_COVERS = listed("cover covers covering take takes stand jump fill replace")
_BY_KIND: dict[Literal["free", "busy", "what"], tuple[str, ...]] = {
    "free": _FREE,
    "busy": _BUSY,
    "what": _WHAT,
}
_LEADS = [(lead.split(), asks) for asks, leads in _BY_KIND.items() for lead in leads]


@dataclass(frozen=True)
class FreeAsked:
    """A question about the writer's own time.

    `when` is the time as typed. `asks` is "free" for "am i free at 2", "busy" for "am i busy at 2"
    and "what" for "what am i doing at 2".
    """

    when: str
    asks: Literal["free", "busy", "what"]


def free_asked(text: str) -> FreeAsked | None:
    """Read a question about the writer's own time. Return None for any other text."""
    words = without_courtesy(written_out_words(text)) if few_words_of(text, _MAX_WORDS) else []
    for lead, asks in _LEADS:
        if words[: len(lead)] == lead:
            rest = words[len(lead) :]
            rest = rest[1:] if rest and rest[0] in _PREPOSITIONS else rest
            if _is_time(rest):
                return FreeAsked(" ".join(rest), asks)
    return None


def whose_time_asked(text: str) -> str:
    """Return "tomas" for "is tomas free thurs 3pm". Return "" for any other text."""
    words = without_courtesy(written_out_words(text)) if few_words_of(text, _MAX_WORDS) else []
    at = next((at for at, word in enumerate(words) if word in _STATES), 0)
    name, when = words[1:at], [word for word in words[at + 1 :] if word not in _PREPOSITIONS]
    if words[:1] not in (["is"], ["are"]) or not 0 < len(name) <= _MAX_NAME_WORDS:
        return ""
    is_time = all(word in _OF_TIMES or word[:1].isdecimal() for word in when)
    return " ".join(name) if is_time else ""


def cover_asked(text: str) -> bool:
    """Match "whos free to cover brightwater thu" and "can anyone take halden tomorrow".

    Something may come first: "cant make halden, can anyone take it".
    """
    if not few_words_of(text, _MAX_COVER):
        return False
    for part in (text, text.rpartition(",")[2]):
        words = written_out_words(part)
        begin = next((at for at in (0, 1) if words[at : at + 2] in _WHO_CAN), -1)
        if begin >= 0 and not _COVERS.isdisjoint(words[begin + 2 : begin + 5]):
            return True
    return False


def _is_time(words: list[str]) -> bool:
    """Check whether the words are a time of day, with or without a day: "3pm", "thursday 3pm"."""
    clocks = [word for word in words if word[:1].isdecimal() or word in ("noon", "midday")]
    return bool(clocks) and all(word in _OF_TIMES or word in clocks for word in words)
