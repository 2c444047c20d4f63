"""A promise is read with the turns around it: its day, what "that" is, and who "her" is."""

from datetime import date

import pytest

from tests.transcripts.lines_drawn import drawn
from tests.transcripts.talk import said

TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 12, day) for day in (1, 2, 3))
FRIDAY, NEXT_WEDNESDAY = date(2026, 12, 4), date(2026, 12, 9)


def promised(*turns: tuple[str, str]) -> list[tuple[str, date | None]]:
    """What each promise is, in one clause if it was put together, and its day."""
    found = drawn(*(said(who, words=words) for who, words in turns)).lines
    return [(line.what or line.words, line.due) for line in found if line.kind == "promise"]


MAP = "I'll send you the map by Tuesday."


@pytest.mark.parametrize(
    ("turns", "day"),
    [
        ([("Ann", f"{MAP} No, wait, Rolf is away then, so Thursday.")], THURSDAY),
        ([("Ann", f"{MAP} No, sorry, not Tuesday, Rolf is off. Thursday.")], THURSDAY),
        ([("Ann", MAP), ("Bo", "Make it Thursday."), ("Ann", "Fine.")], THURSDAY),
        ([("Ann", MAP), ("Bo", "Hm."), ("Ann", "Make that Wednesday next week.")], NEXT_WEDNESDAY),
    ],
)
def test_the_day_that_corrects_another_counts_whoever_says_it(
    turns: list[tuple[str, str]], day: date
) -> None:
    assert promised(*turns) == [("I'll send you the map.", day)]


@pytest.mark.parametrize(
    "turns",
    [
        [("Ann", MAP), ("Bo", "No, Thursday is when we close.")],
        [("Ann", MAP), ("Bo", "Good."), ("Cy", "No, sorry, Thursday.")],
        [
            ("Ann", MAP),
            *[("Bo", "Our yard is full."), ("Ann", "So it goes here.")] * 3,
            ("Bo", "Make it Friday."),
        ],
    ],
)
def test_other_days_correct_nothing(turns: list[tuple[str, str]]) -> None:
    assert promised(*turns) == [(MAP, TUESDAY)]


def test_a_promise_that_is_said_again_with_its_new_day_is_one_line() -> None:
    again = "On Thursday you'll have the map."
    assert promised(("Ann", f"{MAP} No, hang on, Thursday. {again}")) == [(again, THURSDAY)]
    later = f"{MAP} Oh, no. Make that Wednesday next week. Wednesday you'll have the map."
    assert promised(("Ann", later)) == [("I'll send you the map.", NEXT_WEDNESDAY)]
    his = "Our fitter, Oliver, he'll call you on Tuesday. No, sorry, Friday. He'll call you Friday."
    assert promised(("Ann", his)) == [("Oliver will call you Friday.", FRIDAY)]


def test_another_promise_for_the_same_part_of_a_day_is_a_line_of_its_own() -> None:
    contract = "I'll send you the contract on Monday morning."
    words = f"I'll send you the quote on Thursday morning. No, sorry, Friday morning. {contract}"
    lines = [("I'll send you the quote.", FRIDAY), (contract, date(2026, 12, 7))]
    assert promised(("Ann", words)) == lines


@pytest.mark.parametrize(
    ("turns", "what", "day"),
    [
        (
            [("Ann", "Then I'd do you a sketch of the yard. You'll get that on Thursday.")],
            "I'll make you a sketch of the yard",
            THURSDAY,
        ),
        (
            [
                ("Bo", "We can pull the loads of a month."),
                ("Ann", "When could you do that?"),
                ("Bo", "Wednesday, no. Friday. You'll have it Friday."),
            ],
            "I'll pull the loads of a month",
            FRIDAY,
        ),
        (
            [("Ann", "For a price I'd need the loads by depot."), ("Bo", "You'll get it Friday.")],
            "I'll get you the loads by depot Friday.",
            FRIDAY,
        ),
        (
            [
                ("Ann", "And the safety sheet, did somebody read it?"),
                ("Bo", "Ah, no. I'll forward it to our lawyer today."),
            ],
            "I'll forward the safety sheet to our lawyer today.",
            date(2026, 11, 30),
        ),
        ([("Bo", "I'll ask the driver. I'm seeing him Tuesday.")], "I'll ask the driver.", TUESDAY),
    ],
)
def test_what_and_when_come_from_the_sentences_beside(
    turns: list[tuple[str, str]], what: str, day: date
) -> None:
    assert promised(*turns) == [(what, day)]


def test_somebody_is_named_if_only_one_person_can_be_meant() -> None:
    ask = ("Bo", "Then I'll ask her on Friday.")
    assert promised(("Bo", "Ruth Amsel has the keys."), ask) == [
        ("Then I'll ask Ruth Amsel on Friday.", FRIDAY)
    ]
    for names in ("Ruth Amsel and Jana Novak have the keys.", "She was at Jumbo on Monday."):
        found = drawn(
            said("Bo", words=names), said("Ann", words="I see."), said(*ask[:1], words=ask[1])
        )
        (line,) = (one for one in found.lines if one.kind == "promise")
        assert (line.what, bool(line.before)) == ("", True)


def test_what_is_open_and_the_day_of_a_thing_are_no_promise_and_no_day() -> None:
    assert (
        promised(("Bo", "I think so. I'd have to check."), ("Ann", "I'd need to check that.")) == []
    )
    assert promised(("Ann", "You'll get a voucher for Friday, that's fair.")) == []
    assert promised(("Bo", "Get it to me by Friday week and I'll have a look.")) == []


def test_a_corrected_day_makes_no_unclear_promise_clear() -> None:
    later = "I'll show you that on Tuesday. No, sorry, Thursday."
    found = drawn(said("Bo", words="Our yard is full by nine."), said("Ann", words=later)).lines
    (line,) = (one for one in found if one.kind == "promise")
    assert (line.what, line.before, line.due) == ("", "Our yard is full by nine.", THURSDAY)
