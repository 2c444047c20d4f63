"""What is done from time to time, beside delivering: forgetting what is old, reading feeds."""

from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers.conversation import places

log = structlog.get_logger()

Chore = Callable[[], Awaitable[object]]


class Chores:
    """Runs each chore at its times, never two of the same at once."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def every(self, seconds: int, name: str, chore: Chore) -> None:
        """Do this again and again."""
        self._scheduler.add_job(_careful, "interval", (name, chore), seconds=seconds)

    def daily(self, hour: int, name: str, chore: Chore) -> None:
        """Do this once a day, at an hour of UTC."""
        self._scheduler.add_job(_careful, "cron", (name, chore), hour=hour)

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin nothing more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


async def _careful(name: str, chore: Chore) -> None:
    try:
        await chore()
    except Exception as error:  # noqa: BLE001 - it is tried again at its next time
        log.error("chore", name=name, error=type(error).__name__, places=places(error))
