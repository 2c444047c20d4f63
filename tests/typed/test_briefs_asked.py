"""Which day or time somebody wants the brief of."""

import pytest

from handlers.typed.calls.briefs_asked import NEXT, brief_asked


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("brief me for tomorrow", "tomorrow"),
        ("brief for the 4pm", "4pm"),
        ("pls give me the brief for my 4pm call", "4pm"),
        ("brief for tomorrow morning", "tomorrow morning"),
        ("Brief for tmrw?", "tomorrow"),
        ("brief me on my next call", NEXT),
        ("brief me for next week", "next week"),
        ("brief me 30 min before", ""),
        ("brief for northwind tomorrow", ""),
        ("no brief for tomorrow", ""),
        ("brief", ""),
        ("brief me", ""),
    ],
)
def test_nothing_but_a_time_may_be_named(typed: str, when: str) -> None:
    assert brief_asked(typed) == when
