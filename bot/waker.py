"""Wakes the delivery loop: the moment the next row is due, and every second to be safe."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, SystemClock
from bot.delivery import Delivery
from handlers.conversation import places

log = structlog.get_logger()

SAFETY_TICK = 1  # seconds; what another process planned is found within it


class Waker:
    """APScheduler's one part here: it says when, and the outbox says what."""

    def __init__(self, delivery: Delivery, clock: Clock) -> None:
        self.delivery = delivery
        self._clock = clock
        self._again = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True}
        )
        self.last_run: datetime | None = None  # UTC

    def start(self) -> None:
        """Begin; what fell due while nothing ran goes out at once."""
        self._loop = asyncio.create_task(self._run())
        self._scheduler.add_job(self._tick, "interval", seconds=SAFETY_TICK)
        self._scheduler.start()
        self.wake()

    async def stop(self) -> None:
        """Stop waking; what is being sent is given up and comes back by its lease."""
        if self._loop is None:
            return
        self._scheduler.shutdown(wait=False)
        self._loop.cancel()
        await asyncio.gather(self._loop, return_exceptions=True)

    def wake(self) -> None:
        """Look for due rows now."""
        self._again.set()
        self.delivery.wake()

    async def _tick(self) -> None:
        """`wake`, for the scheduler: it would run a plain function in a thread of its own."""
        self.wake()

    async def _run(self) -> None:
        while True:
            await self._again.wait()
            self._again.clear()
            try:
                await self.delivery.run()
                self.last_run = self._clock.now()
                await self._wake_at_next()
            except Exception as error:  # noqa: BLE001 - the loop outlives a database that is away
                log.error("delivery loop", error=type(error).__name__, places=places(error))

    async def _wake_at_next(self) -> None:
        due_at = await self.delivery.next_due()
        if due_at is None:
            return
        wait = due_at - self._clock.now()
        arguments: dict[str, Any] = {"id": "wake", "replace_existing": True}
        # the scheduler lives in real time, whatever clock the rows are due by
        run_at = SystemClock().now() + max(wait, timedelta())
        self._scheduler.add_job(self._tick, "date", run_date=run_at, **arguments)
