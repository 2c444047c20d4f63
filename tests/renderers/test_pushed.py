"""Pushed messages stay in a chat, so they must still be true when read on another day."""

import re
from collections.abc import Iterator

from bot.playground.renderer import card_html
from handlers.cards import Card
from handlers.nudges import KINDS
from tests.playground.html import Page
from tests.renderers.week import buttons, week

# What is due on the day of the message may be "due today".
RELATIVE = re.compile(
    r"(?<!due )\b(today|tonight|tomorrow|yesterday|ago"
    r"|in (?:\d+|an?|one) (?:minute|hour|day|week)s?)\b",
    re.IGNORECASE,
)
# The line ten minutes before a call is for those ten minutes, and may say "today".
LINE = re.compile(r"Northwind, in 10 minutes\.")


def pushed() -> Iterator[Card]:
    """Every message that a week pushes to somebody, or to a channel."""
    for name, card in week().cards.items():
        if name.startswith("nudge "):
            yield card


def test_days_are_named_by_their_date() -> None:
    for card in pushed():
        said = f"{card.summary}\n{Page(str(card_html(card))).text}"
        assert LINE.search(said) or not RELATIVE.findall(said), said


def test_every_kind_of_nudge_is_among_them() -> None:
    kinds = {
        button.value.removeprefix("message:")
        for card in pushed()
        for button in buttons(card)
        if button.action == "rhythm.mute"
    }
    assert kinds >= {"answered", "help_asked", "help_answered", *(kind.name for kind in KINDS)}
