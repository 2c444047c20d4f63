"""Wake the delivery loop on request, just before the next row is due, and every second."""

import asyncio
from datetime import timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.base.clock import Clock, SystemClock
from bot.delivery.loop import Delivery
from bot.delivery.sending import HEAD_START
from handlers.failures import places
from storage.database.faults import fault_of

log = structlog.get_logger()

# In seconds. When we stop, running deliveries have this long to finish. Before that, the web server
# takes up to 5 seconds. Attune must stop within 10 seconds in all.
DRAIN = 4.0
SAFETY_TICK = 1  # seconds; a row that was planned by another process waits at most this long


class Waker:
    """A task that runs the delivery loop. A scheduler wakes the task at the right times."""

    def __init__(self, delivery: Delivery, clock: Clock) -> None:
        self.delivery = delivery
        self.clock = clock
        self._again = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True}
        )
        self._stopping = False

    def start(self) -> None:
        """Start the loop. It first sends rows that became due while no process was running."""
        self._loop = asyncio.create_task(self._run())
        self._scheduler.add_job(self._tick, "interval", seconds=SAFETY_TICK)
        self._scheduler.start()
        self.wake()

    async def stop(self, limit: float = DRAIN) -> None:
        """Stop claiming, and wait at most `limit` seconds for messages that are being sent.

        Then cancel the remaining messages and release the rows, so that another process can claim
        them.
        """
        if self._loop is None:
            return
        # Pause first: a shutdown now would cancel a tick in progress and log an error.
        self._scheduler.pause()
        self._stopping = True
        self.delivery.stop()
        self._again.set()
        await asyncio.wait({self._loop}, timeout=limit)
        self._loop.cancel()
        await asyncio.gather(self._loop, return_exceptions=True)
        self._scheduler.shutdown(wait=False)

    def wake(self) -> None:
        """Look for due rows now."""
        self._again.set()
        self.delivery.wake()

    def idle(self, now: float) -> float | None:
        """Return how many seconds ago the loop last looked for due rows, or None if never.

        `now` is the event loop's time, which is monotonic.
        """
        looked_at = self.delivery.looked_at
        return None if looked_at is None else now - looked_at

    async def _tick(self) -> None:
        """Wake the loop. This is async, because the scheduler runs plain functions in a thread."""
        self.wake()

    async def _run(self) -> None:
        """Run the delivery loop whenever it is asked for, until we stop."""
        while not self._stopping:
            await self._again.wait()
            self._again.clear()
            try:
                await self.delivery.run()
                if not self._stopping:
                    await self._wake_at_next()
            except Exception as error:  # noqa: BLE001 - the loop goes on after a failure
                if fault_of(error) is None:  # a database fault is in the log already
                    log.error(
                        "a run of the delivery loop failed",
                        error=type(error).__name__,
                        places=places(error),
                    )

    async def _wake_at_next(self) -> None:
        """Schedule the next run a little (`HEAD_START`) before the next message is due."""
        due_at, now = await self.delivery.next_due(), self.clock.now()
        if due_at is None:
            return
        early = due_at - HEAD_START
        # If `early` has passed, wait until the row is due.
        wait = (early if early > now else due_at) - now
        arguments: dict[str, Any] = {"id": "wake", "replace_existing": True}
        # The scheduler runs in real time, even if rows are due by the playground's clock.
        run_at = SystemClock().now() + max(wait, timedelta())
        self._scheduler.add_job(self._tick, "date", run_date=run_at, **arguments)
