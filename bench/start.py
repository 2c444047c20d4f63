"""Measure the time from the command until `/readyz` answers 200, and the memory of the process.

The peer is a bare Bolt app, started in turn. Its time ends when it answers its first request.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import aiohttp

from bench.processes import server
from bench.table import Row

STARTS = 3
IDLE = 1.0  # seconds until memory is read
NOWHERE = "http://127.0.0.1:9/api/"  # a bare Bolt app calls nobody when it starts
LOOKS = 0.005  # seconds between two requests


async def rows(folder: Path) -> list[Row]:
    """Return the figures about starting the playground."""
    fresh, again, memory, bolt = [], [], [], []
    async with aiohttp.ClientSession() as session:
        for number in range(STARTS):
            home = folder / f"start-{number}"
            home.mkdir()
            async with _started(session, home) as (_, seconds):
                fresh.append(seconds)
            async with _started(session, home) as (pid, seconds):
                again.append(seconds)
                await asyncio.sleep(IDLE)
                memory.append(megabytes(pid))
            bolt.append(await _bolt(session))
    return [
        Row("start on an empty folder, until ready", median(fresh), "s"),
        Row("start on an existing database, until ready", median(again), "s", median(bolt)),
        Row("memory when idle (RSS)", max(memory), "MB"),
    ]


async def _bolt(session: aiohttp.ClientSession) -> float:
    """Return the seconds until a bare Bolt app answers anything."""
    began = perf_counter()
    async with server("bench.peer", "floor", NOWHERE) as running, session.get(running.url):
        return perf_counter() - began


@asynccontextmanager
async def _started(
    session: aiohttp.ClientSession, folder: Path
) -> AsyncIterator[tuple[int, float]]:
    """Start a server. Yield its process id, and the seconds until it was ready."""
    began = perf_counter()
    async with server("bot", "serve", folder=folder, settings={"PORT": "0"}) as running:
        while not await _is_ready(session, running.url):  # noqa: ASYNC110 - it cannot tell us
            await asyncio.sleep(LOOKS)
        yield running.process.pid, perf_counter() - began


async def _is_ready(session: aiohttp.ClientSession, url: str) -> bool:
    async with session.get(f"{url}/readyz") as answer:
        return answer.status == 200


def megabytes(pid: int) -> float:
    """Return a process's resident memory, from `/proc` if there is one, otherwise from `ps`."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1000
    asked = subprocess.run(  # noqa: S603 - nothing in it comes from outside
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], check=True, capture_output=True
    )
    return int(asked.stdout) / 1000
