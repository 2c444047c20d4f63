"""The longest that somebody spoke at a time."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from handlers.transcripts.records import Stretch
from handlers.transcripts.timeline import WORDS_A_SECOND, SpokenCue, Timeline
from handlers.transcripts.turns import SpeakerTurn
from storage.choices import TalkSide

SHOWN = 3  # stretches, at most
LONG = 30.0  # seconds; a second or third stretch is shown only if it is at least this long
SILENCE = 10.0  # seconds after which a stretch is over


def longest(turns: Iterable[SpeakerTurn], timeline: Timeline, side: TalkSide) -> Stretch | None:
    """The longest stretch of one speaker on a side; None if nobody there spoke."""
    return next(iter(stretches(turns, timeline, side)), None)


def stretches(
    turns: Iterable[SpeakerTurn], timeline: Timeline, side: TalkSide
) -> tuple[Stretch, ...]:
    """The longest stretches on a side, the longest first. Each is of one speaker.

    They are at most three, perhaps of different speakers; the second and third are at least 30
    seconds long, or 75 words in a file without times.

    Rule: from the beginning of a turn to its end. Others' listener tokens ("mm-hm") do not
    interrupt it; ten seconds of silence end it. In a file without times, a stretch is a whole turn,
    and its length is its number of words.
    """
    timed = timeline.basis != "words"
    parts = [
        part
        for turn in turns
        if turn.side == side
        for part in (_unbroken(turn.cues) if timed else (turn.cues,))
    ]
    parts.sort(key=lambda cues: -_amount(cues))
    least = LONG if timed else LONG * WORDS_A_SECOND
    long = [cues for cues in parts[:SHOWN] if _amount(cues) >= least]
    return tuple(_stretch(cues, timeline, timed=timed) for cues in long or parts[:1])


def _stretch(cues: tuple[SpokenCue, ...], timeline: Timeline, *, timed: bool) -> Stretch:
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
