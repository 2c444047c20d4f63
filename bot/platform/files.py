"""Checks and errors for files that people share, on all platforms."""

import structlog

from handlers.limits import TRANSCRIPT_SIZE
from handlers.registry import FileFailed

log = structlog.get_logger()

TIME_LIMIT = 30.0  # seconds to fetch a file
MAX_FILES = 3  # we read at most this many files of a message

TOO_LARGE = (
    f"That file is larger than {TRANSCRIPT_SIZE // 1_000_000} MB, and even the transcript of a "
    "whole day is smaller than 10 MB. Drop just the transcript, without the recording."
)
NOT_WHOLE = "That file did not arrive in one piece. Please drop it again."
NOT_NOW = "That file could not be fetched just now. Please drop it again in a minute."
RECORDING = (
    "That is a recording, and I read only transcripts. If the tool that recorded the call also "
    "wrote a transcript, download it as .vtt or .docx, and drop that here."
)
READING = "Reading it. This takes a few seconds."
TOO_MANY = f"I read {MAX_FILES} files at a time. Drop the others again afterwards."
_RECORDINGS = (".aac", ".avi", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".ogg", ".wav")


def check(name: str, size: int | None = None) -> None:
    """Raise FileFailed for a recording, or for a file larger than TRANSCRIPT_SIZE."""
    if name.lower().endswith(_RECORDINGS):
        raise FileFailed(RECORDING)
    if size is not None and size > TRANSCRIPT_SIZE:
        raise FileFailed(TOO_LARGE)


def failed(sentence: str, because: str, fix: str = "") -> FileFailed:
    """Log why a file could not be fetched, and return the exception to raise.

    The person reads `sentence`. The log has `because` and `fix`, but not the file's name.
    """
    more = {"fix": fix} if fix else {}
    log.warning("a file could not be fetched", because=because, **more)
    return FileFailed(sentence)
