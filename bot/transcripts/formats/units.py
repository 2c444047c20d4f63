"""Guess the unit of a file's times from the number of words that people say per unit."""

from collections.abc import Sequence
from dataclasses import replace

from bot.transcripts.formats.raw import RawCue

# The units in which a file may count time: seconds, milliseconds and samples. Each entry has the
# smallest plausible number of words per unit, and the number of units in a second. We compare the
# file's average number of words per unit with each entry, and take the first unit for which the
# average is not too small. The number for seconds means 3 words a minute. It is low, because a file
# may have long pauses. The number for milliseconds means 48 words a minute.
_UNITS = ((0.05, 1.0), (0.0008, 1_000.0), (0.0, 16_000.0))


def in_seconds(cues: Sequence[RawCue]) -> list[RawCue]:
    """Convert the times of the cues to seconds."""
    words = sum(len(one.words.split()) for one in cues)
    took = sum(_took(one) for one in cues)
    if not took:
        starts = [one.starts for one in cues if one.starts is not None]
        took = max(starts, default=0.0) - min(starts, default=0.0)
    each = next(each for slowest, each in _UNITS if words >= slowest * took)
    return [
        replace(
            one,
            starts=None if one.starts is None else one.starts / each,
            ends=None if one.ends is None else one.ends / each,
        )
        for one in cues
    ]


def _took(cue: RawCue) -> float:
    return max((cue.ends or 0.0) - (cue.starts or 0.0), 0.0) if cue.ends is not None else 0.0
