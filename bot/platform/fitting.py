"""Fit texts and parts of a card into a platform's limits."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from handlers.cards import Link, Span, is_web_address

MORE = "…"

Part = TypeVar("Part")


def shorten(text: str, limit: int) -> str:
    """Cut the text to `limit` characters. A cut text ends with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - len(MORE)] + MORE if limit >= len(MORE) else ""


def one_line(text: str) -> str:
    """Put the text on one line, with one space between words."""
    return " ".join(text.split())


def share(lengths: Sequence[int], limit: int, least: int) -> int:
    """Return how many characters each text may have, so that all texts together fit in `limit`.

    The result is at least `least`, even if the texts then exceed `limit`.
    """
    return limit if sum(lengths) <= limit else max(limit // len(lengths), least)


def with_text(span: Span, text: str) -> Span:
    """Return a span of the same kind with different text."""
    return Link(text, span.url) if isinstance(span, Link) else type(span)(text)


def is_link(url: str, limit: int) -> bool:
    """Check whether `url` is a web address of at most `limit` characters."""
    return is_web_address(url) and len(url) <= limit


def chunks(parts: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    """Split the parts into rows of `size`."""
    return (parts[start : start + size] for start in range(0, len(parts), size))


def left_out(count: int) -> str:
    """Say how many parts of a card are not shown."""
    return f"{MORE} {count} more {'part is' if count == 1 else 'parts are'} not shown here."


def cut_value(where: str, limit: int) -> str:
    """Return a hint for an input that can't show the whole value."""
    return f"{where} has room for the first {limit:,} characters; saving deletes the rest."


def check_length(platform: str, what: str, length: int, limit: int) -> None:
    """Check the length of a text in a manifest. Raises ValueError if it exceeds `limit`.

    `platform` and `what` name the platform and the text in the error.
    """
    if length > limit:
        raise ValueError(f"{platform} allows {limit} for {what}, not {length}.")
