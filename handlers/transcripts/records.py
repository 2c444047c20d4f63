"""What was said in a call, and what was measured in it: plain frozen records.

The words of a call are in `Utterance`, `Label.excerpts` and `DraftLine` only. They are never
stored: what is stored is `TalkFigures`, which has names and numbers. `repr` shows none of them, so
that they get into no log.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from storage.choices import TalkSide, TranscriptTool


@dataclass(frozen=True)
class Utterance:
    """What somebody said without a break.

    `starts` and `ends` count from the beginning of the transcript; None if the file has no times.
    Either all utterances of a transcript have `starts`, or none has; the same goes for `ends`.
    """

    speaker: str  # without badges such as "(Guest)"; empty if the file does not say
    words: str = field(repr=False)  # empty if the file only says who spoke when
    starts: timedelta | None = None
    ends: timedelta | None = None


@dataclass(frozen=True)
class Transcript:
    """What was said in a call, in order of time; if the file has no times, in its own order."""

    utterances: tuple[Utterance, ...] = field(repr=False)
    tool: TranscriptTool
    title: str = ""
    started_at: datetime | None = None  # aware; None if the file has no start, or none with a zone
    local_start: datetime | None = None  # naive: a start that the file gives without a zone
    length: timedelta | None = None  # None if the file does not say

    def __post_init__(self) -> None:
        """Raise ValueError for a naive `started_at`."""
        if self.started_at is not None and self.started_at.utcoffset() is None:
            raise ValueError("a transcript has an aware start, or none")


MAX_LABELS = 50  # limit of speakers who are told apart: those who say most


@dataclass(frozen=True)
class Label:
    """A name under which somebody speaks in a transcript, without badges such as "(Guest)".

    `excerpts` are two sentences of this speaker, by which the rep can tell who it is.
    """

    name: str
    share: float  # of all words that have a speaker, 0 to 1
    excerpts: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class TranscriptHead:
    """What a transcript is, without its words: enough to find its call, and the rep in it.

    `key` gets the transcript's words, as long as they are in memory. Two files with the same
    `digest` are the same.
    """

    key: str
    digest: str
    tool: TranscriptTool
    title: str
    started_at: datetime | None  # aware
    local_start: datetime | None  # naive
    length: timedelta | None
    labels: tuple[Label, ...]  # in the order in which they first speak
    english: bool


@dataclass(frozen=True)
class TalkContext:
    """What measuring a transcript has to know about its call.

    Labels that are in neither `mine` nor `colleagues` belong to the other side, except for "": that
    stands for speakers whom the file does not name. `day` is the day of the call where the rep is:
    "by Friday" counts from it. `rivals` are the names of competitors; `heard_as` are other forms in
    which a transcript may have them, each with the name: ("root lee", "Routely").
    """

    mine: frozenset[str]  # the labels under which the rep speaks
    colleagues: frozenset[str]
    day: date
    goal: str = ""
    rivals: tuple[str, ...] = ()
    heard_as: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Spot:
    """A place in a transcript: the part of the call before it, 0 to 1, and the time if known."""

    part: float
    at: timedelta | None = None


@dataclass(frozen=True)
class SpeakerShare:
    """How much of the named speech is one speaker's, 0 to 1."""

    name: str
    side: TalkSide
    share: float


@dataclass(frozen=True)
class Stretch:
    """The longest that somebody spoke at a time. `length` is None if the file has no times."""

    name: str
    words: int
    length: timedelta | None
    spot: Spot


@dataclass(frozen=True)
class Questions:
    """The questions that the rep and colleagues asked.

    `roughly`: the file marks no questions, so they were recognised by their words. `checks` is the
    number of questions that only checked the line, the screen or the time; the others do not count
    them.
    """

    open: int
    closed: int
    spots: tuple[Spot, ...]
    roughly: bool = False
    checks: int = 0


@dataclass(frozen=True)
class NextStepSaid:
    """A next step with a day, said aloud in the last fifth of the call, and which side said it."""

    side: TalkSide
    spot: Spot


@dataclass(frozen=True)
class RivalNamed:
    """A competitor whose name was heard: how often, where first, and which side said it first."""

    name: str
    times: int
    first: Spot
    side: TalkSide


@dataclass(frozen=True)
class StripPiece:
    """A piece of the picture of who spoke when: a side, from one part of the call to another."""

    side: TalkSide
    start: float  # 0 to 1
    end: float


# What shares were computed from: starts and ends, starts alone, or numbers of words.
Basis = Literal["times", "starts", "words"]
# Why a figure is missing.
Missing = Literal[
    "no speakers",
    "no words",  # the file says who spoke when, and not what
    "no times",
    "no ends",  # the file says when somebody begins, not when they stop
    "too short",  # less than ten minutes
    "too few pauses",
    "not English",
    "only one side",
]


@dataclass(frozen=True)
class TalkFigures:
    """What was measured in one call, for one rep. It has no words of the call.

    A figure is None if the file cannot give it; `missing` says why.
    """

    basis: Basis
    length: timedelta | None
    words: int
    speakers: tuple[SpeakerShare, ...]  # the largest share first
    mine: float | None  # the rep's share of the named speech, 0 to 1
    unnamed: float = 0.0  # the part of all speech that has no speaker in the file, 0 to 1
    longest_mine: Stretch | None = None
    longest_theirs: Stretch | None = None
    more_mine: tuple[Stretch, ...] = ()  # the rep's longest after `longest_mine`
    questions: Questions | None = None
    turns_a_minute: float | None = None
    patience: timedelta | None = None  # the median pause after they stop, before the rep speaks
    pause_count: int = 0  # how many were measured, even if they are too few for `patience`
    first_proposal: Spot | None = None
    next_step: NextStepSaid | None = None
    rivals: tuple[RivalNamed, ...] = ()
    not_heard: tuple[str, ...] = ()  # competitors not recognised; they may still have been named
    strip: tuple[StripPiece, ...] = ()
    begins: timedelta | None = None  # when the first word was said, by the clock of the file
    missing: tuple[Missing, ...] = ()


DraftLineKind = Literal["need", "number", "date", "name", "promise", "step"]


@dataclass(frozen=True)
class DraftLine:
    """A sentence that may belong in the rep's reflection, with its place in the transcript.

    For a promise, a date and the next step ("step"), `due` is the day if one was said exactly.
    `conditional` is whether a promise depends on something ("if you sign, I'll send …"), and
    `is_next` whether it is the next step too. `before` is the sentence before, if a promise is not
    clear without it: "I'll send you that".
    """

    kind: DraftLineKind
    words: str = field(repr=False)
    speaker: str
    side: TalkSide
    spot: Spot
    due: date | None = None
    conditional: bool = False
    is_next: bool = False
    before: str = field(default="", repr=False)


@dataclass(frozen=True)
class GoalHeard:
    """Which of the words of the goal were said in the call."""

    found: tuple[str, ...] = field(repr=False)
    missing: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Measured:
    """Everything that is drawn from a transcript: the figures, and lines for the reflection."""

    figures: TalkFigures
    lines: tuple[DraftLine, ...] = ()
    goal: GoalHeard | None = None
    more_promises: int = 0  # that were recognised beside those in `lines`
