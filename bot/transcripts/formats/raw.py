"""What the reader of each shape of file returns: cues as they stand in the file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.transcripts.formats.refused import FileRefused
from storage.choices import TranscriptTool

MAX_CUES = 20_000  # eight hours of Zoom have half of that


@dataclass(frozen=True)
class RawCue:
    """What one speaker says in one piece. Times are seconds, from wherever the file counts."""

    speaker: str  # as in the file, with "(Guest)" and the like; empty if it does not say
    words: str = field(repr=False)
    starts: float | None = None
    ends: float | None = None


@dataclass(frozen=True)
class RawTranscript:
    """The cues of a file, and what else it says about the call.

    `wall_clock`: the cues have times of day. `started_at` (aware) or `local_start` (naive) is the
    moment from which the times count.
    """

    tool: TranscriptTool
    cues: Sequence[RawCue]
    title: str = ""
    started_at: datetime | None = None
    local_start: datetime | None = None
    length: float | None = None  # seconds
    wall_clock: bool = False
    silent: bool = False  # the file says who spoke when, and has no words

    def __post_init__(self) -> None:
        """Refuse a file with more cues than any call has."""
        if len(self.cues) > MAX_CUES:
            raise FileRefused("too many cues")


def shared_out(parts: Sequence[tuple[str, str]], starts: float, ends: float) -> list[RawCue]:
    """A cue in which several people speak, as (speaker, words): its time is shared out by words."""
    if len(parts) == 1 or ends < starts:
        return [RawCue(speaker, words, starts, ends) for speaker, words in parts]
    counts = [len(words.split()) for _, words in parts]
    each = (ends - starts) / max(sum(counts), 1)
    cues, at = [], starts
    for (speaker, words), count in zip(parts, counts, strict=True):
        until = at + count * each
        cues.append(RawCue(speaker, words, at, until))
        at = until
    return cues
