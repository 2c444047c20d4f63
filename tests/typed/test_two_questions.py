"""Which lines ask two things."""

import pytest

from handlers.typed.asked.two_questions import two_questions


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        (
            "whos coming to halden and how long is it",
            ("who is coming to halden", "how long is it"),
        ),
        ("when is alder? who is coming?", ("when is alder", "who is coming")),
        ("ok so when is alder and also who is coming", ("when is alder", "who is coming")),
        ("who is coming and what he says", None),
        ("who knows and who is new", None),
        ("whens the call and how did it go", None),
        ("“who is coming and how long is it”", None),
        ("who is coming to alder and finch", None),
        ("", None),
    ],
)
def test_two_questions_in_one_line(typed: str, both: tuple[str, str] | None) -> None:
    assert two_questions(typed) == both
