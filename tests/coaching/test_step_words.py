"""A next step as it was said aloud, in the words of a note, and never without its day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.coaching.step_words import as_noted, with_its_day
from handlers.coaching.text.the_point import to_the_point


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("Then as the next step, shall we meet on Thursday at two?", "Meet on Thursday at two"),
        ("Okay, so let's talk again on Wednesday.", "Talk again on Wednesday."),
        ("I'd suggest that we look at Brno on Friday", "Look at Brno on Friday"),
        ("Shall I bring the plan on Thursday?", "Shall I bring the plan on Thursday?"),
        ("Can we see the yard on Monday? I'd like that.", "See the yard on Monday? I'd like that."),
        ("Then the demo on Friday", "The demo on Friday"),
        ("Talk to two dispatchers", "Talk to two dispatchers"),
        ("So", "So"),
        ("", ""),
    ],
)
def test_what_leads_up_to_a_step_is_left_out(said: str, noted: str) -> None:
    assert as_noted(said) == noted


@pytest.mark.parametrize(
    ("step", "day"),
    [
        ("Look at one real morning of the Brno depot, on Thursday at two", "on Thursday at two"),
        ("Look at one real morning of the depot on the 3rd of December", "on the 3rd of December"),
        ("Look at one real morning of the Brno depot tomorrow at half past two", "half past two"),
        ("Look at one real morning of the Brno depot by 9 December, with Jana", "by 9 December"),
        ("On Thursday, look at one real morning of the Brno depot with Jana", "On Thursday"),
    ],
)
def test_a_step_that_is_cut_keeps_its_day(step: str, day: str) -> None:
    cut = with_its_day(step, 50)
    assert day in cut
    assert len(cut) <= 51
    assert cut.startswith(step[:10])


@pytest.mark.parametrize(
    "step",
    [
        "Then Thursday the tenth of December, eleven o'clock, one hour, with Jochen, as agreed",
        "Then on Thursday, the twenty-third of December, at half past eleven o'clock, with Jochen",
        "Dispositionsleiterbesprechung on Wednesday, the tenth of December, at half past eleven",
        "With all of the dispatchers, on Wednesday, the tenth of December, at half past eleven",
    ],
)
def test_a_step_whose_day_takes_all_the_room_keeps_as_much_of_the_day_as_fits(step: str) -> None:
    for longest in range(1, 100):
        cut = with_its_day(step, longest)
        assert len(cut) <= longest + 1
    assert "of December" in with_its_day(step, 50)


WORDS = st.sampled_from(
    [
        *("on Thursday", "the tenth of December", "at half past two", "x" * 60, "1" * 40, "with"),
        *("Donaudampfschifffahrtsgesellschaftskapitänsmütze", "demo,", "30%", "Shall we", "…", "."),
    ]
)


@given(words=st.lists(WORDS, max_size=12), longest=st.integers(-3, 120))
def test_any_step_can_be_cut_to_any_length(words: list[str], longest: int) -> None:
    step = " ".join(words)
    assert len(with_its_day(step, longest)) <= max(longest, 0) + 1
    to_the_point(step, longest)


def test_a_step_that_fits_or_names_no_day_is_not_cut_here() -> None:
    assert not with_its_day("Meet on Thursday", 50)
    assert not with_its_day("Look at one real morning of the depot, which we may do", 30)


def test_a_cut_quote_keeps_the_name_that_it_is_about() -> None:
    said = "We looked at Transporeon in the spring, and it costs nine euros per truck and day."
    assert to_the_point(said, 60) == "Transporeon … and it costs nine euros per truck and day."
    theirs = "In the spring it was quite hard for both of us, and it costs nine euros per truck."
    assert to_the_point(theirs, 60) == "… and it costs nine euros per truck."


@pytest.mark.parametrize(
    ("step", "day"),
    [
        (
            "So, the next call, next week Thursday, two o'clock, with Ruth",
            "next week Thursday, two",
        ),
        ("We look at the whole yard together, on Thursday next week at two", "Thursday next week"),
    ],
)
def test_the_week_belongs_to_the_day(step: str, day: str) -> None:
    for longest in range(45, 60):
        assert day in with_its_day(step, longest)
