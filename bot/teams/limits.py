"""What Teams accepts, and how text is shortened and kept free of markup to fit it.

A message may have about 100 kB as UTF-16, by Microsoft's documentation, which advises 80 kB.
Pictures in base64 do not count. How long a text may be is our own choice.
"""

import json
import re
from dataclasses import dataclass

CARD_SIZE = 78_000  # bytes of a card; what is around it in a message takes less than 2 kB
ACTIONS = 6  # in sight on a whole card, by Teams' rules; a row holds no more either
SUMMARY = 800
HEADING = 150
LABEL = 300
BUTTON_LABEL = 75
SPOKEN = 150  # of a button's label for screen readers
ADDRESS = 2_000  # of a link; a longer one leads nowhere

MORE = "…"


@dataclass(frozen=True)
class Room:
    """How much of each text, option and typed value a card shows, in characters."""

    text: int
    option: int = 100
    typed: int = 20_000


# Tried in turn until the card fits: words to read give way before words to edit. A text may run
# to 4,000 characters at most, for whoever reads it on a phone.
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

# Adaptive Cards put the reader's own date in the place of {{DATE(…)}}, wherever it stands.
FUNCTION = re.compile(r"\{(?=\{\s*(?:DATE|TIME)\s*\()", re.IGNORECASE)
WORD_JOINER = "\u2060"  # has no width

PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]*")

# Letters, digits and marks that mean nothing in markdown. A full stop or a colon inside a word
# could make an address of it, and a number before a full stop or a bracket begins a list.
HARMLESS = re.compile(r"(?!\d+[.)])(?:[^\W_]|[ ,;?%'’“”–—…()]|[.:](?= |$)|(?<=\d):(?=\d))+")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def shorten(text: str, most: int) -> str:
    """The text, or its beginning and a visible sign that there is more."""
    return text if len(text) <= most else text[: most - len(MORE)] + MORE


def verbatim(text: str) -> str:
    """Text for where there is no markdown, its braces no call for a date or a time."""
    return FUNCTION.sub("{" + WORD_JOINER, text)


def line(text: str, most: int) -> str:
    """One line for a label or a title. It may not be empty: a blank becomes the sign for more."""
    return verbatim(shorten(" ".join(text.split()), most)) or MORE


def is_harmless(text: str) -> bool:
    """Whether this reads the same as markdown and as plain text."""
    return HARMLESS.fullmatch(text) is not None


def escaped(text: str) -> str:
    """Markdown that reads as this text."""
    return text if is_harmless(text) else PUNCTUATION.sub(r"\\\1", text)


def size(content: object) -> int:
    """Bytes of this as JSON, as Teams counts them."""
    packed = PICTURE.sub("", json.dumps(content, ensure_ascii=False))
    return len(packed.encode("utf-16-le", "surrogatepass"))
