"""Teams' limits for one conversation, as arithmetic."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams import pace
from bot.teams.pace import Pace

NOW = datetime(2026, 11, 23, 8, 25, tzinfo=UTC)
LIMITS = ((7, 1), (8, 2), (60, 30), (1_800, 3_600))


def after(*seconds: float) -> Pace:
    """A pace after messages were sent at these seconds."""
    made = Pace()
    for second in seconds:
        made.note("a", NOW + timedelta(seconds=second))
    return made


def wait(made: Pace, second: float, conversation: str = "a") -> float:
    return made.wait(conversation, NOW + timedelta(seconds=second)).total_seconds()


def test_nothing_was_said_yet() -> None:
    assert wait(Pace(), 0) == 0


def test_seven_in_a_second() -> None:
    made = after(0, 0, 0, 0, 0, 0)
    assert wait(made, 0.5) == 0
    made.note("a", NOW)
    assert wait(made, 0.4) == pytest.approx(0.6)
    assert wait(made, 1) == 0


def test_eight_in_two_seconds() -> None:
    made = after(0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4)
    assert wait(made, 1.5) == pytest.approx(0.5)
    assert wait(made, 2) == 0


def test_sixty_in_half_a_minute() -> None:
    made = after(*(number / 2 for number in range(60)))
    assert wait(made, 29.9) == pytest.approx(0.1)
    assert wait(made, 30) == 0


def test_1800_an_hour() -> None:
    made = after(*(number * 1.9 for number in range(1_800)))
    assert wait(made, 3_420) == pytest.approx(180)
    assert wait(made, 3_600) == 0


def test_conversations_do_not_slow_each_other_down() -> None:
    made = after(*[0] * 8)
    assert wait(made, 0) == 2
    assert wait(made, 0, "b") == 0


def test_old_conversations_are_forgotten_and_lively_ones_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "MAX_CONVERSATIONS", 2)
    made = after(0)
    for _ in range(8):
        made.note("b", NOW + timedelta(hours=1))
    made.note("c", NOW + timedelta(hours=1))
    assert set(made._sent) == {"b", "c"}
    assert wait(made, 3_600, "b") == 2


@given(st.lists(st.floats(0, 40), max_size=150).map(sorted))
def test_who_waits_is_never_too_fast(moments: list[float]) -> None:
    made, sent, clock = Pace(), list[float](), 0.0
    for moment in moments:
        clock = max(clock, moment)
        clock += wait(made, clock)
        made.note("a", NOW + timedelta(seconds=clock))
        sent.append(clock)
    for limit, seconds in LIMITS:
        for first, last in zip(sent, sent[limit:], strict=False):
            assert last - first >= seconds - 1e-4
