"""Deletes everything of a tenant, in small steps. All times are UTC."""

import asyncio
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from storage import audit, workspaces
from storage.database.connection import Database
from storage.rights import holdings
from storage.sql import search

STEP = 1_000  # rows in one transaction
PAUSE = 0.02  # seconds between two steps, so that others can write
PASSES = 5  # through all tables, because rows may come in meanwhile
KEPT = frozenset({"workspace", "audit"})  # what says that the data was deleted


async def purge_tenant(
    database: Database, tenant: str, now: datetime, *, by: int | None = None
) -> int:
    """Delete every row of a tenant, and return how many. Only that it was purged stays on file.

    First the tenant counts as gone, so that nothing more is sent to it. A run that was interrupted
    can be started again. Raises RuntimeError if rows keep coming in faster than they are deleted.
    """
    async with database.write() as session:
        workspace = await workspaces.find(session, tenant, locked=True)
        if workspace is None:
            workspace = await workspaces.save(session, tenant, now)
        workspaces.leave(workspace, "uninstalled", now)
    gone = 0
    for _ in range(PASSES):
        found = [await _delete_all(database, each, tenant) for each in _tables()]
        gone += sum(number for number, _ in found)
        if all(done and not number for number, done in found):
            break
    else:
        raise RuntimeError("rows of the tenant keep coming in")
    async with database.write() as session:
        await search.delete_all(session, tenant)
        await audit.delete_all(session, tenant)
        if workspace := await workspaces.find(session, tenant, locked=True):
            workspace.name, workspace.scopes = "", ""
            workspace.enterprise = workspace.app = None
            workspace.bot_user = workspace.installer = None
            workspace.purged_at = now
        audit.note(session, tenant, "purged", ("tenant", tenant), now, actor=by)
    return gone


def _tables() -> list[Table]:
    """All tables with a tenant that are emptied; one that refers to another comes before it."""
    kept = KEPT | holdings.NO_TENANT
    return [each for each in reversed(SQLModel.metadata.sorted_tables) if each.name not in kept]


async def _delete_all(database: Database, one: Table, tenant: str) -> tuple[int, bool]:
    """Go through a table once. Returns how many rows were deleted, and whether none was refused.

    A row is refused if another came in meanwhile that refers to it.
    """
    key = tuple_(*one.primary_key.columns)
    here = one.c.tenant == tenant
    last: tuple[object, ...] | None = None
    gone, whole = 0, True
    while True:
        after = here if last is None else here & (key > last)
        wanted = select(*one.primary_key.columns).where(after).order_by(*one.primary_key.columns)
        async with database.read() as session:
            connection = await session.connection()
            keys = [tuple(row) for row in await connection.execute(wanted.limit(STEP))]
        if not keys:
            return gone, whole
        try:
            async with database.write() as session:
                connection = await session.connection()
                step = await connection.execute(delete(one).where(after, key <= keys[-1]))
                gone += step.rowcount
        except IntegrityError:
            more = await _with_what_refers(database, one, tenant, after & (key <= keys[-1]))
            gone, whole = gone + (more or 0), whole and more is not None
        last = keys[-1]
        if len(keys) < STEP:
            return gone, whole
        await asyncio.sleep(PAUSE)


async def _with_what_refers(
    database: Database, one: Table, tenant: str, which: ColumnElement[bool]
) -> int | None:
    """Delete rows that new ones refer to, together with those; None if that was refused too.

    While the rows are locked, nobody can add more that refer to them.
    """
    gone = 0
    tables = _tables()
    try:
        async with database.write() as session:
            connection = await session.connection()
            keys = one.primary_key.columns
            await connection.execute(select(*keys).where(which).with_for_update())
            for each in tables[: tables.index(one)]:  # few are left of these
                late = delete(each).where(each.c.tenant == tenant)
                gone += (await connection.execute(late)).rowcount
            gone += (await connection.execute(delete(one).where(which))).rowcount
    except IntegrityError:
        return None
    return gone
