"""Frozen records of what was said in a call, and of what was measured.

Only `Utterance`, `Label.excerpts` and `DraftLine` contain words from a call. Of these, we store
only the lines that the rep keeps. We also store `TalkFigures`, which has names and numbers. `repr`
leaves out the words, so that they do not get into a log.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from storage.choices import TalkSide, TranscriptTool


@dataclass(frozen=True)
class Utterance:
    """What somebody said without a break.

    `starts` and `ends` are measured from the beginning of the transcript. Each is None if the file
    does not give it. Some files have no times, and some lack the times of a few utterances.
    """

    speaker: str  # without badges such as "(Guest)"; empty if the file does not say
    words: str = field(repr=False)  # empty if the file only says who spoke when
    starts: timedelta | None = None
    ends: timedelta | None = None


@dataclass(frozen=True)
class Transcript:
    """What was said in a call, sorted by time.

    If the file has no times, the order is the order of the file.
    """

    utterances: tuple[Utterance, ...] = field(repr=False)
    tool: TranscriptTool
    title: str = ""
    started_at: datetime | None = None  # aware, or None if the file has no start with a time zone
    local_start: datetime | None = None  # naive, for a start without a time zone
    length: timedelta | None = None  # None if the file does not say
    # Some files give the time only now and then. For these files, this is how far apart
    # the times usually are.
    marks_every: timedelta | None = None
    day: date | None = None  # the day of the call, if the file gives a day without a time

    def __post_init__(self) -> None:
        """Raise ValueError for a naive `started_at`."""
        if self.started_at is not None and self.started_at.utcoffset() is None:
            raise ValueError("a transcript has an aware start, or none")


MAX_LABELS = 50  # we distinguish at most this many speakers, those who say the most


@dataclass(frozen=True)
class Label:
    """The name of a speaker in a transcript, without badges such as "(Guest)".

    `excerpts` are up to two sentences by this speaker, so that the rep can tell who it is.
    """

    name: str
    share: float  # share of all words that have a speaker, from 0 to 1
    excerpts: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class TranscriptHead:
    """What we need to know about a transcript to find its call and the rep.

    The only words of the call in it are the excerpts in `labels`. All words of the call are kept in
    memory for a while, under `key`. Two files with the same `digest` are the same.
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
    day: date | None = None  # as in `Transcript`


@dataclass(frozen=True)
class TalkContext:
    """The facts about a call that we need to measure its transcript.

    The label "" stands for all speakers without a name, who belong to neither side. Any other label
    that is in neither `mine` nor `colleagues` belongs to the other side. `day` is the day of the
    call in the rep's time zone. It says which Friday "by Friday" means. `rivals` are the names of
    competitors. `heard_as` has misspellings of names in transcripts, each with the right name:
    ("root lee", "Routely"). `expected` are competitors that were named in earlier calls with this
    account, or that the goal names. `no_rivals` are the names of customers, people and our own
    company, which we must not take for competitors.
    """

    mine: frozenset[str]  # the labels under which the rep speaks
    colleagues: frozenset[str]
    day: date
    goal: str = ""
    rivals: tuple[str, ...] = ()
    heard_as: tuple[tuple[str, str], ...] = ()
    expected: tuple[str, ...] = ()
    no_rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spot:
    """A place in a transcript.

    `part` is the part of the call before the place, from 0 to 1. `at` is the time from the
    beginning of the recording, if we know it.
    """

    part: float
    at: timedelta | None = None


@dataclass(frozen=True)
class SpeakerShare:
    """A speaker's share of all speech by named speakers, from 0 to 1."""

    name: str
    side: TalkSide
    share: float


@dataclass(frozen=True)
class Stretch:
    """A stretch of a call in which one person spoke without stopping.

    If the file has no times, `length` is None.
    """

    name: str
    words: int
    length: timedelta | None
    spot: Spot


@dataclass(frozen=True)
class Questions:
    """The questions that the rep and colleagues asked.

    `roughly` is true if the file has hardly any question marks, so that we recognised questions by
    their words. `checks` counts the questions that only checked the connection, the screen or who
    is there. The other numbers do not include such questions.
    """

    open: int
    closed: int
    spots: tuple[Spot, ...]
    roughly: bool = False
    checks: int = 0


@dataclass(frozen=True)
class NextStepSaid:
    """A next step with a day, said in the last fifth of the call, and the side that said it."""

    side: TalkSide
    spot: Spot


@dataclass(frozen=True)
class RivalNamed:
    """A competitor's name, how often we heard it, and where and by which side it was first said."""

    name: str
    times: int
    first: Spot
    side: TalkSide


@dataclass(frozen=True)
class StripPiece:
    """A piece of `TalkFigures.strip`, which shows which side spoke when."""

    side: TalkSide
    start: float  # from 0 (the first word of the call) to 1 (the last word)
    end: float


# How we know when each utterance was said: from starts and ends, from starts only, or from the
# number of words before it.
Basis = Literal["times", "starts", "words"]
# Why a figure is missing.
Missing = Literal[
    "no speakers",
    "no words",  # the file says who spoke when, but not what
    "no times",
    "few times",  # the file has a time only every few minutes, and not at each line
    "no ends",  # the file says when somebody begins to speak, but not when somebody stops
    # Below ten minutes, we do not measure pauses or turns per minute. Below five minutes, we do not
    # measure the speakers' shares either.
    "too short",
    "too few pauses",
    "not English",
    "only one side",
]


@dataclass(frozen=True)
class TalkFigures:
    """The measurements of one call for one rep, without any words of the call.

    A figure is None if we can't measure it from the file. `missing` says why. `first_proposal` and
    `next_step` are also None if we recognised none.
    """

    basis: Basis
    length: timedelta | None
    words: int
    speakers: tuple[SpeakerShare, ...]  # the largest share first
    mine: float | None  # the rep's share of all speech by named speakers, from 0 to 1
    unnamed: float = 0.0  # the part of all speech whose speaker has no name, from 0 to 1
    longest_mine: Stretch | None = None
    longest_theirs: Stretch | None = None
    more_mine: tuple[Stretch, ...] = ()  # the rep's next longest stretches
    questions: Questions | None = None
    turns_a_minute: float | None = None
    # The median pause after the other side stops, before the rep speaks.
    patience: timedelta | None = None
    pause_count: int = 0  # how many pauses we measured, even if there are too few for `patience`
    first_proposal: Spot | None = None
    next_step: NextStepSaid | None = None
    rivals: tuple[RivalNamed, ...] = ()
    # Competitors that we expected, but whose names we did not recognise in the call. Somebody may
    # have named them in a way that we missed.
    not_heard: tuple[str, ...] = ()
    perhaps_rivals: tuple[RivalNamed, ...] = ()  # probable competitors that are not on file
    strip: tuple[StripPiece, ...] = ()
    begins: timedelta | None = None  # from the start of the file to the first word
    missing: tuple[Missing, ...] = ()
    marks_every: timedelta | None = None  # as in `Transcript`


DraftLineKind = Literal[
    "need", "decider", "budget", "number", "date", "name", "promise", "step", "rival"
]


@dataclass(frozen=True)
class DraftLine:
    """A sentence that may belong in the rep's reflection, with its place in the transcript."""

    kind: DraftLineKind
    words: str = field(repr=False)
    speaker: str
    side: TalkSide
    spot: Spot
    # The day of a promise, a decision, a date or a next step, if somebody said an exact day.
    due: date | None = None
    conditional: bool = False  # the promise depends on something ("if you sign, I'll send …")
    is_next: bool = False  # the line is the next step. Its kind is then "step" or "promise"
    # If a promise is unclear on its own ("I'll send you that"): the earlier sentence that probably
    # explains the promise.
    before: str = field(default="", repr=False)
    before_is_own: bool = False  # `before` and the promise come from the same side
    booked: str = ""  # the day and time of the call that is planned on the day of the next step
    asked_by: str = ""  # who asked for the promise, if we promised by agreeing to a request
    # If a promise was put together from several sentences: the promise in one clause.
    what: str = field(default="", repr=False)
    # What a next step is and who comes to it, from the turns around it: "workshop with Jana".
    around: str = field(default="", repr=False)


@dataclass(frozen=True)
class GoalHeard:
    """The words of the goal that were said in the call, and those that were not."""

    found: tuple[str, ...] = field(repr=False)
    missing: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Measured:
    """Everything that we measure in a transcript: the figures, and the lines for the reflection.

    `left_out` are lines for which the first two pages of a draft have no room. `taken_back` are
    promises that were taken back in the call, so they are not offered. `model_lines` are further
    lines, which a language model found in the transcript.
    """

    figures: TalkFigures
    lines: tuple[DraftLine, ...] = ()
    goal: GoalHeard | None = None
    model_lines: tuple[DraftLine, ...] = ()
    left_out: tuple[DraftLine, ...] = ()
    taken_back: tuple[DraftLine, ...] = ()
