"""Check whether an answer only asks or refuses. Pure."""

import re

from handlers.cards import Card, Form, Reply
from handlers.registry import Unfinished

_QUOTED = re.compile("“[^“”]*”")
_REFUSES = ("Nothing ", "Not done", "Not moved", "Not planned")


def asks_or_refuses(reply: Reply | Unfinished) -> bool:
    """Check whether an answer opens a form, asks something, or says that something is not done."""
    if isinstance(reply, Form):
        return True
    return asks(reply) or (isinstance(reply, Card) and reply.summary.startswith(_REFUSES))


def asks(reply: Reply | Unfinished) -> bool:
    """Check whether a card's summary has a question mark outside of quoted words."""
    return isinstance(reply, Card) and "?" in _QUOTED.sub("", reply.summary)
