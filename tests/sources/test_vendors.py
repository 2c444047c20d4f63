"""Titles of meetings in which somebody may sell to us."""

import pytest

from handlers.sources.calendars.vendors import may_sell_to_us
from tests.shipped import SHIPPED_PLAYBOOK


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("HubSpot: our renewal", True),
        ("Our subscriptions at Zoom", True),
        ("Invoice 2026-11", True),
        ("Vendor review", True),
        ("Rechnung Oktober", True),
        ("DialForge: our dialer renewal", True),
        ("our Contractly contract", True),
        ("DialForge / our sales dialer subscription", True),
        ("unser Telefonie Vertrag", True),
        ("our pilot plan", False),
        ("our demo for the whole renewal team", False),
        ("Renewal talk", False),
        ("Intro Acme", False),
        ("Supply chain demo", False),
        ("", False),
    ],
)
def test_we_may_be_the_customer(title: str, expected: bool) -> None:
    assert may_sell_to_us(title, SHIPPED_PLAYBOOK.meetings) == expected
