"""Find the habit that stands out in a rep's last calls, for the next focus. Pure.

We count the calls that show a habit, and never compute a score. For some habits, we compare each
call with a published figure. For the habits of `_OWN_USUAL`, we compare the last calls with the
rep's own earlier calls. We call something a habit only if several calls show it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from handlers.playbook.conditions import TalkHabit
from handlers.transcripts.records import TalkFigures

# We look for a habit only if we know its figure for at least this many calls. For the habits of
# `_OWN_USUAL`, we compare this many of the last calls with the calls before them.
ENOUGH = 3
LATELY = 5  # we count at most this many calls
EARLIER = 3  # we need this many calls before the last three to know what is usual
LARGE_PART = 2 / 3  # a habit must show in at least this part of the counted calls

MUCH_TALK = 0.65  # above this share, fewer deals are won (Gong Labs, 2016)
# Longer monologues about one's own company go with fewer won deals (Gong).
LONG_STRETCH = timedelta(minutes=2)
FEW_QUESTIONS = 6  # in discovery calls, 1 to 6 questions went with the lowest success (Gong)
# A call shows the habit "patience" if the rep's usual pause in the call is at most this long.
# According to reports about Gong's research, top reps waited 1.5 s after objections.
SHORT_PAUSE = timedelta(seconds=0.3)
FAR_BELOW = 0.5  # a figure below this part of the rep's usual figure is unusually low


@dataclass(frozen=True)
class Habit:
    """A habit of a rep.

    - `hits`: how many of the rep's last calls show the habit
    - `of`: how many of the rep's last calls we counted
    - `said`: a sentence for the rep that says how many calls show the habit
    """

    id: TalkHabit
    hits: int
    of: int
    said: str


def weakest(
    newest_first: Sequence[TalkFigures], but_not: Collection[TalkHabit] = ()
) -> Habit | None:
    """Return the habit that shows in the largest part of the last calls, or None.

    For each habit, we count only the calls whose figure we know. Something counts as a habit only
    if enough of these calls show it:

    - The habits of `_RULES` must show in at least two thirds of the counted calls.
    - "next_step" must show in all of them.
    - The habits of `_OWN_USUAL` must show in each of the last three calls.

    If several habits show equally often, we take the first in the order of `_RULES`, then
    `_OWN_USUAL`. We skip the habits in `but_not`.
    """
    found = [
        habit
        for habit in (*_published(newest_first[:LATELY]), *_unusual(newest_first))
        if habit.id not in but_not
    ]
    return max(found, key=lambda habit: habit.hits / habit.of, default=None)


def _published(latest: Sequence[TalkFigures]) -> list[Habit]:
    """Return the habits of `_RULES` that enough of these calls show."""
    found = []
    for id_, (shows, sentence) in _RULES.items():
        answers = [shown for call in latest if (shown := shows(call)) is not None]
        hits, of = sum(answers), len(answers)
        least = 1.0 if id_ == "next_step" else LARGE_PART
        if of >= ENOUGH and hits >= least * of:
            calls = f"each of your last {of}" if hits == of else f"{hits} of your last {of}"
            found.append(Habit(id_, hits, of, sentence.format(calls=calls)))
    return found


def _unusual(newest_first: Sequence[TalkFigures]) -> list[Habit]:
    """Find the habits whose figure is unusually low for the rep in each of the last three calls."""
    found = []
    for id_, (figure, sentence) in _OWN_USUAL.items():
        known = [value for call in newest_first if (value := figure(call)) is not None]
        last, before = known[:ENOUGH], known[ENOUGH:]
        if len(before) >= EARLIER and max(last) < FAR_BELOW * median(before):
            found.append(Habit(id_, ENOUGH, ENOUGH, sentence))
    return found


def _talk(call: TalkFigures) -> bool | None:
    # In a short call, the share of the talk says little about how much somebody usually talks.
    if call.mine is None or "too short" in call.missing:
        return None
    return call.mine > MUCH_TALK


def _stretch(call: TalkFigures) -> bool | None:
    longest = call.longest_mine
    return None if longest is None or longest.length is None else longest.length > LONG_STRETCH


def _pause(call: TalkFigures) -> bool | None:
    return None if call.patience is None else call.patience <= SHORT_PAUSE


def _few(call: TalkFigures) -> bool | None:
    asked = call.questions
    return None if asked is None else asked.open + asked.closed <= FEW_QUESTIONS


def _our_step(call: TalkFigures) -> bool | None:
    return None if call.next_step is None else call.next_step.side != "theirs"


def _open(call: TalkFigures) -> float | None:
    return None if call.questions is None else call.questions.open


def _proposal(call: TalkFigures) -> float | None:
    return None if call.first_proposal is None else call.first_proposal.part


# For each habit, a function that returns whether a call shows the habit (None if not measured), and
# the sentence about the habit.
_RULES: Mapping[TalkHabit, tuple[Callable[[TalkFigures], bool | None], str]] = {
    "talk_share": (_talk, "In {calls} measured calls, more than 65% of the talk was yours."),
    "longest_mine": (
        _stretch,
        "In {calls} measured calls, you talked for more than 2 minutes at a time.",
    ),
    "patience": (
        _pause,
        "In {calls} measured calls, your usual pause after they stopped was 0.3 s or less.",
    ),
    "questions": (_few, "In {calls} measured calls, your side asked 6 questions or fewer."),
    "next_step": (_our_step, "In {calls} measured calls, your side named the next step first."),
}
# For each habit, a function that returns the figure of a call (None if not measured), and the
# sentence about the habit.
_OWN_USUAL: Mapping[TalkHabit, tuple[Callable[[TalkFigures], float | None], str]] = {
    "first_proposal": (
        _proposal,
        "In each of your last 3 measured calls, your side's first proposal came more than twice as "
        "early in the call as usual.",
    ),
    "open_questions": (
        _open,
        "In each of your last 3 measured calls, your side asked less than half of its usual number "
        "of open questions.",
    ),
}
