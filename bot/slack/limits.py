"""What Slack accepts, and how text is shortened to it.

From Slack's Block Kit reference, but for the size of a whole message, which is not documented:
longer ones than about 13,000 characters are refused.
"""

from typing import Any

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_SIZE = 12_500  # characters of all blocks as JSON
VIEW_SIZE = 200_000
MESSAGE_TEXT = 4_000  # of a message beside its blocks
ESCAPED = 5  # as long a character can become
HEADER = 150
TEXT = 3_000
BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
SPOKEN = 75  # of a button's label for screen readers
BUTTONS = 25  # in one row
OPTION_LABEL = 75
OPTIONS = 100  # in one group
OPTIONS_IN_SIGHT = 10  # of radio buttons and checkboxes
TITLE = 24
LABEL = 2_000
HINT = 2_000
TYPED = 3_000
METADATA = 3_000
ALT = 2_000  # of a picture in a block
UPLOAD_ALT = 1_000  # of the same picture's file

MORE = "…"


def shorten(text: str, most: int) -> str:
    """The text, or its beginning and a visible sign that there is more."""
    return text if len(text) <= most else text[: most - len(MORE)] + MORE


def plain(text: str, most: int) -> dict[str, Any]:
    """Slack's plain text object. It may not be empty: a blank becomes the sign for more."""
    return {
        "type": "plain_text",
        "text": shorten(text, most) if text.strip() else MORE,
        "emoji": False,
    }


def escape(text: str) -> str:
    """Text for Slack's older markup, in which only these three characters start something."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
