"""Reading a payload that may be anything, although Microsoft vouched for its sender."""

import json
from typing import Any

from bot.platform.payload import Malformed, at, maybe
from handlers.conversation import storable

Json = dict[str, Any]


def text(body: object, *path: str) -> str:
    """A text that Teams always sends and that is never empty. Raises Malformed."""
    found = maybe(body, *path)
    if not found:
        raise Malformed(".".join(path))
    return storable(found)


def table(body: object, *path: str) -> Json:
    """An object that Teams always sends. Raises Malformed."""
    found = at(body, *path)
    if not isinstance(found, dict):
        raise Malformed(".".join(path))
    return found


def items(body: object, *path: str) -> list[object]:
    """The items of a list; none if there is no list."""
    found = at(body, *path)
    return found if isinstance(found, list) else []


def parsed(body: bytes) -> Json:
    """The JSON object of a request. Raises Malformed."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("json") from error
    if not isinstance(read, dict):
        raise Malformed("json")
    return read
