"""Reads payloads without trusting their shape, even though the sender is verified."""

from collections.abc import Mapping


class Malformed(ValueError):
    """The payload does not have the shape that the platform sends."""


def at(body: object, *path: str) -> object:
    """The value at a path of keys; None if there is none."""
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body


def maybe(body: object, *path: str) -> str:
    """The text at a path of keys; "" if it is missing or not a text."""
    found = at(body, *path)
    return found if isinstance(found, str) else ""
