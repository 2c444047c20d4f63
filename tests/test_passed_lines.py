"""Which line to marketing is another one than the line that marketing has read."""

import pytest

from handlers.features.reflections.passed_lines import adds_a_line, new_in

FIRST = "They want a planner that drivers helped to build"


@pytest.mark.parametrize(
    "text",
    [
        "Do we have a case study?",
        f"{FIRST}\nDo we have a case study?",
        f"Do we have a case study?\n{FIRST}",
    ],
)
def test_another_line(text: str) -> None:
    assert adds_a_line(text, FIRST)
    assert new_in(text, [FIRST]) == "Do we have a case study?"


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        FIRST.upper(),
        "They want a planner",
        "They want a planner that the customer's drivers helped to build",
        f"{FIRST} in every depot",
        "",
    ],
)
def test_the_same_line_or_an_edit_of_it(text: str) -> None:
    assert not adds_a_line(text, FIRST)
