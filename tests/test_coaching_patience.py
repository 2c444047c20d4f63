from datetime import UTC, datetime, timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.coaching.patience import (
    Reflected,
    ledger,
    ledger_lines,
    surprise_lines,
    surprise_rate,
    talk_lines,
)
from storage.choices import FIRST_PRESCRIBED, FirstPrescribed, GuessOutcome, Talk

START = datetime(2025, 6, 2, 14, 0, tzinfo=UTC)


def reflected(
    day: int, *guesses: GuessOutcome, first_prescribed: FirstPrescribed | None = None
) -> Reflected:
    called_at = START + timedelta(days=day)
    return Reflected(called_at, "Northwind", guesses, first_prescribed=first_prescribed)


def three_of_eight() -> list[Reflected]:
    return [
        reflected(6, "wrong", "wrong", "confirmed"),
        reflected(5, "never_asked"),
        reflected(4, "confirmed", "confirmed", "wrong"),
        reflected(3),
        reflected(2, "confirmed", "never_asked"),
        reflected(1, "confirmed"),
    ]


def test_the_surprise_rate_counts_the_guesses_that_were_tested() -> None:
    rate = surprise_rate(three_of_eight())
    assert rate is not None
    assert (rate.hits, rate.of) == (3, 8)
    assert (round(rate.low, 2), round(rate.high, 2)) == (0.14, 0.69)


def test_the_surprise_rate_is_said_with_its_range_and_source() -> None:
    assert surprise_lines(three_of_eight()) == (
        "3 of 8 guesses you tested turned out wrong.",
        "With so few guesses, the real rate could be anywhere from 14 to 69%.",
        "From your last 6 reflections.",
    )


def test_one_guess_is_said_in_the_singular() -> None:
    assert surprise_lines([reflected(1, "confirmed")]) == (
        "The one guess you tested turned out right.",
        "With so few guesses, the real rate could be anywhere from 0 to 79%.",
        "From your last reflection.",
    )


@pytest.mark.parametrize("calls", [[], [reflected(1)], [reflected(1, "never_asked")]])
def test_without_a_tested_guess_there_is_no_rate(calls: list[Reflected]) -> None:
    assert surprise_rate(calls) is None
    assert surprise_lines(calls) == ()


def test_only_the_ten_latest_calls_count_in_whatever_order_they_come() -> None:
    calls = [reflected(day, "confirmed", first_prescribed="middle") for day in range(1, 11)]
    calls.insert(4, reflected(0, "wrong", first_prescribed="not_at_all"))
    rate = surprise_rate(calls)
    assert rate is not None
    assert (rate.hits, rate.of) == (0, 10)
    assert ledger(calls).newest_first == ("middle",) * 10


@given(st.lists(st.sampled_from(("confirmed", "wrong", "never_asked")), max_size=30))
def test_the_range_holds_the_rate_and_stays_within_bounds(guesses: list[GuessOutcome]) -> None:
    rate = surprise_rate([reflected(1, *guesses)])
    tested = [guess for guess in guesses if guess != "never_asked"]
    if not tested:
        assert rate is None
        return
    assert rate is not None
    assert (rate.hits, rate.of) == (tested.count("wrong"), len(tested))
    assert 0 <= rate.low <= rate.hits / rate.of <= rate.high <= 1
    # What defines Wilson's bounds: the rate seen lies 1.96 of their standard errors away.
    for bound in (rate.low, rate.high):
        away = 1.96 * sqrt(bound * (1 - bound) / rate.of)
        assert abs(rate.hits / rate.of - bound) == pytest.approx(away, rel=1e-3, abs=1e-6)


@given(st.integers(1, 30), st.data())
def test_the_range_mirrors_and_narrows(of: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, of))

    def rate(wrong: int, confirmed: int) -> tuple[float, float]:
        outcomes: tuple[GuessOutcome, GuessOutcome] = ("wrong", "confirmed")
        guesses = [outcomes[0]] * wrong + [outcomes[1]] * confirmed
        found = surprise_rate([reflected(1, *guesses)])
        assert found is not None
        return found.low, found.high

    low, high = rate(hits, of - hits)
    mirrored_low, mirrored_high = rate(of - hits, hits)
    assert low == pytest.approx(1 - mirrored_high, abs=1e-9)
    assert high == pytest.approx(1 - mirrored_low, abs=1e-9)
    low_of_twice, high_of_twice = rate(2 * hits, 2 * (of - hits))
    assert high_of_twice - low_of_twice < high - low


def steps(*newest_first: FirstPrescribed | None) -> list[Reflected]:
    days = range(len(newest_first), 0, -1)
    return [
        reflected(day, first_prescribed=step) for day, step in zip(days, newest_first, strict=True)
    ]


def test_the_ledger_counts_each_step_in_order_and_keeps_the_sequence() -> None:
    found = ledger(list(reversed(steps("middle", None, "not_at_all", "middle"))))
    assert found.counts == (
        ("first_third", 0),
        ("middle", 2),
        ("last_third", 0),
        ("not_at_all", 1),
    )
    assert found.newest_first == ("middle", "not_at_all", "middle")
    assert found.calls == 4


def test_the_ledger_in_sentences() -> None:
    assert ledger_lines(ledger(steps("middle", "not_at_all", "first_third"))) == (
        "Your first pitch came once in the first third, once in the middle. 1 call had none.",
        "Newest call first: middle · no pitch · first third.",
        "From your last 3 reflections.",
    )


def test_the_ledger_says_when_some_calls_leave_it_open() -> None:
    *_, source = ledger_lines(ledger(steps("middle", None)))
    assert source == "From 1 of your last 2 reflections; in the rest you left it blank."


@pytest.mark.parametrize("calls", [[], steps(None, None)])
def test_an_empty_ledger_says_nothing(calls: list[Reflected]) -> None:
    assert ledger_lines(ledger(calls)) == ()


@given(st.lists(st.none() | st.sampled_from(FIRST_PRESCRIBED), max_size=15))
def test_the_ledgers_counts_add_up_to_its_sequence(
    newest_first: list[FirstPrescribed | None],
) -> None:
    found = ledger(steps(*newest_first))
    assert found.newest_first == tuple(step for step in newest_first[:10] if step)
    assert [step for step, _ in found.counts] == list(FIRST_PRESCRIBED)
    assert all(found.newest_first.count(step) == count for step, count in found.counts)


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        ("mostly_them", "Your guess: they did most of the talking."),
        ("more_them", "Your guess: they talked more than you."),
        ("even", "Your guess: you talked about equally."),
        ("more_me", "Your guess: you talked more than they did."),
        ("mostly_me", "Your guess: you did most of the talking."),
    ],
)
def test_the_talk_guess_comes_with_the_measured_range_and_its_source(talk: Talk, said: str) -> None:
    guess, measured = talk_lines(talk)
    assert guess == said
    for figure in ("65–75%", "43:57", "Gong Labs, 25,537 calls, 2016", "re-examined in March 2025"):
        assert figure in measured


def test_without_a_talk_guess_nothing_is_said() -> None:
    assert talk_lines(None) == ()


def test_calls_without_a_pitch_are_said_alone_too() -> None:
    lines = ledger_lines(ledger(steps("not_at_all", "not_at_all")))
    assert lines[0] == "2 calls had no pitch at all."
    lines = ledger_lines(ledger(steps("middle", "middle", "last_third")))
    assert lines[0] == "Your first pitch came twice in the middle, once in the last third."
