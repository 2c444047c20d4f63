"""Read transcripts in JSON files.

Each function in `_TOOLS` reads the JSON of one tool, or of similar tools. The first function that
recognises a file reads it.
"""

import json

from bot.transcripts.formats.gong import gong
from bot.transcripts.formats.json_any import any_table
from bot.transcripts.formats.json_tools import (
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
    """Read a JSON file.

    Return None if the text is not JSON. Raises FileRefused if the JSON is not a transcript or is
    too long.
    """
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
