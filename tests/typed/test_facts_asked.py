"""Which fact a typed question asks for."""

import pytest

from handlers.typed.asked.facts_asked import Fact, asked_about_said, fact_asked, without_filling

ASKED: dict[Fact, str] = {
    "coming": """
        who's coming from northwind at 10
        whos coming from northwind tmrw
        whos joining alder today
        whos in the alder call""",
    "on file": """
        whats up w brightwater
        whats on file brightwater
        what do we have on castell
        what happened with northwind last month
        summarise northwind
        what do i need to know about northwind""",
    "amount": """
        whats the amount at northwind
        wats the value of northwind
        how much is northwind worth
        northwind deal size?
        How big is the Northwind deal?""",
    "closes": """
        when does northwind close
        whens northwind closing
        close date northwind
        is northwind closing this month
        what month does northwind sign
        when r they meant to sign northwind
        wen do they sign at northwind""",
    "owner": """
        who owns northwind
        who runs the northwind account
        which rep owns northwind
        whose deal is northwind""",
    "deal": """
        what stage is northwind in
        northwind deal""",
    "standing": """
        where do we stand w northwind
        where are we with northwind""",
    "next step": """
        whats the next step w northwind
        next step northwind
        what now with northwind
        whats the plan with northwind
        what did we agree with northwind""",
    "decides": """
        who decides at northwind
        whos the decision maker at northwind
        who has the budget
        who has to ok it at northwind
        does ruben decide""",
    "people": """
        whos who at northwind
        who do we know at brightwater""",
    "person": """
        who is jana
        whos mia again
        whats jana's role
        what does ruben do
        who mia is
        what can you tell me about ruben""",
    "said": """
        what did jana say
        wat did jana say about pricing
        what did they say about seats
        did jana say anything about the budget
        how many seats does northwind want
        anything from jana on seats
        what does jana care about
        notes northwind""",
    "last call": """
        when did we last talk to northwind
        when did i last speak w jana
        have we talked to brightwater yet
        last call with northwind""",
    "next call": """
        when is my call w brightwater
        whens my next call with northwind
        when do i talk to mia""",
    "owed": """
        what does northwind owe us
        did northwind promise us anything
        whats open with northwind""",
    "news": """
        any news on northwind
        whats new at northwind
        anything public about castell""",
    "goal": "whats my goal for northwind",
    "to ask": """
        what should i ask jana tomorrow
        give me 3 good questions for northwind
        good questions for the alder call
        what do i say to jana""",
}


@pytest.mark.parametrize(
    ("fact", "line"),
    [(fact, line.strip()) for fact, lines in ASKED.items() for line in lines.strip().splitlines()],
)
def test_a_question_asks_for_a_fact(fact: Fact, line: str) -> None:
    asked = fact_asked(line)
    assert asked is not None
    assert asked.fact == fact


@pytest.mark.parametrize(
    "line",
    [
        "jana said the amount is too high",
        "Jana: what does it do",
        "“who decides is Ruben”, she wrote",
        "the drivers had it off by week two",
    ],
)
def test_words_of_a_customer_ask_for_nothing(line: str) -> None:
    assert fact_asked(line) is None


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("close date of the northwind deal", "northwind"),
        ("northwind next step call ruben", "northwind ruben"),
        ("northwind stage is contract sent", "northwind contract sent"),
    ],
)
def test_a_note_that_names_a_fact_has_other_words_left(line: str, left: str) -> None:
    asked = fact_asked(line)
    assert asked is not None
    assert not asked.asks
    assert " ".join(without_filling(asked.rest)) == left


def test_any_other_question_is_about_its_words() -> None:
    asked = asked_about_said("does jana like excel")
    assert asked is not None
    assert without_filling(asked.rest) == ("jana", "like", "excel")
    assert asked_about_said("jana likes excel") is None
