"""Which titles name a customer if nobody is invited: 40 of them, read and labelled by hand."""

import pytest

from handlers.sources.calendars.title_names import customer_in
from tests.shipped import SHIPPED_PLAYBOOK

WORDS = SHIPPED_PLAYBOOK.meetings
NAMED = {
    "Anruf Pellworm Eis – Frau Clausen wg. Angebot": "Pellworm Eis",
    "Call w/ Dunmore Foods re: QA lab": "Dunmore Foods",
    "Pemberton Brewery – ring Dawn re: pricing": "Pemberton Brewery",
    "Cedar Creek Lab - pricing questions": "Cedar Creek Lab",
    "Demo for Toradex": "Toradex",
    "Toradex: pricing": "Toradex",
    "Call Lindqvist Möbler": "Lindqvist Möbler",
    "Moorland Energy – proposal": "Moorland Energy",
    "Quote for Harbourline Freight": "Harbourline Freight",
    "Spedition Grothe: Angebot": "Spedition Grothe",
    "Telefonat Vossberg Baustoffe": "Vossberg Baustoffe",
    "Westferry Hotels intro": "Westferry Hotels",
    "Negotiation with Brightwater": "Brightwater",
    "Kestrel Kühllogistik / Preise": "Kestrel Kühllogistik",
    "Nordhafen Pharma – requirements": "Nordhafen Pharma",
    "Pilot: Zellweg AG": "Zellweg AG",
    "Call Tri-County Water District": "Tri-County Water District",
    "Thornbury trial": "Thornbury",
}
NOT_NAMED = (
    "Zahnarzt",
    "Focus time",
    "Call Mum",
    "Call plumber",
    "Ring the bank",
    "Call with Jonas",
    "Product Demo",
    "Pricing workshop",
    "Write proposal",
    "Demo Day",
    "Team call",
    "Sales kickoff 2027",
    "Training: Negotiation Skills",
    "Webinar: Pricing Trends",
    "Netflix trial ends",
    "Flight to Chicago",
    "Pick up Emma",
    "Pipewell: invoice and price",
    "Quarterly Pricing Review",
    "Lunch",
    "Call back",
    "Board deck",
)


def test_there_are_forty() -> None:
    assert len(NAMED) + len(NOT_NAMED) == 40


@pytest.mark.parametrize(("title", "name"), NAMED.items())
def test_a_customer_is_named(title: str, name: str) -> None:
    assert customer_in(title, WORDS) == name


@pytest.mark.parametrize("title", NOT_NAMED)
def test_no_customer_is_named(title: str) -> None:
    assert customer_in(title, WORDS) == ""
