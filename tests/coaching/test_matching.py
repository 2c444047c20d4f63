"""Which insights fit a call, and why."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.coaching.matching import (
    MATCH_LIMIT,
    BuyerWords,
    CallContext,
    Candidate,
    match,
    words_of,
)

MONDAY = date(2026, 11, 23)
NORTHWIND = CallContext(
    account_id=7,
    industry="Logistics",
    stage="discovery",
    roles=("head of dispatch",),
    said=(
        BuyerWords("The drivers switched it off. We look at Routely too.", date(2026, 11, 19)),
        BuyerWords("Cost is not the point.", date(2026, 5, 3)),
    ),
)


def reasons(*candidates: Candidate) -> list[tuple[int, str]]:
    found = match(candidates, NORTHWIND, day=lambda day: f"on {day.day}.{day.month}.")
    return [(one.id, one.reason) for one in found]


def test_each_field_has_its_reason() -> None:
    assert reasons(Candidate(1, account_id=7)) == [(1, "written for this account")]
    assert reasons(Candidate(1, competitor="routely")) == [(1, "they named routely on 19.11.")]
    assert reasons(Candidate(1, industry="LOGISTICS")) == [(1, "they are in Logistics")]
    assert reasons(Candidate(1, persona="dispatch")) == [(1, "their head of dispatch is coming")]
    assert reasons(Candidate(1, words="Ask a driver", found=0)) == [
        (1, "they mentioned “drivers” on 19.11.")
    ]


def test_nothing_that_fits_is_nothing_shown() -> None:
    assert (
        reasons(Candidate(1), Candidate(2, industry="Retail"), Candidate(3, competitor="Route"))
        == []
    )


def test_the_strongest_reason_is_told_and_comes_first() -> None:
    both = Candidate(1, industry="Logistics", competitor="Routely")
    assert reasons(Candidate(2, industry="Logistics"), both) == [
        (1, "they named Routely on 19.11."),
        (2, "they are in Logistics"),
    ]


def test_of_equals_the_newest_comes_first() -> None:
    made = [Candidate(number, industry="Logistics") for number in (1, 3, 2)]
    assert [number for number, _ in reasons(*made)] == [3, 2]


def test_words_come_with_what_means_the_same_and_without_small_ones() -> None:
    synonyms = [frozenset({"drivers", "couriers"})]
    words = words_of(NORTHWIND.said, synonyms)
    assert {"drivers", "couriers", "routely", "cost"} <= set(words)
    assert not {"the", "not", "off"} & set(words)


def test_a_word_and_its_plural_are_searched_once() -> None:
    said = (BuyerWords("Our driver is ill. The drivers want a raise.", MONDAY),)
    synonyms = [frozenset({"driver", "drivers", "courier", "couriers"})]
    assert words_of(said, synonyms) == ("driver", "courier", "ill", "raise")


SOME = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 99),
        account_id=st.sampled_from([None, 7, 8]),
        industry=st.sampled_from(["", "Logistics", "Retail"]),
        competitor=st.sampled_from(["", "Routely", "Route"]),
        stage=st.sampled_from(["", "discovery"]),
        words=st.sampled_from(["", "Ask a driver", "What it costs", "Tolls"]),
        found=st.sampled_from([None, 0, 1, 2]),
    ),
    max_size=12,
    unique_by=lambda candidate: candidate.id,
)


@given(SOME)
def test_the_two_best_are_the_first_of_all(made: list[Candidate]) -> None:
    every = match(made, NORTHWIND, day=str, limit=len(made) + 1)
    assert match(made, NORTHWIND, day=str) == every[:MATCH_LIMIT]


@given(
    st.lists(
        st.builds(
            Candidate,
            id=st.integers(1, 99),
            account_id=st.sampled_from([None, 7, 8]),
            industry=st.sampled_from(["", "Logistics", "Retail"]),
            competitor=st.text(max_size=8),
            persona=st.text(max_size=8),
            words=st.text(max_size=40),
            found=st.sampled_from([None, 0, 1, 2]),
        ),
        max_size=12,
        unique_by=lambda candidate: candidate.id,
    ),
    st.text(max_size=80),
)
def test_never_more_than_two_never_without_a_reason(made: list[Candidate], said: str) -> None:
    around = CallContext(7, "Logistics", "discovery", (), (BuyerWords(said, MONDAY),))
    found = match(made, around, day=str)
    assert len(found) <= MATCH_LIMIT
    assert all(one.reason for one in found)
    assert len({one.id for one in found}) == len(found)
    assert found == match(made, around, day=str)
