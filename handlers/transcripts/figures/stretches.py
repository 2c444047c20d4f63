"""Find the longest stretches of a call in which one person spoke without stopping."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from handlers.transcripts.records import Stretch
from handlers.transcripts.timeline import WORDS_A_SECOND, SpokenCue, Timeline
from handlers.transcripts.turns import SpeakerTurn
from storage.choices import TalkSide

SHOWN = 3  # show at most this many stretches
LONG = 30.0  # in seconds; a second or third stretch must be at least this long
SILENCE = 10.0  # a silence of this many seconds ends a stretch


def longest(turns: Iterable[SpeakerTurn], timeline: Timeline, side: TalkSide) -> Stretch | None:
    """Return the longest stretch of one speaker on a side, or None if the side did not speak."""
    return next(iter(stretches(turns, timeline, side)), None)


def stretches(
    turns: Iterable[SpeakerTurn], timeline: Timeline, side: TalkSide
) -> tuple[Stretch, ...]:
    """Return up to three of the longest stretches on a side, longest first.

    A stretch is a turn of one speaker. If the speaker is silent for ten seconds, the turn is cut
    into two stretches. "Mm-hm" from a listener does not end a stretch. The second and the third
    stretch must last at least 30 seconds.

    If the file has no times, a stretch is always a whole turn, and its length is its number of
    words. The second and the third stretch must then have at least 75 words.
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
    """Divide the cues of a turn at each silence of at least `SILENCE` seconds."""
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
    """Return the length of the cues in seconds, or in words if the file has no times."""
    return max(cue.ends for cue in cues) - cues[0].starts
