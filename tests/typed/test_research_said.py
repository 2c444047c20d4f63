"""What a rep types below the questions to look up."""

import pytest

from handlers.typed.asked.research_said import KeepSaid, answer_said, keep_said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("keep the alder one", KeepSaid(("alder",), None)),
        ("yes keep it pls", KeepSaid((), None)),
        ("keep the second one", KeepSaid((), 1)),
        ("save the answer about marlow", KeepSaid(("marlow",), None)),
        ("keep me posted", None),
        ("keep the call private", None),
        ("keep it short for alder", None),
        ("", None),
    ],
)
def test_which_proposed_answer_is_kept(typed: str, said: KeepSaid | None) -> None:
    assert keep_said(typed) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a: they objected", "they objected"),
        ("Answer: they objected: twice", "they objected: twice"),
        ("alder: they objected", ""),
        ("a:", ""),
        ("they objected", ""),
    ],
)
def test_an_answer_has_a_label(typed: str, said: str) -> None:
    assert answer_said(typed) == said
