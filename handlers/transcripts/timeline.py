"""Put what was said in order, and give each utterance its place in the call."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from math import ceil

from handlers.coaching.text.spelling import SPACELESS
from handlers.transcripts.records import Basis, Spot, TalkContext, Transcript, Utterance
from storage.choices import TalkSide

WORDS_A_SECOND = 2.5  # the usual speed; we use it to estimate how long speech takes
# If a file does not say when cues end, a cue lasts at most `SLOWEST` times as long as its words
# usually take, plus `BREATH` seconds.
SLOWEST = 1.5
BREATH = 1.0
# We use the times of a file only if at least this share of its utterances have a time.
_NEARLY_ALL = 0.9
# A time of more than seven days is a mistake in the file. We use seven days instead.
_LONGEST = timedelta(days=7).total_seconds()
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """An utterance with its place in the call, from `starts` to `ends`.

    Both are seconds since the beginning of the recording. If the file has no times, `starts` is
    the number of words before the utterance, and `ends` is the number of words up to its end.
    """

    utterance: Utterance
    side: TalkSide
    starts: float
    ends: float
    words: int

    @property
    def speaker(self) -> str:
        """Return the label of the speaker, or "" if the file does not say."""
        return self.utterance.speaker


@dataclass(frozen=True)
class Timeline:
    """The cues of a call in order.

    `basis` says how we know the places of the cues. The call lasts from the first cue to the end of
    the last cue, because a recording may begin long before anybody speaks.
    """

    cues: tuple[SpokenCue, ...]
    basis: Basis
    starts: float
    ends: float

    def part(self, place: float) -> float:
        """Return how much of the call comes before a place, from 0 to 1."""
        whole = self.ends - self.starts
        return min(max((place - self.starts) / whole, 0.0), 1.0) if whole > 0 else 0.0

    def spot(self, cue: SpokenCue) -> Spot:
        """Return where a cue begins. The spot has no time if the file has no times."""
        at = None if self.basis == "words" else timedelta(seconds=max(cue.starts, 0.0))
        return Spot(self.part(cue.starts), at)

    def begins(self) -> timedelta | None:
        """Return the time from the beginning of the recording to the first word.

        Return None if the file has no times.
        """
        return None if self.basis == "words" else timedelta(seconds=max(self.starts, 0.0))

    def length(self) -> timedelta | None:
        """Return the time from the first word to the last. Return None if the file has no times."""
        return None if self.basis == "words" else timedelta(seconds=self.ends - self.starts)


def count_words(text: str) -> int:
    """Count the words of a text. In Chinese, Japanese and Thai, two characters count as a word."""
    if text.isascii():
        return len(_WORD.findall(text))
    spaced, characters = SPACELESS.subn(" ", text)
    return len(_WORD.findall(spaced)) + ceil(characters / 2)


def place(transcript: Transcript, context: TalkContext) -> Timeline:
    """Put the utterances of a transcript in order, and give each one its place.

    Utterances with the same times keep the order of the file. If only a few utterances in a file
    lack a start, each of them comes right after the previous utterance.
    """
    basis = _basis(transcript.utterances)
    unplaced = [
        SpokenCue(each, side_of(each.speaker, context), 0.0, 0.0, count_words(each.words))
        for each in transcript.utterances
    ]
    cues = tuple(_PLACED[basis](unplaced))
    starts = min((cue.starts for cue in cues), default=0.0)
    ends = max((cue.ends for cue in cues), default=0.0)
    return Timeline(cues, basis, starts, ends)


def side_of(speaker: str, context: TalkContext) -> TalkSide:
    """Return the side of a speaker."""
    if speaker in context.mine:
        return "me"
    if speaker in context.colleagues:
        return "colleague"
    return "theirs" if speaker else "nobody"


def _basis(utterances: Sequence[Utterance]) -> Basis:
    """Return what decides the places of cues: starts and ends, only starts, or only the order."""
    enough = _NEARLY_ALL * max(len(utterances), 1)
    spans = [(one.starts, one.ends) for one in utterances if None not in (one.starts, one.ends)]
    # In some files, most ends are equal to the starts. We ignore the ends of such a file.
    if len(spans) >= enough and sum(ends != starts for starts, ends in spans) * 2 >= len(spans):
        return "times"
    if sum(each.starts is not None for each in utterances) >= enough:
        return "starts"
    return "words"


def _by_times(cues: Sequence[SpokenCue]) -> Iterable[SpokenCue]:
    return sorted(_with_times(cues), key=lambda cue: (cue.starts, cue.ends))


def _by_starts(cues: Sequence[SpokenCue]) -> Iterator[SpokenCue]:
    """Estimate when each cue ends, in a file that has only starts.

    A cue ends when the next cue starts, but lasts at most one and a half times as long as people
    usually need for its words, plus one second. The last cue lasts as long as people usually need.
    If several cues have the same start, we place them one after the other (see `_divided`).
    """
    timed = sorted(_with_times(cues), key=lambda cue: cue.starts)
    groups = [list(together) for _, together in groupby(timed, key=lambda cue: cue.starts)]
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        starts = group[0].starts
        usual = sum(cue.words for cue in group) / WORDS_A_SECOND
        ends = starts + usual
        if following is not None:
            ends = min(following[0].starts, starts + usual * SLOWEST + BREATH)
        yield from _divided(group, starts, ends)


def _by_words(cues: Sequence[SpokenCue]) -> Iterator[SpokenCue]:
    said = 0
    for cue in cues:
        yield replace(cue, starts=float(said), ends=float(said + cue.words))
        said += cue.words


_PLACED: dict[Basis, Callable[[Sequence[SpokenCue]], Iterable[SpokenCue]]] = {
    "times": _by_times,
    "starts": _by_starts,
    "words": _by_words,
}


def _with_times(cues: Iterable[SpokenCue]) -> Iterator[SpokenCue]:
    """Give each cue the times that the file has for it, and repair times that are missing or wrong.

    - A cue without a start starts when the previous cue ends.
    - A cue ends when it starts if the file has no start for it, no end for it, or an end before the
      start.
    """
    before = 0.0
    for cue in cues:
        starts, ends = cue.utterance.starts, cue.utterance.ends
        begun = before if starts is None else _seconds(starts)
        ended = begun if starts is None or ends is None else max(_seconds(ends), begun)
        before = ended
        yield replace(cue, starts=begun, ends=ended)


def _seconds(time: timedelta) -> float:
    return min(max(time.total_seconds(), -_LONGEST), _LONGEST)


def _divided(together: list[SpokenCue], starts: float, ends: float) -> Iterator[SpokenCue]:
    """Place cues with the same start one after the other, from `starts` to `ends`.

    Each cue gets a share of this time, in proportion to its number of words.
    """
    weights = [cue.words for cue in together]
    if not sum(weights):
        weights = [1] * len(together)
    before, whole = 0, sum(weights)
    for cue, weight in zip(together, weights, strict=True):
        begun = starts + (ends - starts) * before / whole
        before += weight
        ended = starts + (ends - starts) * before / whole
        yield replace(cue, starts=begun, ends=ended)
