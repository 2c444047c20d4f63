"""The database: one engine, with sessions for reading and sessions for writing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.database import wall
from storage.database.address import ASYNCPG, DRIVERS, BadAddress, read_address
from storage.database.faults import Fault, fault_of
from storage.database.idle_connections import check_when_idle
from storage.database.sqlite import TRUNCATE_LOG, sqlite_engine
from storage.database.wall import EVERY_TENANT
from storage.plan_changes import WritingSession
from storage.sealing import Sealer

OPTIONS: dict[str, Any] = {
    "hide_parameters": True,  # keeps values out of error messages and logs
    # Attune has more statements than SQLAlchemy caches by default.
    "query_cache_size": 2_000,
}
# Keys of `session.info`.
_SEALER = "sealer"
_COMMITTED = "actions after the commit"
_EMPTY_LOG = "empty log"


class ReadingSession(Session):
    """A session that only reads."""


class DatabaseError(Exception):
    """The database can't be used. The message tells people why, and often what to do."""


class Database:
    """Sessions for one database, SQLite or PostgreSQL. Raises DatabaseError for a bad address.

    A session works for one tenant, or for every tenant. On PostgreSQL, a tenant's session sees only
    the tenant's rows (`storage.database.wall`). Only the modules that
    tests/storage/test_wall.py lists may work for every tenant.

    If a session fails because the database can't be used (`fault_of`), we call `on_fault`. `sealer`
    encrypts secrets before they are stored (`storage.sealing`).
    """

    def __init__(self, url: str, sealer: Sealer | None = None) -> None:
        self.engine = _engine(url)
        self.sealer = sealer or Sealer()
        self.on_fault: Callable[[Fault], None] = lambda _: None
        # SQLite has one writer at a time. Without this lock, other writers would try again and
        # again until a timeout, in no particular order. With the lock, writers take turns.
        self._one_writer = asyncio.Lock() if self.engine.dialect.name == "sqlite" else None
        self._write_lock: AbstractAsyncContextManager[None] = self._one_writer or nullcontext()
        self._truncates_log = False  # true while SQLite's log may contain erased words

    @asynccontextmanager
    async def read(self, tenant: str = EVERY_TENANT) -> AsyncIterator[AsyncSession]:
        """Open a session for reading, with one transaction that is never committed."""
        with self._reporting_faults():
            async with AsyncSession(
                self.engine,
                expire_on_commit=False,
                sync_session_class=ReadingSession,
                info={_SEALER: self.sealer, **wall.info(tenant)},
            ) as session:
                yield session
            if self._truncates_log and self._one_writer and not self._one_writer.locked():
                async with self._one_writer:
                    await self._truncate_log()

    @asynccontextmanager
    async def write(self, tenant: str = EVERY_TENANT) -> AsyncIterator[AsyncSession]:
        """Open a session that commits at the end, or rolls back after an exception."""
        with self._reporting_faults():
            async with (
                self._write_lock,
                AsyncSession(
                    self.engine,
                    expire_on_commit=False,
                    sync_session_class=WritingSession,
                    info={_SEALER: self.sealer, **wall.info(tenant)},
                ) as session,
            ):
                async with session.begin():
                    yield session
                for action in session.info.get(_COMMITTED, ()):
                    action()
                self._truncates_log |= bool(session.info.get(_EMPTY_LOG))
                if self._truncates_log:
                    await self._truncate_log()

    async def _truncate_log(self) -> None:
        """Empty SQLite's write-ahead log.

        If another session is reading, the log stays as it is, and a later session empties it.
        """
        if self.file is None:
            self._truncates_log = False
            return
        # An error here loses nothing, because all writes are committed already. The next session
        # tries to empty the log again.
        with suppress(DBAPIError):
            async with self.engine.connect() as connection:
                busy = (await connection.exec_driver_sql(TRUNCATE_LOG)).scalar_one()
                self._truncates_log = bool(busy)

    @contextmanager
    def _reporting_faults(self) -> Iterator[None]:
        """Report a fault of the database to `on_fault`, and raise the error again."""
        try:
            yield
        except (DBAPIError, NoConnectionFree, OSError) as error:
            if fault := fault_of(error):
                self.on_fault(fault)
            raise

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database. None for a database in memory, or for another engine."""
        return sqlite_file(self.engine.url)

    async def close(self) -> None:
        await self.engine.dispose()


def once_committed(session: AsyncSession, action: Callable[[], None]) -> None:
    """Run `action` after this writing session commits, but not after a rollback."""
    session.info.setdefault(_COMMITTED, []).append(action)


def empty_log_after_commit(session: AsyncSession) -> None:
    """Empty SQLite's write-ahead log after this writing session commits.

    SQLite overwrites erased words in its file (`secure_delete`), but not in the log. If somebody
    is reading, we can't empty the log. In this case, a later session empties it.
    """
    session.info[_EMPTY_LOG] = True


def sealer_of(session: AsyncSession) -> Sealer:
    """Return the sealer that encrypts a session's secrets."""
    sealer: Sealer = session.info.get(_SEALER) or Sealer()
    return sealer


def sqlite_file(url: URL) -> Path | None:
    """Return the file in a SQLite address, or None for any other address."""
    name = url.database or ""
    if url.get_backend_name() != "sqlite" or name in ("", ":memory:") or name.startswith("file:"):
        return None
    return Path(name)


def _engine(url: str) -> AsyncEngine:
    """Create the engine for a database's address. Raises DatabaseError."""
    try:
        parsed, given = read_address(url)
    except BadAddress as error:
        raise DatabaseError(str(error)) from error
    if parsed.drivername == DRIVERS["sqlite"]:
        return sqlite_engine(parsed, sqlite_file(parsed), **OPTIONS)
    if parsed.drivername != ASYNCPG:
        raise DatabaseError(
            f"Attune does not work with {parsed.drivername}. Set DATABASE_URL to "
            "sqlite:////folder/file or postgresql://attune:PASSWORD@HOST/attune."
        )
    from storage.database.tenant_connection import TenantConnection  # noqa: PLC0415 - only PostgreSQL

    given |= {"connection_class": TenantConnection}
    engine = create_async_engine(parsed, **OPTIONS, connect_args=given)
    check_when_idle(engine)
    return engine


def _begin(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    """On SQLite, begin the transaction. On PostgreSQL, set the transaction's tenant."""
    if transaction.nested:
        return
    if connection.dialect.name != "sqlite":
        wall.begin(session, connection)
        return
    # A writing transaction takes the write lock at once, because upgrading a read lock can fail.
    write = isinstance(session, WritingSession)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


# We listen to the sessions, not to the engine: with a listener on the engine's "begin" event,
# SQLAlchemy would look for listeners at every statement.
event.listen(ReadingSession, "after_begin", _begin)
event.listen(WritingSession, "after_begin", _begin)
