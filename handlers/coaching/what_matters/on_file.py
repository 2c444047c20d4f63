"""The facts on file about a call, as plain values."""

from dataclasses import dataclass
from datetime import date, timedelta

from storage.choices import Built, CallKind, GoalReached, NextStepBy, PromiseSide


@dataclass(frozen=True)
class Said:
    """What somebody said in a call, as it was noted.

    id: the id of the reflection
    who: the name of the speaker, or "" if unknown
    coming: whether the speaker is coming to the call ahead
    days: days since the call
    day: the day of the call, formatted for the reader
    when: the day as an adverb: "on Thursday"
    words: the words in the note that are surely the buyer's, or ""
    noted: the whole note if `words` is "", else ""
    own: whether the reader noted it
    kept: whether this is from the reader's newest note, and the note is at most 60 days old
    """

    id: int
    who: str
    words: str
    days: int
    coming: bool = False
    day: str = ""
    when: str = "last time"
    noted: str = ""
    own: bool = True
    kept: bool = False


@dataclass(frozen=True)
class Owed:
    """An open promise. `day` is the due day, formatted for the reader."""

    id: int
    side: PromiseSide
    text: str
    due: date | None = None
    day: str = ""


@dataclass(frozen=True)
class Answer:
    """Marketing's answer to what this rep had written (`to`). The answer came `days` days ago."""

    id: int
    by: str
    to: str
    words: str
    days: int


@dataclass(frozen=True)
class Found:
    """The answer to a research question. It was found `days` days ago (`when`: "on Thursday")."""

    answer: str
    days: int
    when: str


@dataclass(frozen=True)
class OwnWords:
    """What the rep noted about the account `days` days ago (`when`: "on Wednesday")."""

    words: str
    days: int
    when: str


@dataclass(frozen=True)
class LastCall:
    """The last call with the account that has a reflection this rep may read.

    `when` is the day of the call as an adverb: "on Thursday".
    """

    days: int
    when: str = "last time"
    surprise: str = ""
    next_step: str = ""
    is_next_step: bool = False  # whether `next_step` is the call ahead
    next_step_by: NextStepBy | None = None
    own: bool = True  # whether the rep wrote the reflection
    spoke: str = ""  # the person whose words were noted, if they come to the call ahead
    # Whether the brief for the call ahead is the rep's next brief after the reflection. False if a
    # colleague wrote the reflection, or if the rep has another call with the account in between.
    in_next_brief: bool = True


@dataclass(frozen=True)
class OwnLastCall:
    """What the reflection or the transcript says about the rep's own last call with the account.

    `when` is the day of the call as an adverb: "on Thursday".

    `surprise` is the newest surprise that the rep noted after a call with the account. `surprised`
    is the day of that call as an adverb. Both are "" in these cases:

    - The rep has another call with the account between that call and the call ahead.
    - The surprise is in `LastCall` already.
    """

    when: str = "last time"
    goal: str = ""
    goal_reached: GoalReached | None = None
    wrong_guesses: tuple[str, ...] = ()
    talked_most: bool = False
    pitched_early: bool = False  # in the first third of the call
    measured_talk: float | None = None  # the rep's share of the talk, from 0 to 1, if measured
    # How long after the start of the call the rep first proposed something. None if we are not
    # sure of it, or if it was not early.
    first_proposal: timedelta | None = None
    surprise: str = ""
    surprised: str = ""
    in_next_brief: bool = True  # as in `LastCall`


@dataclass(frozen=True)
class OnFile:
    """What is on file about a call. `today` is the day in the reader's time zone."""

    account: str
    today: date
    kind: CallKind = "other"
    nobody_named: bool = False  # whether we don't know who is coming
    newcomers: tuple[str, ...] = ()  # people who are coming for the first time
    # Ids of people whom we know only by the name and address on a guest list.
    strangers: frozenset[int] = frozenset()
    # The days of the last calls, if nobody from the account came to them. The words fit after
    # "Nobody came": "on Friday or yesterday".
    missed: str = ""
    last: LastCall | None = None
    own: OwnLastCall = OwnLastCall()
    said: tuple[Said, ...] = ()  # newest first
    answers: tuple[Answer, ...] = ()  # newest first
    owed: tuple[Owed, ...] = ()
    found: tuple[Found, ...] = ()  # newest first
    notes: tuple[OwnWords, ...] = ()  # the rep's own notes about the account, newest first
    built: tuple[Built, ...] = ()  # what each of the last calls built, newest call first
