"""How often the speaker changes."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.transcripts.turns import SpeakerTurn


def turns_a_minute(turns: Sequence[SpeakerTurn], length: timedelta) -> float:
    """The number of turns, everybody's, for each minute of the call.

    Rule: listener tokens ("mm-hm") are no turns, and two turns in a row have different speakers.
    Other products do not publish how they count, so compare the number only with the rep's other
    calls.
    """
    return len(turns) / (length / timedelta(minutes=1))
