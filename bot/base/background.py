"""Run tasks that may outlive the request that started them."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()


class Background:
    """A set of running tasks."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Start a task. The task must handle all exceptions."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, limit: float | None = None) -> None:
        """Wait until all tasks are done, including tasks that they start.

        After `limit` seconds, stop waiting, and cancel the tasks that we are waiting for. If one of
        them has just started another task, that new task keeps running.
        """
        running: list[asyncio.Task[None]] = []
        try:
            async with asyncio.timeout(limit):
                while self._tasks:
                    running = [*self._tasks]
                    await asyncio.gather(*running)
        except TimeoutError:
            cancelled = sum(task.cancelled() for task in running)
            log.warning("unfinished tasks were cancelled", tasks=cancelled)
