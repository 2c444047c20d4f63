"""What the buttons of a card carry, so that they mean the transcript that the card is about.

A row's id alone is not enough. Meanwhile the row's figures may have been moved to another call, or
replaced by the figures of another file. And SQLite gives the id of a deleted row to the next row.
"""

_DIGEST = 8  # characters


def ref(row_id: int | str, digest: str, call_id: int | None = None) -> str:
    """What stands for a transcript: "7-1f0c22ab", or "7-1f0c22ab-12" for its figures of call 12."""
    return "-".join(map(str, [row_id, digest[:_DIGEST], *([call_id] if call_id else [])]))


def carried(digest: str) -> str:
    """What all references to a file have in them."""
    return f"-{digest[:_DIGEST]}"


def row_of(text: str) -> str:
    """The row's id in a reference."""
    return text.partition("-")[0]


def is_of(text: str, digest: str, call_id: int | None = None) -> bool:
    """Whether a reference means this file and this call.

    A reference that is only a row's id, as on older cards, always counts as meaning them.
    """
    return "-" not in text or text == ref(row_of(text), digest, call_id)
