"""Slack's limits in characters or elements, and its two kinds of text: plain and mrkdwn.

The limits are from Slack's Block Kit reference, except one that Slack does not document: it rejects
a message of more than about 13,000 characters.
"""

from bot.platform.fitting import MORE, shorten
from bot.platform.payload import Json

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_SIZE = 12_500  # characters of all blocks as JSON
VIEW_SIZE = 200_000
MESSAGE_TEXT = 4_000  # the `text` next to a message's blocks
ESCAPED = 5  # `escape` turns one character into at most five
HEADER = 150
TEXT = 3_000
BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
SPOKEN = 75  # a button's label for screen readers
BUTTONS = 25  # in one row
OPTION_LABEL = 75
OPTIONS = 100  # in one group
PLACEHOLDER = 150
ID = 255  # a block_id or action_id
OPTIONS_IN_SIGHT = 10  # radio buttons or checkboxes
TITLE = 24
LABEL = 2_000
HINT = 2_000
TYPED = 3_000  # what a person types into an input
METADATA = 3_000
ADDRESS = 3_000  # a link's URL
ALT = 2_000  # alternative text in a block
UPLOAD_ALT = 1_000  # alternative text of a file


def plain(text: str, limit: int) -> Json:
    """Build Slack's plain text object. A blank text, which Slack rejects, becomes an ellipsis."""
    return {
        "type": "plain_text",
        "text": shorten(text, limit) if text.strip() else MORE,
        "emoji": False,
    }


def escape(text: str) -> str:
    """Escape &, < and > for Slack's mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
