"""Slack's limits, in characters or numbers of elements, and the two kinds of text that Slack takes.

They are from Slack's Block Kit reference, except the size of a whole message, which is not
documented: Slack rejects messages of more than about 13,000 characters.
"""

from bot.platform.fitting import MORE, shorten
from bot.platform.payload import Json

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_SIZE = 12_500  # characters of all blocks as JSON
VIEW_SIZE = 200_000
MESSAGE_TEXT = 4_000  # the message's `text`, which goes with its blocks
ESCAPED = 5  # the longest that `escape` makes one character
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
ADDRESS = 3_000  # of a link
ALT = 2_000  # of a picture in a block
UPLOAD_ALT = 1_000  # of the same picture's file


def plain(text: str, limit: int) -> Json:
    """Slack's plain text object. Slack rejects an empty one, so a blank becomes an ellipsis."""
    return {
        "type": "plain_text",
        "text": shorten(text, limit) if text.strip() else MORE,
        "emoji": False,
    }


def escape(text: str) -> str:
    """Text for Slack's mrkdwn, in which these three characters have to be escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
