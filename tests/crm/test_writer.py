"""What a rep approved is written once, whatever dies, is slow, or is connected meanwhile."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.base.clock import FixedClock
from bot.crm.writer import CrmWriter
from handlers.sources.crm.crm_records import CrmSignIn
from handlers.sources.crm_ports import CrmFailed
from storage.choices import CrmTrouble
from storage.customers import accounts
from storage.database.connection import Database
from storage.rights.erasure.people import erase_person
from storage.sources import crm_connections, crm_writes
from storage.tables import CrmConnection, CrmWrite, Person
from tests.crm.notebook import Notebook
from tests.databases import ENGINES, database_on

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TENANT = "slack:T1"
OWN = CrmSignIn("", "hubspot", "", "key")


@pytest.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with database_on(request.param, tmp_path) as made:
        async with made.write() as session:
            await crm_connections.connect(session, TENANT, "hubspot", NOW, secret=None)
        yield made


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def book() -> Notebook:
    return Notebook()


def writer(database: Database, clock: FixedClock, book: Notebook) -> CrmWriter:
    return CrmWriter(database, clock, book.opened, lambda: [TENANT], own=OWN)


async def approve(database: Database, count: int = 1, zone: str = "UTC") -> None:
    """Lena approves notes about Northwind."""
    async with database.write() as session:
        account = await accounts.add(session, TENANT, "Northwind", NOW)
        lena = Person(tenant=TENANT, external="U-lena", name="Lena Brandt", zone=zone)
        session.add(lena)
        await session.flush()
        rows = [
            CrmWrite(
                tenant=TENANT,
                key=f"key-{number}",
                person_id=lena.id,
                account_id=account.id,
                kind="note",
                company="1",
                text=f"Note {number}",
                state="approved",
                approved_at=NOW,
                next_at=NOW,
            )
            for number in range(count)
        ]
        await crm_writes.add(session, rows)


async def rows(database: Database) -> list[CrmWrite]:
    async with database.read() as session:
        return [*(await session.exec(select(CrmWrite).order_by(col(CrmWrite.id)))).all()]


async def test_two_processes_write_each_thing_once_although_the_crm_is_slow(
    database: Database, clock: FixedClock, book: Notebook
) -> None:
    await approve(database, 20)
    other = writer(database, clock, book)
    depth = 0

    async def slow() -> None:
        nonlocal depth
        clock.moment += timedelta(seconds=25)
        if depth < 1:
            depth += 1
            await other.write()
            depth -= 1

    book.before_write = slow
    for _ in range(30):
        await writer(database, clock, book).write()
        clock.moment += timedelta(minutes=4)
    assert sorted(book.notes) == sorted({f"key-{number}" for number in range(20)})
    assert {one.state for one in await rows(database)} == {"written"}


async def test_an_order_has_the_zone_of_the_rep(
    database: Database, clock: FixedClock, book: Notebook
) -> None:
    await approve(database, zone="Pacific/Honolulu")
    await writer(database, clock, book).write()
    assert [one.zone for one in book.orders] == ["Pacific/Honolulu"]


async def test_nothing_is_written_to_another_account_that_a_new_key_opens(
    database: Database, clock: FixedClock, book: Notebook
) -> None:
    async with database.write() as session:
        (connected,) = (await session.exec(select(CrmConnection))).all()
        connected.label = "Corvane"
    await approve(database, 2)
    book.label = "Another company"
    await writer(database, clock, book).write()
    assert [(one.state, one.trouble) for one in await rows(database)] == [
        ("failed", "replaced")
    ] * 2
    assert (book.notes, book.asked) == ([], ["check"])


async def test_a_slow_crm_leaves_time_for_the_others(
    database: Database, clock: FixedClock, book: Notebook
) -> None:
    await approve(database, 20)

    async def slow() -> None:
        clock.moment += timedelta(seconds=25)

    book.before_write = slow
    await writer(database, clock, book).write()
    assert clock.moment - NOW <= timedelta(seconds=60)
    waiting = [one for one in await rows(database) if one.state == "approved"]
    assert not any(one.in_doubt or one.attempts for one in waiting)
    assert all(one.next_at <= clock.moment for one in waiting)


FINAL: list[CrmTrouble] = ["disconnected", "no permission", "refused"]


@pytest.mark.parametrize("trouble", FINAL)
async def test_what_cannot_be_looked_for_stays_in_doubt_and_is_not_written_again(
    database: Database, clock: FixedClock, book: Notebook, trouble: CrmTrouble
) -> None:
    await approve(database)
    book.answers = False
    await writer(database, clock, book).write()
    assert book.notes == ["key-0"]
    book.answers, book.look_fails = True, CrmFailed(trouble)
    clock.moment += timedelta(minutes=4)
    await writer(database, clock, book).write()
    (row,) = await rows(database)
    assert (row.state, row.in_doubt) == ("failed", True)

    # The rep presses “Try again” after the trouble is over.
    book.look_fails = None
    async with database.write() as session:
        again = await crm_writes.by_id(session, TENANT, row.id)
        assert again
        again.state, again.next_at, again.attempts = "approved", clock.moment, 0
    await writer(database, clock, book).write()
    assert book.notes == ["key-0"]
    assert (await rows(database))[0].state == "written"


async def test_what_was_looked_for_in_vain_is_no_longer_in_doubt(
    database: Database, clock: FixedClock, book: Notebook
) -> None:
    await approve(database)
    book.answers = False
    await writer(database, clock, book).write()
    book.notes.clear()  # it had not arrived

    async def refused() -> None:
        raise CrmFailed("refused")

    book.before_write = refused
    clock.moment += timedelta(minutes=4)
    await writer(database, clock, book).write()
    (row,) = await rows(database)
    assert (row.state, row.trouble, row.in_doubt) == ("failed", "refused", False)


async def test_nothing_is_written_for_a_rep_who_was_erased(
    database: Database, clock: FixedClock, book: Notebook
) -> None:
    await approve(database)
    async with database.write() as session:
        (lena,) = (await session.exec(select(Person))).all()
        await erase_person(session, lena, NOW)
    await writer(database, clock, book).write()
    assert book.notes == []
    assert [one.state for one in await rows(database)] == ["failed"]
