"""Group the rows of a query by key."""

from collections.abc import Iterable
from typing import TypeVar

Key = TypeVar("Key")
Row = TypeVar("Row")


def grouped(pairs: Iterable[tuple[Key, Row]]) -> dict[Key, list[Row]]:
    """Group (key, row) pairs by key. The rows of a key keep their order."""
    groups: dict[Key, list[Row]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups
