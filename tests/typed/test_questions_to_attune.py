"""What is asked of Attune, and what a customer said."""

import pytest

from handlers.typed.privacy.colleague_data import whose_talk
from handlers.typed.questions_to_attune import asked

QUESTIONS = (
    "can Tomas see what I kept from the transcript?",
    "will my boss find out how much I talk",
    "do you train anything on my calls?",
    "is this used to rate me",
    "why do you say I talked more than they did last time",
    "does Tomas read it",
    "how much did Tomas talk",
    "who else reads my stuff",
    "how long do you keep this",
    "what happens to my notes?",
    "has my manager seen this",
    "am I talking too much?",
    "are you listening to my calls",
    "who signs?",
    "and the budget?",
    "is there a way to export it?",
)
TO_DELETE = (
    "forget what I said about Brightwater",
    "Please delete the last thing I typed",
    "can you remove that again?",
    "erase it",
)
THEIRS = (
    "Jana asked: who signs?",
    "Jana asked who signs?",
    "Jana: can you do this by May?",
    "they asked whether my boss could join",
    "“Can you do it by May?”",
    'who decides at their side: "is this you?"',
    "They want a pilot. Who pays for it?",
    "What matters to them is the price, this year",
    "What is new is that you can't park this there",
    "How they do this today: by hand",
    "When this goes live, they will tell us",
    "Will said this is urgent",
    "Do this by Friday, they want",
    "Who decides is my contact Jana",
    "Their manager wants this in May",
    "forget the discount, they said",
    "delete the clause, asked Northwind's lawyer",
    "Is the price ok for May",
    "would start in March",
    "Jana will remove the old depot",
)


@pytest.mark.parametrize("typed", [*QUESTIONS, *TO_DELETE, *THEIRS])
def test_what_is_asked_of_attune_is_told_apart_from_what_customers_say(typed: str) -> None:
    kind = "question" if typed in QUESTIONS else "delete" if typed in TO_DELETE else ""
    assert asked(typed, ["Tomas Reyes", ""]) == kind


def test_a_colleagues_talk_is_theirs_alone() -> None:
    assert whose_talk("How much did Tomas talk?", ["Ann Lee", "Tomas Reyes"]) == "Tomas"
    assert whose_talk("How much did they talk?", ["Tomas Reyes"]) == ""
