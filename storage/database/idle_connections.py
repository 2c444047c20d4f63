"""Check idle connections to PostgreSQL before using them again."""

from time import monotonic
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

IDLE_SECONDS = 5.0  # we test a connection that was idle for longer than this
_SINCE = "idle since"


def check_when_idle(engine: AsyncEngine) -> None:
    """Replace connections that were lost while idle.

    The driver notices if the server closes a connection, but not if a firewall drops it. A test
    query takes three round trips, so we test a connection only after IDLE_SECONDS without use.
    """
    dialect = engine.dialect

    def note_time(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info[_SINCE] = monotonic()

    def check(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401 - the driver's
        since = record.info.pop(_SINCE, None)
        if since is None:
            return  # the connection is new
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError
        if monotonic() - since >= IDLE_SECONDS and not _answers(dialect, connection):
            raise InvalidatePoolError

    event.listen(engine.sync_engine, "checkin", note_time)
    event.listen(engine.sync_engine, "checkout", check)


def _answers(dialect: Dialect, connection: Any) -> bool:  # noqa: ANN401 - the driver's
    try:
        return dialect.do_ping(connection)
    except (dialect.loaded_dbapi.Error, OSError):
        return False
