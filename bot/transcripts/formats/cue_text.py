"""Clean the text of a cue (a piece of a subtitle file), and find the speakers in it."""

import html
import json
import re
from collections.abc import Iterable, Iterator

_TAG = re.compile(r"<[^<>]{0,300}>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?[ \t]+([^<>]{1,300})>", re.IGNORECASE)
# Notes that a transcriber writes instead of words: "[inaudible]", "(crosstalk)".
_MARKED = re.compile(r"\[[^\[\]]{0,60}\]")
_NOISE = re.compile(
    r"\((?:applause|crosstalk|foreign|inaudible|indistinct|laughs?|laughter|music|noise|pause|"
    r"silence|unclear|unintelligible)[^()]{0,40}\)",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Remove tags, ">>", notes such as "[inaudible]" and extra spaces, and decode HTML entities."""
    if "<" in text:
        text = _TAG.sub(" ", text) if _VOICE.search(text) else _TAG.sub("", text)
    text = html.unescape(text) if "&" in text else text
    text = _MARKED.sub(" ", text) if "[" in text else text
    text = _NOISE.sub(" ", text) if "(" in text else text
    return " ".join(text.replace("\0", " ").replace(">>", " ").split())


def voices(text: str) -> list[tuple[str, str]]:
    """Split a cue at each `<v Name>` into (name, words). Return [] if the cue has no `<v>` tag."""
    found = _VOICE.split(text) if "<v" in text or "<V" in text else [text]
    parts = [("", before)] if len(found) > 1 and (before := _undashed(found[0])) else []
    for name, words in zip(found[1::2], found[2::2], strict=True):
        parts.append((html.unescape(name).strip(), _undashed(words)))
    return parts


def _undashed(text: str) -> str:
    """Clean the words, and remove a dash at the end.

    In "Hello. - <v Bo>Hi", the dash belongs to Bo's words.
    """
    words = clean(text)
    return words[:-1].rstrip() if words == "-" or words.endswith(" -") else words


def metadata(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    """Yield the JSON objects that Microsoft Graph writes instead of text, one on each line."""
    for line in lines:
        if line.lstrip().startswith("{"):
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict) and "spokenText" in found:
                yield found
