"""How long the rep waits after the other side stops."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import median

from handlers.transcripts.timeline import Timeline
from handlers.transcripts.turns import SpeakerTurn

LONGEST = 10.0  # seconds: a longer pause has another reason, such as somebody looking for a file
FEWEST = 10  # pauses that a median needs
_PRECISION = 3  # decimals: files have milliseconds


@dataclass(frozen=True)
class Pauses:
    """The median of the pauses before the rep's turns (None without pauses), and their number.

    `real`: the file says when people stop. Some files put every end at the next start.
    """

    median: timedelta | None
    count: int
    real: bool

    @property
    def enough(self) -> bool:
        """Whether there are enough pauses to tell anything."""
        return self.real and self.count >= FEWEST


def pauses(turns: Sequence[SpeakerTurn], timeline: Timeline) -> Pauses:
    """The pauses from the end of a turn of the other side to the rep's turn right after it.

    Rule: the seconds between; zero if the rep began before the other side had ended. Pauses of over
    ten seconds are left out, and so are those in which somebody speaks whom the file does not name.
    A file that does not say when turns end has none. If more than half of the pauses are exactly
    zero, they are not `real`: where a file has true end times, at most a quarter are. For this,
    pauses in which the rep began earlier do not count as zero.
    """
    if timeline.basis != "times":
        return Pauses(None, 0, real=False)
    found = list(_gaps(turns, [cue.starts for cue in timeline.cues if not cue.speaker]))
    middle = timedelta(seconds=median(max(gap, 0.0) for gap in found)) if found else None
    touching = found.count(0.0)
    return Pauses(middle, len(found), real=touching * 2 <= len(found))


def _gaps(turns: Sequence[SpeakerTurn], unnamed: Sequence[float]) -> Iterator[float]:
    """Seconds of each pause, negative if the rep began before the other side had ended.

    `unnamed` are the starts of cues without a speaker, in order.
    """
    for theirs, mine in pairwise(turns):
        if theirs.side != "theirs" or mine.side != "me":
            continue
        between = bisect_left(unnamed, theirs.ends) < bisect_left(unnamed, mine.starts)
        gap = round(mine.starts - theirs.ends, _PRECISION)
        if gap <= LONGEST and not between:
            yield gap
