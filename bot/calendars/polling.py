"""The loop that the pollers of calendars and transcripts run: claim rows, read them, claim again.

How to claim and how to read are arguments.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog

from handlers.failures import places
from handlers.sources.ports import SourceFailed
from storage.choices import SourceTrouble
from storage.sql.unique import retry_on_conflict

log = structlog.get_logger()

Row = TypeVar("Row")
Outcome = TypeVar("Outcome")


async def poll_claimed(
    claim: Callable[[], Awaitable[Sequence[Row]]],
    read: Callable[[Row], Awaitable[None]],
    *,
    at_once: int,
) -> int:
    """Claim rows and read them, up to `at_once` at the same time, until no row is due.

    Return the number of rows. `read` must not raise.
    """
    number = 0

    async def in_turn(row: Row, turns: asyncio.Semaphore) -> None:
        async with turns:
            await read(row)

    while due := await retry_on_conflict(claim):
        turns = asyncio.Semaphore(at_once)
        async with asyncio.TaskGroup() as reads:
            for row in due:
                reads.create_task(in_turn(row, turns))
        number += len(due)
    return number


async def attempt(
    read: Awaitable[Outcome],
    failed: Callable[[SourceTrouble, timedelta | None], Awaitable[Outcome]],
    event: str,
    **about: object,
) -> Outcome:
    """Return the outcome of `read`, or of `failed` if `read` fails.

    `failed` gets the trouble, and how long the server asked us to wait (or None). For a timeout or
    an unexpected error, the trouble is "no answer". An unexpected error is logged as `event`, with
    the fields in `about`.
    """
    try:
        return await read
    except SourceFailed as why:
        trouble, wait = why.trouble, why.wait
    except TimeoutError:
        trouble, wait = "no answer", None
    except Exception as error:  # noqa: BLE001 - one failure must not stop the others
        log.error(event, **about, error=type(error).__name__, places=places(error))
        trouble, wait = "no answer", None
    return await failed(trouble, wait)
