"""What runs once a day runs in one of many processes, and again if it failed."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.base.clock import FixedClock
from bot.chores import ELSEWHERE, Daily, next_time
from storage import leases
from storage.database.connection import Database
from tests.postgres import migrated
from tests.retention.rows import DAY, NOW


@pytest.mark.parametrize(
    ("now", "hour", "then"),
    [
        (NOW, 3, NOW + DAY),
        (NOW - timedelta(seconds=1), 3, NOW),
        (NOW + timedelta(hours=20), 3, NOW + DAY),
    ],
)
def test_the_next_time(now: datetime, hour: int, then: datetime) -> None:
    assert next_time(now, hour) == then


async def test_of_many_processes_one_does_it_each_day() -> None:
    async with migrated() as url:
        databases = [Database(url) for _ in range(4)]
        clock, done = FixedClock(NOW), []

        def daily(number: int) -> Daily:
            async def chore() -> None:
                done.append(number)

            return Daily(databases[number], clock, "prune", 3, chore)

        fleet = [daily(number) for number in range(4)]
        for day in range(3):
            clock.moment = NOW + day * DAY
            said = await asyncio.gather(*(each() for each in fleet))
            assert said.count(ELSEWHERE) == 3
            assert len(done) == day + 1
            clock.moment += timedelta(hours=23, minutes=59)
            assert [await each() for each in fleet] == [ELSEWHERE] * 4
        for database in databases:
            await database.close()


async def test_what_failed_is_tried_again_by_whoever_comes_next(database: Database) -> None:
    clock, tries = FixedClock(NOW), []

    async def chore() -> None:
        tries.append(clock.moment)
        if len(tries) == 1:
            raise OSError("the database is away")

    first, second = (Daily(database, clock, "prune", 3, chore) for _ in range(2))
    with pytest.raises(OSError, match="away"):
        await first()
    assert await second() is None
    assert await first() is ELSEWHERE
    assert len(tries) == 2


async def test_a_process_that_died_holds_nobody_up_for_longer_than_a_day(
    database: Database,
) -> None:
    async with database.write() as session:
        assert await leases.acquire(session, "prune", "dead", now=NOW, until=NOW + DAY)
    clock, done = FixedClock(NOW + DAY), []

    async def chore() -> None:
        done.append(1)

    assert await Daily(database, clock, "prune", 3, chore)() is None
    assert done == [1]


async def test_only_its_holder_gives_a_lease_back(database: Database) -> None:
    async with database.write() as session:
        assert await leases.acquire(session, "a", "me", now=NOW, until=NOW + DAY)
        await leases.release(session, "a", "you", NOW)
        assert not await leases.acquire(session, "a", "you", now=NOW, until=NOW + DAY)
        assert await leases.acquire(session, "b", "you", now=NOW, until=NOW + DAY)
        await leases.release(session, "a", "me", NOW)
        assert await leases.acquire(session, "a", "you", now=NOW, until=NOW + DAY)
