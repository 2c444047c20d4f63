"""Themes in what buyers said."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.coaching.buyer_words.themes import MAX_PHRASE, NEARLY, BuyerQuote, Theme, themes

MONDAY = date(2026, 11, 23)

# By account: three planted themes (drivers who are not asked, a price per seat, the winter peak)
# among what else buyers talk about.
BUYERS = {
    1: (
        "Everyone shows us the map, nobody asks the drivers.",
        "Our union wants to see where the data goes.",
        "A depot in Leeds closes in spring.",
    ),
    2: (
        "They built it without asking. Ask the drivers first!",
        "We pay for empty chairs: price per seat is wrong for shift work.",
        "The scanner freezes below zero.",
    ),
    3: (
        "You should ask the driver, not me.",
        "My predecessor signed for five years.",
        "Invoices come in three currencies.",
    ),
    4: (
        "We have lived through two migrations and lost half the addresses.",
        "A price per seat punishes us for hiring.",
        "Nobody reads the manual.",
    ),
    5: (
        "Last winter peak broke us.",
        "What would it cost to leave again?",
        "I need one number for the board.",
    ),
    6: (
        "Before the winter peak we change nothing.",
        "The tablets are older than some of the staff.",
        "Insurance asks for a log of every stop.",
    ),
    7: (
        "Prices per seat never survive procurement.",
        "If you ask the drivers, they switch it off at the gate.",
        "Customs takes longer than the trip.",
    ),
    8: (
        "Winter peaks are when we earn our money.",
        "Somebody has to train the night shift.",
        "Our chairman likes dashboards.",
    ),
    9: (
        "We tried a pilot in Utrecht once.",
        "Returns eat the margin.",
        "The warehouse speaks six languages.",
        "Parking fines go through the roof.",
    ),
    10: (
        "Fuel is bought on Fridays.",
        "Our workshop closes at noon.",
        "Half the trucks are rented.",
    ),
}


def said(*pieces: tuple[int, str]) -> list[BuyerQuote]:
    return [BuyerQuote(account, words, MONDAY) for account, words in pieces]


def planted() -> list[BuyerQuote]:
    return said(*((account, words) for account, all_of in BUYERS.items() for words in all_of))


def phrases(*pieces: tuple[int, str], keep_out: tuple[str, ...] = ()) -> list[str]:
    return [one.phrase for one in themes(said(*pieces), limit=9, keep_out=keep_out)]


def test_planted_themes_come_out_of_the_noise() -> None:
    assert len(planted()) > 30
    found = themes(planted(), limit=3, least=3)
    assert [(one.phrase, one.accounts) for one in found] == [
        ("ask the drivers", 4),
        ("price per seat", 3),
        ("winter peak", 3),
    ]


def test_a_theme_names_the_pieces_that_hold_it() -> None:
    everything = planted()
    for theme in themes(everything, limit=3, least=3):
        word = theme.phrase.split()[-1].rstrip("s")  # "peak", but not "speaks"
        holding = [at for at, one in enumerate(everything) if f" {word}" in one.words.lower()]
        assert theme.pieces == tuple(holding)


def test_what_one_buyer_repeats_is_no_theme() -> None:
    pieces = [(1, "Ask the drivers.")] * 10
    assert phrases(*pieces) == []
    assert themes(said(*pieces, (2, "Ask the drivers.")), limit=3) == [
        Theme("Ask the drivers", 2, tuple(range(11)))
    ]


def test_accounts_come_before_pieces_and_pieces_before_length() -> None:
    assert phrases(
        *[(account, "Winter hurts") for account in (1, 1, 1, 2)],
        *[(account, "fuel") for account in (1, 2, 3)],
        *[(account, "price per seat") for account in (3, 4)],
        *[(account, "depot") for account in (5, 6)],
    ) == ["fuel", "Winter hurts", "price per seat", "depot"]


def test_as_many_accounts_as_asked_for() -> None:
    pieces = said((1, "fuel"), (2, "fuel and depots"), (3, "a depot"), (3, "fuel"))
    assert [one.phrase for one in themes(pieces, limit=9, least=3)] == ["fuel"]
    assert [one.phrase for one in themes(pieces, limit=9, least=4)] == []
    assert [one.phrase for one in themes(pieces, limit=1)] == ["fuel"]
    assert themes(pieces, limit=0) == themes([], limit=9) == []


def test_a_phrase_neither_begins_nor_ends_with_a_small_word() -> None:
    pieces = [(account, "What it is that they want is for the cost of fuel") for account in (1, 2)]
    assert phrases(*pieces) == ["cost of fuel"]
    assert phrases((1, "They don't, I think: 40 or so"), (2, "They don't, I think: 40")) == []


def test_a_word_that_also_stands_alone_keeps_its_place() -> None:
    seats = [(account, "price per seat") for account in range(3)]
    alone = [(account, "a seat") for account in range(3, 5)]
    assert phrases(*seats, *alone) == ["seat", "price per seat"]
    assert phrases(*seats, alone[0]) == ["price per seat"]
    assert 3 / 5 < NEARLY <= 3 / 4


def test_a_longer_saying_is_one_theme() -> None:
    pieces = [(account, "drivers switched trackers off, gate fines") for account in (1, 2)]
    assert phrases(*pieces) == ["drivers switched trackers", "gate fines"]
    longer = [(account, "drivers hide trackers under seats") for account in (1, 2)]
    assert len(phrases(*longer)) == 1


def test_a_phrase_does_not_reach_across_punctuation() -> None:
    assert phrases((1, "Late trucks. Fuel"), (2, "late trucks… fuel")) == ["late trucks", "fuel"]
    assert phrases((1, "night-shift"), (2, "night shift")) == ["night shift"]


@pytest.mark.parametrize(
    ("forms", "phrase"),
    [
        (("Late truck", "late trucks", "late trucks"), "late trucks"),
        (("Late Trucks", "late trucks"), "late trucks"),
        (("ETA", "ETA", "eta"), "ETA"),
        (("café", "cafe\u0301", "Cafe"), "café"),
        (("late \n trucks", "late trucks"), "late trucks"),
    ],
)
def test_a_phrase_is_shown_as_people_mostly_write_it(forms: tuple[str, ...], phrase: str) -> None:
    assert phrases(*enumerate(forms)) == [phrase]


def test_names_are_kept_out_and_break_a_phrase() -> None:
    pieces = [(account, "late Northwind trucks, says jana Novák's office") for account in (1, 2)]
    assert phrases(*pieces) == ["late Northwind trucks", "Novák's office"]
    kept = phrases(*pieces, keep_out=("Northwind Logistics", "Jana Novak"))
    assert kept == ["office", "trucks"]


def test_a_word_that_is_also_a_name_is_kept_out_only_as_a_name() -> None:
    names = ("Mark Price", "Data Logistics Group")
    assert phrases((1, "Price is"), (2, "says Price"), keep_out=names) == []
    assert phrases((1, "the price"), (2, "price of data"), (3, "data"), keep_out=names) == [
        "data",
        "price",
    ]


_SOME_WORDS = (
    "drivers",
    "driver",
    "Ask",
    "the",
    "map,",
    "of",
    "É",
    "e\u0301",
    "🎉",
    "שלום",
    "jana",
)
_PIECES = st.lists(
    st.builds(
        BuyerQuote,
        account_id=st.integers(1, 4),
        words=st.lists(st.sampled_from(_SOME_WORDS)).map(" ".join),
        at=st.just(MONDAY),
    ),
    max_size=12,
)


@given(_PIECES, st.integers(0, 5), st.integers(1, 3), st.integers())
def test_themes_hold_what_they_promise(
    pieces: list[BuyerQuote], limit: int, least: int, seed: int
) -> None:
    found = themes(pieces, limit=limit, least=least, keep_out=["Jana Novak"])
    assert len(found) <= limit
    for theme in found:
        assert theme.accounts == len({pieces[place].account_id for place in theme.pieces}) >= least
        assert 1 <= len(theme.phrase.split()) <= MAX_PHRASE
        assert "jana" not in theme.phrase
        assert any(theme.phrase in " ".join(pieces[at].words.split()) for at in theme.pieces) or (
            "é" in theme.phrase.lower()
        )
    shuffled = random.Random(seed).sample(pieces, len(pieces))  # noqa: S311
    again = themes(shuffled, limit=limit, least=least, keep_out=["Jana Novak"])
    assert [(one.phrase, one.accounts) for one in again] == [
        (one.phrase, one.accounts) for one in found
    ]


@given(st.lists(st.text(max_size=30), max_size=5), st.lists(st.text(max_size=8), max_size=3))
def test_whatever_people_type_is_no_error(texts: list[str], names: list[str]) -> None:
    pieces = said(*enumerate(texts), *enumerate(texts, 100))
    for theme in themes(pieces, limit=5, keep_out=names):
        assert theme.phrase
