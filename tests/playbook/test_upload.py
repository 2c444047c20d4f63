"""What a dropped file holds as files of a playbook, however it is made."""

import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.playbook.loader import PlaybookError
from handlers.playbook.upload import (
    MAX_FILES,
    NO_FILES,
    NOT_A_ZIP,
    TOO_LARGE,
    TOO_MANY,
    files_of,
    is_upload,
)


def packed(files: Sequence[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return made.getvalue()


def refused(name: str, body: bytes) -> tuple[str, ...]:
    with pytest.raises(PlaybookError) as caught:
        files_of(name, body)
    return caught.value.mistakes


PITCH = b"ask: Why?"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        *((each, True) for each in ("a.zip", "A.ZIP", "pitch.yaml", "pitch.yml")),
        *((each, False) for each in ("call.vtt", "call.docx", "zip", "", "a.zip.txt")),
    ],
)
def test_which_names_may_be_a_playbook(name: str, wanted: bool) -> None:
    assert is_upload(name) is wanted


def test_folders_and_other_files_of_a_zip_do_not_matter() -> None:
    body = packed([("a/", b""), ("a/pitch.yaml", PITCH), ("__MACOSX/a/._pitch.yaml", b"\0")])
    assert files_of("a.zip", body) == {"pitch.yaml": "ask: Why?"}
    assert files_of("sub\\pitch.yaml", PITCH) == {"pitch.yaml": "ask: Why?"}


def test_each_way_in_which_a_zip_can_be_wrong_has_its_sentence() -> None:
    twice = packed([("a/pitch.yaml", PITCH), ("b/pitch.yaml", PITCH)])
    assert refused("a.zip", twice) == ("pitch.yaml:1: is in the .zip twice; allowed: once",)
    assert refused("a.zip", packed([("notes.txt", b"x")])) == (NO_FILES,)
    assert refused("a.zip", packed([(f"{at}.txt", b"") for at in range(MAX_FILES + 1)])) == (
        TOO_MANY,
    )
    large = packed([("pitch.yaml", b" " * 600_000), ("kinds.yaml", b" " * 600_000)])
    assert refused("a.zip", large) == (TOO_LARGE,)
    assert refused("a.zip", packed([("pitch.yaml", PITCH)], zipfile.ZIP_LZMA)) == (NOT_A_ZIP,)
    with_password = bytearray(packed([("pitch.yaml", PITCH)]))
    with_password[6] |= 1  # the flag "encrypted" of the file
    with_password[with_password.index(b"PK\x01\x02") + 8] |= 1
    assert refused("a.zip", bytes(with_password)) == (NOT_A_ZIP,)


@given(st.integers(0, 160), st.binary(min_size=1, max_size=6))
def test_a_damaged_zip_is_refused_or_read_but_never_fails(at: int, other: bytes) -> None:
    body = packed([("pitch.yaml", PITCH), ("kinds.yaml", b"- id: demo")])
    with suppress(PlaybookError):
        files_of("a.zip", body[:at] + other + body[at + len(other) :])
