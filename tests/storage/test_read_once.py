"""A session reads the same names once, and again after anything that may have changed them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, event
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.customers import accounts
from storage.database.connection import Database
from storage.sql.unique import insert_all
from storage.tables import Account
from tests.databases import ENGINES, database_on

TENANT = "slack:T1"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with database_on(request.param, tmp_path) as made:
        async with made.write(TENANT) as session:
            session.add(_account("northwind"))
        yield made


def _account(name: str, tenant: str = TENANT) -> Account:
    return Account(tenant=tenant, name=name, name_key=name, created_at=NOW)


async def _names(session: AsyncSession, tenant: str = TENANT) -> list[str]:
    known = await accounts.candidates(session, tenant, 1, "")
    return sorted(name for _, name in known)


async def test_names_are_read_once(database: Database) -> None:
    sent: list[object] = []
    async with database.write(TENANT) as session:
        assert await _names(session) == ["northwind"]
        event.listen(
            database.engine.sync_engine, "before_cursor_execute", lambda *_: sent.append(1)
        )
        assert await _names(session) == ["northwind"]
    assert not sent


async def test_each_tenant_has_its_own_names(database: Database) -> None:
    async with database.write() as session:
        await insert_all(session, [_account("fabrikam", "slack:T2")])
        assert await _names(session) == ["northwind"]
        assert await _names(session, "slack:T2") == ["fabrikam"]


async def _add(session: AsyncSession) -> None:
    session.add(_account("fabrikam"))


async def _add_and_flush(session: AsyncSession) -> None:
    session.add(_account("fabrikam"))
    await session.flush()


async def _add_without_the_session(session: AsyncSession) -> None:
    await insert_all(session, [_account("fabrikam")])


async def _rename(session: AsyncSession) -> None:
    known = await accounts.by_name(session, TENANT, "northwind")
    assert known
    known.name_key = "fabrikam"


async def _delete(session: AsyncSession) -> None:
    await session.exec(delete(Account).where(col(Account.tenant) == TENANT))


Write = Callable[[AsyncSession], Awaitable[None]]
WRITES: dict[Write, list[str]] = {
    _add: ["fabrikam", "northwind"],
    _add_and_flush: ["fabrikam", "northwind"],
    _add_without_the_session: ["fabrikam", "northwind"],
    _rename: ["fabrikam"],
    _delete: [],
}


@pytest.mark.parametrize("write", WRITES)
async def test_names_are_read_again_after_a_write(database: Database, write: Write) -> None:
    async with database.write(TENANT) as session:
        assert await _names(session) == ["northwind"]
        await write(session)
        assert await _names(session) == WRITES[write]


async def test_what_was_rolled_back_is_forgotten(database: Database) -> None:
    async with database.write(TENANT) as session:
        async with session.begin_nested() as looking:
            await _add(session)
            assert await _names(session) == ["fabrikam", "northwind"]
            await looking.rollback()
        assert await _names(session) == ["northwind"]
