"""What was measured in a call, as the answers that its rep may give in the reflection. Pure."""

from handlers.transcripts.guessed import RANGES, against_them
from handlers.transcripts.records import TalkFigures
from storage.choices import FirstPrescribed, Talk


def talk(figures: TalkFigures) -> Talk | None:
    """Who talked how much, of the rep and the other side; None if that was not measured."""
    mine = against_them(figures)
    if mine is None:
        return None
    return next(answer for answer, (_, high) in RANGES.items() if mine <= high)


def first_prescribed(figures: TalkFigures) -> FirstPrescribed | None:
    """The third of the call in which the rep first proposed something.

    None if no proposal was recognised; there may still have been one. None also if a colleague
    spoke in the call, because the proposal may be theirs.
    """
    first = figures.first_proposal
    if first is None or any(one.side == "colleague" for one in figures.speakers):
        return None
    return "first_third" if first.part < 1 / 3 else "middle" if first.part < 2 / 3 else "last_third"
