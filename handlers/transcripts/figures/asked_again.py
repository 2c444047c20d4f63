"""Recognise questions of our side that we do not count.

Such a question only announces, continues or rewords another question, or the speaker answers it at
once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.transcripts.records import Spot

_CLOSE = 2  # we compare two questions if at most one sentence is between them
# The beginning of a question that only continues the question before it: "Or of the position?",
# "For something like this?".
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
    """A question from our side."""

    question: str
    plain: str  # the whole sentence, with words such as "and" before the question
    turn: int
    number: int  # the index of the sentence among all sentences of the call
    spot: Spot
    opens: bool  # it is an open question: "yes" or "no" would not answer it


def each_once(asked: Iterable[Asked]) -> list[Asked]:
    """Leave out questions that only announce, continue or reword another question.

    We compare a question with the question before it if both are in the same turn and at most one
    sentence is between them:

    - If the first question only announces the second ("Can I ask you something?"), leave out the
      first.
    - If the second question begins with a word such as "or" or "for", it continues the first. Leave
      out the second.
    - If the second question is open, it usually rewords the first. Leave out the second. But keep
      it if it begins with a word such as "and" or "then", or if it is for another person.
    - If the second question can be answered with "yes" or "no", keep both: "How do you plan? Is it
      done by hand?".
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

    Return False for a "why" with "you" after it, because that question is for the other side.
    """
    return after.startswith("because") and bool(_WHY.search(question))


def _is_again(one: Asked) -> bool:
    """Check whether a question only continues or rewords the question just before it."""
    if _GOES_ON.match(one.plain):
        return True
    return one.opens and not _ANOTHER.match(one.plain)
