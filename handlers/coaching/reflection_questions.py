"""Choose the questions for the forms about a call, at most six for each form. Pure.

A question is named after the field that stores the answer. The question about a guess is named
after the id of the guess: "guess-7".
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal, get_args

LIMIT = 6  # questions in a form
GUESS_LIMIT = 2  # guesses that a form asks about
GUESS = "guess-"

AboutSelf = Literal["first_prescribed", "talk", "next_step_by", "built", "kept_focus"]
ABOUT_SELF: tuple[AboutSelf, ...] = get_args(AboutSelf)
# Maps the area of the rep's focus to the question about the rep that fits this area.
BY_AREA: Mapping[str, AboutSelf] = {
    "airtime": "talk",
    "patience": "talk",
    "need-before-remedy": "first_prescribed",
    "pushback": "first_prescribed",
    "step-after": "next_step_by",
}
TAKING_TURNS = 2  # this many questions take turns from call to call (see `about_self`)


@dataclass(frozen=True)
class CallOnFile:
    """What is on file about a call when somebody opens the form.

    answered: the names of the questions that have answers
    guesses: the names of the questions about the rep's guesses, in order
    several_came: whether more than one person from the account was named, and the rep did not write
    who said what
    focus_area: the area of the rep's focus, or None
    self_answers: how many recent reflections answer each question about the rep
    meant_to_pitch: whether the call was a demo, was about prices, or had a pitch as its goal
    measured: the questions about the rep that a transcript has answered; only answers that the rep
    has seen count
    turn: a number that differs from call to call; it decides which of two questions about the rep
    we ask
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
    """Return the questions for a call, up to the limit. Answered questions come first."""
    wanted = _by_worth(call)
    answered = [name for name in wanted if name in call.answered][:LIMIT]
    new = [name for name in wanted if name not in call.answered][: LIMIT - len(answered)]
    return (*_in_form_order(answered), *_in_form_order(new))


def unanswered(call: CallOnFile) -> tuple[str, ...]:
    """Return the questions for a call that have no answer yet, up to the limit."""
    if any(name in call.answered for name in ABOUT_SELF):
        wanted = [name for name in _by_worth(call) if name not in ABOUT_SELF]
    else:
        wanted = _by_worth(call)
    return _in_form_order([name for name in wanted if name not in call.answered][:LIMIT])


def answered_beyond(call: CallOnFile) -> tuple[str, ...]:
    """Return up to `LIMIT` answered questions that the function `questions` does not return."""
    self_questions = [name for name in ABOUT_SELF if name not in call.measured]
    there = dict.fromkeys((*_by_worth(call), *self_questions))
    shown = questions(call)
    more = [name for name in there if name in call.answered and name not in shown]
    return _in_form_order(more[:LIMIT])


def about_self(call: CallOnFile) -> AboutSelf | None:
    """Choose the question about the rep. One such question is enough for a call.

    We never ask what a transcript has answered (`call.measured`).

    - If the rep has answered a question that no transcript has answered, return this question, so
      that the rep can change the answer.
    - If a transcript has answered every question that the rep has answered, return None.
    - If the rep has answered no question, take the two questions with the fewest answers in recent
      reflections. Return one of the two. The two take turns from call to call: if the rep never
      answers one of them, we still ask the other.

    To prefer a question about the rep's focus (the habit that the rep works on), we count one
    answer fewer for this question. If a call was meant as a pitch, we do not ask when the rep first
    prescribed something (`first_prescribed`).
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
    """List the questions for a call, the most useful for the next call first.

    There are two exceptions:

    - The question about what was said comes before the question about who said it.
    - The question about the next step comes before the question about whose idea it was.
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
