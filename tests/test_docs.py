"""What the guides say to type can be typed."""

import re
import shlex
from pathlib import Path

import pytest

from bot.__main__ import _parser

ROOT = Path(__file__).parent.parent
GUIDES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
COMMAND = re.compile(r"(?:^|[\s`])(\S*python3?) -m bot ([a-z-][^`#\n|>&]*)", re.MULTILINE)
# The shell's own way of calling it, from the operations page.
SHORT = re.compile(r"^attune ([a-z][^#\n]*)", re.MULTILINE)
PLACES = {"…": "x", '"$@"': "", "DIR": "x"}


def commands(guide: Path) -> list[tuple[str, str]]:
    """Each way in which a guide has Attune called: with which Python, and what for."""
    text = guide.read_text().replace("\\\n", " ")
    return [*COMMAND.findall(text), *((".venv/bin/python", each) for each in SHORT.findall(text))]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_command_is_one(guide: Path) -> None:
    for python, typed in commands(guide):
        for place, example in PLACES.items():
            typed = typed.replace(place, example)  # noqa: PLW2901
        words = shlex.split(typed)
        if not words:  # only how to call it
            continue
        assert "venv/bin/python" in python, f"{guide.name}: {python} -m bot {typed}"
        if words != ["--version"]:
            assert _parser().parse_args(words).command == words[0]


def test_there_are_some() -> None:
    found = [typed.split()[0] for guide in GUIDES for _, typed in commands(guide) if typed.strip()]
    assert {"serve", "migrate", "doctor", "backup", "copy", "why", "manifest"} <= set(found)
