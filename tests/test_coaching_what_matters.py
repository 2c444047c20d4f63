"""What matters for a call: its order, its reasons, and that nothing is said twice."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.coaching.what_matters import (
    IN_BRIEF,
    Answer,
    LastCall,
    OnFile,
    Owed,
    OwnLastCall,
    Said,
    in_brief,
    last_words,
    points,
    risk,
    row_in_words,
    short_quote,
)
from storage.choices import Built

TODAY = date(2026, 11, 25)
YESTERDAY = date(2026, 11, 24)
NOTHING = OnFile("Northwind", TODAY)
PRICING = Owed(1, "ours", "Pricing for 40 seats", YESTERDAY, "yesterday")
NAMES = Owed(2, "theirs", "Names of two dispatchers", TODAY, "today")
QUOTE = Said(7, "Jana Novak", "The drivers had switched it off by week two.", 6, coming=True)
FULL = OnFile(
    "Northwind",
    TODAY,
    newcomers=("Irina Sokol",),
    missed=True,
    last=LastCall(
        6,
        surprise="It was the drivers who stopped it, not IT.",
        next_step="Talk to two dispatchers",
        next_step_by="theirs",
        spoke="Jana Novak",
    ),
    own=OwnLastCall("Hear why it was dropped", "partly", ("They fear the migration",)),
    said=(QUOTE,),
    answers=(Answer(9, "Priya Nair", "Nobody asks the drivers", "Three depots do.", 2),),
    owed=(PRICING, NAMES),
    built=("relationship", "neither", "relationship"),
)


def texts(on_file: OnFile) -> list[str]:
    return [point.text for point in points(on_file)]


def test_nothing_on_file_says_nothing() -> None:
    assert points(NOTHING) == []
    assert risk(NOTHING.own) is None


def test_everything_is_a_sentence_and_is_said_once() -> None:
    assert texts(FULL) == [
        "Nobody from Northwind came last time.",
        "Last surprise: It was the drivers who stopped it, not IT.",
        "Priya Nair answered you: Three depots do.",
        "We owe them: Pricing for 40 seats (due since yesterday).",
        "Next step: Talk to two dispatchers (their idea).",
        "Jana Novak said: “The drivers had switched it off by week two.”",
        "Irina Sokol is new to these calls.",
        "Your guess was wrong: They fear the migration.",
        "Last goal, partly reached: Hear why it was dropped.",
        "They owe us: Names of two dispatchers (due today).",
        "None of the last 3 calls moved a solution forward.",
    ]


def test_each_says_why_it_stands_there() -> None:
    why = {point.topic: point.why for point in points(FULL)}
    assert why["surprise"] == "Jana Novak is coming and it was a surprise last time"
    assert why["our_promise"] == "it is overdue, and they may ask for it"
    assert why["answer"] == "the answer came after your last call"
    assert why["next_step"] == "it is their turn"
    assert all(reason and not reason.endswith(".") for reason in why.values())


def test_the_kind_of_call_decides_first() -> None:
    about = replace(FULL, missed=False, kind="kick_off", kind_in_words="a kick-off")
    first, second, third = points(about)[:3]
    assert [first.topic, second.topic, third.topic] == ["our_promise", "next_step", "newcomer"]
    assert first.why == "it is overdue, and they may ask for it, and this is a kick-off"
    assert points(replace(about, kind="discovery"))[0].topic == "surprise"
    of_renewal = [point.topic for point in points(replace(about, kind="renewal"))]
    assert of_renewal.index("goal") < of_renewal.index("next_step")


def test_who_is_coming_and_how_recent_it_is_decide_next() -> None:
    assert FULL.last is not None
    last = replace(FULL.last, spoke="")
    gone = points(replace(FULL, last=last))
    order = [point.topic for point in gone]
    assert order.index("our_promise") < order.index("surprise")
    assert next(each for each in gone if each.topic == "surprise").why == (
        "it was a surprise last time"
    )
    old = points(replace(FULL, last=replace(last, days=90)))
    order = [point.topic for point in old]
    assert order.index("surprise") > order.index("newcomer")


def test_a_quote_that_was_said_is_not_said_again() -> None:
    assert not any(point.topic == "quote" for point in points(FULL, said=[QUOTE.id]))


def test_a_brief_has_room_for_few() -> None:
    ordered = points(FULL)
    assert in_brief(ordered, 100) == ordered[:IN_BRIEF]
    missed, surprise, answer, promise, next_step = ordered[:5]
    assert in_brief(ordered, 17) == [missed, surprise, promise]  # which is listed in any case
    assert in_brief([surprise, next_step, answer], 18) == [surprise, answer]  # which is shorter


@pytest.mark.parametrize(("due", "topics"), [(None, []), (date(2026, 11, 26), [])])
def test_what_is_not_due_is_no_news(due: date | None, topics: list[str]) -> None:
    owed = (replace(PRICING, due=due),)
    assert [point.topic for point in points(replace(NOTHING, owed=owed))] == topics


def test_last_words_are_short_or_left_out() -> None:
    assert last_words([QUOTE], "Jana Novak") == QUOTE
    assert last_words([QUOTE], "Ruben Falk") is None
    long = replace(QUOTE, words="word " * 20)
    assert last_words([long, QUOTE], "Jana Novak") is None  # not what she said last
    assert short_quote("First. " + "word " * 20) == "First."


def test_a_colleagues_surprise_is_not_called_ones_own() -> None:
    last = LastCall(1, surprise="She keeps both depots", own=False)
    assert texts(replace(NOTHING, last=last)) == [
        "What surprised a colleague: She keeps both depots."
    ]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (
            OwnLastCall(talked_most=True, pitched_early=True),
            "Last time you talked more than they did, and pitched in the first third.",
        ),
        (OwnLastCall(talked_most=True), "Last time you talked more than they did."),
        (OwnLastCall(pitched_early=True), "Last time you pitched in the first third."),
    ],
)
def test_there_is_one_risk(own: OwnLastCall, said: str) -> None:
    assert risk(own) == said


def test_the_last_calls_as_a_row() -> None:
    again: tuple[Built, ...] = ("relationship",) * 5
    built: tuple[Built, ...] = ("solution", "neither", *again)
    assert row_in_words(built) == "solution, neither, relationship, relationship, relationship"
    assert not any(
        point.topic == "pattern" for point in points(replace(NOTHING, built=("neither",) * 2))
    )
