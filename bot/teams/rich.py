"""Render text as rich text blocks, which show markdown as it was typed.

Each line is a separate block, because clients differ in how they show a line break.
"""

from collections.abc import Iterator
from typing import assert_never

from bot.platform.fitting import is_link, share, shorten, with_text
from bot.platform.payload import Json
from bot.teams import limits
from bot.teams.limits import verbatim
from handlers.cards import Link, Plain, Span, Strong, Text, spans

MIN_LENGTH = 60  # a text that we shorten keeps at least this many characters
NO_BREAK_SPACE = "\u00a0"

SMALL: Json = {"size": "small", "isSubtle": True}
LARGE: Json = {"size": "large", "weight": "bolder"}
MEDIUM: Json = {"size": "medium", "weight": "bolder"}
STRONG: Json = {"weight": "bolder"}
MONOSPACE: Json = {"fontType": "monospace"}
WRONG: Json = {"color": "attention", "weight": "bolder"}


def heading(text: str, look: Json = MEDIUM) -> Iterator[Json]:
    """Render a heading.

    Screen readers announce only a TextBlock as a heading. A TextBlock reads markdown, so text that
    markdown might change becomes a RichTextBlock.
    """
    if not text.strip():
        return
    words = limits.line(text, limits.HEADING)
    if limits.is_harmless(words):
        yield {"type": "TextBlock", "text": words, "wrap": True, "style": "heading", **look}
    else:
        yield from paragraph(spans(words), limits.HEADING, look)


def paragraph(text: Text, longest: int, look: Json | None = None) -> Iterator[Json]:
    """Render a paragraph, with a block for each line. `longest` is in characters."""
    gap = "default"
    for line in _lines(_shortened(text, longest)):
        if any(span.text.strip() for span in line):
            inlines = [_run(span, look or {}) for span in line if span.text]
            yield {"type": "RichTextBlock", "inlines": inlines, **_spacing(gap)}
            gap = "none"
        elif gap == "none":
            gap = "small"


def bullets(items: tuple[Text, ...], longest: int) -> Iterator[Json]:
    """Render a list, with the bullets in one column and the items in another."""
    filled = [item for item in items if any(span.text.strip() for span in item)]
    each = share([sum(len(span.text) for span in item) for item in filled], longest, MIN_LENGTH)
    for item in filled:
        yield {
            "type": "ColumnSet",
            "spacing": "small",
            "columns": [
                _column("auto", paragraph(spans("•"), longest)),
                _column("stretch", paragraph(item, each)) | {"spacing": "small"},
            ],
        }


def quote(words: str, source: str, longest: int) -> Iterator[Json]:
    """Render a quotation on a shaded background, with the source below."""
    quoted = list(paragraph(spans(words), longest, {"italic": True}))
    whose = [each | {"spacing": "small"} for each in paragraph(spans(source), longest, SMALL)]
    yield from _shaded([*quoted, *whose])


def preformatted(text: str, longest: int) -> Iterator[Json]:
    """Render text for people to copy, with all its spaces."""
    aligned = "\n".join(map(_aligned, shorten(text, longest).split("\n")))
    yield from _shaded(list(paragraph(spans(aligned), longest, MONOSPACE)))


def _shaded(items: list[Json]) -> Iterator[Json]:
    if items:
        yield {"type": "Container", "style": "emphasis", "items": items}


def _column(width: str, items: Iterator[Json]) -> Json:
    return {"type": "Column", "width": width, "items": list(items)}


def _aligned(line: str) -> str:
    """Use no-break spaces, which clients do not collapse."""
    indent = len(line) - len(line.lstrip(" "))
    return NO_BREAK_SPACE * indent + line[indent:].replace("  ", NO_BREAK_SPACE * 2)


def _spacing(gap: str) -> Json:
    return {} if gap == "default" else {"spacing": gap}


def _shortened(text: Text, longest: int) -> Text:
    each = share([len(span.text) for span in text if span.text], longest, MIN_LENGTH)
    return tuple(with_text(span, shorten(span.text, each)) for span in text)


def _lines(text: Text) -> list[Text]:
    """Split a text into lines."""
    lines: list[list[Span]] = [[]]
    for span in text:
        first, *rest = span.text.splitlines() + [""] * span.text.endswith("\n") or [""]
        lines[-1].append(with_text(span, first))
        lines += [[with_text(span, each)] for each in rest]
    return [tuple(line) for line in lines]


def _run(span: Span, look: Json) -> Json:
    run = {"type": "TextRun", "text": verbatim(span.text), **look}
    match span:
        case Plain():
            return run
        case Strong():
            return run | {"weight": "bolder"}
        case Link(_, url):
            return run | ({"selectAction": _open_url(url)} if is_link(url, limits.ADDRESS) else {})
        case _:
            assert_never(span)


def _open_url(url: str) -> Json:
    return {"type": "Action.OpenUrl", "url": url.strip()}
