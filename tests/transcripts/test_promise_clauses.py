"""The clause of a promise within a spoken sentence, and promises that were made twice."""

from datetime import date

import pytest

from handlers.transcripts.promises.promise_clauses import from_promise
from handlers.transcripts.speech.speech import tidied
from tests.transcripts.lines_drawn import lines
from tests.transcripts.talk import said

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            "Norwegian, I honestly don't know, but I'll check it with Ann by Monday.",
            "Norwegian, I honestly don't know, but I'll check it with Ann by Monday.",
        ),
        (
            "The app, I honestly don't know, but I'll check the Norwegian app by Monday.",
            "I'll check the Norwegian app by Monday.",
        ),
        ("And I, um, I'll give you the, the fuel figures.", "I'll give you the fuel figures."),
        ("Yeah, no, I, I'll send you, uh, the list by May.", "I'll send you the list by May."),
        ("Well, you know, we'll get you an answer.", "We'll get you an answer."),
        (
            "And Mira and I will load the tour by Friday.",
            "Mira and I will load the tour by Friday.",
        ),
        ("Well, on Monday, I'll send you the list.", "On Monday, I'll send you the list."),
        ("After the fair, I'll send you the price.", "After the fair, I'll send you the price."),
        ("If you sign it, I'll send you the price.", "If you sign it, I'll send you the price."),
        ("Two old ones, send me both and I'll check.", "Send me both and I'll check."),
        ("We have a one-pager, I'll get you that.", "We have a one-pager, I'll get you that."),
        ("It is, um, very, very slow. [laughs]", "It is very, very slow."),
    ],
)
def test_a_promise_is_shown_from_its_own_clause_on(words: str, shown: str) -> None:
    assert from_promise(words, DAY) == shown


def test_without_its_day_a_promise_still_has_its_condition() -> None:
    words = "If you sign, I'll send you the invite for Friday at four."
    assert from_promise(words, DAY, any_day=True) == words
    cut = from_promise("Friday at four, and I'll send you the invite.", DAY, any_day=True)
    assert cut == "I'll send you the invite."


@pytest.mark.parametrize("only", ["Um.", "um."])
def test_only_a_hesitation_stays_as_it_is(only: str) -> None:
    assert tidied(only) == only


def test_a_sentence_of_many_clauses_is_cut_in_linear_time() -> None:
    words = "well, " * 20_000 + "I'll send you the price list."
    assert from_promise(words, DAY) == "I'll send you the price list."


def test_a_promise_that_is_made_again_in_fuller_words_is_offered_once() -> None:
    assert lines(
        said("Bo", words="I'll send you the list on Monday."),
        said("Ann", words="I'll send you the price."),
        said("Bo", words="I can give you fifty."),
        said("Bo", words="And I'll send you the list of all the ramps on Monday."),
        said("Ann", words="I'll send you the price list for Berlin by Tuesday."),
    ) == [
        ("promise", "I'll send you the list of all the ramps on Monday."),
        ("promise", "I'll send you the price list for Berlin by Tuesday."),
    ]


def test_a_sentence_that_breaks_off_is_not_joined_to_the_next() -> None:
    broken = "If it is up by, um, it has to be up by May."
    assert tidied(broken) == "If it is up by … it has to be up by May."
    assert tidied("I'll send it to, um, the owner.") == "I'll send it to the owner."
