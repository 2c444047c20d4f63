"""A contact is found in a typed line whatever the case; an ordinary word is not one."""

import pytest

from handlers.coaching.names.contacts_named import contacts_named

ON_FILE = (
    "Pia Storm",
    "Mia Berg",
    "Tomáš Novák",
    "Dr. Anders Lund",
    "Will Marsh",
    "May Grant",
    "Mark Lang",
    "Frank Ernst",
    "Lee Wu",
)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("pia storm left", "Pia Storm"),
        ("PIA left", "Pia Storm"),
        ("pias boss wants a pilot", "Pia Storm"),
        ("promised mia a quote by fri", "Mia Berg"),
        ("berg is new in procurement", "Mia Berg"),
        ("talked to tomas, he wants a pilot", "Tomáš Novák"),
        ("spoke w novak abt pricing", "Tomáš Novák"),
        ("lund said ok", "Dr. Anders Lund"),
        ("lee wants references", "Lee Wu"),
        ("will marsh is out", "Will Marsh"),
        ("will said they need an nda", "Will Marsh"),
        ("will's boss decides", "Will Marsh"),
        ("Marsh is the buyer", "Will Marsh"),
        ("talked to will about the nda", "Will Marsh"),
        ("promised mark a quote by fri", "Mark Lang"),
        ("mark wants a pilot", "Mark Lang"),
        ("lang wants a pilot", "Mark Lang"),
        ("asked Will for the nda", "Will Marsh"),
        ("Grant is new there", "May Grant"),
        ("may wants a demo", "May Grant"),
        ("frank: no budget this year", "Frank Ernst"),
    ],
)
def test_a_contact_is_found_whatever_the_case(line: str, name: str) -> None:
    assert contacts_named(line, ON_FILE) == [name]


@pytest.mark.parametrize(
    "line",
    [
        "will call back about the pilot",
        "Will call back about the pilot",
        "they will decide in may",
        "May is a good month for them",
        "call them on may 4",
        "the mark is high",
        "mark the deal as won",
        "to be frank the price is too high",
        "das ist zu lang",
        "es ist ihnen ernst",
        "there is a storm of requests",
        "they grant access on friday",
        "a marsh of rules",
        "the iceberg is deep",
        "impianto is the plant",
    ],
)
def test_an_ordinary_word_is_no_contact(line: str) -> None:
    assert contacts_named(line, ON_FILE) == []


def test_a_whole_name_means_nobody_else_with_that_first_name() -> None:
    people = ("Pia Storm", "Pia Wolf")
    assert contacts_named("pia wolf left", people) == ["Pia Wolf"]
    assert contacts_named("pia left", people) == [*people]


def test_a_name_of_two_ordinary_words_may_be_a_verb() -> None:
    assert contacts_named("they will grant us access", ["Will Grant"]) == []
    assert contacts_named("Will Grant is the buyer", ["Will Grant"]) == ["Will Grant"]
