"""Files with JSON: the first function that recognises its tool's JSON reads the file."""

import json

from bot.transcripts.formats.gong import gong
from bot.transcripts.formats.json_tools import (
    any_table,
    fathom,
    fireflies,
    graph,
    meet,
    segments,
    zoom_timeline,
)
from bot.transcripts.formats.raw import RawTranscript
from bot.transcripts.formats.refused import FileRefused

_TOOLS = (zoom_timeline, graph, meet, gong, fathom, fireflies, segments, any_table)


def read_json(text: str) -> RawTranscript | None:
    """Read a file with JSON; None if it has none. Raises FileRefused if no function reads it."""
    text = text.strip()
    if text[0] not in "{[" or text[-1] not in "}]":
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    for read in _TOOLS:
        if found := read(data):
            return found
    raise FileRefused("no transcript")
