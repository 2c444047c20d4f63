"""Fits texts and parts of a card into a platform's limits. The caller says what the limit is."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from handlers.cards import Link, Span, is_web_address

MORE = "…"

Part = TypeVar("Part")


def shorten(text: str, limit: int) -> str:
    """The text, cut to `limit` characters with an ellipsis at the end if it is longer."""
    return text if len(text) <= limit else text[: limit - len(MORE)] + MORE


def one_line(text: str) -> str:
    """The text on one line: every run of blanks and line breaks becomes one space."""
    return " ".join(text.split())


def share(lengths: Sequence[int], limit: int, least: int) -> int:
    """How many characters each of several texts may have, so that all fit in `limit` together.

    Each gets at least `least`, even if they do not all fit then: something of each is shown.
    """
    return limit if sum(lengths) <= limit else max(limit // len(lengths), least)


def with_text(span: Span, text: str) -> Span:
    """A span like this one, with another text."""
    return Link(text, span.url) if isinstance(span, Link) else type(span)(text)


def is_link(url: str, limit: int) -> bool:
    """Whether this is a web address of at most `limit` characters, to be shown as a link."""
    return is_web_address(url) and len(url) <= limit


def chunks(parts: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    """The parts in rows of `size`; the last may be shorter."""
    return (parts[start : start + size] for start in range(0, len(parts), size))


def left_out(count: int) -> str:
    """A line that says how many parts of a card are not shown."""
    return f"{MORE} {count} more {'part is' if count == 1 else 'parts are'} not shown here."


def cut_value(where: str, limit: int) -> str:
    """A hint for an input whose value is too long to edit there in full."""
    return f"{where} has room for the first {limit:,} characters; saving keeps only these."


def check_length(platform: str, what: str, length: int, limit: int) -> None:
    """Raise ValueError, with a sentence, if something in a manifest is longer than allowed."""
    if length > limit:
        raise ValueError(f"{platform} allows {limit} for {what}, not {length}.")
