"""Group cues into turns. A turn lasts until another speaker says more than a listener token.

A listener token is a short reply such as "mm-hm", which only shows that somebody is listening.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handlers.transcripts.timeline import SpokenCue
from storage.choices import TalkSide

_TOKENS = (
    r"yeah|yep|yup|yes|m+-?h+m+|mhm|mm+|mm hmm?|hm+|uh[ -]?huh|huh[ -]uh|huh|u[hm]|ah|aha|oh|ooh"
    r"|wow|right|okay|ok|sure|exactly|absolutely|definitely|true|really|interesting|all right"
    r"|alright|i see|i know|got it|gotcha|of course|makes sense|fair enough|good|great|nice|cool"
    r"|perfect|that's (?:right|true|great|good|nice|interesting|fair)"
)
_LISTENER_TOKENS = re.compile(rf"(?:{_TOKENS})(?: (?:{_TOKENS}))*")
_MAX_TOKENS = 3  # a listener token has at most this many words, and this many cues
_LONGEST_TOKENS = 40  # a listener token has at most this many characters, with punctuation
_PUNCTUATION = re.compile(r"[^\w'-]+|(?<!\w)[-']+|[-']+(?!\w)")


@dataclass(frozen=True)
class SpeakerTurn:
    """What one speaker said until another speaker said more than a listener token.

    `cues` are in order and never empty. `starts` and `ends` are seconds since the beginning of the
    recording. If the file has no times, they count words instead (see `SpokenCue`).
    """

    speaker: str
    side: TalkSide
    cues: tuple[SpokenCue, ...]
    starts: float
    ends: float
    words: int


def turns_of(cues: Iterable[SpokenCue], *, english: bool) -> list[SpeakerTurn]:
    """Return the turns of a call in order. `cues` are all cues of the call, in order.

    Two turns in a row never have the same speaker.

    We leave out a listener token ("mm-hm", "I see") if it is between two cues of another speaker,
    or within a cue of another speaker. But a token that answers a question stays. We recognise
    listener tokens only in English.

    We also leave out cues without a speaker. Such a cue does not end a turn, because it may be by
    the same speaker, whose name is missing in the file.
    """
    named = [cue for cue in cues if cue.speaker]
    runs = list(_runs(_without_tokens_inside(named) if english else named))
    kept = _without_tokens_between(runs) if english else runs
    return [_turn(run) for run in _joined(kept)]


def is_listener_token(words: str) -> bool:
    """Check whether the words only show that somebody is listening, as in "Yeah, okay".

    A listener token has at most three words.
    """
    if len(words) > _LONGEST_TOKENS:
        return False
    plain = _PUNCTUATION.sub(" ", words.casefold().replace("’", "'")).strip()
    return plain.count(" ") < _MAX_TOKENS and bool(_LISTENER_TOKENS.fullmatch(plain))


def ends_with_question(words: str) -> bool:
    return words.rstrip(" \t\n\"'”’)").endswith("?")


Run = list[SpokenCue]  # cues of one speaker, with no other speaker between them


def _without_tokens_inside(cues: Iterable[SpokenCue]) -> Iterator[SpokenCue]:
    """Leave out listener tokens within the cue of another speaker."""
    floor: SpokenCue | None = None  # the cue with the latest end so far
    for cue in cues:
        if floor is not None and _is_inside(cue, floor) and is_listener_token(cue.utterance.words):
            continue
        yield cue
        if floor is None or cue.ends >= floor.ends:
            floor = cue


def _is_inside(cue: SpokenCue, other: SpokenCue) -> bool:
    """Check whether a cue is within another speaker's cue, and does not answer a question."""
    if cue.speaker == other.speaker or not cue.starts < cue.ends <= other.ends:
        return False
    return not ends_with_question(other.utterance.words)


def _runs(cues: Iterable[SpokenCue]) -> Iterator[Run]:
    run: Run = []
    for cue in cues:
        if run and run[-1].speaker != cue.speaker:
            yield run
            run = []
        run.append(cue)
    if run:
        yield run


def _without_tokens_between(runs: Iterable[Run]) -> Iterator[Run]:
    """Drop a listener's "yes" or "mhm" if the speaker goes on after it."""
    # Listener tokens of others after `latest`. If the speaker of `latest` goes on, we drop these
    # tokens.
    held: list[Run] = []
    latest: Run | None = None
    for run in runs:
        if latest is not None and run[0].speaker == latest[0].speaker:
            held = []
        elif latest is not None and _only_tokens(run) and not _asks(latest):
            held.append(run)
            continue
        yield from held
        yield run
        held, latest = [], run
    yield from held


def _only_tokens(run: Run) -> bool:
    if len(run) > _MAX_TOKENS:
        return False
    return is_listener_token(" ".join(cue.utterance.words for cue in run))


def _asks(run: Run) -> bool:
    return ends_with_question(run[-1].utterance.words)


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Join runs of the same speaker that follow each other after we left out listener tokens."""
    return _runs(cue for run in runs for cue in run)


def _turn(run: Run) -> SpeakerTurn:
    return SpeakerTurn(
        speaker=run[0].speaker,
        side=run[0].side,
        cues=tuple(run),
        starts=run[0].starts,
        ends=max(cue.ends for cue in run),
        words=sum(cue.words for cue in run),
    )
