"""Render text as Slack's `rich_text`. Slack shows "*" and "_" in it as they were typed."""

from collections.abc import Iterator
from typing import assert_never

from bot.platform.fitting import is_link, share, shorten
from bot.platform.payload import Json
from bot.slack import limits
from handlers.cards import Link, Plain, Span, Strong, Text

MIN_LENGTH = 20  # we never shorten a text to fewer characters than this


def paragraph(text: Text, longest: int, **style: bool) -> Iterator[Json]:
    """Render a paragraph of at most about `longest` characters, or nothing if it is empty."""
    yield from _block(*_element("rich_text_section", text, longest, **style))


def bullets(items: tuple[Text, ...], longest: int) -> Iterator[Json]:
    """Render a list, or nothing if it is empty."""
    each = share([sum(len(span.text) for span in item) for item in items], longest, MIN_LENGTH)
    lines = [line for item in items for line in _element("rich_text_section", item, each)]
    if lines:
        yield from _block({"type": "rich_text_list", "style": "bullet", "elements": lines})


def quote(words: str, source: str, longest: int) -> Iterator[Json]:
    """Render a quotation with its source below, or nothing if both are empty."""
    yield from _block(
        *_element("rich_text_quote", (Plain(words),), longest),
        *_element("rich_text_section", (Plain(source),), longest, italic=True),
    )


def preformatted(text: str, longest: int) -> Iterator[Json]:
    """Render text for people to copy, or nothing if it is empty."""
    yield from _block(*_element("rich_text_preformatted", (Plain(text),), longest))


def _block(*elements: Json) -> Iterator[Json]:
    if elements:
        yield {"type": "rich_text", "elements": list(elements)}


def _element(kind: str, text: Text, longest: int, **style: bool) -> list[Json]:
    """Return a list of one element, or [] for a blank text. Slack rejects blank elements."""
    spans = [span for span in text if span.text]
    each = share([len(span.text) for span in spans], longest, MIN_LENGTH)
    if not any(span.text.strip() for span in spans):
        return []
    return [{"type": kind, "elements": [_span(span, each, style) for span in spans]}]


def _span(span: Span, longest: int, style: dict[str, bool]) -> Json:
    words = {"text": shorten(span.text, longest)}
    match span:
        case Plain():
            return {"type": "text", **words, **_style(style)}
        case Strong():
            return {"type": "text", **words, **_style(style | {"bold": True})}
        case Link(_, url):
            kind = (
                {"type": "link", "url": url} if is_link(url, limits.ADDRESS) else {"type": "text"}
            )
            return {**kind, **words, **_style(style)}
        case _:
            assert_never(span)


def _style(style: dict[str, bool]) -> Json:
    return {"style": style} if style else {}
