"""Recognise wishes for a break from messages today: "skip the rest of today". Pure."""

from collections.abc import Sequence
from datetime import time

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.settings.numbers_typed import clock_in
from handlers.typed.settings.setting_words import (
    FILLING,
    NO_MESSAGES,
    has,
    in_the_afternoon,
    without,
    words_after,
)
from handlers.typed.words import listed

_MAX_WORDS = 20  # how many words a line may have
_MORNING = 8  # a typed hour below 8 is in the afternoon: "at 4" is 16:00
_ENOUGH = (
    *("skip", "mute", "im done", "i am done", "that is it", "that is enough", "enough", "no more"),
    *("nothing more", "nothing else", "im finished", "i am finished", "quiet", "be quiet"),
    *("leave me alone", "that will do", "silence", *NO_MESSAGES),
)
_TODAY = (["today"], ["tonight"], ["the", "day"])
_REST = listed("for the rest remainder of messages message questions from you me now anymore")
_THEN = ("after that", "after then", "from then", "from then on", "then", "after", "afterwards")
# A line about the writer begins with one of these. Any other line may be about a customer.
_OWN = listed("i im ill ive have need got leaving picking going out away off my")
# In a line about the writer's break, the words before the time are all in `_BREAKS` or
# `_ON_A_BREAK`, and at least one of them is in `_BREAKS`.
_BREAKS = listed("lunch lunchtime break car road driving train plane flight flying airport")
# These count as a break only in a line with a wish for quiet: "in a mtg till 3, hold msgs".
_BUSY = listed("meeting meetings call calls workshop training")
_UNTIL_THEN = (["until", "then"], ["until", "that"], ["before", "then"], ["before", "that"])
_ON_A_BREAK = _OWN | listed(
    "am at on for to the a my going now until back be having taking in gonna will sitting stuck"
)
_BEFORE_CLOCK = listed("at by from until around about")


def rest_of_today(text: str) -> bool:
    """Match "skip the rest of today", "thats enough for today" and "im done for the day"."""
    words = without(few_written_out_words(text, _MAX_WORDS), FILLING)
    for lead in sorted(_ENOUGH, key=len, reverse=True):
        if rest := words_after(words, lead):
            end = next((one for one in _TODAY if rest[-len(one) :] == one), [])
            return bool(end) and _REST.issuperset(rest[: len(rest) - len(end)])
    return False


def quiet_from(text: str) -> time | None:
    """Return 16:00 for "gotta leave at 4, no msgs after that" and "nothing after 4 today".

    Return None for any other text.
    """
    words = without(few_written_out_words(text, _MAX_WORDS), FILLING)
    lead = next((one for one in NO_MESSAGES if has(words, one.split())), "")
    if not lead:
        return None
    size = len(lead.split())
    at = next(at for at in range(len(words)) if words[at : at + size] == lead.split())
    before, rest = words[:at], words[at + size :]
    if not before and rest[:1] == ["after"] and rest[-1] in ("today", "tonight"):
        return _clock(rest[1:-1])
    if not before or before[0] not in _OWN or " ".join(rest) not in _THEN:
        return None
    clocks = (_clock_after(before, at) for at in range(len(before)))
    return next((clock for clock in clocks if clock), None)


def break_until(text: str) -> time | None:
    """Return 13:00 for "im out for lunch till 1" and "lunch, back at 1", or None.

    A wish for quiet may follow: "gonna be in the car till 1, nothing till then". Only with such a
    wish, a meeting counts too: "in a mtg till 3, hold msgs".
    """
    typed = without(few_written_out_words(text, _MAX_WORDS), FILLING)
    words = _without_wish(typed)
    at = next((at for at, word in enumerate(words) if word in ("until", "at") and at), 0)
    said = {*words[:at]}
    breaks = _BREAKS if len(words) == len(typed) else _BREAKS | _BUSY
    if said.isdisjoint(breaks) or not said <= breaks | _ON_A_BREAK:
        return None
    if words[at:] and words[at] == "at" and words[at - 1] != "back":
        return None  # "lunch at 1" says when lunch begins
    return _clock(words[at + 1 :])


def _without_wish(words: Sequence[str]) -> list[str]:
    """Return "in the car until 1" for "in the car until 1 nothing until then"."""
    left = [*words]
    if left[-2:] in _UNTIL_THEN:
        left = left[:-2]
    for wish in sorted(NO_MESSAGES, key=len, reverse=True):
        said = wish.split()
        if left[-len(said) :] == said and len(left) > len(said):
            return left[: -len(said)]
    return [*words]


def _clock_after(words: Sequence[str], at: int) -> time | None:
    """Return the time of day that follows `words[at]`, if this word is in `_BEFORE_CLOCK`."""
    if words[at] not in _BEFORE_CLOCK:
        return None
    return _clock(words[at + 1 : at + 3]) or _clock(words[at + 1 : at + 2])


def _clock(words: Sequence[str]) -> time | None:
    """Return the time of day that the words name, or None. "4" is 16:00."""
    found = clock_in(words)
    return in_the_afternoon(found[0], _MORNING, sure=found[1]) if found else None
