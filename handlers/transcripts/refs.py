"""Make references for buttons, so that an old button does not act on the wrong transcript.

The id of the transcript's row is not enough. After we have sent a button, the row may get another
call or another file. SQLite also reuses the id of a deleted row.
"""

_DIGEST = 8  # in characters


def ref(row_id: int | str, digest: str, call_id: int | None = None) -> str:
    """Make a reference: "7-1f0c22ab", or "7-1f0c22ab-12" for the figures of call 12.

    A reference has the id of the row, and the beginning of the digest of the transcript's file.
    """
    return "-".join(map(str, [row_id, digest[:_DIGEST], *([call_id] if call_id else [])]))


def carried(digest: str) -> str:
    """Return the text that all references to this file contain: "-1f0c22ab"."""
    return f"-{digest[:_DIGEST]}"


def row_of(text: str) -> str:
    """Return the id of the row in a reference."""
    return text.partition("-")[0]


def refers_to(text: str, digest: str, call_id: int | None = None) -> bool:
    """Check whether a reference is to this file and this call.

    Older cards have references with only the id of the row. We always accept them.
    """
    return "-" not in text or text == ref(row_of(text), digest, call_id)
