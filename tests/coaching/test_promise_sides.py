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


@pytest.mark.parametrize(
    ("line", "side", "promise"),
    [
        ("we owe: revised quote by thurs", "ours", "revised quote by thurs"),
        ("We still owe: the deck", "ours", "the deck"),
        ("we owe them: the deck", "ours", "the deck"),
        ("I owe them: the deck", "ours", "the deck"),
        ("I owe: the deck", "ours", "the deck"),
        ("I promised: the deck", "ours", "the deck"),
        ("we promised them: the deck", "ours", "the deck"),
        ("we owe them the deck", "ours", "the deck"),
        ("I owe him the deck", "ours", "the deck"),
        ("I still owe you the deck", "ours", "the deck"),
        ("Lena owes them: the deck", "ours", "the deck"),
        ("they owe us: the DPA", "theirs", "the DPA"),
        ("They owe: the DPA", "theirs", "the DPA"),
        ("they still owe us: the DPA", "theirs", "the DPA"),
        ("they promised: the DPA", "theirs", "the DPA"),
        ("Dieter owes us: the DPA", "theirs", "the DPA"),
        ("Herr Grothe promised us: the DPA", "theirs", "the DPA"),
        ("they owe us the DPA", "theirs", "the DPA"),
        ("they owe me the DPA", "theirs", "the DPA"),
        ("they still owe us the DPA", "theirs", "the DPA"),
        ("Dieter owes us the DPA", "theirs", "the DPA"),
        ("she owes us the DPA", "theirs", "the DPA"),
        ("she'll send petras feedback fri", "theirs", "send petras feedback fri"),
        ("She’ll send the feedback", "theirs", "send the feedback"),
        ("he'll send the list", "theirs", "send the list"),
        ("they'll send the list", "theirs", "send the list"),
        ("they’ll check with legal", "theirs", "check with legal"),
        ("she will send the list", "theirs", "send the list"),
        ("he is going to ask legal", "theirs", "ask legal"),
        ("she's going to ask legal", "theirs", "ask legal"),
        ("they're going to ask legal", "theirs", "ask legal"),
        ("he promised to ask legal", "theirs", "ask legal"),
        ("she agreed to a call", "theirs", "a call"),
        ("Dieter to send the list", "theirs", "Dieter to send the list"),
        ("Herr Grothe to check the plan", "theirs", "Herr Grothe to check the plan"),
        ("Luis Ortega to share names", "theirs", "Luis Ortega to share names"),
        ("Spedition Grothe to send the DPA", "theirs", "Spedition Grothe to send the DPA"),
        ("Emma is going to send it", "theirs", "send it"),
        ("Emma will send it", "theirs", "send it"),
        ("Emma sends it", "theirs", "Emma sends it"),
        ("Mira to send the list", "ours", "Mira to send the list"),
        ("Mira sends the list", "ours", "Mira sends the list"),
        ("Send Dieter the list", "ours", "Send Dieter the list"),
        ("send the list to Dieter", "ours", "send the list to Dieter"),
        ("We'll send the list", "ours", "We'll send the list"),
        ("I'll send the list", "ours", "I'll send the list"),
        ("I will ask Tom", "ours", "I will ask Tom"),
        ("we send the list", "ours", "we send the list"),
        ("quote for growth seats", "ours", "quote for growth seats"),
        ("Reminder: they owe us", "ours", "Reminder: they owe us"),
        ("They need names", "ours", "They need names"),
        ("She needs names", "ours", "She needs names"),
        ("the list she'll send", "ours", "the list she'll send"),
        ("we owe", "ours", "we owe"),
        ("Dieter to", "ours", "Dieter to"),
        ("Dieter, to be clear, asks", "ours", "Dieter, to be clear, asks"),
        ("Shell: the quote", "ours", "Shell: the quote"),
        ("Hell of a quote", "ours", "Hell of a quote"),
        ("Q4 plan: we owe", "ours", "Q4 plan: we owe"),
        ("Owe them a deck", "ours", "Owe them a deck"),
    ],
)
def test_a_typed_line_says_whose_promise_it_is(line: str, side: PromiseSide, promise: str) -> None:
    found = by_side([line], THEIR_NAMES, "Lena Brandt")
    assert found[side] == promise
    assert not found["ours" if side == "theirs" else "theirs"]
