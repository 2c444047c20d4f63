"""Convert measurements of a call into answers that a rep can give in the reflection. Pure."""

from handlers.transcripts.figures.guessed import RANGES, against_them
from handlers.transcripts.records import Spot, TalkFigures
from storage.choices import FirstPrescribed, Talk

# In this first part of a call, what sounds like a proposal is often the agenda, or small talk.
_OPENING_PART = 1 / 8


def is_firm(first: Spot | None) -> bool:
    """Check whether a later brief may mention the first proposal of a call.

    A proposal at the very beginning of the call is too doubtful.
    """
    return first is not None and first.part >= _OPENING_PART


def talk(figures: TalkFigures) -> Talk | None:
    """Return who talked more, and how much more, or None if the shares were not measured.

    We compare the rep with the other side only.
    """
    mine = against_them(figures)
    if mine is None:
        return None
    return next(answer for answer, (_, high) in RANGES.items() if mine <= high)


def first_prescribed(figures: TalkFigures) -> FirstPrescribed | None:
    """Return in which part of the call the rep first proposed something.

    Return None in these cases:

    - We recognised no proposal. We can't say that there was none, so we don't return "not_at_all".
    - A colleague spoke in the call. The proposal may be the colleague's.
    """
    first = figures.first_proposal
    if first is None or any(one.side == "colleague" for one in figures.speakers):
        return None
    return "first_third" if first.part < 1 / 3 else "middle" if first.part < 2 / 3 else "last_third"
