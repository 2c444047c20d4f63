"""Both sides' promises in one input."""

import pytest

from handlers.features.reflections.promise_sides import by_side, together


@pytest.mark.parametrize(
    ("typed", "ours", "theirs"),
    [
        ("Pricing by Friday", "Pricing by Friday", ""),
        ("We: pricing by Friday\nThey: two names", "pricing by Friday", "two names"),
        ("they:two names\nA visit", "A visit", "two names"),
        ("Jana: two names\nNorthwind : the list", "", "two names\nthe list"),
        ("They will send two names", "", "send two names"),
        ("They'll send two names\nthey promised the list", "", "send two names\nthe list"),
        ("Jana sends the depot list", "", "Jana sends the depot list"),
        ("Jana Novak will send the depot list", "", "send the depot list"),
        ("They send two names", "", "send two names"),
        ("Jana's list to Ruben", "Jana's list to Ruben", ""),
        ("Jana needs pricing by Friday", "Jana needs pricing by Friday", ""),
        ("Janas list", "Janas list", ""),
        ("Send Jana the list", "Send Jana the list", ""),
        ("They need pricing by Friday", "They need pricing by Friday", ""),
        ("We will send pricing\nI: a call", "We will send pricing\na call", ""),
        ("They:\nnames\nthe list\nWe:\npricing", "pricing", "names\nthe list"),
        ("Call at 9:30\nRe: pricing", "Call at 9:30\nRe: pricing", ""),
        ("They:", "", ""),
        ("", "", ""),
    ],
)
def test_a_line_is_ours_unless_it_says_otherwise(typed: str, ours: str, theirs: str) -> None:
    found = by_side(typed.splitlines(), {"Jana", "Jana Novak", "NORTHWIND"})
    assert found == {"ours": ours, "theirs": theirs}


def test_what_is_shown_is_read_again() -> None:
    shown = together(["pricing by 2026-11-27", "they: a note"], ["they will call"])
    assert shown == "We: pricing by 2026-11-27\nWe: they: a note\nThey: they will call"
    found = by_side(shown.splitlines())
    assert found["ours"] == "pricing by 2026-11-27\nthey: a note"
    assert found["theirs"] == "they will call"
