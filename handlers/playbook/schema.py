"""The schema of the playbook. Every model is frozen and rejects unknown fields."""

import re
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from storage.choices import (
    BUILT,
    FIRST_PRESCRIBED,
    GOAL_REACHED,
    GUESS_OUTCOMES,
    KEPT_FOCUS,
    MISSED,
    NEXT_STEP_BY,
    PASSED_ON,
    STAGES,
    TALK,
    BuyingRole,
    CallKind,
    Stage,
)

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=280)]
ONE_WORD = r"^[a-z]+$"
OneWord = Annotated[str, StringConstraints(pattern=ONE_WORD, max_length=30)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=75)]

Group = Literal[
    "person", "company", "market", "situation", "stakes", "big_picture", "goal", "relationship"
]
GROUPS: tuple[Group, ...] = get_args(Group)

# What has to be true of a call for a text to fit. "Theirs" are the account's people. Some
# conditions allow a placeholder in the text: see PLACEHOLDERS.
Condition = Literal[
    "first_call",  # no earlier call with this account is on file, except cancelled or missed ones
    "no_need_yet",  # nothing the buyer said is on record
    "pitch_planned",  # the goal is a pitch, and nothing is on file about what they need
    "has_quote",  # words of somebody who is coming are on file
    "has_guess",  # the rep wrote a guess for this call
    "has_surprise",  # the last reflection names a surprise
    "has_goal",  # the rep set a goal for this call
    "goal_missed",  # the rep says they missed their last goal, and it is not this call's goal too
    "has_next_step",  # the last reflection names a next step, and it is not this call
    "one_person",  # exactly one of theirs is coming
    "has_newcomer",  # exactly one of theirs was in no earlier call, and others were in one
    "has_quiet_person",  # one of theirs was in an earlier call but never quoted, and others were
    "group",  # three or more of theirs are coming
    "running_series",  # a series has met before, and no call with the account is on file
    "second_try",  # nobody from the account came to the last call
    "short_executive",  # at most 20 minutes with an economic buyer
    "over_talked",  # the rep talked more than they did in the last call, as measured or answered
    "pitched_early",  # likewise, the rep pitched in the first third of the last call
]

# Only research questions have these conditions.
ResearchCondition = Literal[
    "competitor_named",  # what is on file names a competitor
    "contact_named",  # who of theirs is coming is on file
]

EvidenceKind = Literal[
    "experiment",
    "meta_analysis",
    "observation",
    "survey",
    "vendor_correlation",  # counted by a vendor in its own recordings
    "vendor_experiment",
    "second_hand",  # found in a text about it; the original publication was not read
]

# The figures of a transcript that a published range can be shown beside.
MeasuredFigure = Literal[
    "talk_share",
    "longest_mine",
    "longest_theirs",
    "questions",
    "turns_a_minute",
    "patience",
    "first_proposal",
    "next_step",
    "rivals",
]

# A habit that shows in the figures of several calls, for which a focus can be offered.
TalkHabit = Literal[
    "talk_share",  # the rep talks most of the time
    "longest_mine",  # the rep talks long at a time
    "patience",  # the rep hardly waits after they stop
    "questions",  # few questions
    "next_step",  # the next step is always said by our side
    "first_proposal",  # the first proposal comes earlier than is usual for the rep
    "open_questions",  # fewer open questions than is usual for the rep
]

KnownFact = Literal[
    "industry",  # the account's industry is on file
    "several_people",  # two or more of their people are on file
    "colleague",  # a colleague of ours is in the call too
    "invitation",  # they have sent the invitation, or it is of a series that has met before
    "our_promise",  # an open promise of ours to them
    "their_promise",  # an open promise of theirs to us
    "next_step",  # the last reflection names a next step
]

NO_REPEAT_WITHIN = 10  # a rep gets a listening line again only after this many others

# The placeholders in texts, and the condition that guarantees a value for each.
PLACEHOLDERS: Mapping[str, Condition | None] = MappingProxyType(
    {
        "account": None,
        "quote": "has_quote",
        "guess": "has_guess",
        "surprise": "has_surprise",
        "goal": "has_goal",
        "missed_goal": "goal_missed",
        "next_step": "has_next_step",
        "person": "one_person",
        "newcomer": "has_newcomer",
        "quiet": "has_quiet_person",
        "speaker": "has_quote",
    }
)
# The placeholders in research questions, and what stands there once the call is over.
NAMES_IN_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {"person": "your contact", "newcomer": "the newcomer"}
)
PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
# What is asked after a call, each with the choices it allows; () is free text.
# A playbook can reword and reorder them, but neither add nor leave out any.
REFLECTION: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "goal_reached": (*GOAL_REACHED, MISSED),
        "went": (*GOAL_REACHED, MISSED),  # the same question if no goal was set
        "heard": (),
        "heard_from": ("other",),  # besides the people who came
        "guess_outcome": GUESS_OUTCOMES,
        "surprise": (),
        "next_step": (),
        "promised": (),
        "talk": TALK,
        "first_prescribed": FIRST_PRESCRIBED,
        "next_step_by": NEXT_STEP_BY,
        "built": BUILT,
        "kept_focus": KEPT_FOCUS,
        "for_marketing": (),
        "attribution": PASSED_ON,
    }
)
# The lists of verbs in pitch.yaml; a verb may stand in one of them only.
PITCH_VERBS = ("pitches", "asks", "gives", "discusses")


def placeholders_in(text: str) -> frozenset[str]:
    """The names of the placeholders in a text."""
    return frozenset(PLACEHOLDER.findall(text))


class Model(BaseModel):
    """A frozen piece of the playbook."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PublishedRange(Model):
    """A published range in percent, as it can be drawn, and what it was found in.

    A single figure has the same `low` and `high`.
    """

    low: int = Field(ge=0, le=100)
    high: int = Field(ge=0, le=100)
    what: Short

    @property
    def figure(self) -> str:
        """ "65–75%" or "43%"."""
        return f"{self.low}%" if self.low == self.high else f"{self.low}–{self.high}%"


class Evidence(Model):
    """A published finding: what was measured, the figure as a range, and who published it.

    `kind` is how it was found, `year` when it was published. A finding that reps see beside their
    own figure in a transcript has that figure in `beside`, and in `shown` what they read. `ranges`
    are drawn in a picture of the rep's own figures.
    """

    id: Id
    what: Line
    figure: Line
    source: Line
    kind: EvidenceKind = "second_hand"
    year: int | None = Field(default=None, ge=1900, le=2100)
    beside: MeasuredFigure | None = None
    shown: Line | None = None
    ranges: tuple[PublishedRange, ...] = ()


class AnsweredBy(Model):
    """What on file answers a research question, so that it is not asked.

    One of the `facts` answers it, and so does one of the `words` (words and phrases) in what the
    buyer said, a line for marketing, a surprise, a next step, a promise or another finding.
    """

    words: tuple[Short, ...] = ()
    facts: tuple[KnownFact, ...] = ()


class Question(Model):
    """Something about an account that ten minutes of looking up can answer before a call.

    `where` names one or two places to open, `why` is the reason to look, which is true whenever the
    question is asked. `guessed` are words and phrases. If there are any, the question is asked only
    if the rep guessed something with one of them before the last call, and did not get to ask. The
    greater the `weight`, the likelier the question is chosen. It is asked again once its answer is
    `stale_days` days old.

    Here and below: a text is meant for calls of one of its `kinds`, to which somebody with one of
    its `roles` is coming; if either is empty, it does not matter. Texts with the same `idea` say
    the same, so a rep gets only one of them for a call.
    """

    id: Id
    group: Group
    ask: Line
    where: Line
    why: Line
    answered_by: AnsweredBy = AnsweredBy()
    stages: tuple[Stage, ...] = STAGES
    call: Literal["first", "later", "any"] = "any"
    fits: tuple[Condition | ResearchCondition, ...] = ()
    guessed: tuple[Short, ...] = ()
    kinds: tuple[CallKind, ...] = ()
    roles: tuple[BuyingRole, ...] = ()
    idea: Id | None = None
    weight: int = Field(default=2, ge=1, le=3)
    stale_days: int = Field(default=90, ge=1, le=3650)
    evidence: Id | None = None

    def worded(self, names: Mapping[str, str] = NAMES_IN_QUESTIONS) -> str:
        """The question, with `names` filled in; by default with words that fit after the call."""
        return PLACEHOLDER.sub(lambda match: names[match[1]], self.ask)

    def with_name(self, answer: str, names: Mapping[str, str]) -> str:
        """An answer, after any name that is in the question but not in the answer.

        "Runs the depot" becomes "Jana: Runs the depot".
        """
        used = sorted(placeholders_in(self.ask) & names.keys())
        missing = [names[each] for each in used if names[each].casefold() not in answer.casefold()]
        return f"{', '.join(missing)}: {answer}" if missing else answer


class Area(Model):
    """An area of listening, by which the listening lines and focuses are grouped."""

    id: Id
    name: Short


class ListeningLine(Model):
    """One line to read ten minutes before a call, and when it fits."""

    id: Id
    area: Id
    text: Line
    fits: tuple[Condition, ...] = ()
    kinds: tuple[CallKind, ...] = ()
    roles: tuple[BuyingRole, ...] = ()
    idea: Id | None = None
    evidence: Id | None = None

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """The names of the placeholders in the text."""
        return placeholders_in(self.text)


class Opening(Model):
    """A question to open a call with, asked aloud as it stands."""

    id: Id
    ask: Line
    fits: tuple[Condition, ...] = ()
    kinds: tuple[CallKind, ...] = ()
    roles: tuple[BuyingRole, ...] = ()
    idea: Id | None = None

    @property
    def text(self) -> str:
        """The question."""
        return self.ask

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """The names of the placeholders in the question."""
        return placeholders_in(self.ask)


class Focus(Model):
    """An if-then plan a rep keeps for at least three calls.

    It is offered if one of its `habits` stands out in the figures of the rep's last calls.
    """

    id: Id
    area: Id
    when: Line
    then: Line
    idea: Id | None = None
    evidence: Id | None = None
    habits: tuple[TalkHabit, ...] = ()

    @property
    def plan(self) -> str:
        """The plan as a sentence: "If …, I …"."""
        return f"{self.when}, {self.then}"


class Choice(Model):
    """One answer of a multiple-choice field; `id` is what is stored."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Short


class ReflectionField(Model):
    """How a question after a call is worded. The set of ids is fixed."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
    label: Line
    hint: Line | None = None
    choices: tuple[Choice, ...] = ()


class KindWords(Model):
    """A kind of call: what it is called, and the words in a title or a goal that suggest it.

    `phrase` is the name within a sentence: "a demo". The words are looked for in this order:
    `words` in the title, `goal_words` in the goal, and last `vague_words` in the title, because
    these may stand in any title. `but_not` are phrases in which the words mean something else.
    """

    id: CallKind
    name: Short
    phrase: Short
    words: tuple[Short, ...] = ()
    goal_words: tuple[Short, ...] = ()
    vague_words: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()


class BuyingRoleWords(Model):
    """A part in a purchase: what it is called, and the words in a job title that suggest it.

    `but_not` are titles in which those words mean something else.
    """

    id: BuyingRole
    name: Short
    words: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()


class MeetingWords(Model):
    """Words in a meeting's title that say that it is no sales call.

    `never` rules a meeting out whoever comes, `unless_known` unless somebody who is known comes,
    `internal` unless somebody comes from outside. `whole` does the same as `internal`, but only if
    the title has nothing else in it. `buying` is for meetings with those who sell to us: it does
    the same as `unless_known`, unless somebody from outside organizes the meeting, because to a
    customer we are the vendor. `we_pay` may mean that we are the customer: *Yes to all* leaves such
    a meeting out, and its owner is asked about it alone. `but_not` are phrases in which the words
    mean something else.
    """

    never: tuple[Short, ...] = ()
    unless_known: tuple[Short, ...] = ()
    buying: tuple[Short, ...] = ()
    we_pay: tuple[Short, ...] = ()
    internal: tuple[Short, ...] = ()
    whole: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()


class Synonyms(Model):
    """Words that mean the same when an insight is matched to a call."""

    words: Annotated[tuple[Short, ...], Field(min_length=2)]


class HeardAs(Model):
    """Forms in which a transcript may have the name of a competitor: "root lee" for Routely."""

    name: Short
    forms: Annotated[tuple[Short, ...], Field(min_length=1)]


class Competitors(Model):
    """Competitors to count in what buyers say, besides those that insights are about.

    `heard_as` has the forms in which transcripts of calls write names that are in no dictionary.
    """

    names: tuple[Short, ...]
    heard_as: tuple[HeardAs, ...] = ()


class Pitch(Model):
    """The words by which a goal is read as a pitch or as a question; `ask` is asked about a pitch.

    Verbs (words or phrases) are in four lists. One of `pitches` makes a pitch, and one of `asks` a
    question. One of `gives` makes a pitch if one of `nouns` follows ("give them the price"). One of
    `discusses` makes a pitch if it is about one of `materials` or something of ours, and a question
    if it is about something of theirs.

    A goal without a verb is a pitch if it has only `nouns`, perhaps with `beside_nouns`: "product
    demo". Words about one of `harmless` are never a pitch: "offer two dates".
    """

    pitches: tuple[Short, ...]
    asks: tuple[Short, ...]
    gives: tuple[Short, ...]
    discusses: tuple[Short, ...]
    materials: tuple[OneWord, ...]
    nouns: tuple[OneWord, ...]
    beside_nouns: tuple[OneWord, ...]
    harmless: tuple[OneWord, ...]
    ask: Line
