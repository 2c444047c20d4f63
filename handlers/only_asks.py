"""Tell an answer that only asks or refuses from one that says what was changed. Pure."""

import re

from handlers.cards import Buttons, Card, Form, Reply
from handlers.registry import Unfinished

_QUOTED = re.compile("“[^“”]*”")
_REFUSES = ("Nothing ", "Not done", "Not moved", "Not planned")
_TAKES_BACK = ("Undo", "Put it back")
_SAYS_CHANGED = ("Saved", "Removed", "Noted", "Moved", "Promised", "Cancelled")


def changed_nothing(reply: Reply | Unfinished) -> bool:
    """Check whether an answer is a form, or a card that only asks or refuses.

    If a card has a button that takes something back, something was changed.
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
    """Check whether a card's summary has a question mark, outside the words that people typed."""
    return isinstance(reply, Card) and "?" in _QUOTED.sub("", reply.summary)
