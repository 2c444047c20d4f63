"""Read parts of Teams' payloads."""

from bot.platform.payload import Json, Malformed, at, maybe
from storage.text import storable


def text(body: object, *path: str) -> str:
    """Return a text that Teams always sends. Raises Malformed if it is missing or empty."""
    found = maybe(body, *path)
    if not found:
        raise Malformed(".".join(path))
    return storable(found)


def json_object(body: object, *path: str) -> Json:
    """Return an object that Teams always sends. Raises Malformed if it is missing."""
    found = at(body, *path)
    if not isinstance(found, dict):
        raise Malformed(".".join(path))
    return found


def items(body: object, *path: str) -> list[object]:
    """Return the list at a path of keys, or [] if there is none."""
    found = at(body, *path)
    return found if isinstance(found, list) else []
