"""Teams' limits, and functions that shorten text to them and keep it free of markup.

By Microsoft's documentation a message may have about 100 kB as UTF-16, and should have at most
80 kB. Pictures in base64 do not count. Limits for single texts, in characters, are our own choice.
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
SPOKEN = 150  # a button's label for screen readers
ADDRESS = 2_000  # a link's URL; a longer one is shown as text


@dataclass(frozen=True)
class Room:
    """Limits in characters for each text, option and typed value on a card."""

    text: int
    option: int = 100
    typed: int = 20_000


# Tried in turn until the card fits. Text to read is shortened before text to edit. Even the first
# limit for text to read is only 4,000, because longer texts are hard to read on a phone.
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

# Letters, digits and punctuation without a meaning in markdown. A full stop or colon inside a word
# could make it a link, and a number before a full stop or bracket would start a list.
HARMLESS = re.compile(r"(?!\d+[.)])(?:[^\W_]|[ ,;?%'’“”–—…()]|[.:](?= |$)|(?<=\d):(?=\d))+")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def verbatim(text: str) -> str:
    """Text for a place without markdown, with {{DATE(…)}} and {{TIME(…)}} made harmless."""
    return FUNCTION.sub("{" + WORD_JOINER, text)


def line(text: str, limit: int) -> str:
    """One line for a label or title. Teams rejects an empty one, so a blank becomes an ellipsis."""
    return verbatim(shorten(one_line(text), limit)) or MORE


def is_harmless(text: str) -> bool:
    """Whether this text looks the same when read as markdown."""
    return HARMLESS.fullmatch(text) is not None


def escaped(text: str) -> str:
    """The text with its punctuation escaped, so that Teams' markdown shows it unchanged."""
    return text if is_harmless(text) else PUNCTUATION.sub(r"\\\1", text)


def size(content: object) -> int:
    """The size as JSON in bytes, as Teams counts them: UTF-16, without pictures."""
    packed = PICTURE.sub("", json.dumps(content, ensure_ascii=False))
    return len(packed.encode("utf-16-le", "surrogatepass"))
