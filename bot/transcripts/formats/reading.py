"""Read the file of a transcript, whatever its format."""

from datetime import datetime

from bot.transcripts.formats.assembling import assembled
from bot.transcripts.formats.choosing import read_paragraphs, read_text
from bot.transcripts.formats.decoding import decoded
from bot.transcripts.formats.docx import ZIP, paragraphs
from bot.transcripts.formats.file_names import NamedCall, heading, named_call
from bot.transcripts.formats.refused import FileRefused
from handlers.limits import TRANSCRIPT_SIZE
from handlers.transcripts.records import Transcript

_FIRST = 8  # lines that may contain the title and time of the call
_HEAD = 2_000  # characters at the start of a text file, in which we look for these lines


def read(name: str, body: bytes, now: datetime | None = None) -> Transcript:
    """Read a transcript file. `name` is its file name, and `body` its content.

    The name or the first lines may say when the call was. If a date has no year, take the latest
    year for which the date is before `now` (UTC). Without `now`, ignore a date without a year.

    Raises FileRefused if we can't read the file.
    """
    if len(body) > TRANSCRIPT_SIZE:
        raise FileRefused("too large")
    if not body:
        raise FileRefused("empty")
    call = named_call(name, now)
    if body.startswith(ZIP):
        found = paragraphs(body)
        raw = read_paragraphs(found, is_document=True)
        head = "\n".join(found[:_FIRST])
    else:
        text = decoded(body)
        raw = read_text(text)
        head = text[:_HEAD]
    return assembled(raw, _better(heading(head.split("\n")[:_FIRST], now), call))


def _better(within: NamedCall, of_file: NamedCall) -> NamedCall:
    """Return what the first lines say about the call (`within`) if they say when it started.

    Otherwise return what the file name says (`of_file`).
    """
    return within if within.started_at or within.local_start else of_file
