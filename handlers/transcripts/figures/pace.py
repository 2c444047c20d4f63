"""Measure how often the speaker changes."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.transcripts.turns import SpeakerTurn


def turns_a_minute(turns: Sequence[SpeakerTurn], length: timedelta) -> float:
    """Return the number of turns per minute, by all speakers.

    Listener tokens ("mm-hm") are not turns, and two turns in a row have different speakers. Other
    products do not publish how they count turns, so do not compare the result with theirs.
    """
    return len(turns) / (length / timedelta(minutes=1))
