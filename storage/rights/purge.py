"""Delete all rows of a tenant, or of an account, in small steps. All times are UTC.

While a tenant is purged, Attune can't be installed there. A tenant that comes back afterwards
starts with nothing.
"""

import asyncio
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter

import structlog
from sqlalchemy import ColumnElement, Table, delete, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import leases
from storage.choices import GoneWhy
from storage.database.connection import Database, empty_log_after_commit
from storage.rights import holdings, owned_rows
from storage.sql import search
from storage.workspace import audit, workspaces

log = structlog.get_logger()

STEP = 1_000  # delete at most this many rows in one transaction
# About how long one transaction may take. Deleting a single row may take longer: to find the rows
# that refer to it, the database must read some tables as a whole.
STEP_SECONDS = 0.02
PAUSE = 0.02  # in seconds, the shortest wait between two steps, so that other tasks can write
# Go through all tables again if rows have arrived meanwhile, but at most this many times in all.
PASSES = 5
HOLD = timedelta(hours=1)  # this long after a purge began, another process may continue it
# A request that began before a purge may add rows after it. For this long after a purge, we look
# for such rows. No request takes longer.
LATE = timedelta(days=3)
# Rows of these tables stay: the tenant's row in "workspace" says that the tenant was purged.
TABLES_KEPT = frozenset({"workspace"})

# Returns the condition for those rows of a table that are to be deleted.
Rows = Callable[[Table], ColumnElement[bool]]


@dataclass
class _Pace:
    """How many rows of a table to delete in one transaction, so that other writers do not wait.

    Begin with one row, because deleting a single row may already take `STEP_SECONDS`.
    """

    rows: int = 1

    def adapt(self, seconds: float) -> None:
        """Choose the number of rows for the next step, after one that took this many seconds."""
        if seconds > STEP_SECONDS:
            self.rows = max(1, self.rows // 2)
        elif seconds < STEP_SECONDS / 4:
            self.rows *= 2
        self.rows = min(self.rows, STEP)


async def purge_due(
    database: Database,
    gone_before: datetime | None,
    now: datetime,
    served: Collection[str] = (),
) -> int:
    """Purge the tenants that are due. Return the number of purged tenants.

    A tenant is due in these cases:

    - Attune left the tenant before `gone_before`. If `gone_before` is None, this case is left out.
    - A purge of the tenant was interrupted.
    - After a purge, a slow request added rows, and the tenant is not in `served`. The rows of a
      served tenant may belong to people who have just begun to use Attune.

    `served` has tenants and platforms. A platform stands for all its tenants. Only one process at a
    time purges a tenant. If a purge fails, the next call tries again.
    """
    async with database.read() as session:
        gone = await workspaces.gone_before(session, gone_before) if gone_before else ()
        begun = await workspaces.purges_begun(session)
        lately = await workspaces.purged_since(session, now - LATE)
        ended = [each for each in lately if not {each, each.partition(":")[0]} & {*served}]
        again = [each for each in ended if await _has_rows(session, each)]
    holder, purged = secrets.token_hex(4), 0
    for tenant in sorted({*(each.tenant for each in gone), *begun, *again}):
        async with database.write(tenant) as session:
            found = await workspaces.find(session, tenant, locked=True)
            left = found.gone_at if found else None
            if left is None:
                continue  # the tenant came back
            is_due = gone_before is not None and left < gone_before
            is_again = tenant in again and found is not None and found.purged_at is not None
            if not (is_due or tenant in begun or is_again):
                continue  # the tenant came back, and left again
            lease = workspaces.purge_lease(tenant)
            if not await leases.acquire(session, lease, holder, now=now, until=now + HOLD):
                continue
        try:
            rows = await _purge(database, tenant, now, by=None)
        except RuntimeError as error:
            log.warning("a workspace could not be purged", tenant=tenant, because=str(error))
            continue
        purged += 1
        log.warning("the data of a workspace was deleted", tenant=tenant, rows=rows)
    return purged


async def purge_tenant(
    database: Database, tenant: str, now: datetime, *, by: audit.By = None
) -> int:
    """Delete every row of a tenant except the record of the purge. Return the number of rows.

    First, the tenant is marked as gone, so that nothing more is sent to it. `purge_due` continues
    an interrupted purge. Raises RuntimeError if rows arrive faster than we delete them.
    """
    why: GoneWhy = "purged"
    async with database.write(tenant) as session:
        workspace = await workspaces.find(session, tenant, locked=True)
        if workspace is None:
            workspace = await workspaces.save(session, tenant, now)
        workspaces.leave(workspace, why, now)
        await leases.acquire(
            session, workspaces.purge_lease(tenant), secrets.token_hex(4), now=now, until=now + HOLD
        )
    return await _purge(database, tenant, now, by=by)


async def _purge(database: Database, tenant: str, now: datetime, *, by: audit.By) -> int:
    """Delete the rows of a tenant marked as gone, record the purge, and end the purge's lease."""
    gone = 0
    for _ in range(PASSES):
        found = [
            await _delete_all(database, each, tenant, lambda one: one.c.tenant == tenant)
            for each in _tables()
        ]
        gone += sum(number for number, _ in found)
        if all(done and not number for number, done in found):
            break
    else:
        raise RuntimeError("rows of the tenant keep coming in")
    async with database.write(tenant) as session:
        if workspace := await workspaces.find(session, tenant, locked=True):
            workspace.name, workspace.scopes = "", ""
            workspace.enterprise = workspace.app = None
            workspace.bot_user = workspace.installer = None
            workspace.purged_at = now
        await search.forget_deleted(session)
        audit.note(session, tenant, "purged", ("tenant", tenant), now, actor=by)
        await leases.delete(session, workspaces.purge_lease(tenant))
        empty_log_after_commit(session)
    return gone


async def delete_of_account(database: Database, tenant: str, account_id: int) -> None:
    """Delete every row that goes with an account, in small steps, with the account's own row last.

    The caller can call this again after an interruption. Raises RuntimeError if rows arrive faster
    than we delete them.
    """
    for _ in range(PASSES):
        found = [
            await _delete_all(
                database,
                each,
                tenant,
                lambda one: owned_rows.of_account(one.name, tenant, account_id),
            )
            for each in _tables()
            if holdings.HOLDINGS[each.name].account
        ]
        if all(done and not number for number, done in found):
            return
    raise RuntimeError("rows of the account keep coming in")


async def _has_rows(session: AsyncSession, tenant: str) -> bool:
    """Return whether a tenant has rows besides those that record the purge."""
    connection = await session.connection()
    for one in _tables():
        some = select(one.c.tenant).where(one.c.tenant == tenant).limit(1)
        if one.name != "audit" and (await connection.execute(some)).first():
            return True
    return False


def _tables() -> list[Table]:
    """Return the tables to delete rows from. A table comes before the tables that it refers to."""
    kept = TABLES_KEPT | holdings.NO_TENANT
    return [each for each in reversed(SQLModel.metadata.sorted_tables) if each.name not in kept]


async def _delete_all(
    database: Database, one: Table, tenant: str, rows_of: Rows
) -> tuple[int, bool]:
    """Go once through the matching rows of a table, and delete them.

    Return the number of deleted rows, and whether we deleted each matching row that we found. The
    database keeps a row if a new row refers to it and the new row can't be deleted too.
    """
    key = tuple_(*one.primary_key.columns)
    here = rows_of(one)
    last: tuple[object, ...] | None = None
    gone, whole, pace = 0, True, _Pace()
    while True:
        after = here if last is None else here & (key > last)
        wanted = select(*one.primary_key.columns).where(after).order_by(*one.primary_key.columns)
        rows = pace.rows
        async with database.read(tenant) as session:
            connection = await session.connection()
            keys = [tuple(row) for row in await connection.execute(wanted.limit(rows))]
        if not keys:
            return gone, whole
        took = 0.0
        try:
            async with database.write(tenant) as session:
                # Measure from here, because opening the session may wait for other writers.
                began = perf_counter()
                gone += await _delete(session, one, after & (key <= keys[-1]))
                took = perf_counter() - began
        except IntegrityError:
            which = after & (key <= keys[-1])
            more = await _delete_with_referrers(database, one, tenant, which, rows_of)
            gone, whole = gone + (more or 0), whole and more is not None
        last = keys[-1]
        if len(keys) < rows:
            return gone, whole
        pace.adapt(took)
        await asyncio.sleep(max(PAUSE, took))


async def _delete(session: AsyncSession, one: Table, which: ColumnElement[bool]) -> int:
    connection = await session.connection()
    if one.name == "audit":
        await audit.allow_deletion(session)
    if one.name == "insight":
        await search.delete_those(session, select(one.c.id).where(which))
    return (await connection.execute(delete(one).where(which))).rowcount


async def _delete_with_referrers(
    database: Database, one: Table, tenant: str, which: ColumnElement[bool], rows_of: Rows
) -> int | None:
    """Delete rows of the table `one` together with new rows that refer to them.

    First lock the rows of `one`, so that nobody can add more rows that refer to them. Return how
    many rows were deleted, or None if the database does not delete the rows.
    """
    gone = 0
    tables = _tables()
    try:
        async with database.write(tenant) as session:
            connection = await session.connection()
            keys = one.primary_key.columns
            await connection.execute(select(*keys).where(which).with_for_update())
            # The tables before `one` include all tables that refer to `one`. This pass has already
            # gone through these tables, so few rows are left in them.
            for each in tables[: tables.index(one)]:
                gone += await _delete(session, each, rows_of(each))
            gone += await _delete(session, one, which)
    except IntegrityError:
        return None
    return gone
