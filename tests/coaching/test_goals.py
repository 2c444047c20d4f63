import pytest

from handlers.coaching.goals.goals import sharpen


@pytest.mark.parametrize("goal", ["discovery", "next steps", "Demo.", "  rapport  "])
def test_a_goal_of_a_word_or_two_gets_a_question(goal: str) -> None:
    question = sharpen(goal)
    assert question is not None
    assert question.startswith("What")
    assert question.endswith("?")


@pytest.mark.parametrize(
    "goal",
    [
        "hear who signs",
        "Find out what a late delivery costs Dana's team in a month",
        "",
        " … ",
        "了解他们的采购流程",
        "להבין מי חותם",
    ],
)
def test_a_longer_goal_none_and_one_whose_words_cannot_be_counted_get_none(goal: str) -> None:
    assert sharpen(goal) is None
