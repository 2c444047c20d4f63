"""What is said of a talk is told apart from the talk itself."""

import pytest

from handlers.typed.calls.talk_reports import after_talk, after_yes
from handlers.typed.line_kinds import kind_of
from handlers.typed.marketing.topics_asked import topic_asked


@pytest.mark.parametrize(
    ("typed", "whom", "said"),
    [
        ("just spoke to northwind. jana says it is ok", "northwind", "jana says it is ok"),
        ("I talked with Jana, she said no", "Jana", "she said no"),
        ("got off the phone with ruben: he told us no", "ruben", "he told us no"),
        ("had a quick chat with northwind, jana asked who signs", "northwind", None),
        ("talked to jana, she wants a pilot", "", ""),
        ("just spoke to northwind", "", ""),
        ("spoke to jana about what ruben says", "", ""),
        ("", "", ""),
    ],
)
def test_the_talk_is_split_off_if_somebody_says_something(
    typed: str, whom: str, said: str | None
) -> None:
    assert after_talk(typed) == (whom, typed.partition(", ")[2] if said is None else said)


@pytest.mark.parametrize(
    "typed", ["how to handle returns was their question", "how to price it was the main concern"]
)
def test_what_was_their_question_is_a_note(typed: str) -> None:
    assert kind_of(typed) == "note"
    assert topic_asked(typed) == ""


@pytest.mark.parametrize("typed", ["how big was their concern", "what was their question"])
def test_a_question_about_a_question_stays_one(typed: str) -> None:
    assert kind_of(typed) == "question"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("yes we did, mia says it is 400", "mia says it is 400"),
        ("yeah, jana told us no", "jana told us no"),
        ("yes and they liked it, ruben said no", "yes and they liked it, ruben said no"),
        ("well, they want a pilot", "well, they want a pilot"),
        ("jana, ruben said no", "jana, ruben said no"),
        ("yes we did", "yes we did"),
    ],
)
def test_a_yes_before_what_was_said_is_left_out(typed: str, left: str) -> None:
    assert after_yes(typed) == left
