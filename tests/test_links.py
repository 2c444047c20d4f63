"""Addresses that people type become links, to web addresses only."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.cards import Link, linked
from handlers.views.marketing.ask_cards import note_line
from storage.tables import AskNote


@pytest.mark.parametrize(
    ("typed", "led"),
    [
        ("See https://example.com/depots.", ["https://example.com/depots"]),
        ("(http://example.com/a?b=1&c=2), then ask", ["http://example.com/a?b=1&c=2"]),
        ("https://a.example and https://b.example", ["https://a.example", "https://b.example"]),
        ("javascript:alert(1) ftp://example.com data:text/html,x", []),
        ("https:// nothing, https://<b>", []),
        ("no address", []),
        ("", []),
    ],
)
def test_only_web_addresses_lead_anywhere(typed: str, led: list[str]) -> None:
    assert [part.url for part in linked(typed) if isinstance(part, Link)] == led


@given(st.text(st.sampled_from("htps:/. )>ab")))
def test_no_letter_is_lost(typed: str) -> None:
    assert "".join(part.text for part in linked(typed)) == typed


def test_an_answer_of_marketing_leads_to_what_it_names() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    text = "See https://example.com/depots"
    note = AskNote(tenant="t", ask_id=1, author_id=1, kind="answered", text=text, at=at)
    assert Link("https://example.com/depots", "https://example.com/depots") in note_line(
        note, "Tomas"
    )
