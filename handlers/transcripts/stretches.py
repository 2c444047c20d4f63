"""The longest that somebody spoke at a time."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from handlers.transcripts.records import Stretch
from handlers.transcripts.timeline import SpokenCue, Timeline
from handlers.transcripts.turns import SpeakerTurn
from storage.choices import TalkSide

SILENCE = 10.0  # seconds after which a stretch is over


def longest(turns: Iterable[SpeakerTurn], timeline: Timeline, side: TalkSide) -> Stretch | None:
    """The longest stretch of one speaker on a side, in seconds; None if nobody on it spoke.

    Rule: from the beginning of a turn to its end. Others' listener tokens ("mm-hm") do not
    interrupt it; ten seconds of silence end it. Without times, the stretch with the most words.
    """
    timed = timeline.basis != "words"
    parts = [
        part
        for turn in turns
        if turn.side == side
        for part in (_unbroken(turn.cues) if timed else (turn.cues,))
    ]
    if not parts:
        return None
    cues = max(parts, key=_amount)
    length = timedelta(seconds=_amount(cues)) if timed else None
    words = sum(cue.words for cue in cues)
    return Stretch(cues[0].speaker, words, length, timeline.spot(cues[0]))


def _unbroken(cues: Iterable[SpokenCue]) -> Iterator[tuple[SpokenCue, ...]]:
    """The parts of a turn without a long silence in them."""
    part: list[SpokenCue] = []
    until = 0.0
    for cue in cues:
        if part and cue.starts - until >= SILENCE:
            yield tuple(part)
            part = []
        until = max(until, cue.ends) if part else cue.ends
        part.append(cue)
    if part:
        yield tuple(part)


def _amount(cues: tuple[SpokenCue, ...]) -> float:
    """Seconds from the beginning to the end, or words in a file without times."""
    return max(cue.ends for cue in cues) - cues[0].starts
