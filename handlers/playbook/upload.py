"""Read a playbook's files from an upload (one YAML file or a .zip). Pack files into a .zip."""

import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from handlers.playbook.loader import ALLOWED, PlaybookError, is_yaml
from handlers.playbook.reading import MAX_BYTES, Unreadable, decoded

MAX_FILES = 200  # in a .zip, including files that do not belong to a playbook
_ZIP = ".zip"
TOO_LARGE = "That is too large. A playbook's files can be at most 1 MB in all."
TOO_MANY = f"That has too many files. A playbook's .zip may have at most {MAX_FILES}."
NOT_A_ZIP = "That .zip can't be read: it may be damaged or have a password. Please make a new one."
NO_FILES = f"It has no playbook files. Allowed: {ALLOWED}."
# Everything that zipfile raises for a file that is truncated, encrypted or forged.
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


def is_upload(name: str) -> bool:
    """Return whether this is the name of a YAML file or of a .zip."""
    return is_yaml(name) or name.lower().endswith(_ZIP)


def is_one_file(name: str) -> bool:
    """Return whether this is the name of a single file of a playbook, and not of a .zip."""
    return is_yaml(name)


def files_of(name: str, body: bytes) -> dict[str, str]:
    """Return the text of each file of a playbook, by file name.

    Raises PlaybookError in these cases:

    - There are no files, or too many.
    - The files are too large.
    - A file is not text.
    - The .zip has two files with the same name.
    - The .zip can't be read.
    """
    files: dict[str, str] = {}
    mistakes = []
    for base, raw in _raw_files(name, body):
        if base in files:
            mistakes.append(f"{base}:1: is in the .zip twice; allowed: once")
        text = decoded(raw)
        if isinstance(text, Unreadable):
            mistakes.append(f"{base}:{text.line}: {text.sentence}")
        else:
            files[base] = text
    if mistakes:
        raise PlaybookError(tuple(mistakes))
    if not files:
        raise PlaybookError((NO_FILES,))
    return files


def packed(files: Mapping[str, str]) -> bytes:
    """Return a .zip of these files that `files_of` can read."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(name, text)
    return made.getvalue()


def within_limit(files: Mapping[str, str]) -> None:
    """Raise PlaybookError if the files together are too large."""
    if sum(len(text.encode()) for text in files.values()) > MAX_BYTES:
        raise PlaybookError((TOO_LARGE,))


def _raw_files(name: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    if len(body) > MAX_BYTES:
        raise PlaybookError((TOO_LARGE,))
    if is_one_file(name):
        yield _base(name), body
        return
    try:
        with ZipFile(BytesIO(body)) as archive:
            yield from _unpacked(archive)
    except _BROKEN:
        raise PlaybookError((NOT_A_ZIP,)) from None


def _unpacked(archive: ZipFile) -> Iterator[tuple[str, bytes]]:
    listed = archive.infolist()
    if len(listed) > MAX_FILES:
        raise PlaybookError((TOO_MANY,))
    left = MAX_BYTES
    for info in filter(_belongs, listed):
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise PlaybookError((NOT_A_ZIP,))
        with archive.open(info) as file:
            raw = file.read(left + 1)  # the size in the .zip may be wrong
        left -= len(raw)
        if left < 0:
            raise PlaybookError((TOO_LARGE,))
        yield _base(info.filename), raw


def _belongs(info: ZipInfo) -> bool:
    """Check whether an entry of a .zip may be a file of a playbook.

    Return False for folders, files of other kinds, and what macOS adds (`__MACOSX/._pitch.yaml`).
    """
    return is_yaml(info.filename) and not info.is_dir() and not _base(info.filename).startswith(".")


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name
