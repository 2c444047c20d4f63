"""The next step that is said aloud near the end of a call."""

import re
from collections.abc import Iterable

from handlers.transcripts.days import names_day
from handlers.transcripts.records import NextStepSaid
from handlers.transcripts.sentences import SpokenSentence

_LAST = 0.8  # the part of the call after which a next step is looked for
_MEETINGS = (
    r"meet|meeting|talk|speak|call|visit|come (?:by|over)|see (?:you|each other)|demo|workshop",
    r"schedule|book|catch up|check in|touch base|reconnect|regroup",
    r"works? for|suits?|free|available",
    r"pick (?:it|this) up|go through|kick (?:it )?off|start",
)
_OTHERS = (
    r"set (?:\w+ )?up|put (?:\w+ )?(?:in|on|together)|follow(?:ing)? up|(?:get|come|circle) back",
    r"let you know|send|e-?mail|share|show|bring|invite|review|confirm|decide|sign|run",
    r"have (?:it|that|an answer|a look|the)",
)
_MEET = re.compile(rf"(?<![\w'-])(?:{'|'.join(_MEETINGS)})(?![\w'-])")
_STEP = re.compile(rf"(?<![\w'-])(?:{'|'.join(_OTHERS)})(?![\w'-])")
# What is over, or a habit, is no next step: "we met on Tuesday", "we talk every Friday".
_NOT_AHEAD = re.compile(
    r"(?<![\w'-])(?:sent|met|talked|spoke|called|was|were|had|did|every|each|usually|always|last"
    r"|normally|never|can't|cannot|won't|not)(?![\w'-])"
)


def next_step_said(step: SpokenSentence | None) -> NextStepSaid | None:
    """Which side said the next step, and where."""
    return NextStepSaid(step.side, step.spot) if step else None


def next_step_in(sentences: Iterable[SpokenSentence]) -> SpokenSentence | None:
    """The first next step with a day, in the last fifth of the call; None if nobody said one.

    Rule: the first sentence with a day and a verb of meeting or talking: "let's talk on Thursday".
    If there is none, the first with a day and another verb of a step: "I'll send it on Friday".
    """
    late = [one for one in sentences if one.spot.part >= _LAST and one.side != "nobody"]
    dated = [one for one in late if names_day(one.plain) and not _NOT_AHEAD.search(one.plain)]
    for verbs in (_MEET, _STEP):
        steps = (one for one in dated if verbs.search(one.plain))
        if step := min(steps, key=lambda one: one.spot.part, default=None):
            return step
    return None
