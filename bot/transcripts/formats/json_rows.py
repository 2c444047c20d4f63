"""Reads values out of a file's JSON objects, without trusting that it is well formed."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.transcripts.formats.clock import as_seconds
from bot.transcripts.formats.refused import FileRefused

MAX_ROWS = 200_000  # a file may have a row for each word
Row = Mapping[str, Any]


def rows(value: object) -> list[Row]:
    """The objects in a list; [] if `value` is no list. Raises FileRefused above `MAX_ROWS`."""
    if not isinstance(value, list):
        return []
    if len(value) > MAX_ROWS:
        raise FileRefused("too many cues")
    return [one for one in value if isinstance(one, dict)]


def text(row: object, *keys: str) -> str:
    """The first text under one of these keys; "" if there is none.

    Whole numbers below 10**18 count as text. A larger one ends the search: the answer is "".
    """
    if not isinstance(row, dict):
        return ""
    for key in keys:
        found = row.get(key)
        if isinstance(found, str) and found.strip():
            return found.strip()
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)[:20] if abs(found) < 10**18 else ""
    return ""


def number(row: Row, *keys: str) -> float | None:
    """The first number under one of these keys; a time such as "1:05" gives its seconds."""
    found = (as_seconds(row.get(key)) for key in keys)
    return next((one for one in found if one is not None), None)


def moment(value: object) -> datetime | None:
    """A moment with a zone, from ISO 8601 or milliseconds since 1970; None if it is neither."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC) if value > 10**11 else None
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None


def tables(value: object, depth: int = 4) -> Iterator[tuple[Row, list[Row]]]:
    """Each list with objects in it, after the object that holds it: {} if `value` is the list.

    Objects within objects are searched, down to `depth`; the items of lists are not.
    """
    if isinstance(value, list) and (found := rows(value)):
        yield {}, found
    if isinstance(value, dict) and depth:
        for each in value.values():
            if isinstance(each, list) and (found := rows(each)):
                yield value, found
            yield from tables(each, depth - 1) if isinstance(each, dict) else ()


def around(value: object, key: str, depth: int = 4) -> Row | None:
    """The object that has this key, at the top or within others; None if none has."""
    if not isinstance(value, dict) or not depth:
        return None
    if key in value:
        return value
    within = (around(one, key, depth - 1) for one in value.values())
    return next((one for one in within if one), None)
