"""How long a start takes, from the command until `/readyz` says 200, and what memory it takes."""

import asyncio
from pathlib import Path
from statistics import median
from time import perf_counter

import aiohttp

from bench.processes import server
from bench.table import Row

STARTS = 4
IDLE = 1.0  # seconds until memory is read
LOOKS = 0.005  # seconds between two looks


async def rows(folder: Path) -> list[Row]:
    """Every figure about starting, with nothing configured: the playground."""
    fresh, again, memory = [], [], []
    async with aiohttp.ClientSession() as session:
        for number in range(STARTS):
            home = folder / f"start-{number}"
            home.mkdir()
            fresh.append((await _start(session, home))[0])
            seconds, megabytes = await _start(session, home)
            again.append(seconds)
            memory.append(megabytes)
    return [
        Row("start on an empty folder, until ready", median(fresh), "s"),
        Row("start on an existing database, until ready", median(again), "s"),
        Row("memory when idle (RSS)", max(memory), "MB"),
    ]


async def _start(session: aiohttp.ClientSession, folder: Path) -> tuple[float, float]:
    """Seconds until it was ready, and megabytes a moment later."""
    began = perf_counter()
    async with server("bot", "serve", folder=folder, settings={"PORT": "0"}) as running:
        while not await _is_ready(session, running.url):
            await asyncio.sleep(LOOKS)
        took = perf_counter() - began
        await asyncio.sleep(IDLE)
        return took, await _megabytes(running.pid)


async def _is_ready(session: aiohttp.ClientSession, url: str) -> bool:
    async with session.get(f"{url}/readyz") as answer:
        return answer.status == 200


async def _megabytes(pid: int) -> float:
    """A process's resident memory, as the system's own `ps` or `/proc` tells it."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1000
    asked = await asyncio.create_subprocess_exec(
        "ps", "-o", "rss=", "-p", str(pid), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await asked.communicate()
    return int(said) / 1000
