"""A server that fails again and again is left alone for a while."""

from datetime import timedelta

from bot.model.breaker import FAILURES, LONGEST, PAUSE, Breaker

FIVE_MINUTES = PAUSE.total_seconds()


def broken(now: float = 0) -> Breaker:
    """A breaker after five failures."""
    breaker = Breaker()
    for _ in range(FAILURES):
        assert breaker.admits(now)
        breaker.failed(now)
    return breaker


def test_pauses_after_five_failures_in_a_row() -> None:
    breaker = broken()
    assert not breaker.admits(FIVE_MINUTES - 1)
    assert breaker.pause_left(FIVE_MINUTES - 1) == timedelta(seconds=1)
    assert breaker.admits(FIVE_MINUTES)


def test_one_request_tries_and_doubles_the_pause_if_it_fails() -> None:
    breaker = broken()
    assert breaker.admits(FIVE_MINUTES)
    assert not breaker.admits(FIVE_MINUTES)
    breaker.failed(FIVE_MINUTES)
    assert not breaker.admits(3 * FIVE_MINUTES - 1)
    assert breaker.admits(3 * FIVE_MINUTES)
    breaker.worked()
    assert breaker.admits(3 * FIVE_MINUTES)
    assert breaker.admits(3 * FIVE_MINUTES)


def test_a_trial_that_was_not_sent_lets_another_try() -> None:
    breaker = broken()
    assert breaker.admits(FIVE_MINUTES)
    breaker.ended()
    assert breaker.admits(FIVE_MINUTES)


def test_an_answer_between_counts() -> None:
    breaker = Breaker()
    for _ in range(3 * FAILURES):
        breaker.failed(0)
        breaker.failed(0)
        breaker.worked()
    assert breaker.admits(0)


def test_waits_as_long_as_the_server_asks_but_not_for_days() -> None:
    breaker = Breaker()
    breaker.failed(0, timedelta(minutes=20))
    assert not breaker.admits(1_199)
    assert breaker.admits(1_200)
    breaker.failed(1_200, timedelta(days=3))
    assert breaker.pause_left(1_200) == LONGEST
