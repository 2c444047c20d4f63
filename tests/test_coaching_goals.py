import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.coaching.goals import pitch_words, sharpen

WORDS = ("demo", "proposal", "price", "case study", "one-pager", "close")


@pytest.mark.parametrize(
    ("goal", "found"),
    [
        ("Give a demo and leave a proposal", ("demo", "proposal")),
        ("PROPOSALS, then DEMOS", ("demo", "proposal")),
        ("agree on prices", ("price",)),
        ("walk through two case studies", ("case study",)),
        ("leave the case-study", ("case study",)),
        ("hand over the one pager", ("one-pager",)),
        ("see democracy at work", ()),
        ("a study of this case", ()),
        ("how disclosed is it", ()),
        ("hear what a late delivery costs them", ()),
        ("", ()),
        ("🎉 <b>demo</b> `price`", ("demo", "price")),
        ("הדגמה", ()),
    ],
)
def test_words_that_make_a_goal_sound_like_a_pitch(goal: str, found: tuple[str, ...]) -> None:
    assert pitch_words(goal, WORDS) == found


def test_words_that_are_none_are_never_found() -> None:
    assert pitch_words("anything at all", ["", "…"]) == ()


@given(st.text(), st.sampled_from(WORDS))
def test_a_pitch_word_is_found_whatever_stands_around_it(around: str, word: str) -> None:
    assert word in pitch_words(f"{around} | {word.upper()} | {around}", WORDS)


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
