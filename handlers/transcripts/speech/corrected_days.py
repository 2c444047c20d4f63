"""Find the day that replaces the day of a promise: "No, hang on, so Friday." Pure.

Usually the person who made the promise corrects the day. But with "make it" or "make that", the
other side may correct it: "Make that Wednesday."
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.transcripts.promises.promises import promise_in
from handlers.transcripts.speech.days import days_named, names_day, without_days
from handlers.transcripts.speech.sentences import SpokenSentence
from handlers.transcripts.speech.speech import without_lead

_TURNS_BACK = 3  # the promise is at most this many turns before the correction
_BACK = 8  # the promise is at most this many sentences before the correction
_AGAIN = 3  # we look for a repetition of the promise in this many sentences after the correction
_MAKE = re.compile(
    r"(?:so |then |oh |okay |let's )*make (?:it|that)(?: rather| better)? (?=[a-z\d])"
)
_TAKES_BACK = re.compile(
    r"(?:oh |ah |so |and |but |well |yeah |let me )*(?:no|sorry|wait|hang on|hold on|actually"
    r"|scratch that|correction|my mistake|i mean)(?![\w'-])"
)
_CLAUSES = re.compile(r" ?[,;:.!?…–—] ?| (?=so )")
# Words that say nothing about which day of the week is meant.
_ANY_DAY = frozenset(
    ["next", "this", "week", "the", "of", "on", "morning", "afternoon", "evening", "night"]
)
_ONLY_DAY = re.compile(
    r"(?:(?:so|then|rather|better|say|let's say|it's|that's|by|on|until|before|no|sorry|maybe"
    r"|make it|make that|the|at|noon|latest|instead)(?![\w'-])|,| )*"
)


@dataclass(frozen=True)
class Corrections:
    """The corrected days of promises, and the sentences that correct them.

    A place is the index of a sentence in the call. `days` maps the place of a promise to its new
    day and to the place of the sentence that says the new day. `used` are the places of sentences
    that need no line of their own in the draft of the reflection, because they only correct a day,
    or because another sentence has the same promise.
    """

    days: Mapping[int, tuple[str, int]]
    used: frozenset[int]


def corrections(sentences: Sequence[SpokenSentence]) -> Corrections:
    """Find promises whose day somebody corrects, in the same turn or soon after it."""
    days: dict[int, tuple[str, int]] = {}
    used: set[int] = set()
    for at, one in enumerate(sentences):
        for day, places in _corrected(sentences, at):
            meant = _promise_before(sentences, at, anybody=bool(_MAKE.match(one.plain)))
            if meant is None or meant in used:
                continue
            again = _said_again(sentences, meant, places[-1], day)
            used.update(place for place in places if place != meant)
            if again is None:
                days[meant] = day, places[-1]
            elif _is_better(sentences[again], day):
                used.add(meant)
                days.pop(meant, None)
            else:
                days[meant] = day, places[-1]
                used.add(again)
    return Corrections(days, frozenset(used))


def _corrected(sentences: Sequence[SpokenSentence], at: int) -> Iterator[tuple[str, Sequence[int]]]:
    """If a correction begins at `at`, yield the new day and the places of its sentences.

    A correction has one or two sentences.
    """
    one = sentences[at]
    made = _MAKE.match(one.plain)
    if one.side == "nobody" or one.asks or not (made or _TAKES_BACK.match(one.plain)):
        return
    if promise_in(one.plain):
        return
    if made and names_day(rest := one.plain[made.end() :]):
        yield rest, (at,)
    elif not made:
        if day := _last_day(one.plain):
            yield day, (at,)
        elif names_day(one.plain):
            after = sentences[at + 1 : at + 2]
            if after and after[0].turn == one.turn and (day := _last_day(after[0].plain)):
                yield day, (at, at + 1)


def _last_day(said: str) -> str:
    """Return the last clause that names a day, if the clause says only the day.

    In "they're out on Thursday, so Friday", the clause is "so Friday". Return "" if this clause
    says more than the day, or if no clause names a day.
    """
    clauses = (clause for clause in reversed(_CLAUSES.split(said)) if names_day(clause))
    last = next(clauses, "")
    is_only = _ONLY_DAY.fullmatch(without_days(without_lead(last)).strip())
    return last if last and is_only else ""


def _promise_before(sentences: Sequence[SpokenSentence], at: int, *, anybody: bool) -> int | None:
    """Return the place of the nearest promise whose day the sentence at `at` may correct, or None.

    If `anybody` is true, the sentence may also correct a promise of the other side.
    """
    one = sentences[at]
    for place in range(at - 1, max(-1, at - _BACK - 1), -1):
        before = sentences[place]
        if one.turn - before.turn > _TURNS_BACK:
            return None
        mine = before.speaker == one.speaker
        if not (mine or (anybody and before.side != one.side)) or not names_day(before.plain):
            continue
        if promise_in(before.plain, asks=before.asks):
            return place
    return None


def _said_again(
    sentences: Sequence[SpokenSentence], meant: int, after: int, day: str
) -> int | None:
    """Return the place where the same side repeats the promise with the new day, or None."""
    promise = sentences[meant]
    days = _weekdays(day)
    for place in range(after + 1, min(len(sentences), after + 1 + _AGAIN)):
        one = sentences[place]
        same_side = (one.side == "theirs") == (promise.side == "theirs")
        if same_side and promise_in(one.plain, asks=one.asks) and days & _weekdays(one.plain):
            return place
    return None


def _is_better(again: SpokenSentence, day: str) -> bool:
    """Check whether the repetition names everything that `day` names.

    Only then can the repetition replace the promise. "I'll send it Friday" can't replace a promise
    whose new day is "Friday next week".
    """
    return set(days_named(day)) <= set(days_named(again.plain))


def _weekdays(said: str) -> frozenset[str]:
    words = (word for day in days_named(said) for word in day.split())
    return frozenset(word for word in words if word not in _ANY_DAY)
