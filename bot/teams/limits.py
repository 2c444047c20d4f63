"""Teams' limits, and functions that shorten text and escape markup.

Microsoft allows about 100 kB for a message, and recommends at most 80 kB. Both are sizes in UTF-16
without pictures in base64. The limits for single texts, in characters, are our own.
"""

import json
import re
from dataclasses import dataclass

from bot.platform.fitting import MORE, one_line, shorten

CARD_SIZE = 78_000  # bytes of a card; the rest of a message takes less than 2 kB
ACTIONS = 6  # visible buttons on a card, by Teams' rules; also our limit for one row
SUMMARY = 800
HEADING = 150
LABEL = 300
BUTTON_LABEL = 75
SPOKEN = 150  # a button's label for screen readers
ADDRESS = 2_000  # a link with a longer URL is shown as text


@dataclass(frozen=True)
class Room:
    """Limits in characters for each text, option and typed value on a card."""

    text: int
    option: int = 100
    typed: int = 20_000


# Tried in turn until the card fits. A text never gets more than 4,000 characters, because longer
# texts are hard to read on a phone. Options and typed values are shortened last.
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

# Adaptive Cards replace {{DATE(…)}} anywhere in a text with the reader's local date.
FUNCTION = re.compile(r"\{(?=\{\s*(?:DATE|TIME)\s*\()", re.IGNORECASE)
WORD_JOINER = "\u2060"  # has no width

PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]*")

# Letters, digits and punctuation that mean nothing in markdown. A full stop or colon inside a word
# could make a link. A number before a full stop or bracket would start a list.
HARMLESS = re.compile(r"(?!\d+[.)])(?:[^\W_]|[ ,;?%'’“”–—…()]|[.:](?= |$)|(?<=\d):(?=\d))+")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def verbatim(text: str) -> str:
    """Make {{DATE(…)}} and {{TIME(…)}} harmless in a text without markdown."""
    return FUNCTION.sub("{" + WORD_JOINER, text)


def line(text: str, limit: int) -> str:
    """Shorten a label to one line. Teams rejects an empty label, so "" becomes an ellipsis."""
    return verbatim(shorten(one_line(text), limit)) or MORE


def is_harmless(text: str) -> bool:
    """Check whether a text is sure to look the same when it is read as markdown."""
    return HARMLESS.fullmatch(text) is not None


def escaped(text: str) -> str:
    """Escape punctuation, so that Teams' markdown shows the text unchanged."""
    return text if is_harmless(text) else PUNCTUATION.sub(r"\\\1", text)


def size(content: object) -> int:
    """Return the size of the JSON in bytes, as Teams counts it: in UTF-16, without pictures."""
    packed = PICTURE.sub("", json.dumps(content, ensure_ascii=False))
    return len(packed.encode("utf-16-le", "surrogatepass"))
