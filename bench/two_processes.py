"""Measure how many messages two processes send per second, compared with one, on PostgreSQL.

Each process sends into its own memory, so that only Attune and the database compute.
"""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from bench import due
from bench.deliver import InMemory, as_it_serves
from bench.table import Row
from bot.base.clock import SystemClock
from bot.delivery.loop import Delivery
from handlers.playbook.loader import load
from storage.database.connection import Database

COUNT, WORKSPACES = 10_000, 200
STARTS_WITHIN = 60  # seconds until a process has loaded everything
_together: Barrier  # set in each process


class Share(NamedTuple):
    """What one process did: rows sent, its processor seconds, and when it began and ended."""

    sent: int
    computed: float
    began: float
    ended: float


async def rows(folder: Path) -> list[Row]:
    """Return the figures. `folder` is not used, because PostgreSQL keeps its own files."""
    (one, alone), (two, together) = [await _lines(number, folder) for number in (1, 2)]
    what = "PostgreSQL: two processes, listening lines"
    return [
        Row(f"{what} a second, into memory, against one process", two, "/s", one),
        Row(f"{what}, processor time for each, against one process", together, "ms", alone),
    ]


async def _lines(processes: int, folder: Path) -> tuple[float, float]:
    """Return how many lines are sent per second, and Attune's processor milliseconds for each."""
    async with due.database("PostgreSQL", folder) as database:
        await due.nudges(database, COUNT, SystemClock().now(), workspaces=WORKSPACES)
        url = database.engine.url.render_as_string(hide_password=False)
        shares = await asyncio.to_thread(_share_out, processes, url)
    assert sum(each.sent for each in shares) == COUNT, shares
    took = max(each.ended for each in shares) - min(each.began for each in shares)
    return COUNT / took, sum(each.computed for each in shares) / COUNT * 1e3


def _share_out(processes: int, url: str) -> list[Share]:
    """Let processes send all due rows of the database. They begin when all have started."""
    fresh = multiprocessing.get_context("spawn")
    together = fresh.Barrier(processes, timeout=STARTS_WITHIN)
    with ProcessPoolExecutor(processes, fresh, _start, (together,)) as pool:
        return list(pool.map(_send, [url] * processes))


def _start(together: Barrier) -> None:
    """Keep the barrier, which can only be handed to a process when it starts."""
    global _together  # noqa: PLW0603 - a process has one
    _together = together


def _send(url: str) -> Share:
    return asyncio.run(_deliver(url))


async def _deliver(url: str) -> Share:
    database, playbook = Database(url), load(None)
    delivery = Delivery(database, {"slack": InMemory(COUNT)}, playbook, SystemClock())
    try:
        with as_it_serves():
            _together.wait()
            began, computed = perf_counter(), process_time()
            counts = await delivery.run()
            return Share(counts["sent"], process_time() - computed, began, perf_counter())
    finally:
        await database.close()
