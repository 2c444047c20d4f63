"""What the guides say is true: commands can be typed; files, links and settings exist."""

import inspect
import re
import shlex
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from bot.__main__ import _parser
from bot.base.background import Background
from bot.platform.messenger import Recipient, SentMessage
from bot.settings import NAMES
from handlers.conversation import Conversation
from handlers.notices.kind import Notice
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import CallAhead, PersonWeek
from handlers.registry import Registry, Turn
from handlers.request import Means, Place, Request, Sender
from handlers.rhythm_settings import Rhythm
from handlers.sources.ports import Calendar
from storage.choices import DropReason
from tests.dialogues.office import Office
from tests.sources.diary import Diary

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
GUIDES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)

COMMAND = re.compile(r"(?:^|[\s`])(\S*python3?) -m bot ([a-z-][^`#\n|>&]*)", re.MULTILINE)
# The shell function that the operations page defines.
SHORT = re.compile(r"^attune ([a-z][^#\n]*)", re.MULTILINE)
PLACES = {"…": "x", '"$@"': "", "DIR": "x"}

SOURCE_FOLDERS = ("bot", "handlers", "storage", "tests", "bench")
PATH = re.compile(rf"(?<![\w/.-])((?:{'|'.join(SOURCE_FOLDERS)}|docs)/[\w./-]*\w)")
TEST_NAME = re.compile(r"`(test_\w+)`")
FILE_NAME = re.compile(r"(?<![\w./])(\w+\.py)\b")
# The classes whose members the guides name: `Turn.playbook`, `registry.shortcuts`.
CLASSES: dict[str, type] = {
    each.__name__.lower(): each
    for each in (
        *(Background, Conversation, Diary, Means, Notice, Nudge, Office, PersonWeek, Place),
        *(Recipient, Registry, Request, Sender, SentMessage, Turn),
    )
}
MEMBER = re.compile(rf"`({'|'.join(CLASSES)})\.(?!py\b)(\w+)", re.IGNORECASE)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)")
SETTING = re.compile(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`")
# Variables of other programs, of tests and of the bench.
OTHER_NAMES = {
    *("BYPASSRLS", "DATABASE", "HTTPS_PROXY", "NO_PROXY", "PGOPTIONS", "PGPASSWORD"),
    *("POSTGRES_OWNER_PASSWORD", "SSL_CERT_FILE", "OLLAMA_CONTEXT_LENGTH"),
    *("FUZZ", "KILLS", "LONG", "PICTURES", "ROWS", "UPDATE_GOLDEN"),
}
LOG_LINE = re.compile(r"log (?:says|lines?)[^`|]{0,20}`([^`…]+)…?`")
CONSTANT = re.compile(r"^([A-Z][A-Z_]+)\b", re.MULTILINE)
# Files that a reader of a guide is to write.
TO_WRITE = {
    "handlers/nudges/goal.py",
    "bot/calendars/schedule.py",
    *("bot/mail", "docs/mail.md", "tests/mail", "tests/mail/driver.py", "tests/mail/fake.py"),
    *("tests/renderers/test_mail.py", "tests/fuzz/mail.py"),
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
def test_every_test_is_there(guide: Path) -> None:
    for name in TEST_NAME.findall(guide.read_text()):
        assert any(f"def {name}(" in text for text in _texts("tests")), name


@each_guide
def test_every_member_is_there(guide: Path) -> None:
    for name, member in MEMBER.findall(guide.read_text()):
        source = inspect.getsource(CLASSES[name.lower()])
        defined = rf"def {member}\(|self\.{member}\b|^    {member}\b"
        assert re.search(defined, source, re.MULTILINE), f"{name}.{member}"


@pytest.mark.parametrize("top", ["bot", "handlers"])
def test_every_package_is_described(top: str) -> None:
    tables = (ROOT / "docs" / "architecture.md").read_text().partition("## Packages")[2]
    folders = {path.parent.name for path in (ROOT / top).glob("*/__init__.py")}
    assert folders - set(re.findall(r"`(\w+)/`", tables.partition("\n## ")[0])) == set()


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
        is_setting = name in NAMES or any(known.endswith(f"__{name}") for known in NAMES)
        assert is_setting or name in OTHER_NAMES or name in _constants(), name


@each_guide
def test_every_log_line_is_logged(guide: Path) -> None:
    for said in LOG_LINE.findall(guide.read_text()):
        assert any(said in text for text in _texts("bot", "handlers", "storage")), said


def test_the_nudge_guides_example_plans_a_nudge() -> None:
    kind = _example("add-a-nudge.md")["KIND"]
    reasons = re.findall(r'NoLongerUseful\("(.*?)"\)', (ROOT / "docs/add-a-nudge.md").read_text())
    assert set(reasons) <= set(get_args(DropReason))
    assert isinstance(kind, NudgeKind)
    call = CallAhead(1, NOW, NOW + timedelta(hours=1), NOW - timedelta(days=1))
    (nudge,) = kind.plan(PersonWeek(1, "Europe/Berlin", Rhythm(), (call,)))
    assert (nudge.kind, nudge.due_at) == (kind.name, NOW - timedelta(hours=2))


async def test_the_source_guides_example_returns_what_makes_sense() -> None:
    meeting: dict[str, Any] = {
        "uid": "1",
        "start": f"{NOW}",
        "end": f"{NOW}",
        "zone": "Europe/Berlin",
    }
    meeting |= {"title": "Northwind", "guests": ["jana@northwind.example"], "cancelled": False}
    wall_clock = f"{NOW.astimezone(ZoneInfo('Europe/Berlin')).replace(tzinfo=None)}"
    of_series = {**meeting, "uid": "2", "start": wall_clock, "original_start": wall_clock}
    meetings = [meeting, {**of_series, "cancelled": True}]
    senseless = ({"zone": "Europe"}, {"zone": "x" * 300}, {"end": "9999-12-31T23:59-05:00"})
    meetings += [{**meeting, "uid": "3", **fields} for fields in senseless]

    async def read(_since: datetime, _until: datetime) -> list[dict[str, Any]]:
        return meetings

    calendar: Calendar = _example("add-a-source.md")["ScheduleCalendar"](read)
    found = await calendar.read(NOW, NOW + timedelta(days=1))
    assert found is not None
    assert [(one.state, one.starts_at) for one in found.events] == [("on", NOW), ("cancelled", NOW)]
    assert [one.original_start for one in found.events] == [None, NOW]


def _example(guide: str) -> dict[str, Any]:
    """What the first Python block of a guide defines."""
    code = (ROOT / "docs" / guide).read_text().partition("```python\n")[2].partition("```")[0]
    defined: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, guide, "exec"), defined)  # noqa: S102 - it is our own guide
    return defined


@cache
def _texts(*folders: str) -> list[str]:
    """The text of every source file in these folders."""
    return [path.read_text() for top in folders for path in (ROOT / top).rglob("*.py")]


@cache
def _constants() -> set[str]:
    """The constants in the source."""
    return {name for text in _texts(*SOURCE_FOLDERS) for name in CONSTANT.findall(text)}


def _anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
