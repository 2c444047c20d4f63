"""Quoting in SOQL: whatever the text, a query reads it back as it was."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crm.soql import any_of, containing, long_id, moment, quoted, select

ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\\": "\\", "'": "'", '"': '"'}
SPECIAL = st.text(st.sampled_from("\\'\"\n\r\t\b\f%_anx ) OR("))
TEXT = SPECIAL | st.text(st.characters(exclude_categories=["Cs"]))


def read_back(literal: str, *, like: bool = False) -> str:
    """Read a string as Salesforce does, up to its end. A wildcard becomes "*"."""
    assert literal[0] == "'"
    allowed = ESCAPED | ({"%": "%", "_": "_"} if like else {})
    found: list[str] = []
    rest = iter(literal[1:])
    for char in rest:
        if char == "'":
            assert not list(rest), "the string ends too early"
            return "".join(found)
        if char == "\\":
            found.append(allowed[next(rest)])
        else:
            found.append("*" if like and char in "%_" else char)
    raise AssertionError("the string does not end")


@given(TEXT)
def test_a_quoted_text_reads_back_as_it_was(text: str) -> None:
    assert read_back(quoted(text)) == text


@given(TEXT)
def test_a_text_in_a_pattern_has_no_wildcards_of_its_own(text: str) -> None:
    assert read_back(containing(text), like=True) == f"*{text}*"


@given(st.lists(TEXT, min_size=1, max_size=3))
def test_a_list_has_each_text(texts: list[str]) -> None:
    found = re.findall(r"'(?:[^'\\]|\\.)*'", any_of(texts), re.DOTALL)
    assert [read_back(one) for one in found] == texts


def test_ids_have_18_characters() -> None:
    assert long_id("001D000000IqhSL") == long_id("001D000000IqhSLIAZ") == "001D000000IqhSLIAZ"
    assert [long_id(one) for one in ("", "001", "001D000000IqhS'", "../../services!")] == [""] * 4


def test_moments_are_in_utc_without_quotes() -> None:
    berlin = timezone(timedelta(hours=1))
    assert moment(datetime(2026, 11, 25, 11, tzinfo=berlin)) == "2026-11-25T10:00:00Z"


def test_a_query_has_only_names_as_fields() -> None:
    assert select(["Id", "Owner.Email"], "Account", "Id != null", "Id", 2) == (
        "SELECT Id,Owner.Email FROM Account WHERE Id != null ORDER BY Id LIMIT 2"
    )
    with pytest.raises(ValueError, match="not a name"):
        select(["Id FROM User"], "Account")
