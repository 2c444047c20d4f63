"""Say how our side's questions are spread over the call.

Cards use this module. It is separate from `questions.py`, so that cards do not load the regular
expressions that find questions. Only the process that measures calls needs these expressions.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from handlers.transcripts.records import Spot

MIN_QUESTIONS = 6  # with fewer questions, we do not say how they are spread
BUNCHED = 2 / 3  # questions are bunched if one third of the call has at least this share of them

Spread = Literal["evenly", "start", "middle", "end"]
_PLACES: tuple[Spread, ...] = ("start", "middle", "end")


def by_thirds(spots: Iterable[Spot]) -> tuple[int, int, int]:
    """Count the questions in each third of the call."""
    counted = Counter(min(int(spot.part * 3), 2) for spot in spots)
    return counted[0], counted[1], counted[2]


def spread(spots: Sequence[Spot]) -> Spread | None:
    """Say how the questions are spread over the call.

    If one third of the call has at least two thirds of the questions, the questions are bunched
    there, so return this third. If each third of the call has at least a fifth of the questions,
    return "evenly". If neither is true, or if there are fewer than six questions, return None.
    """
    thirds = by_thirds(spots)
    if len(spots) < MIN_QUESTIONS:
        return None
    for place, count in zip(_PLACES, thirds, strict=True):
        if count >= BUNCHED * len(spots):
            return place
    return "evenly" if min(thirds) * 5 >= len(spots) else None
