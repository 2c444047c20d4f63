"""Convert untrusted HTML to plain text. The result still needs escaping."""

import html
import re

from handlers.coaching.text.words import shortened

# Some feeds have pictures as data URLs before the first word.
_PICTURE_AS_TEXT = re.compile(r"data:image/[^\"'\s>]*")
# Some titles contain "A<br/>B" although they should be plain text.
_LINE_BREAK = re.compile(r"<(?:br|wbr|hr) ?/?>", re.IGNORECASE)
_DROPPED_WHOLE = {"script", "style", "noscript", "template"}

# Enough for 2,000 characters of text. We need a limit, because nested tags take quadratic time.
MAX_HTML = 50_000  # characters

# Tags that separate words, so we put a space before each tag.
_BREAK = re.compile(
    r"<(?=/?(?:p|br|hr|div|h[1-6]|li|[uo]l|d[dlt]|t[drh]|table|pre|blockquote|section|article|"
    r"header|footer|figure|figcaption|img)\b)",
    re.IGNORECASE,
)
# Control characters, lone surrogates, byte order marks, and marks of text direction.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def plain(text: str, longest: int) -> str:
    """Put `text` on one line of at most `longest` characters, without invisible characters."""
    whole = _INVISIBLE.sub("", text).replace("<![CDATA[", "").replace("]]>", "")
    one_line = " ".join(whole.split())
    return shortened(one_line[: 2 * longest], longest)


def from_html(source: str, longest: int) -> str:
    """Return the visible text of some HTML as one line of at most `longest` characters.

    Entities are decoded once: `&lt;b&gt;` becomes the text `<b>`.
    """
    import nh3  # noqa: PLC0415 - only reading feeds and web pages needs it

    small = _PICTURE_AS_TEXT.sub("", source).replace("<![CDATA[", "").replace("]]>", "")
    seen = _INVISIBLE.sub("", small[:MAX_HTML])  # nh3 raises on lone surrogates
    bare = nh3.clean(_BREAK.sub(" <", seen), tags=set(), clean_content_tags=_DROPPED_WHOLE)
    return plain(html.unescape(bare), longest)


def has_line_breaks(text: str) -> bool:
    """Check whether plain text contains HTML line breaks."""
    return _LINE_BREAK.search(text) is not None
