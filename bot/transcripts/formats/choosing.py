"""Find the format of a text from its content. The file name plays no part."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.transcripts.formats.clock import HEAD
from bot.transcripts.formats.cues import read_cues
from bot.transcripts.formats.headed import read_headed
from bot.transcripts.formats.json_files import read_json
from bot.transcripts.formats.named import read_named
from bot.transcripts.formats.raw import MAX_CUES, RawTranscript
from bot.transcripts.formats.refused import FileRefused

# A chat saved by Zoom: "14:03:12<tab> From Ann to Everyone:", in any language.
_ZOOM_CHAT = re.compile(r"\d{1,2}:\d\d:\d\d(?:\t| +From )[^\n:]{1,200}:", re.ASCII)
# Chats of other tools: "[30/11/2026, 10:04] Ann: …", "30/11/2026, 10:04 - Ann: …".
_DATED_CHAT = re.compile(r"\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d\d", re.ASCII)
# "[10:04 AM] Ann: …".
_CLOCK_CHAT = re.compile(r"\[?\d{1,2}:\d\d(?::\d\d)? ?[AP]M\]? [^\n:]{1,80}:", re.ASCII)
_NOTES = re.compile(
    r"(?:[#*\s]{0,9})(?:summary|notes|meeting notes|minutes|action items|next steps|agenda|"
    r"attendees|participants|invited|decisions|key takeaways|overview|suggested next steps)\b",
    re.IGNORECASE,
)
_BULLETS = ("- ", "* ", "• ", "– ", "[ ] ", "☐ ")
MAX_CHARACTERS = 5_000_000  # characters of a text; an eight-hour call has about 500,000
MAX_LINES = 200_000  # ten lines for each of `MAX_CUES` cues; reading more would take too long
# If more than this share of the lines are lines of a chat, the text is a chat. If more than this
# share are bullets, the text is notes.
_MANY = 0.3


def read_text(text: str) -> RawTranscript:
    """Read the text of a file or a message, in any format.

    Raises FileRefused if the text is not exactly one transcript, or is too long.
    """
    if not text.strip():
        raise FileRefused("empty")
    if text.count("\n") > MAX_LINES:
        raise FileRefused("too many cues")
    if f"\n{text}".replace("\ufeff", "").count("\nWEBVTT") > 1:
        raise FileRefused("two in one")
    found = read_json(text) or read_cues(text)
    if found:
        return found
    return read_paragraphs(_paragraphs(text), is_document=False)


def read_paragraphs(paragraphs: Sequence[str], *, is_document: bool) -> RawTranscript:
    """Read the paragraphs of a text that is not JSON. `is_document` means a Word document.

    Raises FileRefused if the text is not a transcript, or is too long.
    """
    lines = [line for one in paragraphs for line in one.split("\n") if line.strip()]
    if not lines:
        raise FileRefused("empty")
    if len(lines) > MAX_LINES:
        raise FileRefused("too many cues")
    if _share(lines, _is_chat) > _MANY:
        raise FileRefused("chat")
    if is_document and (found := read_cues("\n".join(lines))):
        return replace(found, tool="teams")  # older Word documents from Teams have lines with "-->"
    found = read_headed(paragraphs, is_document=is_document) or read_named(lines)
    if found:
        return found
    if len(lines) > MAX_CUES or sum(map(len, lines)) > MAX_CHARACTERS:
        raise FileRefused("too many cues")
    has_heading = any(_NOTES.match(line[:HEAD]) for line in lines)
    raise FileRefused(
        "notes" if has_heading or _share(lines, _is_bullet) > _MANY else "no transcript"
    )


def _paragraphs(text: str) -> list[str]:
    """Split a text at its empty lines."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(one) for one in found if one]


def _is_chat(line: str) -> bool:
    head = line[:HEAD].strip()
    return any(one.match(head) for one in (_ZOOM_CHAT, _DATED_CHAT, _CLOCK_CHAT))


def _is_bullet(line: str) -> bool:
    return line.lstrip().startswith(_BULLETS)


def _share(lines: Sequence[str], matches: Callable[[str], bool]) -> float:
    return sum(map(matches, lines)) / len(lines)
