"""Which words with a typo are read as a known word."""

import pytest

from handlers.typed.close_words import CloseWords, is_typo, words_in

WORDS = "insights competitors saying sales stats promise themes working overdue hear ask"
KNOWN = CloseWords(words_in([WORDS]))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("insigths", "insights"),
        ("insihts", "insights"),
        ("competittors", "competitors"),
        ("competotors", "competitors"),
        ("sayin", "saying"),
        ("wroking", "working"),
        ("overdeu", "overdue"),
    ],
)
def test_a_word_with_one_slip_is_the_known_word(typed: str, meant: str) -> None:
    assert KNOWN.meant([typed]) == [meant]


@pytest.mark.parametrize(
    "word",
    # another form, another word, another beginning, a short word, two slips, and far too long
    [
        "insight",
        "sale",
        "tales",
        "these",
        "status",
        "premise",
        "theme",
        "incites",
        "haer",
        "aks",
        "insgths",
        "s" * 9_999,
    ],
)
def test_another_word_stays_as_it_is(word: str) -> None:
    assert KNOWN.meant([word]) == [word]


def test_a_word_is_no_typo_of_itself_or_of_a_short_word() -> None:
    assert not is_typo("sales", "sales")
    assert not is_typo("aks", "ask")
    assert not is_typo("", "insights")
