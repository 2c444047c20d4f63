"""Reads payloads without trusting their shape, even though the sender is verified."""

import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Json = dict[str, Any]  # a JSON object


class Malformed(ValueError):
    """The payload does not have the shape that the platform sends."""


def parsed(text: str | bytes) -> Any:  # noqa: ANN401 - the caller checks it
    """The JSON value in a text. Raises Malformed."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("json") from error


def at(body: object, *path: str) -> object:
    """The value at a path of keys; None if there is none."""
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body


def maybe(body: object, *path: str) -> str:
    """The text at a path of keys; "" if it is missing or not a text."""
    found = at(body, *path)
    return found if isinstance(found, str) else ""


def known_zone(name: str) -> str:
    """The name, if it is that of an IANA time zone; otherwise ""."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
