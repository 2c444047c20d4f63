"""Reading a payload that may be anything, although Slack signed it."""

import json
import re
from typing import Any

from bot.payload import Malformed, at
from handlers.conversation import storable


def text(body: object, *path: str) -> str:
    """A text that Slack always sends. Raises Malformed."""
    found = at(body, *path)
    if not isinstance(found, str):
        raise Malformed(".".join(path))
    return storable(found)


def parsed(json_text: str) -> Any:  # noqa: ANN401 - looked at by the caller
    """JSON that we once handed out. Raises Malformed."""
    try:
        return json.loads(json_text)
    except (ValueError, RecursionError) as error:
        raise Malformed("json") from error


LINKED = re.compile(r"<((?:https?://|mailto:|tel:)[^<>|]*)(?:\|([^<>]*))?>")


def typed(words: str) -> str:
    """Words as they were typed: Slack wraps addresses it recognises, and escapes & < >."""
    unwrapped = LINKED.sub(_unwrap, words)
    return unwrapped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _unwrap(linked: re.Match[str]) -> str:
    address, label = linked.groups()
    return str(address if address.startswith("http") else label or address.partition(":")[2])
