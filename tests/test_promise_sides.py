"""Both sides' promises in one input."""

import pytest

from handlers.features.reflections.promise_sides import by_side, together
from storage.choices import PromiseSide


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


THEIR_NAMES = (
    "Spedition Grothe",
    "Dieter Grothe",
    "Dieter",
    "Dr. Anna-Lena Voß",
    "Anna-Lena",
    "Luis Ortega",
    "Luis",
    "Emma Price",
    "Emma",
)


@pytest.mark.parametrize(
    ("label", "side"),
    [
        ("Herr Grothe", "theirs"),
        ("Mrs. Voß", "theirs"),
        ("herr grothe", "theirs"),
        ("Mr Grothe", "theirs"),
        ("Mr. Grothe", "theirs"),
        ("Grothe", "theirs"),
        ("Dieter", "theirs"),
        ("Dieter Grothe", "theirs"),
        ("Grothe, Dieter", "theirs"),
        ("Herr Dieter Grothe", "theirs"),
        ("D. Grothe", "theirs"),
        ("Dieter (dispatch)", "theirs"),
        ("Spedition Grothe", "theirs"),
        ("SPEDITION GROTHE", "theirs"),
        ("Frau Dr. Voß", "theirs"),
        ("Frau Voß", "theirs"),
        ("Dr. Anna-Lena Voß", "theirs"),
        ("Anna-Lena", "theirs"),
        ("Ms Price", "theirs"),
        ("Dieter and Luis", "theirs"),
        ("Dieter & Frau Voß", "theirs"),
        ("They", "theirs"),
        ("Price", None),
        ("Dieter and I", None),
        ("To Herr Grothe", None),
        ("Mira", None),
        ("Next week", None),
        ("Lena", "ours"),
        ("Lena Brandt", "ours"),
        ("Frau Brandt", "ours"),
        ("I", "ours"),
        ("We", "ours"),
        ("Me", "ours"),
    ],
)
def test_a_label_says_whose_promise_it_is(label: str, side: PromiseSide | None) -> None:
    found = by_side([f"{label}: the plan by Friday"], THEIR_NAMES, "Lena Brandt")
    promise = "the plan by Friday" if side else f"{label}: the plan by Friday"
    assert found[side or "ours"] == promise
    assert not found["ours" if side == "theirs" else "theirs"]


@pytest.mark.parametrize("who", ["Herr Grothe", "Mr. Grothe", "Frau Voß", "Ms Price", "Dieter"])
def test_a_name_with_a_title_promises_without_a_colon_too(who: str) -> None:
    line = f"{who} talks to the drivers"
    assert by_side([line], THEIR_NAMES, "Lena Brandt") == {"ours": "", "theirs": line}
