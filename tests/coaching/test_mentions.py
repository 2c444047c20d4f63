"""Competitors by when they were first named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.coaching.buyer_words.mentions import EARLY, Mention, first_mentions
from handlers.coaching.buyer_words.themes import BuyerQuote
from storage.choices import STAGES

MONDAY = date(2026, 11, 23)


def said(words: str, account: int = 1, stage: str = "discovery", *, days: int = 0) -> BuyerQuote:
    return BuyerQuote(account, words, MONDAY + timedelta(days), stage)


@pytest.mark.parametrize(
    "words",
    [
        "We look at Tracé Fleet too.",
        "TRACE FLEET",
        "trace\u0301  fleet's map",
        "Tracé Fleet’s map",
        "“Tracé-Fleet”",
        "🎉Tracé Fleet🎉",
    ],
)
def test_a_name_is_found_however_it_is_typed(words: str) -> None:
    assert first_mentions([said(words)], ["Tracé Fleet"]) == [Mention("Tracé Fleet", 1, 1, 0)]


@pytest.mark.parametrize("words", ["Tracer", "retrace", "traces", "Trac e", ""])
def test_part_of_a_word_is_no_mention(words: str) -> None:
    assert first_mentions([said(words)], ["Trace"]) == []


@pytest.mark.parametrize(
    ("stage", "mention"),
    [
        ("discovery", Mention("Routely", 1, 1, 0)),
        ("evaluation", Mention("Routely", 1, 1, 0)),
        ("decision", Mention("Routely", 1, 0, 1)),
        ("customer", Mention("Routely", 1, 0, 1)),
        ("", Mention("Routely", 1, 0, 0)),
        ("something else", Mention("Routely", 1, 0, 0)),
    ],
)
def test_while_they_compare_is_early_and_from_the_decision_on_is_late(
    stage: str, mention: Mention
) -> None:
    assert first_mentions([said("Routely", stage=stage)], ["Routely"]) == [mention]


def test_only_the_first_time_counts_for_each_account() -> None:
    pieces = [
        said("Routely again", stage="decision", days=9),
        said("Routely, then", stage="discovery"),
        said("nothing", stage="discovery", days=-9),
        said("Routely at last", 2, stage="decision"),
        said("Routely, unknown when", 3, stage="", days=1),
        said("Routely later", 3, stage="decision", days=2),
    ]
    assert first_mentions(pieces, ["Routely"]) == [Mention("Routely", 3, 1, 1)]


def test_of_one_day_the_earlier_stage_counts() -> None:
    pieces = [said("Routely", stage="decision"), said("Routely", stage="evaluation")]
    assert first_mentions(pieces, ["Routely"]) == [Mention("Routely", 1, 1, 0)]


def test_those_of_most_accounts_come_first_then_by_name() -> None:
    pieces = [said("zeta and Fleetio", 1), said("Zeta, alpha", 2), said("Alpha", 3)]
    found = first_mentions(pieces, ["zeta", "Fleetio", "Alpha", "Nobody"])
    assert [(one.competitor, one.accounts) for one in found] == [
        ("Alpha", 2),
        ("zeta", 2),
        ("Fleetio", 1),
    ]


def test_two_spellings_are_one_competitor_and_signs_are_none() -> None:
    found = first_mentions([said("Cafe+ (x)")], ["Café+", "cafe", "+", "", "(x", ".*"])
    assert found == [Mention("(x", 1, 1, 0), Mention("Café+", 1, 1, 0)]


@given(
    st.lists(
        st.builds(
            BuyerQuote,
            account_id=st.integers(1, 4),
            words=st.text(alphabet="ab ", max_size=6),
            at=st.dates(MONDAY, MONDAY + timedelta(3)),
            stage=st.sampled_from(["", *STAGES]),
        ),
        max_size=12,
    )
)
def test_every_account_is_counted_once_in_whatever_order(pieces: list[BuyerQuote]) -> None:
    found = first_mentions(pieces, ["a", "b", "ab"])
    for one in found:
        naming = [piece for piece in pieces if one.competitor in piece.words.split()]
        assert one.accounts == len({piece.account_id for piece in naming})
        known = {piece.account_id for piece in naming if piece.stage}
        assert one.early + one.late <= len(known)
        assert one.early <= len({p.account_id for p in naming if p.stage in EARLY})
    assert first_mentions(pieces[::-1], ["ab", "b", "a"]) == found
