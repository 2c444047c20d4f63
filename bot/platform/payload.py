"""Reading a payload that may be anything, although its platform vouched for the sender."""

from collections.abc import Mapping


class Malformed(ValueError):
    """Not a payload that the platform sends."""


def at(body: object, *path: str) -> object:
    """What stands there; None if nothing does."""
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body


def maybe(body: object, *path: str) -> str:
    """A text that may be missing: then it is empty."""
    found = at(body, *path)
    return found if isinstance(found, str) else ""
