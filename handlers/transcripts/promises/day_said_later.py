"""Complete a promise with the day or hour that is said after it. Pure.

For example: "I'll send you the list. You'll have it on Thursday."
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from handlers.transcripts.promises.promises import promise_in
from handlers.transcripts.speech.days import names_day, without_days
from handlers.transcripts.speech.sentences import SpokenSentence
from handlers.transcripts.speech.speech import without_lead

_AHEAD = 2  # we look for the day in this many sentences after the promise
_LONGEST = 12  # in words; a sentence that only says the day is short
_ITS_DAY = re.compile(
    r"you(?:'ll| will) (?:have|get) (?:it|that|them|both|all of it)(?: (?:by|on|before|until))? *"
)
_WHOSE_CLOCK = re.compile(
    r"(?:that's |so |in )?(?:your|my|our) (?:time|noon|midday|clock|morning|afternoon|evening)"
)
_BESIDE_DAY = re.compile(r"(?:by|on|before|until|at|the|latest|let's say|say|maybe|so|then|,| )*")
_CORRECTED = 6  # we look for a correction in this many sentences after the promise
_ADMITS = re.compile(r"(?:oh |ah |yes |yeah |no )?(?:you're right|you are right|my mistake|sorry)")
_APART = re.compile(
    r"(?<=[.!?]) you(?:'ll| will) (?:have|get) (?:it|that|them|both|all of it) [^.!?]{1,40}[.!?]?$",
    re.IGNORECASE,
)


def with_day_said_later(sentences: Sequence[SpokenSentence]) -> Iterator[SpokenSentence]:
    """Yield each sentence, but join a promise with the short sentence that says the promise's day.

    "You'll have it on Thursday" becomes a part of the promise before it. We still yield this short
    sentence, so that the number of sentences stays the same. But its side is "nobody", so that the
    draft of the reflection has no line for it. If the speaker soon corrects the day of a promise,
    the promise gets the corrected day.
    """
    used: set[int] = set()
    for at, one in enumerate(sentences):
        if at in used:
            yield replace(one, side="nobody")
            continue
        if one.due_said or one.what:
            yield one
            continue
        after = _its_day(one, sentences[at + 1 : at + 1 + _AHEAD])
        if after is None:
            yield replace(one, due_said=_corrected(one, sentences[at + 1 : at + 1 + _CORRECTED]))
            continue
        said = sentences[at + after]
        if _ITS_DAY.match(said.plain):
            used.add(at + after)
        whole = f"{one.words} {said.words}"
        later = said.plain if names_day(said.plain) and names_day(one.plain) else ""
        yield replace(one, words=whole, plain=f"{one.plain}. {said.plain}", due_said=later)


def without_day_sentence(words: str) -> str:
    """Remove a final sentence such as "You'll have it on Thursday.", which only says the day."""
    return _APART.sub("", words)


def _its_day(one: SpokenSentence, following: Sequence[SpokenSentence]) -> int | None:
    """Return the distance from the promise `one` to the sentence that says its day or hour.

    The next sentence has distance 1. Return None if `one` is not a promise, or if no sentence in
    `following` says its day.
    """
    short = any(len(said.plain.split()) <= _LONGEST for said in following)
    if one.side == "nobody" or not short or not promise_in(one.plain, asks=one.asks):
        return None
    dated = names_day(one.plain)
    for after, said in enumerate(following, 1):
        if said.turn != one.turn or said.asks:
            return None
        if _is_only_day(said.plain) and (after == 1 or not dated):
            return after
        if dated:
            return after if _WHOSE_CLOCK.fullmatch(without_lead(said.plain)) else None
        if promise_in(said.plain):
            return None
    return None


def _is_only_day(said: str) -> bool:
    return names_day(said) and bool(_BESIDE_DAY.fullmatch(_rest(said)))


def _corrected(one: SpokenSentence, following: Sequence[SpokenSentence]) -> str:
    """Return the sentence in which the speaker of a promise corrects its day, or ""."""
    if one.side == "nobody" or not names_day(one.plain) or not promise_in(one.plain, asks=one.asks):
        return ""
    for before, said in pairwise(following):
        own = said.speaker == one.speaker == before.speaker and before.turn == said.turn > one.turn
        if own and not said.asks and names_day(said.plain):
            admits = _ADMITS.fullmatch(before.plain) and not promise_in(said.plain)
            return said.plain if admits else ""
    return ""


def _rest(said: str) -> str:
    return _ITS_DAY.sub("", without_days(without_lead(said)), count=1)
