"""The process that parses: what it answers, and that it always ends."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import Process
from dataclasses import asdict
from typing import Any

import pytest

from bot.intake.entries import Parsed
from bot.intake.worker import MAX_ANSWER, UNREADABLE, parse_in_subprocess
from handlers.knowledge.web_addresses import NotFetched
from tests.intake.samples import URL, item, rss

EMPTY = Parsed(False, "", (), None, "")


class Children:
    """Every process that was started, and when the first one was."""

    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.all: list[Process] = []

    async def start(self, *command: str, **options: Any) -> Process:  # noqa: ANN401
        """Start one for real."""
        self.all.append(await START(*command, **options))
        self.started.set()
        return self.all[-1]

    def endings(self) -> list[int | None]:
        """How each ended; None if it still runs."""
        return [process.returncode for process in self.all]


START = asyncio.create_subprocess_exec


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Children:
    """Keeps what the worker starts."""
    kept = Children()
    monkeypatch.setattr(asyncio, "create_subprocess_exec", kept.start)
    return kept


async def run(code: str, *, body: bytes = b"", seconds: float = 30) -> Parsed:
    """Replace the parser with a few lines of Python."""
    command = (sys.executable, "-c", code)
    return await parse_in_subprocess(body, URL, "", seconds=seconds, command=command)


async def test_a_feed_is_parsed(children: Children) -> None:
    date = "Mon, 03 Mar 2025 09:00:00 GMT"
    found = await parse_in_subprocess(
        rss(item("Café", link="/1", date=date)).encode(), URL, "text/xml"
    )
    (entry,) = found.entries
    assert (entry.title, entry.link) == ("Café", "https://blog.example/1")
    assert entry.published_at is not None
    assert entry.published_at.isoformat() == "2025-03-03T09:00:00+00:00"
    assert children.endings() == [0]


async def test_the_largest_answer_fits() -> None:
    long = "\U0001f600" * 2_000
    many = (
        item(f"{n} {long}", guid=f"{n}", link=f"/{n}{'a' * 1_900}", description=long)
        for n in range(60)
    )
    found = await parse_in_subprocess(rss(*many).encode(), URL, "", seconds=30)
    assert len(found.entries) == 50
    assert {len(entry.text) for entry in found.entries} == {2_000}


async def test_one_that_hangs_is_killed(children: Children) -> None:
    with pytest.raises(NotFetched, match="too long to read"):
        await run("while True: pass", seconds=0.2)
    assert children.endings() == [-signal.SIGKILL]


async def test_one_that_never_listens_is_killed(children: Children) -> None:
    with pytest.raises(NotFetched, match="too long to read"):
        await run("import signal; signal.pause()", body=bytes(2_000_000), seconds=0.2)
    assert children.endings() == [-signal.SIGKILL]


async def test_one_that_closes_its_output_and_stays_is_killed(children: Children) -> None:
    with pytest.raises(NotFetched, match="cannot be read"):
        await run("import os, signal; os.close(1); signal.pause()")
    assert children.endings() == [-signal.SIGKILL]


async def test_one_that_nobody_waits_for_any_more_is_killed(children: Children) -> None:
    waiting = asyncio.create_task(run("import signal; signal.pause()"))
    await children.started.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert children.endings() == [-signal.SIGKILL]


async def test_one_that_never_stops_talking_is_killed(children: Children) -> None:
    with pytest.raises(NotFetched) as refused:
        await run("import sys\nwhile True: sys.stdout.write('x' * 10_000)")
    assert refused.value.reason == UNREADABLE
    assert children.endings() == [-signal.SIGKILL]
    assert MAX_ANSWER < 10_000_000


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(1)",
        "import os; os.abort()",
        "print('not JSON')",
        "print('{}')",
        "import sys; sys.stdin.read(1); sys.exit(0)",
    ],
)
async def test_one_that_gives_no_answer_is_told_in_words(code: str) -> None:
    with pytest.raises(NotFetched) as refused:
        await run(code, body=bytes(1_000_000))
    assert refused.value.reason == UNREADABLE


async def test_the_parser_confines_itself_before_it_reads() -> None:
    code = "from bot.intake import parse\n{}parse.main()"
    body = rss(item("One")).encode()
    assert (await run(code.format(""), body=body)).entries
    with pytest.raises(NotFetched):
        await run(code.format("parse.limit_resources = exit\n"), body=body)


async def test_it_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "hush")
    answer = json.dumps(asdict(EMPTY))
    code = f"import json, os\nsaid = json.loads({answer!r})\nsaid['title'] = str(dict(os.environ))"
    found = await run(code + "\nprint(json.dumps(said))")
    assert "PYTHONPATH" in found.title
    assert "hush" not in found.title
