"""Measure how long the rep waits after the other side stops."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import median

from handlers.transcripts.timeline import Timeline
from handlers.transcripts.turns import SpeakerTurn

# In seconds. We do not count longer pauses as patience: somebody may be looking for a file.
LONGEST = 10.0
MIN_PAUSES = 10  # a conclusion from the median needs this many pauses
_PRECISION = 3  # decimal places, because files have milliseconds


@dataclass(frozen=True)
class Pauses:
    """The number of pauses before the rep's turns, and the median pause.

    If there are no pauses, `median` is None. `real` is true if the file really says when people
    stop speaking. In some files, the end of each cue is only a copy of the start of the next cue.
    """

    median: timedelta | None
    count: int
    real: bool

    @property
    def enough(self) -> bool:
        """Return true if there are enough real pauses for a conclusion."""
        return self.real and self.count >= MIN_PAUSES


def pauses(turns: Sequence[SpeakerTurn], timeline: Timeline) -> Pauses:
    """Measure the pauses between a turn of the other side and the rep's turn right after it.

    If the rep began before the other side had stopped, the pause counts as 0. We leave out pauses
    of over ten seconds, and pauses in which a speaker without a name speaks. If the file has no
    usable end times (`timeline.basis` is not "times"), we measure no pauses.

    The end times are not `real` if, in more than half of the cases, the rep's turn begins exactly
    when the other side's turn ends. This limit is safe: in files with real end times, at most a
    quarter of the turns touch in this way.
    """
    if timeline.basis != "times":
        return Pauses(None, 0, real=False)
    found = list(_gaps(turns, [cue.starts for cue in timeline.cues if not cue.speaker]))
    middle = timedelta(seconds=median(max(gap, 0.0) for gap in found)) if found else None
    touching = found.count(0.0)
    return Pauses(middle, len(found), real=touching * 2 <= len(found))


def _gaps(turns: Sequence[SpeakerTurn], unnamed: Sequence[float]) -> Iterator[float]:
    """Yield the length of each pause in seconds. It is negative if the rep cut in.

    `unnamed` are the starts of cues without a speaker, in order.
    """
    for theirs, mine in pairwise(turns):
        if theirs.side != "theirs" or mine.side != "me":
            continue
        between = bisect_left(unnamed, theirs.ends) < bisect_left(unnamed, mine.starts)
        gap = round(mine.starts - theirs.ends, _PRECISION)
        if gap <= LONGEST and not between:
            yield gap
