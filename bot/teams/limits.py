"""Teams' limits, and functions that shorten text to them and keep it free of markup.

By Microsoft's documentation a message may have about 100 kB as UTF-16; it recommends 80 kB.
Pictures in base64 do not count. The limits on single texts are our own choice, in characters.
"""

import json
import re
from dataclasses import dataclass

from bot.platform.fitting import MORE, one_line, shorten

CARD_SIZE = 78_000  # bytes of a card; the rest of a message takes less than 2 kB
ACTIONS = 6  # visible buttons on a whole card, by Teams' rules; also the limit for one row
SUMMARY = 800
HEADING = 150
LABEL = 300
BUTTON_LABEL = 75
SPOKEN = 150  # of a button's label for screen readers
ADDRESS = 2_000  # of a link; a longer one is shown as text


@dataclass(frozen=True)
class Room:
    """How much of each text, option and typed value a card shows, in characters."""

    text: int
    option: int = 100
    typed: int = 20_000


# Tried in turn until the card fits: text to read is shortened before text to edit. The limit of
# 4,000 characters for a text is for people who read it on a phone.
ROOMS = (
    Room(4_000),
    Room(1_000),
    Room(300),
    Room(100),
    Room(100, 40, 10_000),
    Room(100, 40, 3_000),
    Room(100, 40, 1_000),
    Room(60, 30, 200),
)

# Adaptive Cards replace {{DATE(…)}} by the reader's local date, anywhere in a text.
FUNCTION = re.compile(r"\{(?=\{\s*(?:DATE|TIME)\s*\()", re.IGNORECASE)
WORD_JOINER = "\u2060"  # invisible: it has no width

PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]*")

# Letters, digits and marks that mean nothing in markdown. A full stop or colon inside a word could
# make it a link, and a number before a full stop or bracket starts a list.
HARMLESS = re.compile(r"(?!\d+[.)])(?:[^\W_]|[ ,;?%'’“”–—…()]|[.:](?= |$)|(?<=\d):(?=\d))+")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def verbatim(text: str) -> str:
    """Text for a place without markdown, with {{DATE(…)}} and {{TIME(…)}} made harmless."""
    return FUNCTION.sub("{" + WORD_JOINER, text)


def line(text: str, limit: int) -> str:
    """One line for a label or title. It must not be empty: a blank becomes an ellipsis."""
    return verbatim(shorten(one_line(text), limit)) or MORE


def is_harmless(text: str) -> bool:
    """Whether this looks the same as markdown and as plain text."""
    return HARMLESS.fullmatch(text) is not None


def escaped(text: str) -> str:
    """Markdown that is shown as this text."""
    return text if is_harmless(text) else PUNCTUATION.sub(r"\\\1", text)


def size(content: object) -> int:
    """The size as JSON in bytes, as Teams counts them: UTF-16, without pictures."""
    packed = PICTURE.sub("", json.dumps(content, ensure_ascii=False))
    return len(packed.encode("utf-16-le", "surrogatepass"))
