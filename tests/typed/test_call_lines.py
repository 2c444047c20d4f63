"""A kind of call may stand right before the name of the account."""

import pytest

from handlers.typed.calls.call_lines import split_line, without_kind


@pytest.mark.parametrize(
    ("typed", "words", "kind"),
    [
        ("discovery northwind fri 10", "northwind fri 10", "discovery"),
        ("discovery call northwind fri 10", "northwind fri 10", "discovery"),
        ("follow up northwind fri 10", "northwind fri 10", "follow up"),
        ("demo with northwind fri 10", "northwind fri 10", "demo"),
        ("northwind demo fri 10", "northwind fri 10", "demo"),
        ("northwind fri 10", "northwind fri 10", ""),
        ("im seeing northwind fri 10", "northwind fri 10", ""),
        ("we're meeting northwind fri 10", "northwind fri 10", ""),
        ("i'm talking to northwind fri 10", "northwind fri 10", ""),
    ],
)
def test_a_kind_before_the_name_is_split_off(typed: str, words: str, kind: str) -> None:
    line = without_kind(split_line(typed))
    assert (line.words, line.kind) == (words, kind)
