"""Names that several accounts mention and nobody has on file."""

from datetime import date

import pytest

from handlers.coaching.buyer_words.themes import BuyerQuote
from handlers.coaching.names.recurring_names import RecurringName, recurring_names

MONDAY = date(2026, 11, 23)
KNOWN = ("Northwind Logistics", "Jana Kowalska", "Lena Brandt", "Routely")


def names(*words: str, accounts: tuple[int, ...] = (1, 2, 3)) -> list[str]:
    said = [BuyerQuote(account, one, MONDAY) for account, one in zip(accounts, words, strict=False)]
    return [one.name for one in recurring_names(said, KNOWN, 3)]


def test_a_name_of_two_accounts_is_found_with_how_many() -> None:
    said = [
        BuyerQuote(account, f"We also talk to Planexa, number {account}.", MONDAY)
        for account in (1, 1, 2, 3)
    ]
    assert recurring_names(said, KNOWN, 3) == [RecurringName("Planexa", 3)]


def test_a_name_of_one_account_is_none() -> None:
    assert names("We use Planexa.", "And so Planexa won.", accounts=(1, 1)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Planning takes all day.",  # only at the beginning of a sentence
        "It is late. Drivers wait.",
        "We met on Tuesday in December.",
        "Our depot in Hamburg and that in Rotterdam are the same.",
        "The German office asks about French rules.",
        "We told Jana and Brandt about it.",  # on file
        "The price of Routely went up, at Northwind too.",  # on file
        "All of it is in Excel and in Outlook.",
        "We asked IT, and SAP and the ERP say no.",
        "I said to Peter Hofmeister what I say to you.",  # a person
        "The Planner is new, says the planner.",  # in lower case elsewhere
        "Die Fahrer hatten das Gerät nach zwei Wochen im Schrank.",  # German writes nouns so
        "Why We Left Planexa For Good",  # a headline
        "We want a Pilot, and then we want the Board to look.",  # common words
    ],
)
def test_what_is_no_name_of_a_competitor_is_silent(words: str) -> None:
    assert names(words, words) == []
