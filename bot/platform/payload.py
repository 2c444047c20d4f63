"""Read payloads without trusting their structure."""

import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Json = dict[str, Any]  # a JSON object


class Malformed(ValueError):
    """The payload does not have the structure that the platform sends."""


def parsed(text: str | bytes) -> Any:  # noqa: ANN401 - the caller checks it
    """Parse JSON. Raises Malformed."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("json") from error


def at(body: object, *path: str) -> object:
    """Return the value at a path of keys, or None."""
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body


def maybe(body: object, *path: str) -> str:
    """Return the text at a path of keys, or "" if there is no text."""
    found = at(body, *path)
    return found if isinstance(found, str) else ""


def known_zone(name: str) -> str:
    """Return the name if it is an IANA time zone, or ""."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
