"""Recognise that the writer says where they are: "stuck in traffic til 5", "wfh tmrw". Pure.

Such a line is about the writer's own day. It is never what a customer said.
"""

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.settings.numbers_typed import clock_in
from handlers.typed.settings.setting_words import words_after
from handlers.typed.words import DAY_WORDS, listed, without_leading

_MAX_WORDS = 10  # how many words such a line may have
_LEADS = listed("i am im ill i'll be will ok so just gonna going to sorry fyi btw still now we're")
_WHERE = (
    *("stuck in traffic", "in traffic", "in meetings", "in a meeting", "in internal meetings"),
    *("on the train", "on a train", "on the bus", "on the plane", "on a plane", "on the road"),
    *("in the car", "in my car", "driving", "at the airport", "at the station", "on my way"),
    *("working from home", "wfh", "at home", "home office", "in home office", "in the office"),
    *("at the office", "at my desk", "at my desk again", "away from my desk", "afk"),
    *("gone for lunch", "out for lunch", "off for lunch", "off to lunch", "at lunch"),
    *("having lunch", "lunch", "grabbing lunch", "grabbing a coffee", "getting coffee"),
    *("picking up the kids", "picking up my kids", "picking up the kid", "busy", "boarding"),
)
_BESIDE = DAY_WORDS | listed(
    "now again at by around from until till til to for a bit while then all the rest of day back"
    " in an hour hours min mins minutes morning afternoon soon later and here am pm"
)


def own_whereabouts(text: str) -> bool:
    """Check whether a line only says where the writer is, or how long they are busy."""
    words = few_written_out_words(text, _MAX_WORDS)
    words = without_leading(words, _LEADS)
    return any(words == where.split() or _only_times(words_after(words, where)) for where in _WHERE)


def _only_times(words: list[str]) -> bool:
    return bool(words) and all(word in _BESIDE or clock_in([word]) for word in words)
