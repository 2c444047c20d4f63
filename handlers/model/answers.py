"""The answers that we ask a language model for.

Each answer is data in fixed fields. Our own code checks lengths and numbers, because the model's
server doesn't.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

CandidateKind = Literal["promise", "need", "decider", "budget"]


class AnswerForm(BaseModel):
    """An answer. If a model adds other fields, we ignore them."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class PointedLine(AnswerForm):
    """A quote from a transcript that may belong in the rep's reflection."""

    kind: CandidateKind
    segment: int
    quote: str


class PointedLines(AnswerForm):
    """What a model found in a part of a transcript."""

    candidates: list[PointedLine]


class Claim(AnswerForm):
    """An answer to one of our numbered questions, with the words that support it."""

    question: int
    segment: int
    quote: str
    answer: str


class Claims(AnswerForm):
    """What a model found on a page."""

    answers: list[Claim]


class GroupName(AnswerForm):
    """A name for one of our numbered groups of lines."""

    group: int
    name: str


class GroupNames(AnswerForm):
    """The names for groups of lines."""

    names: list[GroupName]
