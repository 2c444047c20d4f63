"""Clean up text from a model or for a model. Pure.

Somebody may put links, mentions or invisible characters into a source to make a model copy them.
"""

import re

from handlers.coaching.support import HOST
from handlers.coaching.text.normalising import is_unseen
from storage.text import storable

_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,12}://|(?:mailto|javascript):(?=\S)|www\.)[^\s<>|]*"
    rf"|(?<![\w.-]){HOST}/[^\s<>|]*",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"<[@#!][^<>\s]{0,80}>|</?[a-z][^<>]{0,80}>|(?<!\w)@(?:here|channel|everyone)(?!\w)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)|[*_`~]{2,}|`")
_ROUNDS = 5  # we remove markup at most this many times
_SPACES = re.compile(r"\s+")


def seen_only(text: str) -> str:
    """Remove invisible characters, and put the text on one line."""
    spaced = _SPACES.sub(" ", storable(text))
    return "".join(one for one in spaced if not is_unseen(one)).strip()


def cleaned(text: str, limit: int) -> str:
    """Remove invisible characters, links, mentions and markup. Cut the text to `limit` characters.

    Removing a link, a mention or markup can make a new one, so we repeat the removal. If the text
    changes in each of `_ROUNDS` rounds, return "".
    """
    plain = seen_only(text[: 4 * limit])
    for _ in range(_ROUNDS):
        before = plain
        plain = _LINK.sub(" ", _MENTION.sub(" ", _MARKUP.sub(r"\1", plain)))
        plain = _SPACES.sub(" ", plain).strip()[:limit].strip()
        if plain == before:
            return plain
    return ""
