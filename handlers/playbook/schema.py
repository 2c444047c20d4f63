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
    PublicSource,
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

# Conditions on a call. A text fits a call only if all its conditions are true. Some conditions
# allow a placeholder (see PLACEHOLDERS).
Condition = Literal[
    "first_call",  # as far as we know, no earlier call with the account took place
    "no_need_yet",  # nothing that the buyer said is on file, and `running_series` is false
    "pitch_planned",  # the goal is a pitch, and nothing that the buyer said is on file
    "has_quote",  # a quote from somebody who is coming is on file
    "has_guess",  # the rep wrote a guess for this call
    "has_surprise",  # the last reflection has a surprise
    "has_goal",  # the rep set a goal for this call
    # The rep reached the last goal only partly or not at all, and has set no goal for this call.
    "goal_missed",
    "has_next_step",  # the last reflection has a next step other than this call
    "one_person",  # exactly one person from the account is coming
    # Of the account's people who are coming, exactly one is new, and at least one was in an earlier
    # call.
    "has_newcomer",
    # Two or more people from the account are coming. One of them came to an earlier call, but no
    # words of this person are on file. Words of somebody else from the account are on file.
    "has_quiet_person",
    "group",  # three or more people from the account are coming
    # The series or the calendar shows earlier meetings with the account. We have no earlier call on
    # file, and nothing that the buyer said.
    "running_series",
    "second_try",  # nobody from the account came to the last call
    "short_executive",  # at most 20 minutes with an economic buyer
    # In the last call, the rep talked more than the buyer. We know this from the transcript or from
    # the rep.
    "over_talked",
    # In the last call, the rep pitched in the first third of the call. We know this from the
    # transcript or from the rep. False if the last call or this one is of a kind in which both
    # sides expect an offer.
    "pitched_early",
]

# Only research questions have these conditions.
ResearchCondition = Literal[
    "competitor_named",  # a competitor is named on file
    "contact_named",  # we know who from the account is coming
]

EvidenceKind = Literal[
    "experiment",
    "meta_analysis",
    "observation",
    "survey",
    "vendor_correlation",  # counted by a vendor in its own recordings
    "vendor_experiment",
    "second_hand",  # from a text about the publication
]

# The figures of a transcript that can have a published finding beside them.
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

# Habits that the figures of several calls show. A focus may be about them.
TalkHabit = Literal[
    "talk_share",  # the rep talks most of the time
    "longest_mine",  # the rep talks for more than two minutes at a time
    "patience",  # the rep hardly waits before answering
    "questions",  # the rep asks few questions
    "next_step",  # our side is always the first to name the next step
    "first_proposal",  # the first proposal comes earlier than usual for the rep
    "open_questions",  # the rep asks fewer open questions than usual
]

KnownFact = Literal[
    "industry",  # the account's industry is on file
    "several_people",  # two or more people from the account are coming, or may come
    "colleague",  # a colleague of the rep is in the call too
    "invitation",  # the account sent the invitation, or the series has had meetings before
    "our_promise",  # we have an open promise to the account
    "their_promise",  # the account has an open promise to us
    "next_step",  # the last reflection has a next step
    "signing_limit",  # somebody said which amount a person at the account may approve alone
]

NO_REPEAT_WITHIN = 10  # a line, or an opening, is repeated only after at least this many others

# The placeholders in texts, each with the condition that guarantees a value. None means that there
# always is a value.
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
# The placeholders in research questions, and the words that replace them after the call.
NAMES_IN_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {"person": "your contact", "newcomer": "the newcomer"}
)
PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
# The placeholders in the `claim` of a `Signal`:
# - "title": the title of the public text
# - "value": what comes after the colon in a line of a public register.
#   "Parent company: Kestrel" → "Kestrel"
CLAIM_PLACEHOLDERS = ("title", "value")
# The questions after a call, with their choices. () means free text. A playbook can reword and
# reorder them, but can't add or remove any.
REFLECTION: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "goal_reached": (*GOAL_REACHED, MISSED),
        "went": (*GOAL_REACHED, MISSED),  # asked instead of `goal_reached` if the rep set no goal
        "heard": (),
        "heard_from": ("other",),  # the choices also name the people who came
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
# The lists of verbs in pitch.yaml. A verb may be in only one of them.
PITCH_VERBS = ("pitches", "asks", "gives", "discusses")


def placeholders_in(text: str) -> frozenset[str]:
    """Return the names of the placeholders in a text."""
    return frozenset(PLACEHOLDER.findall(text))


class Model(BaseModel):
    """A frozen piece of the playbook. It may have many words, so its hash is computed only once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __hash__(self) -> int:
        return self.hashed

    @cached_property
    def hashed(self) -> int:
        """The hash of all fields."""
        return hash(tuple(getattr(self, name) for name in type(self).model_fields))


class PublishedRange(Model):
    """A published range, in percent, for a picture. `what` is its short name.

    A single figure has the same `low` and `high`.
    """

    low: int = Field(ge=0, le=100)
    high: int = Field(ge=0, le=100)
    what: Short

    @property
    def figure(self) -> str:
        """The range as text: "65–75%" or "43%"."""
        return f"{self.low}%" if self.low == self.high else f"{self.low}–{self.high}%"


class Evidence(Model):
    """A published finding: what was measured, the figure as a range, and who published it.

    `kind` is the kind of study, and `year` is the year of publication. If `beside` is set, it names
    a figure of the rep's own calls. The rep then sees `shown` beside this figure, and pictures draw
    `ranges`.
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
    """What answers a research question, so that we do not ask it.

    One of the `facts` is enough, and so is one of the `words`. We look for `words` in reflections,
    promises and findings.
    """

    words: tuple[Short, ...] = ()
    facts: tuple[KnownFact, ...] = ()


class Question(Model):
    """A question about an account that a rep can look up in ten minutes before a call.

    - `where`: one or two places to look.
    - `why`: why the question is worth asking. It must be true whenever we ask the question.
    - `guessed`: if set, ask only if the rep's guess for the last call has one of these words, and
      the rep did not ask the customer about the guess.
    - `weight`: the greater the weight, the more likely the question is to be chosen.
    - `stale_days`: ask again when the answer is this old.

    Listening lines and openings have the fields `kinds`, `roles` and `idea` too. `kinds` are the
    kinds of call that the text is for. Without `kinds`, it is for every kind. `roles` means that
    somebody with one of these roles must be in the call. If several texts have the same `idea`, a
    rep gets only one of them for a call.
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
        """Return the question with `names` filled in.

        The default is general words such as "your contact", for use after the call.
        """
        return PLACEHOLDER.sub(lambda match: names[match[1]], self.ask)

    def with_name(self, answer: str, names: Mapping[str, str]) -> str:
        """Add the names in the question to the answer, unless the answer has them already.

        "Runs the depot" becomes "Jana: Runs the depot".
        """
        used = sorted(placeholders_in(self.ask) & names.keys())
        missing = [names[each] for each in used if names[each].casefold() not in answer.casefold()]
        return f"{', '.join(missing)}: {answer}" if missing else answer


class Area(Model):
    """An area of listening, for listening lines and focuses."""

    id: Id
    name: Short


class ListeningLine(Model):
    """A line to read ten minutes before a call, and when the line fits."""

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
    """A question to open a call with. The rep asks it aloud, word for word.

    With `for_new`, the question is only for accounts that are not known yet (see
    `handlers.knowledge.situations.is_known`).
    """

    id: Id
    ask: Line
    for_new: bool = False
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
    """An if-then plan that a rep keeps for at least three calls.

    We offer the focus if the figures of the rep's last calls show one of its `habits`.
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
    """One answer to a multiple-choice question. We store the `id`."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Short


class ReflectionField(Model):
    """The wording of a question after a call. The set of ids is fixed."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
    label: Line
    hint: Line | None = None
    choices: tuple[Choice, ...] = ()


class KindWords(Model):
    """A kind of call: its name, and the words that suggest it.

    `phrase` is the name within a sentence: "a demo". We look for `words` in the title, then
    `goal_words` in the goal, and last `vague_words` in the title. `but_not` are phrases in which
    the words mean something else.
    """

    id: CallKind
    name: Short
    phrase: Short
    words: tuple[Short, ...] = ()
    goal_words: tuple[Short, ...] = ()
    vague_words: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()


class BuyingRoleWords(Model):
    """A buying role: its name, and the words in a job title that suggest it.

    `but_not` are titles in which the words mean something else.
    """

    id: BuyingRole
    name: Short
    words: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()


class MeetingWords(Model):
    """Words in the title of a meeting that suggest that the meeting is not a sales call.

    - `never`: not a sales call, whoever comes.
    - `unless_known`: a sales call only if somebody we know comes.
    - `buying`: like `unless_known`, for meetings with people who sell to us. These words do not
      count if somebody from outside organizes the meeting, because a customer who writes "vendor"
      may mean us.
    - `we_pay`: for meetings in which we may be the customer. We ask about each of them separately:
      the button *Yes to all* does not answer for them.
    - `internal`: a sales call only if somebody from outside comes.
    - `whole`: like `internal`, but only if the title has no other words.
    - `but_not`: phrases in which the words mean something else.
    """

    never: tuple[Short, ...] = ()
    unless_known: tuple[Short, ...] = ()
    buying: tuple[Short, ...] = ()
    we_pay: tuple[Short, ...] = ()
    internal: tuple[Short, ...] = ()
    whole: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()


class Synonyms(Model):
    """Words that we treat as the same word when we look for insights that fit a call."""

    words: Annotated[tuple[Short, ...], Field(min_length=2)]


class HeardAs(Model):
    """Spellings of a competitor's name in transcripts: "root lee" for Routely."""

    name: Short
    forms: Annotated[tuple[Short, ...], Field(min_length=1)]


class Competitors(Model):
    """Competitors to count in what buyers say, in addition to those in insights.

    `heard_as` lists names that are in no dictionary, and how transcripts misspell them.
    """

    names: tuple[Short, ...]
    heard_as: tuple[HeardAs, ...] = ()


class Signal(Model):
    """A rule: if a public source has certain words, we propose an answer to a research question.

    - `words`: entries. A sentence fits the signal if it has all words of at least one entry, in any
      order. "acqui*" stands for any word that begins with "acqui". If `words` is empty, we look
      only at the first line of a text, and it needs no particular words.
    - `but_not`: phrases that rule a sentence out.
    - `number`: whether a sentence must have a number.
    - `person`: true if the sentences that fit are about a person and their job. We don't check
      this, but proposals from such a signal are deleted sooner.
    - `claim`: what we say above the quote. It may use `CLAIM_PLACEHOLDERS`.
    """

    id: Id
    question: Id
    sources: Annotated[tuple[PublicSource, ...], Field(min_length=1)]
    words: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()
    number: bool = False
    person: bool = False
    claim: Line

    def claimed(self, title: str, value: str) -> str:
        """Return the claim with its placeholders filled in."""
        return self.claim.replace("{title}", title.rstrip(". ")).replace("{value}", value)


class Pitch(Model):
    """The words that make a goal a pitch or a question.

    `ask` is a question that the brief shows to a rep whose goal is a pitch.

    The verbs (words or phrases) are in four lists:

    - `pitches`: the goal is a pitch.
    - `asks`: the goal is a question.
    - `gives`: the goal is a pitch if one of `nouns` follows ("give them the price").
    - `discusses`: the goal is a pitch if it is about `materials` or something of ours. It is a
      question if it is about something of the buyer's.

    In a goal without a verb, we look only at the words before the first preposition: "product demo"
    in "product demo for Halden". The goal is a pitch if one of these words is in `nouns`, and all
    others are in `nouns` or `beside_nouns`.

    A goal about one of `harmless` is not a pitch: "offer two dates".
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
