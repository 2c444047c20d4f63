"""Attune as in production: a separate process, started and stopped by its id."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.settings import NAMES
from bot.version import VERSION

ROOT = Path(__file__).parents[2]


@dataclass
class Running:
    """A process and the lines of its log, which it writes as JSON."""

    process: Process
    lines: list[dict[str, Any]] = field(default_factory=list)
    status: int | None = None
    printed: str = ""

    @property
    def url(self) -> str:
        """Where it listens, as its log says."""
        return str(next(line["address"] for line in self.lines if "address" in line))

    async def until(self, **wanted: str) -> dict[str, Any]:
        """The first line, of those read so far or to come, that has these fields."""
        for seen in self.lines:
            if wanted.items() <= seen.items():
                return seen
        while not wanted.items() <= (line := await self.more()).items():
            pass
        return line

    async def more(self) -> dict[str, Any]:
        """The next line."""
        assert self.process.stderr
        text = await self.process.stderr.readline()
        assert text, self.lines
        line: dict[str, Any] = json.loads(text)
        self.lines.append(line)
        return line

    async def stop(self) -> None:
        """Send SIGTERM; returns the lines until its end."""
        self.process.send_signal(signal.SIGTERM)
        printed, rest = await self.process.communicate()
        self.printed = printed.decode()
        self.lines += [json.loads(line) for line in rest.splitlines()]
        self.status = self.process.returncode

    def louder_than(self, *usual: str) -> list[dict[str, Any]]:
        """The lines whose level is not one of these."""
        return [line for line in self.lines if line["level"] not in usual]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """This process's environment with these settings and no other."""
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    ours = {
        "DATABASE_URL": f"sqlite:///{folder}/attune.sqlite3",
        "LOG_FORMAT": "json",
        "NO_PROXY": "127.0.0.1",
        "PORT": "0",
        "PYTHONPATH": str(ROOT),
    }
    return kept | ours | settings


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[Running]:
    """Run `python -m bot serve` in a folder; yields once it listens, and stops it at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        cwd=folder,
        env=environment(folder, **settings),
        stdout=PIPE,
        stderr=PIPE,
    )
    made = Running(process)
    try:
        async with asyncio.timeout(60):
            await made.until(version=VERSION)
            while not any("address" in line for line in made.lines):
                await made.more()
            yield made
            if made.status is None:
                await made.stop()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
