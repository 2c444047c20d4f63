"""What the figures about a theme say."""

from datetime import date

import pytest

from handlers.coaching.buyer_words.so_what import Handling, so_what

TODAY = date(2026, 11, 30)  # a Monday
WAITS, ANSWERED = Handling("waiting"), Handling("answered")
OWNED = Handling("taken_up", "Priya", date(2026, 11, 24))


@pytest.mark.parametrize(
    ("accounts", "first", "handled", "said"),
    [
        (
            3,
            date(2026, 11, 5),
            [WAITS, WAITS, WAITS],
            "Three accounts since the week of 2 November. Nobody has answered yet.",
        ),
        (
            2,
            date(2026, 11, 26),
            [WAITS, OWNED],
            "Two accounts, all in the past week. Priya is on it (since Tuesday 24 November).",
        ),
        (
            12,
            date(2025, 12, 29),
            [ANSWERED, WAITS, ANSWERED],
            "12 accounts since the week of 29 December 2025. Marketing has answered two of three.",
        ),
        (2, TODAY, [ANSWERED], "Two accounts, all in the past week. Marketing has answered."),
    ],
)
def test_one_line_from_the_figures(
    accounts: int, first: date, handled: list[Handling], said: str
) -> None:
    assert so_what(accounts, first, handled, TODAY) == said


def test_the_day_on_which_a_customer_said_it_is_not_told() -> None:
    assert "5 November" not in so_what(2, date(2026, 11, 5), [WAITS], TODAY)
