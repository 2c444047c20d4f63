"""Find the next step that somebody names near the end of a call."""

import re
from collections.abc import Iterable, Sequence

from handlers.times.words import DAY_NAMES, ORDINAL
from handlers.transcripts.records import NextStepSaid
from handlers.transcripts.speech.days import days_named, names_day
from handlers.transcripts.speech.sentences import SpokenSentence
from handlers.transcripts.speech.spoken_appointments import (
    clearness,
    has_time,
    is_appointment,
    is_busy,
    is_farewell,
    is_only_months,
    is_reply,
    time_in,
)

_LAST = 0.8  # we look for a next step only after this share of the call's length
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
_PERIOD = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|days?|mornings?|afternoons?|evenings?|nights?"
    r"|weeks?|weekends?|months?|quarters?|years?|spring|summer|autumn|fall|winter|times?)"
)
# Something that is over, or is a habit, is not a next step: "we met on Tuesday", "we talk every
# Friday". But "after the last tour", "see each other" and "every depot" do not rule out a next
# step.
_NOT_AHEAD = re.compile(
    r"(?<![\w'-])(?:sent|met|talked|spoke|called|was|were|had|did|usually|always|normally|never"
    rf"|(?:every|each)(?: (?:second|third|other|single|two|three))? {_PERIOD}"
    rf"|(?<!a )(?<!one )last (?:couple of |few |two |three )?(?:{_PERIOD}|call|meeting)"
    r"(?! of (?:the|this|next|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)\b))(?![\w'-])"
)
# A clause with one of these words rules its day out: "I can't do Tuesday". But a clause with "why
# not" or "can't we" proposes the day.
_DENIED = re.compile(
    r"(?<![\w'-])(?:can't(?! (?:we|i)\b)|(?<!why )don't(?! (?:we|you|forget)\b)|cannot"
    r"|won't(?! you\b)|(?<!why )(?<!or )not)(?![\w'-])"
)
_CLAUSE_END = re.compile(r"[,:;–—]|(?<![\w'-])but(?![\w'-])")
# The speaker proposes a meeting: "shall we use Thursday", "does Friday suit you".
_ASKED = re.compile(
    r"(?<![\w'-])(?:let's|let us|(?:shall|should|can|could|may) (?:we|i)|why don't we|why not"
    r"|can't we|how about|what about"
    r"|(?:do|does|would|will|is|are|how does|how's) (?!be )(?:[\w'-]{1,20} ){1,8}"
    r"(?:work|suit|okay|ok|good|fine|free|possible|available)|(?:i|we)(?:'d| would)"
    r" (?:suggest|propose)|(?:i|we) (?:suggest|propose)|we(?:'ll| will| could| can))(?![\w'-])"
)
_TAKES_DAY = re.compile(
    r"(?<![\w'-])(?:(?:let's|let us|shall we|should we|can we|could we) (?:just )?"
    r"(?:use|take|do|say|make it|go (?:for|with)|keep|aim for|stick (?:to|with))"
    r"|(?:how about|what about|why not) (?:(?:on|next|this|coming|the) )*"
    rf"(?:(?:mon|tues|wednes|thurs|fri)day|tomorrow|{ORDINAL})"
    r"(?= ?(?:$|[,.;?!]|at |or |then|instead|half |morning|afternoon|of ))"
    r"|(?:does|would|will|is) (?!be )(?:[\w'-]{1,20} ){1,8}"
    r"(?:work|suit|okay|ok|good|fine|possible))(?![\w'-])"
)
# If people of only one side meet, their meeting is not a next step: "the board meets then".
_AMONG_THEM = re.compile(
    r"(?<![\w'-])(?:(?:they|he|she)(?:'ll| will|'re| are| all| only| then| both| next)*"
    r" (?:meets?|meeting|talks?|talking|speaks?|decides?|sits?|gets? together)"
    r"|(?:the|our|their|my) (?:[\w'-]{1,20} ){1,3}(?:meets|meet(?= on| in| again)|decides?|sits)"
    r"|(?:board|team|management|staff|internal|committee|council|budget|steering|leadership)"
    r" (?:meetings?|calls?|workshops?|reviews?)"
    r"|(?<!shall )(?<!should )(?<!can )(?<!could )(?:i|we)(?:'ll| will|'re| are|'m| am)?"
    r" (?:meet|meeting|talk|talking|speak|speaking)"
    r" (?:internally|among|(?:with|to)(?! (?:you|us)\b)))(?![\w'-])"
)
# With these words, a speaker says that a meeting is the next step: "so the next step is, we talk on
# Friday".
_NAMES_IT = ("next step is", "next step's", "next step would be")
_ANSWERED_WITHIN = 2  # in turns; a third person may speak in between
_WEEKDAYS = frozenset(name.lower() for name in DAY_NAMES)
# Words that stand beside the name of a day. We leave them out when we compare days.
_BESIDE_DAY = frozenset(
    ("the", "on", "by", "next", "this", "coming", "morning", "afternoon", "evening", "night")
)


def next_step_said(step: SpokenSentence | None) -> NextStepSaid | None:
    """Return which side said the next step, and at which place in the call.

    Return None if there is no next step.
    """
    return NextStepSaid(step.side, step.spot) if step else None


def next_step_in(sentences: Iterable[SpokenSentence]) -> SpokenSentence | None:
    """Return the sentence in the last fifth of the call that names the next step and its day.

    Return None if there is no such sentence. Pass the sentences through `day_and_time.with_times`
    first, which joins "Thursday the tenth." and "Eleven o'clock." We look for these sentences in
    order:

    1. the sentence with the day and the time of the meeting that was agreed last ("so that's
       Thursday the tenth at eleven"). If several sentences are about this meeting, take the
       clearest. If the clearest only confirms what the other side has just stated, take the other
       side's sentence;
    2. the last sentence that says that a meeting is "the next step";
    3. the first sentence that proposes a meeting on the day that was proposed last ("shall we talk
       on Thursday");
    4. the first sentence with a day and a verb such as "meet" or "talk";
    5. the first sentence with a day and a verb for another step: "I'll send it on Friday";
    6. a farewell: "see you Tuesday".

    These do not count:

    - a time that the other side refuses: "Friday at one?", answered by "Friday at one's my lunch";
    - a meeting that only one side attends: "the board meets on the tenth";
    - a day that a clause rules out: "not Tuesday, but Wednesday" is about Wednesday.
    """
    late = [one for one in sentences if one.spot.part >= _LAST and one.side != "nobody"]
    dated = [(ahead, one) for one in late if names_day(ahead := ahead_in(one.plain))]
    dated.sort(key=lambda pair: pair[1].spot.part)
    possible = _not_refused(dated)
    meant = [(ahead, one) for ahead, one in possible if not is_farewell(ahead)]
    return _agreed(meant) or _proposed_or_named(meant) or _proposed_or_named(possible)


def _not_refused(dated: Sequence[tuple[str, SpokenSentence]]) -> list[tuple[str, SpokenSentence]]:
    """Leave out each sentence that refuses a time.

    Also leave out each question with a time, if the other side refuses that time.

    Each item of `dated` is a pair: what `ahead_in` returns for a sentence, and the sentence.
    """
    refusals = {
        (one.turn, one.side): _weekdays(ahead)
        for ahead, one in dated
        if has_time(ahead) and is_busy(ahead)
    }

    def is_refused(ahead: str, one: SpokenSentence) -> bool:
        if (one.turn, one.side) in refusals and is_busy(ahead):
            return True
        return (
            one.asks
            and has_time(ahead)
            and any(
                days & _weekdays(ahead)
                for (turn, side), days in refusals.items()
                if side != one.side and 0 < turn - one.turn <= _ANSWERED_WITHIN
            )
        )

    return [(ahead, one) for ahead, one in dated if not is_refused(ahead, one)]


def _agreed(dated: Sequence[tuple[str, SpokenSentence]]) -> SpokenSentence | None:
    """Return the sentence that most clearly states the last appointment, or None."""
    made = [
        (ahead, one)
        for ahead, one in dated
        if not _AMONG_THEM.search(ahead)
        and is_appointment(ahead, meets=_proposes(ahead) or bool(_MEET.search(ahead)))
    ]
    if not made:
        return None
    day = _weekdays(made[-1][0])
    same = [(ahead, one) for ahead, one in made if _weekdays(ahead) & day] or made[-1:]
    last, one = made[-1]
    if not one.asks and not is_reply(last):  # a time was agreed: ignore proposals of other times
        same = [pair for pair in same if not pair[1].asks or time_in(pair[0]) == time_in(last)]
    clearest = max(same, key=_clearness)[1]
    stated = (pair[1] for pair in same if _clearness(pair) > 0 and _is_confirmed(pair[1], clearest))
    return next(stated, clearest)


def _clearness(said: tuple[str, SpokenSentence]) -> int:
    return clearness(said[0], asks=said[1].asks)


def _is_confirmed(one: SpokenSentence, later: SpokenSentence) -> bool:
    """Check whether `one` states an appointment that the other side repeats in `later`.

    Both sentences must be about the same day. `later` must follow within two turns.
    """
    sides = {"me" if each.side == "colleague" else each.side for each in (one, later)}
    return len(sides) > 1 and not one.asks and 0 < later.turn - one.turn <= _ANSWERED_WITHIN


def _proposed_or_named(dated: Sequence[tuple[str, SpokenSentence]]) -> SpokenSentence | None:
    """Return the sentence that proposes a meeting or names another step, or None.

    A meeting that somebody calls "the next step" comes first.
    """
    named = [one for ahead, one in dated if _names_next_step(ahead) and _MEET.search(ahead)]
    if named:
        return named[-1]
    if proposed := [(_days(ahead), one) for ahead, one in dated if _proposes(ahead)]:
        last, _ = proposed[-1]
        return next(one for days, one in proposed if last & days)
    between = [(ahead, one) for ahead, one in dated if not _AMONG_THEM.search(ahead)]
    if step := next((one for ahead, one in between if _MEET.search(ahead)), None):
        return step
    steps = (one for ahead, one in between if _STEP.search(ahead) and not is_only_months(ahead))
    return next(steps, None)


def _names_next_step(said: str) -> bool:
    return any(words in said for words in _NAMES_IT)


def ahead_in(said: str) -> str:
    """Remove the clauses that rule a day out. Return "" for speech about the past or a habit."""
    if _NOT_AHEAD.search(said):
        return ""
    clauses = (clause.strip() for clause in _CLAUSE_END.split(said))
    return ", ".join(clause for clause in clauses if not _DENIED.search(clause))


def _proposes(said: str) -> bool:
    if _TAKES_DAY.search(said):
        return True
    asked = _ASKED.search(said)
    offered = said[asked.start() :] if asked else ""
    return bool(_MEET.search(offered)) and not _AMONG_THEM.search(offered)


def _weekdays(said: str) -> frozenset[str]:
    """Return a word for each day in speech, to compare days: "friday" for "friday the fourth"."""
    words = ([word.strip(",") for word in day.split()] for day in _days(said))
    return frozenset(
        next((word for word in day if word in _WEEKDAYS), day[0]) for day in words if day
    )


def _days(said: str) -> frozenset[str]:
    return frozenset(
        " ".join(word for word in day.split() if word not in _BESIDE_DAY)
        for day in days_named(said)
    )
