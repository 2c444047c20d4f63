"""Chooses the questions of the form about a call: six at most, one of them about the rep. Pure.

A question has the name of the field that stores its answer; one about a guess is "guess-7", with
the guess's id.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal, get_args

LIMIT = 6
GUESS_LIMIT = 2
GUESS = "guess-"

AboutSelf = Literal["first_prescribed", "talk", "next_step_by", "built", "kept_focus"]
ABOUT_SELF: tuple[AboutSelf, ...] = get_args(AboutSelf)
# By the area of the rep's focus: the question about the rep that fits it.
BY_AREA: Mapping[str, AboutSelf] = {
    "airtime": "talk",
    "patience": "talk",
    "need-before-remedy": "first_prescribed",
    "pushback": "first_prescribed",
    "step-after": "next_step_by",
}
TAKING_TURNS = 2  # how many questions about the rep alternate


@dataclass(frozen=True)
class CallOnFile:
    """What is on file about a call when its form is opened.

    answered: the names of the questions that are answered.
    guesses: the names of the questions about the rep's guesses, in their order.
    several_came: whether more than one person from the account was named.
    focus_area: the area of the rep's focus, None if they have none.
    self_answers: how many recent reflections answer each question about the rep.
    meant_to_pitch: whether the call was a demo or about prices, or had a pitch as its goal.
    measured: the questions about the rep whose answers the rep has seen in a transcript's figures.
    turn: a number that differs from call to call.
    """

    answered: AbstractSet[str] = frozenset()
    guesses: Sequence[str] = ()
    several_came: bool = False
    focus_area: str | None = None
    self_answers: Mapping[AboutSelf, int] = field(default_factory=dict)
    meant_to_pitch: bool = False
    measured: AbstractSet[AboutSelf] = frozenset()
    turn: int = 0


def questions(call: CallOnFile) -> tuple[str, ...]:
    """The questions of a call, the answered ones first, up to the limit."""
    wanted = _by_worth(call)
    answered = [name for name in wanted if name in call.answered][:LIMIT]
    new = [name for name in wanted if name not in call.answered][: LIMIT - len(answered)]
    return (*_in_form_order(answered), *_in_form_order(new))


def unanswered(call: CallOnFile) -> tuple[str, ...]:
    """The questions of a call that are not answered yet, up to the limit."""
    if any(name in call.answered for name in ABOUT_SELF):
        wanted = [name for name in _by_worth(call) if name not in ABOUT_SELF]
    else:
        wanted = _by_worth(call)
    return _in_form_order([name for name in wanted if name not in call.answered][:LIMIT])


def answered_beyond(call: CallOnFile) -> tuple[str, ...]:
    """The answered questions for which `questions` has no room, up to the limit."""
    self_questions = [name for name in ABOUT_SELF if name not in call.measured]
    there = dict.fromkeys((*_by_worth(call), *self_questions))
    shown = questions(call)
    more = [name for name in there if name in call.answered and name not in shown]
    return _in_form_order(more[:LIMIT])


def about_self(call: CallOnFile) -> AboutSelf | None:
    """The question about the rep: the one already answered for this call, or else a rare one.

    A question whose answer was measured is not asked. None if the rep has answered only such
    questions for this call: one question about the rep is enough.

    The two questions that the fewest recent reflections answer take turns, so that a question which
    the rep never answers does not keep out the others. A question about the rep's focus counts as
    rarer. If the call was meant for a pitch, `first_prescribed` is left out.
    """
    answered = [name for name in ABOUT_SELF if name in call.answered]
    for name in answered:
        if name not in call.measured:
            return name
    if answered:
        return None
    focus = call.focus_area
    preferred = {"kept_focus", BY_AREA.get(focus)} if focus else set()
    unfit = {
        *call.measured,
        *(() if focus else ("kept_focus",)),
        *(("first_prescribed",) if call.meant_to_pitch else ()),
    }
    fitting = [name for name in ABOUT_SELF if name not in unfit]
    ranked = sorted(fitting, key=lambda name: call.self_answers.get(name, 0) - (name in preferred))
    return ranked[call.turn % TAKING_TURNS]


def _by_worth(call: CallOnFile) -> list[str]:
    """The questions of a call, only one of them about the rep, with the most helpful one first.

    What counts is how much the answer helps the next call. But a question that depends on another
    comes after it: who said it after what was said, whose idea the next step was after the step.
    """
    self_question = about_self(call)
    return [
        *("goal_reached", "heard"),
        *(("heard_from",) if call.several_came else ()),
        *call.guesses[:1],
        *("promised", "next_step"),
        *((self_question,) if self_question else ()),
        "surprise",
        *call.guesses[1:GUESS_LIMIT],
    ]


def _in_form_order(names: Iterable[str]) -> tuple[str, ...]:
    order = ("goal_reached", "heard", "heard_from", GUESS, "surprise", "next_step", "promised")
    places = {name: place for place, name in enumerate((*order, *ABOUT_SELF))}
    return tuple(sorted(names, key=lambda name: places[GUESS if name.startswith(GUESS) else name]))
