"""What the guides say is true: commands can be typed; files, links and settings exist."""

import re
import shlex
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.settings import NAMES

ROOT = Path(__file__).parent.parent
GUIDES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)

COMMAND = re.compile(r"(?:^|[\s`])(\S*python3?) -m bot ([a-z-][^`#\n|>&]*)", re.MULTILINE)
# The shell function that the operations page defines.
SHORT = re.compile(r"^attune ([a-z][^#\n]*)", re.MULTILINE)
PLACES = {"…": "x", '"$@"': "", "DIR": "x"}

SOURCE_FOLDERS = ("bot", "handlers", "storage", "tests", "bench")
PATH = re.compile(rf"(?<![\w/.-])((?:{'|'.join(SOURCE_FOLDERS)}|docs)/[\w./-]*\w)")
FILE_NAME = re.compile(r"(?<![\w./])(\w+\.py)\b")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)")
SETTING = re.compile(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`")
# Other names in capitals: variables of other programs, tests and the bench, and names in the code.
OTHER_NAMES = {
    *("DATABASE", "HTTPS_PROXY", "NO_PROXY", "PGPASSWORD", "SSL_CERT_FILE"),
    *(
        "FUZZ",
        "HEAD",
        "KILLS",
        "KIND",
        "KINDS",
        "LONG",
        "OFFICES",
        "PICTURES",
        "PLATFORMS",
        "ROWS",
        "UPDATE_GOLDEN",
    ),
}
# Files that a reader of a guide is to write.
TO_WRITE = {
    "handlers/nudges/goal.py",
    *("bot/mail", "docs/mail.md", "tests/mail", "tests/mail/driver.py", "tests/mail/fake.py"),
    "tests/renderers/test_mail.py",
}


def commands(guide: Path) -> list[tuple[str, str]]:
    """The commands of Attune in a guide: each with its Python and its arguments."""
    text = guide.read_text().replace("\\\n", " ")
    return [*COMMAND.findall(text), *((".venv/bin/python", each) for each in SHORT.findall(text))]


@each_guide
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


@each_guide
def test_every_file_is_there(guide: Path) -> None:
    text = guide.read_text()
    named = {path for path in PATH.findall(text) if not (ROOT / path).exists()}
    ours = {path.name for top in SOURCE_FOLDERS for path in (ROOT / top).rglob("*.py")}
    named |= {name for name in FILE_NAME.findall(text) if name not in ours | {"dev.py"}}
    assert named - TO_WRITE == set()


@each_guide
def test_every_link_leads_somewhere(guide: Path) -> None:
    for path, anchor in LINK.findall(guide.read_text()):
        target = guide.parent / path if path else guide
        assert target.exists(), path
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE)
            assert anchor in map(_anchor, headings), f"{path}#{anchor}"


@each_guide
def test_every_setting_is_one(guide: Path) -> None:
    for name in SETTING.findall(guide.read_text()):
        is_ours = name in NAMES or any(known.endswith(f"__{name}") for known in NAMES)
        assert is_ours or name in OTHER_NAMES, name


def _anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
