"""Clean text from a model or for a model. Pure.

What a model writes may have links, mentions or characters that nobody sees, which somebody put into
the source for it to copy.
"""

import re

from handlers.model.normalising import is_unseen
from storage.text import storable

_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,12}://|(?:mailto|javascript|data):(?=\S)|www\.)[^\s<>|]*"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:com|net|org|io|ai|co|de|app|dev|info|example)"
    r"(?:/[^\s<>|]*)?(?![\w-])",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"<[@#!][^<>\s]{0,80}>|</?[a-z][^<>]{0,80}>|(?<!\w)@(?:here|channel|everyone)(?!\w)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)|[*_`~]{2,}|`")
_SPACES = re.compile(r"\s+")


def seen_only(text: str) -> str:
    """Remove the characters that nobody sees, and put the text on one line."""
    spaced = _SPACES.sub(" ", storable(text))
    return "".join(one for one in spaced if not is_unseen(one)).strip()


def cleaned(text: str, limit: int) -> str:
    """Remove also links, mentions and markup, and cut the text to `limit` characters."""
    plain = _MARKUP.sub(r"\1", seen_only(text[: 4 * limit]))
    plain = _MENTION.sub("", _LINK.sub("", plain))
    return _SPACES.sub(" ", plain).strip()[:limit].strip()
