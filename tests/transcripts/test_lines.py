"""Which lines of a call come first, and how long they are."""

import pytest

from handlers.transcripts.lines.line_words import LONGEST
from tests.transcripts.lines_drawn import drawn, lines
from tests.transcripts.talk import said


def test_lines_are_the_other_sides_but_promises_are_both() -> None:
    need = "We need one plan for all of the forty drivers by six."
    assert lines(
        said("Ann", words=f"{need} I'll send you the list by Friday."),
        said("Bo", words=f"{need} I'll ask our works council."),
        said("", words=need),
    ) == [
        ("promise", "I'll send you the list by Friday."),
        ("promise", "I'll ask our works council."),
        ("need", need),
    ]


def test_days_on_which_something_is_decided_or_ends_come_before_other_days() -> None:
    vague = [
        f"And I think {month} is late for us." for month in ("January", "February", "April", "June")
    ]
    decides = "The budget is decided on the fifteenth of January."
    ends = "The contract ends on the thirty first of December."
    found = lines(said("Bo", words=" ".join([*vague, decides, ends])))
    assert found[:2] == [("date", decides), ("date", ends)]


def test_nothing_stands_there_twice() -> None:
    assert lines(
        said("Ann", words="I'll send you the price list."),
        said("Bo", words="It takes us two hours."),
        said("Ann", words="So, I'll send the price list by Friday."),
        said("Bo", words="It takes us two hours!"),
    ) == [
        ("promise", "I'll send the price list by Friday."),
        ("need", "It takes us two hours."),
    ]


def test_decisions_and_costs_come_before_things_that_are_counted() -> None:
    found = lines(
        said("Bo", words="In January we get twelve new lorries, the electric ones."),
        said(
            "Bo", words="We counted it. It was two hundred hours. So say, that's seven hours each."
        ),
        said("Ann", words="I see."),
        said("Bo", words="Karel, our boss. He has to decide about the budget by the 18th of May."),
        said("Ann", words="And who else did you ask?"),
        said("Bo", words="Transporeon. They made us an offer, it's nine euros per driver."),
    )
    assert found == [
        ("date", "Karel, our boss. He has to decide about the budget by the 18th of May."),
        ("number", "Transporeon. They made us an offer, it's nine euros per driver."),
        ("number", "We counted it. It was two hundred hours. So say, that's seven hours each."),
        ("number", "In January we get twelve new lorries, the electric ones."),
    ]


def test_the_most_specific_lines_come_first_and_none_crowds_out_the_others() -> None:
    many = [
        said("Bo", words=f"It takes us {hours} hours to plan depot {name}.")
        for hours, name in enumerate("abcdefgh", 2)
    ]
    found = lines(
        *many,
        said("Bo", words="We struggle with the night shift."),
        said("Bo", words="Karl in procurement signs it."),
        said("Bo", words="The contract ends in the second quarter, as far as I know."),
    )
    assert [kind for kind, _ in found] == ["need"] * 3 + ["decider", "date", "need"]


def test_a_long_sentence_is_cut_to_the_clauses_around_what_counts() -> None:
    filler = ", and then we looked at it again and again with everybody who was there that day"
    words = (
        f"We went there{filler}{filler}, but it takes us two hours every morning{filler}{filler}."
    )
    [(kind, line)] = lines(said("Bo", words=words))
    assert kind == "need"
    assert len(line) <= LONGEST
    assert "but it takes us two hours every morning" in line
    assert line.startswith("…")
    assert line.endswith("…")


def test_captions_without_punctuation_give_whole_clauses() -> None:
    # Eight words a cue, whatever the sentence; Bo stops for a second before "we".
    found = lines(
        said("Bo", 0, 3, "quite a lot has changed since then and"),
        said("Bo", 3, 6, "the planning takes us two hours every morning"),
        said("Bo", 6, 9, "before the first lorry leaves the yard"),
        said("Bo", 10, 13, "we have forty drivers and three depots"),
    )
    assert found == [
        (
            "need",
            "quite a lot has changed since then and the planning takes us two hours every morning"
            " before the first lorry leaves the yard",
        ),
        ("number", "we have forty drivers and three depots"),
    ]


def test_words_are_read_in_english_alone() -> None:
    german = (
        "Wir brauchen das bis Friday, und ich werde das mit dem Chef und allen anderen klären. "
    )
    found = drawn(said("Bo", words=german * 5), said("Ann", words=german * 5), goal="Chef")
    assert found.lines == ()
    assert found.goal is None
    assert found.figures.questions is None
    assert "not English" in found.figures.missing


@pytest.mark.parametrize(
    "stresses",
    [
        ("If we only get one thing, we want a signed slip for each of the pallets.", ""),
        ("We need a signed slip for each of the pallets.", "That is exactly what we need."),
        ("I don't need a faster scanner. We need a signed slip for each of the pallets.", ""),
    ],
)
def test_the_need_that_somebody_stresses_comes_first(stresses: tuple[str, str]) -> None:
    words, after = stresses
    found = drawn(
        said("Bo", words="I want to see our own figures for two years, and what they cost."),
        said("Ann", words="I see."),
        said("Bo", words=words),
        said("Bo", words=after or "So it goes on."),
    ).lines
    assert "slip for each" in next(line for line in found if line.kind == "need").words


def test_a_paper_that_somebody_needs_from_us_is_not_the_strongest_need() -> None:
    found = lines(
        said("Bo", words="The offer I need until Friday next week."),
        said("Bo", words="And I need the mornings to be calm."),
    )
    assert found[0][1] == "And I need the mornings to be calm."


def test_no_word_of_a_line_or_of_the_goal_is_in_a_repr() -> None:
    measured = drawn(
        said("Bo", 0, 9, "The platypus votes in May. I'll ask her about the platypus tomorrow."),
        said("Ann", 10, 19, "Good."),
        goal="Hear about the platypus",
    )
    assert any("platypus" in line.words for line in measured.lines)
    assert any("platypus" in line.before for line in measured.lines)
    assert measured.goal
    assert "platypus" not in repr(measured)


def test_who_decides_the_limit_and_a_competitor_come_before_a_second_need() -> None:
    needs = ("a text after ten minutes", "the chain", "which door it is", "a probe at minus forty")
    promises = ("cable", "table", "page", "list", "plan", "photo", "manual", "contract", "form")
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    call = [
        *(said("Bo", words=f"What I need is {need}, I need that.") for need in needs),
        *(
            said("Ann", words=f"I'll send you the {one} by {days[at % 5]}.")
            for at, one in enumerate((*promises, "drawing", "quote", "sample"))
        ),
        said("Bo", words="I approve up to ten thousand. Above that it's Helen Marsh who decides."),
        said("Bo", words="We had a demo from Routely last week."),
    ]
    measured = drawn(*call, rivals=("Routely",))
    found, left_out = measured.lines, measured.left_out
    words = " ".join(line.words for line in found)
    assert "Helen Marsh" in words
    assert "Routely" in words
    assert [line.kind for line in found].count("need") <= 2
    assert [line.kind for line in left_out] == ["need"] * len(left_out)
    assert len(left_out) + [line.kind for line in found].count("need") == len(needs)
