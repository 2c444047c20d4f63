"""Other engines that could deliver nudges: APScheduler with a job per nudge, and procrastinate.

By default, jobs send into memory. Each engine has as many connections and workers as it can use.
"""

import asyncio
import pickle
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from time import perf_counter
from typing import Any, Protocol

from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from procrastinate import App, PsycopgConnector
from procrastinate.types import JSONDict
from sqlalchemy import LargeBinary, Text, cast, create_engine, event, insert, literal, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from bench.due import numbers
from bot.delivery.send_limits import SENDING_LIMIT

CONNECTIONS = 15  # as many as in SQLAlchemy's pool for Attune


class Engine(Protocol):
    """An engine with its own database."""

    async def fill(self, number: int, first: datetime) -> None:
        """Add jobs in bulk, a millisecond apart from `first` on."""
        ...

    async def add(self, number: int, due_at: datetime) -> None:
        """Add the jobs of one call, through the engine's own interface."""
        ...

    async def deliver(self, number: int, window: float) -> float:
        """Run the jobs, and return how many were done per second.

        The run ends when `number` jobs are done or `window` seconds are over.
        """
        ...


async def _take(_: int) -> None:
    """Send a message into memory."""


@dataclass
class _Job:
    do: Callable[[int], Awaitable[None]] = _take


_JOB = _Job()


async def send(number: int) -> None:
    """Do the current job. APScheduler stores the name of this function."""
    await _JOB.do(number)


@contextmanager
def doing(work: Callable[[int], Awaitable[None]]) -> Iterator[None]:
    """Make jobs do this work, instead of sending a message into memory."""
    _JOB.do = work
    try:
        yield
    finally:
        _JOB.do = _take


class Scheduler:
    """APScheduler with its job store in a database. It is paused until `deliver`.

    With `wal`, SQLite has Attune's settings. Otherwise, it has its defaults.
    """

    def __init__(self, url: str, *, wal: bool) -> None:
        engine = create_engine(url)
        if wal:
            event.listen(engine, "connect", _as_attune_does)
        self._store = SQLAlchemyJobStore(engine=engine)
        # By default, APScheduler leaves out jobs that are more than a second late.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            jobstores={"default": self._store},
            job_defaults={"misfire_grace_time": None},
        )
        self._numbers = count()
        self._filled = count()

    async def fill(self, number: int, first: datetime) -> None:
        """Add rows with the same state, because APScheduler reads only the states of due rows."""
        state = pickle.dumps(self._add(first).__getstate__(), pickle.HIGHEST_PROTOCOL)
        jobs, n = self._store.jobs_t, numbers(1, number)
        made = select(
            (literal(f"filled-{next(self._filled)}-", Text) + cast(n, Text)).label("id"),
            (literal(first.timestamp()) + n / 1000.0).label("next_run_time"),
            literal(state, LargeBinary).label("job_state"),
        )
        with self._store.engine.begin() as connection:
            connection.execute(insert(jobs).from_select(list(jobs.c.keys()), made))
            connection.execute(text("ANALYZE"))

    async def add(self, number: int, due_at: datetime) -> None:
        """Add a job for each nudge."""
        for _ in range(number):
            self._add(due_at)

    def _add(self, due_at: datetime) -> Any:  # noqa: ANN401 - APScheduler has no types
        number = next(self._numbers)
        return self._scheduler.add_job(send, "date", run_date=due_at, args=[number])

    async def deliver(self, number: int, window: float) -> float:  # noqa: ARG002
        """Run all jobs at once. This blocks the event loop, so `window` has no effect."""
        done, all_done = count(1), asyncio.Event()

        def note(_: object) -> None:
            if next(done) == number:
                all_done.set()

        self._scheduler.add_listener(note, EVENT_JOB_EXECUTED)
        began = perf_counter()
        self._scheduler.resume()
        await all_done.wait()
        return number / (perf_counter() - began)

    def start(self) -> None:
        """Open the store, paused."""
        self._scheduler.start(paused=True)

    async def stop(self) -> None:
        """Close the store."""
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it shuts down in the loop's next turn


def _as_attune_does(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Queue:
    """Procrastinate with a worker in this process, and its tables in PostgreSQL."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._task = app.task(name="send")(send)
        self._numbers = count()

    async def fill(self, number: int, first: datetime) -> None:
        """Add jobs without the triggers that record each job and wake the workers."""
        ask = self._app.connector.execute_query_async
        await ask("ALTER TABLE procrastinate_jobs DISABLE TRIGGER USER")
        await ask(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) "
            "SELECT 'default', 'send', jsonb_build_object('number', n), "
            "%(first)s::timestamptz + n * interval '1 millisecond' "
            "FROM generate_series(1, %(number)s::int) AS n",
            first=first,
            number=number,
        )
        await ask("ALTER TABLE procrastinate_jobs ENABLE TRIGGER USER")
        await ask("ANALYZE")

    async def add(self, number: int, due_at: datetime) -> None:
        """Add all jobs with one statement."""
        jobs: list[JSONDict] = [{"number": next(self._numbers)} for _ in range(number)]
        await self._task.configure(schedule_at=due_at).batch_defer_async(*jobs)

    async def deliver(self, number: int, window: float) -> float:
        """Run the jobs. A job that has begun when the time is over is completed and counted."""
        began = perf_counter()
        worker = asyncio.create_task(
            self._app.run_worker_async(
                concurrency=SENDING_LIMIT, wait=False, install_signal_handlers=False
            )
        )
        await asyncio.wait({worker}, timeout=window)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        took = perf_counter() - began
        found = await self._app.connector.execute_query_one_async(
            "SELECT count(*) AS done FROM procrastinate_jobs WHERE status = 'succeeded'"
        )
        assert 0 < found["done"] <= number
        return float(found["done"] / took)


@asynccontextmanager
async def scheduler(url: str, *, wal: bool = False) -> AsyncIterator[Engine]:
    """Open APScheduler on an empty database. `wal` is as for `Scheduler`."""
    found = Scheduler(url, wal=wal)
    found.start()
    try:
        yield found
    finally:
        await found.stop()


@asynccontextmanager
async def queue(url: str) -> AsyncIterator[Engine]:
    """Open procrastinate on an empty PostgreSQL database."""
    connector = PsycopgConnector(conninfo=url, max_size=CONNECTIONS)
    async with App(connector=connector).open_async() as app:
        await app.schema_manager.apply_schema_async()
        yield Queue(app)
