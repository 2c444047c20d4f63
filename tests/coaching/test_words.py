import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.coaching.text.words import shortened, singular, stems, words_in


def test_line_breaks_become_spaces() -> None:
    assert shortened("one\ntwo\t three ") == "one two three"


def test_ninety_characters_stay_and_one_more_is_cut() -> None:
    assert shortened("x" * 90) == "x" * 90
    assert shortened("x" * 91) == "x" * 89 + "…"
    assert shortened("…") == "…"


@pytest.mark.parametrize(
    ("longest", "short"), [(-9, ""), (0, ""), (1, "…"), (2, "D…"), (7, "Donaud…")]
)
def test_where_there_is_hardly_any_room_little_or_nothing_is_left(longest: int, short: str) -> None:
    assert shortened("Donaudampfschiff sails", longest) == short
    assert shortened("", longest) == ""


def test_a_hyphenated_word_is_not_cut_in_two() -> None:
    assert shortened("a well-known thing", 8) == "a…"


@given(text=st.text(max_size=300), longest=st.integers(-5, 120))
def test_what_is_shortened_fits_and_is_how_the_text_begins(text: str, longest: int) -> None:
    short = shortened(text, longest)
    one_line = " ".join(text.split())
    assert len(short) <= max(longest, 0)
    cut = longest < 1 or short.endswith("…")
    assert short == one_line or (cut and one_line.startswith(short[:-1]))
    assert short == one_line or len(one_line) > longest


@pytest.mark.parametrize(
    ("plural", "word"),
    [
        ("decks", "deck"),
        ("studies", "study"),
        ("boxes", "box"),
        ("processes", "process"),
        ("branches", "branch"),
        ("licenses", "license"),
        ("cases", "case"),
    ],
)
def test_singular(plural: str, word: str) -> None:
    assert singular(plural) == word
    assert singular(word) == word


@pytest.mark.parametrize("word", ["process", "status", "analysis", "gas", "ties", ""])
def test_what_is_no_plural_is_left_alone(word: str) -> None:
    assert singular(word) in (word, "tie")


def test_stems_even_out_case_width_and_plurals() -> None:
    assert stems("ＲＯＩ-Decks, pricing!") == ("roi", "deck", "pricing")


@given(st.text(max_size=80))
def test_words_stand_where_they_say_and_nothing_else_does(text: str) -> None:
    words = words_in(text)
    ends = [0, *(word.end for word in words)]
    starts = [*(word.start for word in words), len(text)]
    between = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    assert all(word.start < word.end for word in words)
    assert not any(char.isalnum() for char in between)
