"""A day that people type as a number alone is read as a day of the month."""

import pytest

from handlers.typed.promises.days_in_words import as_day


@pytest.mark.parametrize(
    ("number", "day"),
    [
        *(("1", "1st"), ("2", "2nd"), ("3", "3rd"), ("4", "4th"), ("11", "11th"), ("12", "12th")),
        *(("13", "13th"), ("21", "21st"), ("22", "22nd"), ("23", "23rd"), ("31", "31st")),
    ],
)
def test_a_number_alone_gets_its_ending(number: str, day: str) -> None:
    assert as_day([number]) == day


def test_other_words_stay() -> None:
    assert as_day(["next", "friday"]) == "next friday"
