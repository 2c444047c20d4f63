"""Which questions the form about a call asks, and how soon the answers fill a rep's figures."""

import logging
from dataclasses import dataclass, field, replace
from random import Random

import pytest

from handlers.cards import Form
from handlers.coaching.reflection_questions import (
    ABOUT_SELF,
    LIMIT,
    AboutSelf,
    CallOnFile,
    about_self,
    answered_beyond,
    questions,
    unanswered,
)
from handlers.features.reflections.reflection_form import with_typed
from handlers.inputs import TextInput

TAP_AND_LINE = frozenset({"goal_reached", "heard"})


def answered(*names: str, **known: object) -> CallOnFile:
    return replace(CallOnFile(answered=frozenset(names)), **known)  # type: ignore[arg-type]


def test_after_the_tap_and_the_line_there_is_room_for_all() -> None:
    call = CallOnFile(TAP_AND_LINE, guesses=["guess-1", "guess-2"])
    wanted = ("guess-1", "guess-2", "surprise", "next_step", "promised", "first_prescribed")
    assert unanswered(call) == wanted


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        (CallOnFile(), ("goal_reached", "heard", "surprise", "next_step", "promised")),
        (answered("goal_reached"), ("heard", "surprise", "next_step", "promised")),
        (
            answered("goal_reached", several_came=True),
            ("heard", "heard_from", "surprise", "next_step", "promised"),
        ),
        (answered("goal_reached", "heard", "heard_from"), ("surprise", "next_step", "promised")),
    ],
)
def test_what_is_answered_is_not_asked_again(call: CallOnFile, wanted: tuple[str, ...]) -> None:
    assert unanswered(call) == (*wanted, "first_prescribed")


def test_what_helps_the_next_call_most_stays_if_there_is_too_much() -> None:
    call = CallOnFile(guesses=["guess-1", "guess-2", "guess-3"], several_came=True)
    kept = ("goal_reached", "heard", "heard_from", "guess-1", "next_step", "promised")
    assert questions(call) == unanswered(call) == kept


def test_a_second_form_begins_with_the_answers() -> None:
    call = answered("goal_reached", "heard", "promised", "talk", guesses=["guess-1"])
    assert questions(call) == ("goal_reached", "heard", "promised", "talk", "guess-1", "next_step")


def test_every_answer_can_be_changed_in_one_of_two_forms() -> None:
    everything = ["goal_reached", "heard", "heard_from", "guess-1", "guess-2", "surprise"]
    everything += ["next_step", "promised", "built", "talk"]
    call = answered(*everything, guesses=["guess-1", "guess-2"], several_came=True)
    first, second = questions(call), answered_beyond(call)
    assert sorted((*first, *second)) == sorted(everything)
    assert unanswered(call) == ()


def test_no_form_has_more_than_six_questions_or_two_about_the_rep() -> None:
    random = Random(7)  # noqa: S311
    names = ["goal_reached", "heard", "heard_from", "guess-1", "guess-2", "surprise"]
    for turn in range(500):
        known = random.sample([*names, *ABOUT_SELF], random.randrange(len(names)))
        call = answered(
            *known,
            guesses=["guess-1", "guess-2", "guess-3"][: random.randrange(4)],
            several_came=random.random() < 0.5,
            focus_area=random.choice(["airtime", "held-lightly", None]),
            turn=turn,
        )
        for asked in (questions(call), unanswered(call)):
            assert len(asked) == len(set(asked)) <= LIMIT
            assert len([name for name in asked if name in ABOUT_SELF]) <= 1
        assert not set(unanswered(call)) & call.answered


def test_a_question_that_a_rep_never_answers_does_not_keep_out_the_others() -> None:
    counts: dict[AboutSelf, int] = dict.fromkeys(ABOUT_SELF, 3) | {"talk": 0}
    asked = {about_self(CallOnFile(self_answers=counts, turn=turn)) for turn in range(10)}
    assert len(asked) == 2
    assert "talk" in asked


@pytest.mark.parametrize(
    ("area", "question"), [("airtime", "talk"), ("step-after", "next_step_by"), ("-", "built")]
)
def test_what_the_focus_is_about_comes_first(area: str, question: AboutSelf) -> None:
    counts = dict.fromkeys(ABOUT_SELF, 2) | {"built": 1 if question == "built" else 2}
    asked = [
        about_self(CallOnFile(focus_area=area, self_answers=counts, turn=turn)) for turn in (0, 1)
    ]
    assert set(asked) == {question, "kept_focus"}


def test_without_a_focus_nobody_is_asked_about_it() -> None:
    assert "kept_focus" not in {about_self(CallOnFile(turn=turn)) for turn in range(20)}


# -- how many calls it takes


@dataclass
class Rep:
    """A rep who taps after each call, writes the line after 60 % of them, and adds more to 40 %.

    Half of the calls have two guesses, of which the rep tests seven in ten.
    """

    random: Random
    focus_area: str | None
    entries: dict[str, int] = field(default_factory=dict)
    reached: dict[tuple[str, int], int] = field(default_factory=dict)

    def lives(self, calls: int) -> None:
        """Reflect on this many calls."""
        for number in range(1, calls + 1):
            guesses = ["guess-1", "guess-2"] if self.random.random() < 0.5 else []
            answered = {"goal_reached"} | ({"heard"} if self.random.random() < 0.6 else set())
            if self.random.random() < 0.4:
                self._adds_more(number, answered, guesses)

    def _adds_more(self, number: int, answered: set[str], guesses: list[str]) -> None:
        counts: dict[AboutSelf, int] = {name: self.entries.get(name, 0) for name in ABOUT_SELF}
        call = CallOnFile(answered, guesses, False, self.focus_area, counts, turn=number)
        for name in unanswered(call):
            if name in guesses and self.random.random() < 0.7:
                self._counts("surprise rate", number)
            elif name in ABOUT_SELF:
                self._counts(name, number)

    def _counts(self, name: str, number: int) -> None:
        self.entries[name] = self.entries.get(name, 0) + 1
        self.reached[name, self.entries[name]] = number


log = logging.getLogger(__name__)
FIGURES = ("surprise rate", "first_prescribed", "talk", "next_step_by", "built")


CALLS = 100


def calls_until(entries: int, focus_area: str | None, reps: int = 200) -> dict[str, int]:
    """How many calls half of the reps need for this many entries of each figure."""
    found: dict[str, list[int]] = {name: [] for name in FIGURES}
    for seed in range(reps):
        rep = Rep(Random(seed), focus_area)  # noqa: S311
        rep.lives(CALLS)
        for name in FIGURES:
            found[name].append(rep.reached.get((name, entries), CALLS))
    return {name: sorted(numbers)[reps // 2] for name, numbers in found.items()}


@pytest.mark.parametrize(("area", "three", "five"), [(None, 30, 50), ("airtime", 41, 66)])
def test_the_figures_fill(area: str | None, three: int, five: int) -> None:
    of_three, of_five = calls_until(3, area), calls_until(5, area)
    for name in FIGURES:  # --log-cli-level=INFO shows the table
        log.info("focus %s: %s %s %s", area, name, of_three[name], of_five[name])
    assert max(of_three.values()) <= three
    assert max(of_five.values()) <= five
    assert of_three["surprise rate"] <= 14
    assert of_five["surprise rate"] <= 22


@pytest.mark.parametrize("area", [None, "need-before-remedy"])
def test_a_call_that_was_for_a_pitch_is_not_asked_when_it_came(area: str | None) -> None:
    counts: dict[AboutSelf, int] = {"talk": 9, "next_step_by": 9, "built": 9}
    other, demo = (
        {
            about_self(
                CallOnFile(focus_area=area, self_answers=counts, meant_to_pitch=meant, turn=turn)
            )
            for turn in range(4)
        }
        for meant in (False, True)
    )
    assert "first_prescribed" in other
    assert "first_prescribed" not in demo


def test_what_was_measured_is_no_guess_any_more() -> None:
    measured: frozenset[AboutSelf] = frozenset({"talk", "first_prescribed"})
    asked = {about_self(CallOnFile(measured=measured, turn=turn)) for turn in (0, 1)}
    assert asked == {"next_step_by", "built"}
    guessed = answered("goal_reached", "talk", measured=measured)
    for choose in (questions, unanswered, answered_beyond):
        assert not set(choose(guessed)) & {*ABOUT_SELF}
    assert about_self(answered("talk", "built", measured=measured)) == "built"


def test_what_was_typed_in_the_message_comes_below_what_is_on_file() -> None:
    asked = (
        TextInput("heard", "Heard", value="They count in pallets."),
        TextInput("surprise", "S"),
    )
    typed = {"heard": "Ruben decides.", "surprise": "No ramp"}
    form = with_typed(Form("reflect", "Northwind", asked), typed)
    found = [one.value for one in form.inputs if isinstance(one, TextInput)]
    assert found == ["They count in pallets.\nRuben decides.", "No ramp"]
    assert with_typed(form, typed) == form
