"""What was said in a call, sentence by sentence."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from handlers.coaching.their_words import SENTENCE_END
from handlers.transcripts.records import Spot
from handlers.transcripts.speech import plain_speech
from handlers.transcripts.timeline import SpokenCue, Timeline
from handlers.transcripts.turns import SpeakerTurn
from storage.choices import TalkSide

_END = re.compile(r"[.!?…]")
_JOINT = re.compile(r" (?=(?:and|but|so|because|okay|well|then) )", re.IGNORECASE)
_PUNCTUATED = 600  # characters: punctuated text ends a sentence at least once in so many
_LONG = 200  # characters of a cue without punctuation that is cut into clauses


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """A sentence of a call, as it is in the file, and in plain speech to search in.

    `turn` numbers the turn that it belongs to, and `spot` is the place of the cue in which it
    begins. `asks` is whether it ends with a question mark.
    """

    words: str
    plain: str
    speaker: str
    side: TalkSide
    spot: Spot
    turn: int
    asks: bool = False


def sentences_of(timeline: Timeline, turns: Sequence[SpeakerTurn]) -> list[SpokenSentence]:
    """The sentences of a call, turn by turn; then what nobody who is named said.

    In a turn without punctuation, each cue counts as a sentence, and each clause of a long one.
    """
    runs: list[Sequence[SpokenCue]] = [turn.cues for turn in turns]
    nobodys = groupby(timeline.cues, key=lambda cue: bool(cue.speaker))
    runs += [list(cues) for named, cues in nobodys if not named]
    return [
        sentence
        for number, cues in enumerate(runs)
        for sentence in _sentences(cues, timeline, number)
    ]


def _sentences(
    cues: Sequence[SpokenCue], timeline: Timeline, turn: int
) -> Iterator[SpokenSentence]:
    texts = [" ".join(cue.utterance.words.split()) for cue in cues]
    whole = " ".join(texts)
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    at = 0
    for part in _parts(texts, whole):
        start = whole.index(part, at)
        at = start + len(part)
        cue = cues[min(bisect_right(starts, start), len(cues)) - 1]
        if plain := plain_speech(part):
            spot = timeline.spot(cue)
            asks = part.rstrip("\"'”’) ").endswith("?")
            yield SpokenSentence(part, plain, cue.speaker, cue.side, spot, turn, asks)


def _parts(texts: Iterable[str], whole: str) -> Iterator[str]:
    """The sentences of a turn; its cues, or parts of them, if it has hardly any punctuation."""
    if len(_END.findall(whole)) * _PUNCTUATED >= len(whole):
        return filter(None, SENTENCE_END.split(whole))
    return (
        part
        for text in texts
        for part in (_JOINT.split(text) if len(text) > _LONG else (text,))
        if part
    )
