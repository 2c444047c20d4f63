"""Start other processes with an empty environment, and end them by their own id."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from bench.standin import SECRET, TOKEN

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 30  # seconds
STOPS_WITHIN = 10
ADDRESS = re.compile(rb"http://[\d.]+:\d+")


@dataclass(frozen=True)
class Server:
    """A server that listens at `url`."""

    url: str
    process: Process


@asynccontextmanager
async def server(
    *arguments: str, folder: Path | None = None, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Server]:
    """Run `python -m …` in a folder, and yield once it has printed its address.

    The log of the process is written as in production, but shown only if the process fails.
    """
    log = TemporaryFile()  # noqa: SIM115 - closed below
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *arguments,
        cwd=folder or ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(settings or {})},
        stdout=PIPE,
        stderr=log,
    )
    try:
        url = await asyncio.wait_for(_address(process), STARTS_WITHIN)
        yield Server(url, process)
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOPS_WITHIN)
        except TimeoutError:
            process.kill()
            await process.wait()
        with log:
            if process.returncode not in (0, -signal.SIGTERM):
                log.seek(0)
                sys.stderr.buffer.write(log.read())


def serving_attune(
    folder: Path,
    file: Path,
    standin: str,
    *,
    run: Sequence[str] = ("bot", "serve"),
    more: Mapping[str, str] | None = None,
) -> AbstractAsyncContextManager[Server]:
    """Run Attune on a SQLite file, with the stand-in for Slack at this address.

    `run` is the module to run and its arguments. `more` are more settings.
    """
    settings = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{standin}/api/",
        "DATABASE_URL": f"sqlite:///{file}",
        "PORT": "0",
        **(more or {}),
    }
    return server(*run, folder=folder, settings=settings)


async def _address(process: Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        found = ADDRESS.search(line)
        if found:
            return found[0].decode()
    raise RuntimeError("the process ended before it printed its address")
