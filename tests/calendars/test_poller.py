"""Calendars are polled: when, how failures are told, and what reads at the same time do."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from bot.base.metrics import Metrics
from bot.calendars.kinds import CalendarOwner
from bot.calendars.poller import CalendarPoller
from handlers.sources.calendars import reading
from handlers.sources.calendars.taking import Change
from handlers.sources.ports import SourceFailed
from handlers.sources.records import CalendarRead
from storage.choices import CalendarKind, SourceTrouble
from storage.meetings import calendars
from storage.sealing import Sealer, new_key
from storage.tables import CalendarConnection, Person, Seat
from storage.upkeep.resealing import count_without_key
from storage.workspace import people
from tests.delivery.world import A
from tests.sources.diary import (
    DAY,
    HOUR,
    KEY,
    KEYS,
    MINUTE,
    RULES,
    TOMORROW_THREE,
    Diary,
    meeting,
    moved,
    opened,
)

ROUND = 20 * MINUTE  # longer than the time between two reads
NORTHWIND = meeting("n")
HALDEN = meeting("h", TOMORROW_THREE + 2 * HOUR, "Halden")
KESTREL = meeting("k", TOMORROW_THREE + DAY, "Kestrel")


@dataclass
class Server:
    """Has what is in the diary. `trouble` is what the next reads raise, by calendar."""

    diary: Diary
    trouble: dict[int, deque[Exception]] = field(default_factory=dict)
    changed: bool = True  # whether it says so, to somebody who asks with a cursor
    still: set[int] = field(default_factory=set)  # calendars that never change
    asked: list[tuple[int, str, datetime]] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[object]] | None = None  # run once, during a read

    def open(self, address: str, cursor: str, _: CalendarOwner) -> "ServedCalendar":
        """The calendar at an address."""
        return ServedCalendar(self, int(address.rpartition("/")[2]), cursor)

    def fails(
        self,
        calendar: int,
        trouble: SourceTrouble,
        *,
        times: int = 1,
        wait: timedelta | None = None,
    ) -> None:
        """Let the next reads of a calendar fail."""
        self.trouble[calendar] = deque(SourceFailed(trouble, wait) for _ in range(times))


@dataclass
class ServedCalendar:
    """One read of a calendar."""

    server: Server
    number: int
    cursor: str
    new_secret: str | None = None

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """What the diary has in the span, as it was when the read began."""
        server = self.server
        server.asked.append((self.number, self.cursor, server.diary.now))
        found = tuple(
            one
            for one in server.diary.events[self.number].values()
            if since <= one.starts_at < until
        )
        if server.meanwhile:
            meanwhile, server.meanwhile = server.meanwhile, None
            await meanwhile()
        if left := server.trouble.get(self.number):
            raise left.popleft()
        if self.cursor and (not server.changed or self.number in server.still):
            return None
        return CalendarRead(found, cursor=f"c{len(server.asked)}")


@dataclass
class Polled:
    """A diary whose calendars are polled by two processes."""

    diary: Diary
    server: Server
    metrics: Metrics
    pollers: tuple[CalendarPoller, CalendarPoller]

    async def poll(self, place: int = 0) -> int:
        """Poll once."""
        return await self.pollers[place].poll()

    async def goes_on(self, time: timedelta, *, step: timedelta = MINUTE) -> None:
        """Poll every minute while time passes, and deliver."""
        until = self.diary.now + time
        while self.diary.now < until:
            await self.diary.until(self.diary.now + step)
            await self.poll()
        await self.diary.until(self.diary.now)


def poller(diary: Diary, server: Server, metrics: Metrics, place: int) -> CalendarPoller:
    """The poller of one of the two processes."""
    return CalendarPoller(
        diary.fleet.databases[place],
        "test",
        diary.fleet.clock,
        {"ics": server.open},
        RULES,
        metrics=metrics,
    )


@pytest.fixture
async def polled(tmp_path: Path) -> AsyncIterator[Polled]:
    """Two processes on SQLite."""
    async with opened("sqlite", tmp_path) as diary:
        yield pollers_on(diary)


def pollers_on(diary: Diary) -> Polled:
    """Two processes that poll the calendars of a diary."""
    server, metrics = Server(diary), Metrics()
    return Polled(
        diary,
        server,
        metrics,
        (poller(diary, server, metrics, 0), poller(diary, server, metrics, 1)),
    )


async def test_a_calendar_is_read_at_once_then_every_quarter_of_an_hour(polled: Polled) -> None:
    await polled.diary.connects("lena", NORTHWIND)
    assert await polled.poll() == 1
    assert await polled.poll(1) == 0
    assert await polled.diary.planned() == [("n", NORTHWIND.starts_at)]
    began = polled.diary.now
    await polled.goes_on(HOUR)
    gaps = [at - began for _, _, at in polled.server.asked]
    assert len(gaps) == 4
    assert all(15 * MINUTE <= b - a <= 19 * MINUTE for a, b in pairwise(gaps))


async def test_it_is_read_more_often_when_a_call_is_near(polled: Polled) -> None:
    await polled.diary.connects("lena", meeting("soon", polled.diary.now + 50 * MINUTE))
    await polled.goes_on(30 * MINUTE)
    assert len(polled.server.asked) >= 5


async def test_calendars_of_one_moment_are_spread(polled: Polled) -> None:
    for number in range(20):
        await polled.diary.connects(f"rep {number}")
    await polled.poll()
    due = {(await polled.diary.calendar(number)).next_at for number in polled.diary.events}
    assert len(due) > 15


async def test_unchanged_is_believed_for_some_hours_then_everything_is_read(polled: Polled) -> None:
    await polled.diary.connects("lena", KESTREL)
    await polled.poll()
    polled.server.changed = False
    await polled.goes_on(7 * HOUR, step=15 * MINUTE)
    cursors = [cursor for _, cursor, _ in polled.server.asked]
    assert cursors[0] == ""
    assert cursors[1] == "c1"
    assert cursors.count("") == 2


async def test_revoked_is_told_once_and_the_plan_is_kept(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await polled.poll()
    before = await polled.diary.planned()
    polled.server.fails(calendar, "disconnected", times=30)
    await polled.goes_on(20 * HOUR, step=15 * MINUTE)
    said = (
        "Attune is no longer allowed to read your calendar, x.example. "
        "Type /rhythm calendar to connect it again."
    )
    assert polled.diary.told().count(said) == 1
    assert await polled.diary.planned() == before
    assert len(polled.server.asked) < 10  # less and less often


async def test_one_failure_is_not_told(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena", NORTHWIND)
    await polled.poll()
    polled.server.fails(calendar, "disconnected", times=2)
    await polled.goes_on(ROUND)
    assert await polled.diary.rows("calendar_trouble") == []
    await polled.goes_on(ROUND)
    assert len(await polled.diary.rows("calendar_trouble")) == 1


async def test_a_calendar_that_fails_for_a_day_is_told_once_and_catches_up(
    polled: Polled,
) -> None:
    late = meeting("late", TOMORROW_THREE + 3 * DAY, "Brightwater")
    calendar = await polled.diary.connects("lena", NORTHWIND, late)
    await polled.poll()
    polled.server.fails(calendar, "no answer", times=14)
    await polled.goes_on(23 * HOUR, step=15 * MINUTE)
    assert await polled.diary.rows("calendar_trouble") == []
    polled.diary.put(calendar, moved(late, HOUR), KESTREL)
    await polled.goes_on(6 * HOUR, step=15 * MINUTE)
    said = (
        "Attune can't read your calendar: x.example does not answer. "
        "Attune keeps trying, and will catch up by itself."
    )
    assert polled.diary.told().count(said) == 1
    assert ("n", NORTHWIND.starts_at) in await polled.diary.planned()
    assert {("late", late.starts_at + HOUR), ("k", KESTREL.starts_at)} <= set(
        await polled.diary.planned()
    )
    row = await polled.diary.calendar(calendar)
    assert (row.failures, row.failing_since, row.trouble) == (0, None, None)


async def test_a_second_day_of_failures_is_told_again(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena")
    await polled.poll()
    for _ in range(2):
        polled.server.fails(calendar, "not found", times=2)
        await polled.goes_on(3 * HOUR, step=5 * MINUTE)
    assert len(await polled.diary.rows("calendar_trouble")) == 2


async def test_a_server_that_asks_to_wait_is_left_alone_that_long(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena")
    polled.server.fails(calendar, "asked to wait", wait=3 * HOUR)
    await polled.poll()
    async with polled.diary.database.write() as session:  # also if its owner changes a setting
        person = await session.get(Person, 1)
        assert person is not None
        await calendars.decide_calls_again(session, person, polled.diary.now)
    await polled.goes_on(4 * HOUR, step=5 * MINUTE)
    first, second = (at for _, _, at in polled.server.asked[:2])
    assert 3 * HOUR <= second - first < 3 * HOUR + 9 * MINUTE


async def test_a_key_that_is_gone_is_a_trouble_and_nothing_is_fetched(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena", NORTHWIND)
    polled.diary.database.sealer = Sealer([new_key()])
    assert await polled.poll() == 1
    assert polled.server.asked == []
    assert (await polled.diary.calendar(calendar)).trouble == "key missing"
    polled.diary.database.sealer = KEYS


async def test_a_key_that_is_away_for_days_is_told_and_logged_once_and_loses_nothing(
    polled: Polled,
) -> None:
    calendar = await polled.diary.connects("lena", NORTHWIND, KESTREL)
    await polled.diary.connects("tomas", HALDEN)
    await polled.poll()
    plan = await polled.diary.planned()
    polled.diary.database.sealer = Sealer()
    with capture_logs() as log:
        await polled.goes_on(20 * MINUTE)
    errors = [one for one in log if one["log_level"] == "error"]
    assert [one["event"] for one in errors] == ["ENCRYPTION_KEYS lacks the key of some calendars"]
    await polled.goes_on(3 * DAY, step=15 * MINUTE)
    assert await polled.diary.planned() == plan
    told = [one for one in polled.diary.told("lena") if "can't open" in one]
    assert len(told) == 1
    polled.diary.database.sealer = KEYS
    await polled.goes_on(140 * MINUTE, step=10 * MINUTE)
    assert (await polled.diary.calendar(calendar)).trouble is None


async def test_a_new_key_seals_at_the_next_read(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena", NORTHWIND)
    old = (await polled.diary.calendar(calendar)).secret
    polled.diary.database.sealer = Sealer([new_key(), KEY])
    await polled.poll()
    row = await polled.diary.calendar(calendar)
    assert row.secret.partition(":")[0] != old.partition(":")[0]
    assert row.trouble is None
    polled.diary.database.sealer = KEYS


async def test_a_new_key_also_seals_the_calendar_of_somebody_who_left(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena", NORTHWIND)
    new = new_key()
    async with polled.diary.database.write() as session:
        person = await session.get(Person, 1)
        assert person is not None
        person.standing = "left"
    polled.diary.database.sealer = Sealer([new, KEY])
    await polled.poll()
    polled.diary.database.sealer = Sealer([new])
    async with polled.diary.database.read() as session:
        assert not await count_without_key(session)
    polled.diary.database.sealer = KEYS
    async with polled.diary.database.read() as session:
        assert (await count_without_key(session))["calendarconnection"] == 1
    assert polled.server.asked == []
    assert (await polled.diary.calendar(calendar)).trouble is None


async def test_a_read_that_outlasts_its_lease_changes_nothing(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena", NORTHWIND, HALDEN, KESTREL)

    async def somebody_else_reads() -> None:
        polled.diary.passes(calendars.LEASE + MINUTE)
        polled.diary.put(calendar, moved(NORTHWIND, HOUR))
        assert await polled.poll(1) == 1

    polled.server.meanwhile = somebody_else_reads
    await polled.poll()
    assert ("n", NORTHWIND.starts_at + HOUR) in await polled.diary.planned()
    assert 'outcome="stale"' in polled.metrics.text(None).decode()


async def test_a_calendar_that_is_disconnected_during_a_read_stays_so(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena", NORTHWIND)

    async def disconnects() -> None:
        async with polled.diary.database.write() as session:
            row = await calendars.by_id(session, A, calendar)
            assert row is not None
            await calendars.disconnect(session, row)

    polled.server.meanwhile = disconnects
    await polled.poll()
    assert await polled.diary.planned() == []


async def test_an_error_of_our_own_stops_no_other_and_logs_nothing_private(
    polled: Polled,
) -> None:
    broken = await polled.diary.connects("lena", NORTHWIND)
    await polled.diary.connects("tomas", HALDEN)
    secret = f"https://x.example/{broken}"
    polled.server.trouble[broken] = deque([ValueError(secret, NORTHWIND.title)])
    with capture_logs() as log:
        assert await polled.poll() == 2
    assert await polled.diary.planned() == [("h", HALDEN.starts_at)]
    assert (await polled.diary.calendar(broken)).trouble == "no answer"
    assert [one["event"] for one in log if one["log_level"] == "error"] == [
        "a calendar could not be read"
    ]
    for word in ("x.example", "Northwind", "Halden", "jana"):
        assert word not in str(log)


async def test_a_calendar_of_a_kind_that_is_not_set_up_fails(polled: Polled) -> None:
    async with polled.diary.database.write() as session:
        person = await people.ensure(session, A, "lena", "lena", "UTC")
        kind: CalendarKind = "google"
        await calendars.connect(
            session, person, polled.diary.now, kind=kind, secret="1//x", label="lena@x.example"
        )
    await polled.poll()
    assert (await polled.diary.calendar(1)).trouble == "no permission"


async def test_who_left_is_not_read(polled: Polled) -> None:
    await polled.diary.connects("lena", NORTHWIND)
    async with polled.diary.database.write() as session:
        person = await session.get(Person, 1)
        assert person is not None
        person.standing = "left"
    await polled.poll()
    assert polled.server.asked == []
    polled.diary.passes(31 * DAY)  # their secret is not kept for ever
    await polled.poll()
    assert polled.server.asked == []
    async with polled.diary.database.read() as session:
        assert not (await session.exec(select(CalendarConnection))).all()


async def test_nothing_is_planned_for_somebody_who_leaves_during_a_read(polled: Polled) -> None:
    await polled.diary.connects("lena", NORTHWIND)

    async def leaves() -> None:
        async with polled.diary.database.write() as session:
            person = await session.get(Person, 1)
            assert person is not None
            person.standing = "left"

    polled.server.meanwhile = leaves
    await polled.poll()
    assert await polled.diary.planned() == []


async def test_an_emptied_calendar_is_believed_at_a_later_poll(polled: Polled) -> None:
    calendar = await polled.diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await polled.poll()
    polled.diary.events[calendar] = {}
    await polled.goes_on(ROUND)
    assert len(await polled.diary.planned()) == 3
    polled.server.changed = False  # what is asked about is the state before
    await polled.goes_on(5 * MINUTE)
    assert (await polled.diary.calendar(calendar)).doubted_at is None
    polled.server.changed = True
    await polled.goes_on(2 * ROUND)
    assert await polled.diary.planned() == []


async def test_a_call_that_had_to_wait_for_a_colleagues_copy_is_found_at_the_next_read(
    polled: Polled,
) -> None:
    """Tomas' calendar still has it where Lena has another call; hers does not change any more."""
    late = await polled.diary.connects("tomas", NORTHWIND)
    await polled.poll()
    later = moved(NORTHWIND, HOUR)
    polled.server.still = {await polled.diary.connects("lena", meeting("n2"), later)}
    await polled.poll()
    polled.diary.put(late, later)
    await polled.goes_on(2 * ROUND)
    ids = await polled.diary.ids()
    seats: list[Seat] = await polled.diary.fleet.all_of(Seat)
    assert sorted(one.starts_at for one in seats if one.person_id == ids["lena"]) == [
        NORTHWIND.starts_at,
        later.starts_at,
    ]


async def test_a_long_read_lets_others_write_and_goes_on_after_the_process_died(
    polled: Polled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process dies in the second of several transactions; a colleague's request comes then."""
    diary = polled.diary
    meetings = [meeting(f"m{n}", TOMORROW_THREE + n * HOUR) for n in range(2 * reading.CALLS + 1)]
    calendar = await diary.connects("lena", *meetings)
    settle, done = reading.CalendarIntake.settle, list[str]()

    async def writes() -> None:
        async with diary.database.write():
            done.append("another request")

    async def dies(*args: Any) -> list[Change]:  # noqa: ANN401
        if "a part" in done:
            raise OSError
        done.append("a part")
        tasks.append(asyncio.create_task(writes()))
        return await settle(*args)

    tasks: list[asyncio.Task[None]] = []
    monkeypatch.setattr(reading.CalendarIntake, "settle", dies)
    await polled.poll()
    await asyncio.gather(*tasks)
    assert done == ["a part", "another request"]
    assert len(await diary.planned()) == reading.CALLS
    monkeypatch.undo()
    diary.passes(ROUND)
    await polled.poll()
    assert len(await diary.planned()) == len(await diary.rows("listen")) == len(meetings)
    assert (await diary.calendar(calendar)).failures == 0
