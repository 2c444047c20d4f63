"""The next step that is said aloud near the end of a call."""

import re
from collections.abc import Iterable

from handlers.transcripts.days import names_day
from handlers.transcripts.records import NextStepSaid
from handlers.transcripts.sentences import SpokenSentence

_LAST = 0.8  # the part of the call after which a next step is looked for
_STEPS = (
    r"meet|meeting|talk|speak|call|visit|come (?:by|over)|see (?:you|each other)",
    r"schedule|book|set (?:\w+ )?up|put (?:\w+ )?(?:in|on|together)|kick (?:it )?off",
    r"start|run|demo",
    r"follow(?:ing)? up|(?:get|come|circle) back|catch up|check in|touch base|reconnect|regroup",
    r"pick (?:it|this) up|let you know|send|e-?mail|share|show|bring|invite|go through|review",
    r"confirm|decide|sign|works? for|suits?|free|available|have (?:it|that|an answer|a look|the)",
)
_STEP = re.compile(rf"(?<![\w'-])(?:{'|'.join(_STEPS)})(?![\w'-])")
# What lies behind is no next step: "we met on Tuesday", "we talk every Friday".
_NOT_AHEAD = re.compile(
    r"(?<![\w'-])(?:sent|met|talked|spoke|called|was|were|had|did|every|each|usually|always|last"
    r"|normally|never|can't|cannot|won't|not)(?![\w'-])"
)


def next_step_said(sentences: Iterable[SpokenSentence]) -> NextStepSaid | None:
    """The first next step with a day, in the last fifth of the call; None if nobody said one.

    Rule: a sentence with a verb such as meet, send or decide, and a day: "let's talk on Thursday".
    """
    late = [one for one in sentences if one.spot.part >= _LAST and one.side != "nobody"]
    for sentence in sorted(late, key=lambda one: one.spot.part):
        said = sentence.plain
        if _STEP.search(said) and names_day(said) and not _NOT_AHEAD.search(said):
            return NextStepSaid(sentence.side, sentence.spot)
    return None
