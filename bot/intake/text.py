"""HTML from anywhere, reduced to plain text that a renderer then escapes like any other."""

import html
import re

import nh3

from handlers.coaching.words import shortened

# Some bring their pictures along, written as text, before the first word.
_PICTURE_AS_TEXT = re.compile(r"data:image/[^\"'\s>]*")
# Titles say "A<br/>B", though they are meant to be plain.
_LINE_BREAK = re.compile(r"<(?:br|wbr|hr) ?/?>", re.IGNORECASE)
_DROPPED_WHOLE = {"script", "style", "noscript", "template"}

# Enough for 2,000 characters of text; nested tags cost the square of their number.
MOST_HTML = 50_000  # characters

# A word would grow together with the next one where only such a tag stands between them.
_BREAK = re.compile(
    r"<(?=/?(?:p|br|hr|div|h[1-6]|li|[uo]l|d[dlt]|t[drh]|table|pre|blockquote|section|article|"
    r"header|footer|figure|figcaption|img)\b)",
    re.IGNORECASE,
)
# Control characters, half characters, and those that turn the direction of all that follows.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def plain(text: str, longest: int) -> str:
    """`text` on one line without unseen characters, cut visibly over `longest` characters."""
    whole = _UNSEEN.sub("", text).replace("<![CDATA[", "").replace("]]>", "")
    one_line = " ".join(whole.split())
    return shortened(one_line[: 2 * longest], longest)


def from_html(source: str, longest: int) -> str:
    """What a reader sees of some HTML, as one line of at most `longest` characters.

    Entities are resolved once: a page about `&lt;b&gt;` still says `<b>`.
    """
    light = _PICTURE_AS_TEXT.sub("", source).replace("<![CDATA[", "").replace("]]>", "")
    seen = _UNSEEN.sub("", light[:MOST_HTML])  # nh3 raises on half characters
    bare = nh3.clean(_BREAK.sub(" <", seen), tags=set(), clean_content_tags=_DROPPED_WHOLE)
    return plain(html.unescape(bare), longest)


def has_line_breaks(text: str) -> bool:
    """Whether a text that is meant to be plain breaks its lines as HTML does."""
    return _LINE_BREAK.search(text) is not None
