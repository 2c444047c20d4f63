"""Which habit stands out in the last calls; hand-counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.transcripts.figures.habits import Habit, weakest
from handlers.transcripts.records import NextStepSaid, Questions, Spot, Stretch, TalkFigures
from storage.choices import TalkSide
from tests.shipped import SHIPPED_PLAYBOOK

SECOND = timedelta(seconds=1)
# Nothing in this call is a habit.
PLAIN = TalkFigures(
    basis="times",
    length=1800 * SECOND,
    words=5000,
    speakers=(),
    mine=0.5,
    longest_mine=Stretch("Ann", 200, 90 * SECOND, Spot(0.5)),
    questions=Questions(4, 6, ()),
    patience=0.9 * SECOND,
    pause_count=20,
    first_proposal=Spot(0.6),
    next_step=NextStepSaid("theirs", Spot(0.9)),
)


def talked(*shares: int) -> list[TalkFigures]:
    """Plain calls, newest first, but for the rep's share in percent."""
    return [replace(PLAIN, mine=share / 100) for share in shares]


def step(side: TalkSide) -> TalkFigures:
    return replace(PLAIN, next_step=NextStepSaid(side, Spot(0.9)))


def of(found: Habit | None) -> tuple[str, int, int] | None:
    return (found.id, found.hits, found.of) if found else None


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        ((70, 70), None),  # two calls show nothing
        ((70, 70, 70), ("talk_share", 3, 3)),
        ((70, 50, 70), ("talk_share", 2, 3)),
        ((70, 50, 70, 50), None),
        ((65, 65, 65), None),  # the mark itself is not above it
        ((70, 70, 50, 70, 50, 50, 50), None),  # 3 of 5 are fewer than two thirds
        ((50, 50, 50, 50, 50, 70, 70, 70, 70, 70), None),  # long ago
    ],
)
def test_a_habit_shows_in_two_thirds_of_at_least_three_calls(
    shares: tuple[int, ...], found: tuple[str, int, int] | None
) -> None:
    assert of(weakest(talked(*shares))) == found


def test_calls_without_the_figure_do_not_count() -> None:
    without = replace(PLAIN, mine=None)
    assert weakest([*talked(70, 70), without, without]) is None
    assert of(weakest([*talked(70, 70), without, *talked(70)])) == ("talk_share", 3, 3)


@pytest.mark.parametrize(
    ("one", "habit", "said"),
    [
        (
            replace(PLAIN, mine=0.66),
            "talk_share",
            "In each of your last 3 measured calls, more than 65% of the talk was yours.",
        ),
        (
            replace(PLAIN, longest_mine=Stretch("Ann", 400, 121 * SECOND, Spot(0.1))),
            "longest_mine",
            "In each of your last 3 measured calls, you talked for more than 2 minutes at a time.",
        ),
        (
            replace(PLAIN, patience=0.3 * SECOND),
            "patience",
            "In each of your last 3 measured calls, your usual pause after they stopped was "
            "0.3 s or less.",
        ),
        (
            replace(PLAIN, questions=Questions(6, 0, ())),
            "questions",
            "In each of your last 3 measured calls, your side asked 6 questions or fewer.",
        ),
        (
            step("colleague"),
            "next_step",
            "In each of your last 3 measured calls, your side named the next step first.",
        ),
    ],
)
def test_each_habit_has_a_mark_and_a_focus(one: TalkFigures, habit: str, said: str) -> None:
    found = weakest([one] * 3)
    assert found is not None
    assert (found.id, found.said) == (habit, said)
    assert SHIPPED_PLAYBOOK.focus_for(found.id) is not None


def test_a_next_step_is_a_habit_only_if_it_is_always_ours() -> None:
    assert of(weakest([step("me"), step("me"), step("theirs"), step("me"), step("me")])) is None
    assert of(weakest([step("me")] * 4)) == ("next_step", 4, 4)


def test_the_largest_part_of_calls_comes_first_and_one_that_is_known_is_left_out() -> None:
    calls = [replace(PLAIN, mine=share, patience=0.1 * SECOND) for share in (0.7, 0.7, 0.5, 0.7)]
    assert of(weakest(calls)) == ("patience", 4, 4)
    assert of(weakest(calls, but_not=["patience"])) == ("talk_share", 3, 4)
    assert weakest(calls, but_not=["patience", "talk_share"]) is None


def test_where_nothing_is_published_the_reps_own_calls_set_the_mark() -> None:
    early = [replace(PLAIN, first_proposal=Spot(part)) for part in (0.2, 0.29, 0.1)]
    usual = [replace(PLAIN, first_proposal=Spot(part)) for part in (0.6, 0.5, 0.9)]
    assert of(weakest([*early, *usual])) == ("first_proposal", 3, 3)
    assert weakest([*early, *usual[:2]]) is None
    assert weakest([replace(PLAIN, first_proposal=Spot(0.3)), *early[:2], *usual]) is None
    few = [replace(PLAIN, questions=Questions(n, 9, ())) for n in (0, 1, 1)]
    assert of(weakest([*few, PLAIN, PLAIN, PLAIN])) == ("open_questions", 3, 3)
    assert (
        SHIPPED_PLAYBOOK.focus_for("open_questions")
        == SHIPPED_PLAYBOOK.focus_for("questions")
        is not None
    )
