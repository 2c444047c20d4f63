"""Run periodic work other than delivery, such as deleting old rows and reading feeds."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, time, timedelta
from time import perf_counter

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.base.clock import Clock, SystemClock
from bot.base.metrics import Metrics
from handlers.failures import places
from storage import leases
from storage.database.connection import Database
from storage.database.faults import fault_of
from storage.workspace import people, workspaces

log = structlog.get_logger()

Chore = Callable[[], Awaitable[object]]
Served = Callable[[], Collection[str]]  # returns the tenants that are served at this moment

DAY = timedelta(days=1)
STOP_TIME_LIMIT = 2.0  # seconds that running chores get to finish when Attune stops
# What a `Daily` returns if its chore is running already or ran today.
ELSEWHERE = object()


class Chores:
    """A scheduler of chores. A chore never runs twice at the same time in one process."""

    def __init__(self, metrics: Metrics | None = None) -> None:
        self._metrics = metrics or Metrics()
        self._running: set[asyncio.Task[object]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def every(self, seconds: int, name: str, chore: Chore) -> None:
        """Run a chore at this interval in every process."""
        self._scheduler.add_job(self.run, "interval", (name, chore), seconds=seconds)

    def daily(self, name: str, chore: "Daily") -> None:
        """Run a chore once a day in one process. If it is missed or fails, try again every hour."""
        now = SystemClock().now()
        # The machine may have been off when the chore was due. So we also try when Attune starts.
        self._scheduler.add_job(self.run, "cron", (name, chore), minute=0, next_run_time=now)

    def start(self) -> None:
        """Start running chores. This needs a running event loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Start no more chores, and cancel chores that take too long to finish."""
        if not self._scheduler.running:
            return
        # Only pause at first. `shutdown` would cancel running chores, and log an error for each.
        self._scheduler.pause()
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=STOP_TIME_LIMIT)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await asyncio.sleep(0)
        self._scheduler.shutdown(wait=False)

    async def run(self, name: str, chore: Chore) -> None:
        """Run a chore now. This never raises."""
        began, outcome = perf_counter(), "failed"
        task = asyncio.ensure_future(chore())
        self._running.add(task)
        try:
            await asyncio.wait({task})
            outcome = "elsewhere" if task.result() is ELSEWHERE else "done"
        except asyncio.CancelledError:  # `stop` cancels late chores
            outcome = "stopped"
        except Exception as error:  # noqa: BLE001 - one chore must not stop the others
            if fault := fault_of(error):
                log.warning("a chore failed", name=name, because=fault)
            else:
                log.error(
                    "a chore failed",
                    name=name,
                    error=type(error).__name__,
                    places=places(error),
                )
        finally:
            self._running.discard(task)
        self._metrics.chore(name, outcome, perf_counter() - began)


class Daily:
    """A chore that runs once a day, in only one of the processes that share the database.

    A day begins at `hour` o'clock UTC. The first process that tries on a day runs the chore.
    """

    def __init__(
        self, database: Database, clock: Clock, name: str, hour: int, chore: Chore
    ) -> None:
        self._database = database
        self._clock = clock
        self._name = name
        self._hour = hour
        self._chore = chore
        self._holder = secrets.token_hex(4)

    async def __call__(self) -> object:
        """Run the chore. Return `ELSEWHERE` if it is running already or ran today.

        An exception of the chore is passed on. After it, the chore can run again on the same day.
        """
        now = self._clock.now()
        until = next_time(now, self._hour)
        async with self._database.write() as session:
            ours = await leases.acquire(session, self._name, self._holder, now=now, until=until)
        if not ours:
            return ELSEWHERE
        try:
            return await self._chore()
        except BaseException:  # even if cancelled, so that the chore can run again today
            async with self._database.write() as session:
                await leases.release(session, self._name, self._holder, now)
            raise


async def active_tenants(database: Database) -> list[str]:
    """Return every tenant that has people and has not removed Attune."""
    async with database.read() as session:
        return sorted({*await people.tenants(session)} - await workspaces.gone(session))


def next_time(now: datetime, hour: int) -> datetime:
    """Return the next moment after `now` at which it is `hour` o'clock (both UTC)."""
    today = datetime.combine(now.date(), time(hour), UTC)
    return today if today > now else today + DAY
