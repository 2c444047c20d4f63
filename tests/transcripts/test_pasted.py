"""Which messages are transcripts that somebody pasted: forty texts, and time in proportion."""

from contextlib import suppress
from pathlib import Path

import pytest

from bot.transcripts.formats.reading import read
from bot.transcripts.formats.refused import FileRefused
from handlers.transcripts.pasted import is_transcript

TEXTS = [
    (head.partition(" ")[0] == "yes", head.partition(" ")[2], text.strip("\n"))
    for head, _, text in (
        one.partition("\n")
        for one in Path(__file__).with_name("pasted.txt").read_text().split("=== ")[1:]
    )
]


@pytest.mark.parametrize(
    ("expected", "text"), [(a, c) for a, _, c in TEXTS], ids=[b for _, b, _ in TEXTS]
)
def test_a_transcript_is_told_apart_from_other_texts(*, expected: bool, text: str) -> None:
    assert is_transcript(text) is expected
    if expected:
        assert is_transcript(text.replace("\n", "\r\n"))
        assert is_transcript(f"\ufeff\n{text}")


def test_there_are_forty() -> None:
    assert len(TEXTS) >= 40


# What only looks like a talk: read if it is dropped as a file.
READ_AS_A_FILE = {
    "a list of promises in the first person",
    "a day of calls with notes",
    "an agenda",
}


def test_other_texts_are_refused_as_files_too() -> None:
    taken = set()
    for expected, name, text in TEXTS:
        with suppress(FileRefused):
            read("", text.encode())
            taken |= set() if expected else {name}
    assert taken <= READ_AS_A_FILE
