"""Recognise questions of our side that repeat or announce another one, or answer themselves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.transcripts.records import Spot

_CLOSE = 2  # a question can repeat another if at most one sentence of the turn is between them
# The beginning of a question that only continues the last one: "Or of the position?", "For
# something like this?".
_GOES_ON = re.compile(
    r"(?:or|like|for|from|in|on|at|of|by|with|without|to|even|especially|such as|something|someone"
    r"|somebody)(?![\w'-])"
)
_ANNOUNCES = re.compile(
    r"(?:[\w'-]{1,20}, )?(?:can|could|may) (?:i|we) (?:just |quickly )?ask (?:(?:you )?(?:about|on)"
    r"(?![\w'-])|(?:you )?(?:something|(?:one|another|a) (?:[\w'-]{1,20} )?(?:thing|question)))"
)
# The speaker goes on to another question, or turns to another person: "Ray, what about you?".
_ANOTHER = re.compile(
    r"(?:and|but|then|also|next|second|finally)(?![\w'-])"
    r"|(?!(?:so|well|okay|ok|what|how|why|sorry|right)\b)[\w'-]{2,20}, (?=what|how|why)"
)
_TAGGED = re.compile(r", ?(?:right|okay|ok|yeah|yes|no|correct|huh|eh)\??$")
_WHY = re.compile(r"(?<![\w'-])why(?![\w'-])(?!.{0,200}\byou)")


@dataclass(frozen=True)
class Asked:
    """A question from our side. `number` is the place of its sentence among all sentences."""

    question: str
    plain: str  # the whole sentence, with words such as "and" before the question
    turn: int
    number: int
    spot: Spot
    opens: bool  # it is an open question: "yes" or "no" would not answer it


def each_once(asked: Iterable[Asked]) -> list[Asked]:
    """Leave out questions that repeat another one in the same turn, or only announce the next one.

    We look only at a question that comes at most two sentences after another one in the same turn:

    - If the first question only announces the second ("Can I ask you something?"), we leave out the
      first.
    - A question that begins with a word such as "or" or "for" only continues the other one. We
      leave it out.
    - An open question usually only rewords the other one, so we leave it out too, unless it begins
      with a word such as "and" or "then", or is for somebody else.
    - Any other question, which "yes" or "no" answers, stays: "How do you plan? Is it done by
      hand?".
    """
    kept: list[Asked] = []
    latest: Asked | None = None
    for one in asked:
        close = latest and one.turn == latest.turn and one.number - latest.number <= _CLOSE
        if latest and close and _ANNOUNCES.match(latest.question):
            if kept[-1] is latest:
                kept.pop()
            kept.append(one)
        elif not (close and _is_again(one)):
            kept.append(one)
        latest = one
    return kept


def is_tagged(said: str) -> bool:
    """Check whether a sentence in lower case ends with a tag: "that's cancelled, right?"."""
    return bool(_TAGGED.search(said))


def answers_itself(question: str, after: str) -> bool:
    """Check whether the speaker asks why and says why: "Why is that? Because it rains".

    A "why" with "you" after it is asked of the other side, so it does not count.
    """
    return after.startswith("because") and bool(_WHY.search(question))


def _is_again(one: Asked) -> bool:
    """Check whether a question only continues or rewords the question just before it."""
    if _GOES_ON.match(one.plain):
        return True
    return one.opens and not _ANOTHER.match(one.plain)
