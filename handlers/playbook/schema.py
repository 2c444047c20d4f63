"""The schema of the playbook's questions and lines."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from handlers.playbook.base_model import Id, Line, Model, Short
from handlers.playbook.conditions import (
    NAMES_IN_QUESTIONS,
    PLACEHOLDER,
    Condition,
    EvidenceKind,
    Group,
    KnownFact,
    MeasuredFigure,
    ResearchCondition,
    TalkHabit,
    placeholders_in,
)
from storage.choices import STAGES, BuyingRole, CallKind, Stage


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
