"""The unit of times in a file that does not say it: judged by how fast people would speak."""

from collections.abc import Sequence
from dataclasses import replace

from bot.transcripts.formats.raw import RawCue

# Words in a unit of time, at least, and how many units make a second.
_UNITS = ((0.05, 1.0), (0.0008, 1_000.0), (0.0, 16_000.0))


def in_seconds(cues: Sequence[RawCue]) -> list[RawCue]:
    """The cues with times in seconds, whether the file has seconds, milliseconds or samples."""
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
