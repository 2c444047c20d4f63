"""Split what was said in a call into sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from handlers.coaching.buyer_words.their_words import SENTENCE_END
from handlers.transcripts.records import Spot
from handlers.transcripts.speech.speech import plain_speech
from handlers.transcripts.timeline import SpokenCue, Timeline
from handlers.transcripts.turns import SpeakerTurn
from storage.choices import TalkSide

_END = re.compile(r"[.!?…]")
_JOINT = re.compile(r" (?=(?:and|but|so|because|okay|well|then) )", re.IGNORECASE)
_PUNCTUATED = 600  # in characters; punctuated text has at least one sentence end in this many
# In seconds. In text without punctuation, a pause of at least this length ends a sentence.
_PAUSE = 0.3
_LONG = 120  # in characters; we cut a longer sentence without punctuation into clauses
_MIN_CLAUSE = 60  # in characters; only the last clause of a sentence may be shorter


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """A sentence of a call.

    - `words`: the sentence as it is in the file.
    - `plain`: the sentence in lower case and without hesitations, for searching. See
      `plain_speech`.
    - `turn`: the number of the turn. Each stretch of speech whose speaker is unknown also has a
      number. These numbers come after the numbers of the turns.
    - `spot`: the place of the cue in which the sentence begins.
    - `asks`: whether the sentence ends with a question mark.

    A promise or a next step may be clear only together with other sentences. These fields have what
    the other sentences add:
    - `before`: the words of an earlier sentence that probably explains the promise.
    - `before_is_own`: whether `before` and the promise were said by the same side.
    - `due_said`: what other sentences say about the day, in the form of `plain`. If `due_said` and
      `plain` name different days, `due_said` is right.
    - `asked_by`: the speaker who asked for what is promised.
    - `what`: the promise in one clause, if it was put together from several sentences.
    - `around`: what the next step is and who comes: "workshop with Jana".
    """

    words: str
    plain: str
    speaker: str
    side: TalkSide
    spot: Spot
    turn: int
    asks: bool = False
    before: str = ""
    before_is_own: bool = False
    due_said: str = ""
    asked_by: str = ""
    what: str = ""
    around: str = ""


def sentences_of(timeline: Timeline, turns: Sequence[SpeakerTurn]) -> list[SpokenSentence]:
    """Return the sentences of a call, turn by turn. Sentences whose speaker is unknown come last.

    If a turn has hardly any punctuation, we split it in another way:

    - A sentence is what somebody says without a pause.
    - If the file does not say when cues end, each cue is a sentence.
    - We cut long sentences into clauses.
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
    for part in _parts(cues, texts, timed=timeline.basis == "times"):
        start = whole.index(part, at)
        at = start + len(part)
        cue = cues[min(bisect_right(starts, start), len(cues)) - 1]
        if plain := plain_speech(part):
            spot = timeline.spot(cue)
            asks = part.rstrip("\"'”’) ").endswith("?")
            yield SpokenSentence(part, plain, cue.speaker, cue.side, spot, turn, asks)


def _parts(cues: Sequence[SpokenCue], texts: Sequence[str], *, timed: bool) -> Iterator[str]:
    """Yield the sentences of a turn, or clauses if there is hardly any punctuation."""
    whole = " ".join(texts)
    if len(_END.findall(whole)) * _PUNCTUATED >= len(whole):
        yield from filter(None, SENTENCE_END.split(whole))
        return
    for said in _without_pause(cues, texts) if timed else texts:
        yield from filter(None, _clauses(said) if len(said) > _LONG else (said,))


def _without_pause(cues: Sequence[SpokenCue], texts: Sequence[str]) -> Iterator[str]:
    """Join cues until there is a pause.

    Captions break anywhere, but people pause after a sentence.
    """
    together = [texts[0]]
    for (previous, cue), text in zip(pairwise(cues), texts[1:], strict=True):
        if cue.starts - previous.ends >= _PAUSE:
            yield " ".join(together)
            together = []
        together.append(text)
    yield " ".join(together)


def _clauses(said: str) -> Iterator[str]:
    together = ""
    for clause in _JOINT.split(said):
        if len(together) >= _MIN_CLAUSE:
            yield together
            together = ""
        together = f"{together} {clause}".strip()
    yield together
