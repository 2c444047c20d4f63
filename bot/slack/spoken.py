"""Convert a card to plain text for screen readers, which don't read a message's blocks."""

from collections.abc import Iterator
from typing import assert_never

from bot.platform.fitting import MORE, one_line, shorten
from bot.slack import limits
from handlers.cards import (
    Block,
    Bullets,
    Buttons,
    Card,
    Divider,
    Heading,
    Note,
    Paragraph,
    Picture,
    Preformatted,
    QuickForm,
    Quote,
    Text,
)


def spoken(card: Card) -> str:
    """Return the card as escaped text within Slack's limit. A lock screen shows the first line."""
    first = one_line(card.summary)
    lines = [first, *(line for block in card.blocks for line in _lines(block) if line != first)]
    words = "\n".join(line for line in lines if line.strip()) or MORE
    return _escaped(shorten(words, limits.MESSAGE_TEXT))


def _escaped(words: str) -> str:
    """Escape a text, and shorten it to what Slack accepts."""
    escaped = limits.escape(words)
    if len(escaped) <= limits.MESSAGE_TEXT:
        return escaped
    limit = max(
        limits.MESSAGE_TEXT - (len(escaped) - len(words)), limits.MESSAGE_TEXT // limits.ESCAPED
    )
    return limits.escape(shorten(words, limit))


def _lines(block: Block) -> Iterator[str]:
    """Yield what a block says, as lines of plain text."""
    match block:
        case Heading(text) | Preformatted(text):
            yield text
        case Paragraph(text) | Note(text):
            yield _plain(text)
        case Bullets(items):
            yield from (f"• {_plain(item)}" for item in items)
        case Quote(words, source):
            yield words
            yield source
        case Picture(_, alt):
            yield alt
        case Buttons(buttons):
            yield "Buttons: " + ", ".join(one_line(each.label) for each in buttons)
        case QuickForm():
            yield from (one_line(part.label) for part in block.fillable)
            if block.fillable and not block.at_once:
                yield f"Buttons: {one_line(block.submit)}"
        case Divider():
            pass
        case _:
            assert_never(block)


def _plain(text: Text) -> str:
    return "".join(span.text for span in text)
