"""Work that goes on after the answer."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    """Keeps hold of tasks until they are done, so that none is lost and all can be waited for."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin work that handles its own failures."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        """Wait until all work is done, also what it started meanwhile."""
        while self._tasks:
            await asyncio.gather(*self._tasks)
