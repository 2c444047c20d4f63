"""Get values from JSON objects that may be malformed."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.transcripts.formats.clock import as_seconds
from bot.transcripts.formats.refused import FileRefused

MAX_ROWS = 200_000  # some files have a row for each word
Row = Mapping[str, Any]


def rows(value: object) -> list[Row]:
    """Return the objects in a list, or [] if `value` is not a list.

    Raises FileRefused if the list is too long.
    """
    if not isinstance(value, list):
        return []
    if len(value) > MAX_ROWS:
        raise FileRefused("too many cues")
    return [one for one in value if isinstance(one, dict)]


def text(row: object, *keys: str) -> str:
    """Return the first text or whole number under one of these keys, as text.

    Return "" if there is none, or if it is a whole number of more than 18 digits.
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
    """Return the first number under one of these keys. A time such as "1:05" becomes seconds."""
    found = (as_seconds(row.get(key)) for key in keys)
    return next((one for one in found if one is not None), None)


def moment(value: object) -> datetime | None:
    """Parse ISO 8601 with a zone, or milliseconds since 1970, and return the moment in UTC.

    Return None for any other value, and for numbers up to 10**11: they are probably in seconds.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC) if value > 10**11 else None
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None


def tables(value: object, depth: int = 4) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each list of objects, as a pair: the object in which the list is a value, and the list.

    If `value` itself is a list, yield {} and the list. Objects nested in objects are searched down
    to `depth`. Objects within a list are not searched.
    """
    if isinstance(value, list) and (found := rows(value)):
        yield {}, found
    if isinstance(value, dict) and depth:
        for each in value.values():
            if isinstance(each, list) and (found := rows(each)):
                yield value, found
            yield from tables(each, depth - 1) if isinstance(each, dict) else ()


def around(value: object, key: str, depth: int = 4) -> Row | None:
    """Return `value` if it has this key, or else the first nested object that has it.

    Return None if no object has the key.
    """
    if not isinstance(value, dict) or not depth:
        return None
    if key in value:
        return value
    within = (around(one, key, depth - 1) for one in value.values())
    return next((one for one in within if one), None)
