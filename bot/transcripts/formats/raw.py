"""The cues of a file as the parsers return them, before we sort them and clean the names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.transcripts.formats.refused import FileRefused
from storage.choices import TranscriptTool

MAX_CUES = 20_000  # an eight-hour call in Zoom has half as many


@dataclass(frozen=True)
class RawCue:
    """A piece of speech by one speaker.

    `starts` and `ends` are in seconds. `RawTranscript` says what moment is 0.
    """

    speaker: str  # as written in the file, such as "Ann Lee (Guest)"; "" if unknown
    words: str = field(repr=False)
    starts: float | None = None
    ends: float | None = None


@dataclass(frozen=True)
class RawTranscript:
    """The cues of a file, and what else the file says about the call.

    If `wall_clock` is true, the times of the cues are times of day, in seconds since midnight.
    Otherwise, they are seconds since the beginning of the call.

    `started_at` (aware) or `local_start` (naive) is when the call began. Both are None if the file
    does not say when the call began.
    """

    tool: TranscriptTool
    cues: Sequence[RawCue]
    title: str = ""
    started_at: datetime | None = None
    local_start: datetime | None = None
    length: float | None = None  # seconds
    wall_clock: bool = False
    # Some files show the time only on a few lines. For these files: the usual number of seconds
    # between two lines that show the time.
    marks_every: float | None = None
    silent: bool = False  # the file says who spoke when, but has no words

    def __post_init__(self) -> None:
        if len(self.cues) > MAX_CUES:
            raise FileRefused("too many cues")


def split_by_speaker(parts: Sequence[tuple[str, str]], starts: float, ends: float) -> list[RawCue]:
    """Split a cue into one cue for each speaker. `parts` has each speaker with their words.

    Each speaker gets time in proportion to their number of words. If the cue ends before it begins,
    each speaker keeps the times of the whole cue.
    """
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
