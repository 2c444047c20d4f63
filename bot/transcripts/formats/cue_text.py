"""The words of a cue, and who says them."""

import html
import json
import re
from collections.abc import Iterable, Iterator

_TAG = re.compile(r"<[^<>]{0,300}>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?[ \t]+([^<>]{1,300})>", re.IGNORECASE)
# What a transcriber writes instead of words: "[inaudible]", "(crosstalk)".
_MARKED = re.compile(r"\[[^\[\]]{0,60}\]")
_NOISE = re.compile(
    r"\((?:applause|crosstalk|foreign|inaudible|indistinct|laughs?|laughter|music|noise|pause|"
    r"silence|unclear|unintelligible)[^()]{0,40}\)",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """The words alone: no tags, no "[inaudible]", single spaces, and entities as characters."""
    if "<" in text:
        text = _TAG.sub(" ", text) if _VOICE.search(text) else _TAG.sub("", text)
    text = html.unescape(text) if "&" in text else text
    text = _MARKED.sub(" ", text) if "[" in text else text
    text = _NOISE.sub(" ", text) if "(" in text else text
    return " ".join(text.replace("\0", " ").replace(">>", " ").split())


def voices(text: str) -> list[tuple[str, str]]:
    """The parts of a cue with `<v Name>`, as (name, words). Empty if it has none."""
    found = _VOICE.split(text) if "<v" in text or "<V" in text else [text]
    parts = [("", before)] if len(found) > 1 and (before := _undashed(found[0])) else []
    for name, words in zip(found[1::2], found[2::2], strict=True):
        parts.append((html.unescape(name).strip(), _undashed(words)))
    return parts


def _undashed(text: str) -> str:
    """The words without a dash at their end, which belongs to the next speaker: "- <v Bo>Hi"."""
    words = clean(text)
    return words[:-1].rstrip() if words == "-" or words.endswith(" -") else words


def metadata(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    """The JSON that Microsoft Graph puts in cues instead of words, an object a line."""
    for line in lines:
        if line.lstrip().startswith("{"):
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict) and "spokenText" in found:
                yield found
