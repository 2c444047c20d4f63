"""What is on file about a call, as plain values."""

from dataclasses import dataclass
from datetime import date, timedelta

from storage.choices import Built, CallKind, GoalReached, NextStepBy, PromiseSide


@dataclass(frozen=True)
class Said:
    """What they said in a call, as it was noted.

    id: of the reflection. who: the speaker's name, "" if it is not on file. days: since the call.
    day: of the call, as it is written for the reader. when: the same as an adverb: "on Thursday".
    words: what in the note is surely the buyer's; "" if nothing is. noted: the whole note if
    `words` is "", else "".
    own: whether the reader noted it. kept: whether it is the newest that the reader noted, and the
    brief has to have it.
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
    """An open promise. `day` is how its due day is written for the reader."""

    id: int
    side: PromiseSide
    text: str
    due: date | None = None
    day: str = ""


@dataclass(frozen=True)
class Answer:
    """What marketing answered, `days` ago, to what this rep had written (`to`)."""

    id: int
    by: str
    to: str
    words: str
    days: int


@dataclass(frozen=True)
class Found:
    """The answer to a research question, and how many days ago it was found.

    `when` is the day as an adverb: "on Thursday".
    """

    answer: str
    days: int
    when: str


@dataclass(frozen=True)
class LastCall:
    """The last call with the account that somebody reflected on and this rep may read about.

    `when` is its day as an adverb: "on Thursday".
    """

    days: int
    when: str = "last time"
    surprise: str = ""
    next_step: str = ""
    is_next_step: bool = False  # whether the call ahead is the next step that was noted
    next_step_by: NextStepBy | None = None
    own: bool = True  # whether the reflection is the rep's own
    spoke: str = ""  # the name of the person whose words were noted, if they are coming now
    in_next_brief: bool = True  # whether the brief ahead is the rep's first since that call


@dataclass(frozen=True)
class OwnLastCall:
    """The rep's own last call with the account, as they reflected on it or as it was measured.

    `when` is the day of the call as an adverb: "on Thursday". `surprise` is the newest surprise
    that the rep noted. It is "" if a brief has come since, or if `LastCall` has it, because it is
    in the newest reflection of all. `surprised` is the day of the surprise as an adverb.
    """

    when: str = "last time"
    goal: str = ""
    goal_reached: GoalReached | None = None
    wrong_guesses: tuple[str, ...] = ()
    talked_most: bool = False
    pitched_early: bool = False  # in the first third
    measured_talk: float | None = None  # the rep's part of the speech, 0 to 1, if it was measured
    first_proposal: timedelta | None = None  # the time in the call, if measured and early
    surprise: str = ""
    surprised: str = ""
    in_next_brief: bool = True  # as in `LastCall`


@dataclass(frozen=True)
class OnFile:
    """What is on file about a call. `today` is the day in the reader's zone."""

    account: str
    today: date
    kind: CallKind = "other"
    nobody_named: bool = False  # whether it is not on file who is coming
    newcomers: tuple[str, ...] = ()  # names of those who are coming for the first time
    # ids of people whom only a guest list has put on file: nothing but name and address is known
    strangers: frozenset[int] = frozenset()
    # the days of the last calls, to which nobody from the account came: "on Friday and yesterday"
    missed: str = ""
    last: LastCall | None = None
    own: OwnLastCall = OwnLastCall()
    said: tuple[Said, ...] = ()  # newest first
    answers: tuple[Answer, ...] = ()  # newest first
    owed: tuple[Owed, ...] = ()
    found: tuple[Found, ...] = ()  # newest first
    built: tuple[Built, ...] = ()  # by the last calls, newest first
