"""Check whether an answer only asks or refuses, or says what was changed. Pure."""

import re

from handlers.cards import Buttons, Card, Form, Reply
from handlers.registry import Unfinished

_QUOTED = re.compile("“[^“”]*”")
_REFUSES = ("Nothing ", "Not done", "Not moved", "Not planned")
_TAKES_BACK = ("Undo", "Put it back")
_SAYS_CHANGED = ("Saved", "Removed", "Noted", "Moved", "Promised", "Cancelled")


def changed_nothing(reply: Reply | Unfinished) -> bool:
    """Check whether an answer opens a form, or is a card that only asks or refuses.

    A card with a button that takes something back says what was changed.
    """
    if isinstance(reply, Form):
        return True
    if not isinstance(reply, Card) or reply.summary.startswith(_SAYS_CHANGED):
        return False
    labels = {
        button.label
        for block in reply.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
        if hasattr(button, "label")
    }
    asked = asks(reply) or reply.summary.startswith(_REFUSES)
    return asked and labels.isdisjoint(_TAKES_BACK)


def asks(reply: Reply | Unfinished) -> bool:
    """Check whether a card's first words ask something. What people typed does not count."""
    return isinstance(reply, Card) and "?" in _QUOTED.sub("", reply.summary)
