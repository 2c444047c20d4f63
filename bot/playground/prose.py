"""Running text as HTML. The text is escaped, and folded if it is long."""

from typing import assert_never

from markupsafe import Markup, escape

from bot.platform.fitting import with_text
from handlers.cards import Link, Plain, Span, Strong, Text, is_web_address

MAX_UNFOLDED = 1_500  # characters; longer texts are folded
SHOWN = 1_200  # characters before the fold
# If a space is at most this many characters before the place of the fold, we fold at the space.
MAX_MOVED = 40

EMPTY = Markup()
HEADING = Markup('<h3 dir="auto">{}</h3>')
MINOR_HEADING = Markup('<h4 dir="auto">{}</h4>')
PARAGRAPH = Markup('<p dir="auto">{}</p>')
NOTE = Markup('<p class="note" dir="auto">{}</p>')
LINK = Markup('<a href="{}" dir="auto" target="_blank" rel="noopener noreferrer nofollow">{}</a>')
STRONG = Markup('<strong dir="auto">{}</strong>')
FOLD = Markup('{}<details><summary>Read the rest</summary><div dir="auto">{}</div></details>')


def safe(text: str) -> Markup:
    """Escape the text. A NUL, which HTML does not allow, becomes U+FFFD."""
    return escape(text.replace("\0", "\ufffd"))


def inline(text: Text) -> Markup:
    return EMPTY.join(map(_span, text))


def flow(block: Markup, text: Text) -> Markup:
    """Return running text in a block such as `PARAGRAPH`, or "" for a blank text.

    The fold follows the block, because HTML does not allow a fold inside a paragraph or heading.
    """
    if not any(span.text.strip() for span in text):
        return EMPTY
    shown, rest = _split(text)
    if not rest:
        return block.format(inline(shown))
    return FOLD.format(block.format(inline(shown) + "…"), inline(rest))


def folded(text: Text) -> Markup:
    """Return running text for an element that may contain a fold."""
    shown, rest = _split(text)
    return FOLD.format(inline(shown) + "…", inline(rest)) if rest else inline(shown)


def _span(span: Span) -> Markup:
    match span:
        case Plain(text):
            return safe(text)
        case Strong(text):
            return STRONG.format(safe(text)) if text else EMPTY
        case Link(text, url):
            return _link(text, url)
        case _:
            assert_never(span)


def _link(text: str, url: str) -> Markup:
    if not text.strip() or not is_web_address(url):
        return safe(text)
    return LINK.format(url.strip(), safe(text))


def _split(text: Text) -> tuple[Text, Text]:
    """Split a long text in two: the part that is shown, and the part that is folded away."""
    if sum(len(span.text) for span in text) <= MAX_UNFOLDED:
        return text, ()
    room, shown = SHOWN, list[Span]()
    for place, span in enumerate(text):
        if len(span.text) > room:
            head, tail = _cut(span, room)
            return (*shown, head), (tail, *text[place + 1 :])
        room -= len(span.text)
        shown.append(span)
    return text, ()


def _cut(span: Span, limit: int) -> tuple[Span, Span]:
    """Cut a span in two at `limit`, or at a space shortly before it."""
    space = span.text.rfind(" ", max(limit - MAX_MOVED, 0), limit)
    at = space if space > 0 else limit
    return with_text(span, span.text[:at]), with_text(span, span.text[at:])
