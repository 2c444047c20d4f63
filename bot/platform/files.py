"""Files that people share with Attune: what all platforms have in common."""

import structlog

from handlers.registry import FileFailed

log = structlog.get_logger()

MAX_BYTES = 20_000_000
TIME_LIMIT = 30.0  # seconds to fetch a file
AT_ONCE = 3  # files that are read from one message

TOO_LARGE = f"That file is larger than {MAX_BYTES // 1_000_000} MB, which is too large to read."
NOT_WHOLE = "That file did not arrive whole. Please drop it again."
NOT_NOW = "That file could not be fetched just now. Please drop it again in a minute."
RECORDING = (
    "That is a recording. I read the transcript of a call, the words as text: drop that instead."
)
TOO_MANY = f"I read {AT_ONCE} files at a time. Drop the others again afterwards."
_RECORDINGS = (".aac", ".avi", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".ogg", ".wav")


def check(name: str, size: int | None = None) -> None:
    """Raise FileFailed for a file that is not worth fetching; `size` is in bytes, if known."""
    if name.lower().endswith(_RECORDINGS):
        raise FileFailed(RECORDING)
    if size is not None and size > MAX_BYTES:
        raise FileFailed(TOO_LARGE)


def failed(sentence: str, because: str, fix: str = "") -> FileFailed:
    """Log why a file could not be fetched, without its name and address; returns the exception."""
    more = {"fix": fix} if fix else {}
    log.warning("a file could not be fetched", because=because, **more)
    return FileFailed(sentence)
