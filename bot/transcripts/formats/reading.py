"""The way in: from a file to a transcript."""

from bot.transcripts.formats.assembling import assembled
from bot.transcripts.formats.choosing import read_paragraphs, read_text
from bot.transcripts.formats.decoding import decoded
from bot.transcripts.formats.docx import ZIP, paragraphs
from bot.transcripts.formats.file_names import NamedCall, first_dated, named_call
from bot.transcripts.formats.refused import FileRefused
from handlers.limits import TRANSCRIPT_SIZE
from handlers.transcripts.records import Transcript

_FIRST = 5  # paragraphs of a document that may have the title and the time of the call


def read(name: str, body: bytes) -> Transcript:
    """Read a file with this name. Raises FileRefused if it is no transcript."""
    if len(body) > TRANSCRIPT_SIZE:
        raise FileRefused("too large")
    if not body:
        raise FileRefused("empty")
    call = named_call(name)
    if not body.startswith(ZIP):
        raw = read_text(decoded(body))
        return assembled(raw, call)
    found = paragraphs(body)
    raw = read_paragraphs(found, is_document=True)
    dated = first_dated(line for one in found[:_FIRST] for line in one.split("\n"))
    return assembled(raw, _better(dated, call))


def _better(within: NamedCall, of_file: NamedCall) -> NamedCall:
    """What a document says about the call, or else what the name of its file says."""
    return within if within.started_at or within.local_start else of_file
