"""Write queries in SOQL, the query language of Salesforce. Pure.

SOQL has no parameters, so quote every value that goes into a query.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

# Salesforce accepts a backslash only in the escapes in `_ESCAPES` and `_WILDCARDS`.
_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        "'": "\\'",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
    }
)
_WILDCARDS = str.maketrans({"%": "\\%", "_": "\\_"})
_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,254}")
_CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def quoted(text: str) -> str:
    """Return a text as a quoted string."""
    return f"'{text.translate(_ESCAPES)}'"


def containing(text: str) -> str:
    """Return a pattern for LIKE that matches all values that contain this text."""
    return f"'%{text.translate(_ESCAPES).translate(_WILDCARDS)}%'"


def any_of(texts: Iterable[str]) -> str:
    """Return the texts as a list for the operator IN: "('a','b')"."""
    return f"({','.join(map(quoted, texts))})"


def moment(at: datetime) -> str:
    """Return an aware moment as SOQL writes it, without quotes: 2026-11-30T09:00:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def select(
    fields: Sequence[str], source: str, where: str = "", order: str = "", limit: int = 0
) -> str:
    """Return a query. `where` and `order` must be in SOQL. A `limit` of 0 means no limit.

    Raises ValueError if there are no fields, or if a field or `source` is not a valid name.
    """
    if not fields or not all(map(_NAME.fullmatch, (*fields, source))):
        raise ValueError("not a name in Salesforce")
    parts = ["SELECT", ",".join(fields), "FROM", source]
    parts += [f"WHERE {where}"] if where else []
    parts += [f"ORDER BY {order}"] if order else []
    parts += [f"LIMIT {limit}"] if limit else []
    return " ".join(parts)


def long_id(id_: str) -> str:
    """Return the 18-character form of an id, or "" if it is not an id.

    An id of 15 characters is case-sensitive. The longer form has three more characters at the end.
    They say which of the first 15 characters are in upper case.
    """
    if not _ID.fullmatch(id_):
        return ""
    short = id_[:15]
    sums = (
        sum(1 << place for place, char in enumerate(short[start : start + 5]) if char.isupper())
        for start in (0, 5, 10)
    )
    return short + "".join(_CHECKSUM[one] for one in sums)
