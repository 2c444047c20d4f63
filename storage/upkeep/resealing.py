"""Encrypt the database's secrets again with the current key, which is first in ENCRYPTION_KEYS.

Also count the secrets that were encrypted with a key that we do not have.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Table, and_, func, or_, select, update
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.database.connection import Database, sealer_of
from storage.sealing import NAME_LENGTH, NoKey, place
from storage.workspace import audit

ROWS = 200  # rows in one transaction
PAUSE = 0.02  # in seconds, between two transactions, so that others can write

# The value of the column that identifies a row.
Key = int | str


@dataclass(frozen=True)
class SealedColumns:
    """The encrypted columns of a table."""

    name: str  # the table's name
    key: str  # the column that identifies a row
    columns: tuple[str, ...]
    # Takes the value of `key` in a row, and the name of an encrypted column. Returns the last parts
    # of the secret's place (see `storage.sealing.place`). If the place is
    # "slack:T1/calendarconnection/7/secret", these parts are 7 and "secret".
    parts: Callable[[Key, str], tuple[Key, ...]] = lambda key, column: (key, column)

    @property
    def table(self) -> Table:
        """The table with this name."""
        return SQLModel.metadata.tables[self.name]


# Every encrypted column.
SEALED = (
    SealedColumns("workspace", "tenant", ("token", "refresh_token"), lambda _, column: (column,)),
    SealedColumns("calendarconnection", "id", ("secret", "cursor")),
    SealedColumns("transcriptconsent", "id", ("secret",)),
    SealedColumns("crmconnection", "tenant", ("secret",), lambda _, column: (column,)),
    SealedColumns("calendarsignin", "key", ("secret",), lambda key, _: (key,)),
)


@dataclass
class Resealed:
    """How many secrets were encrypted again, for which tenants, and how many can't be decrypted."""

    sealed: int = 0
    unreadable: int = 0
    tenants: set[str] = field(default_factory=set)


async def reseal_all(database: Database, now: datetime) -> Resealed:
    """Encrypt again every secret that is not current. Raises NoKey if there is no key.

    A secret is not current if a key other than the current one encrypted it, or if it was encrypted
    before secrets were tied to their tenant. A transaction changes at most `ROWS` rows. A new run
    continues an interrupted one. `now` (UTC) is for the audit log.
    """
    done, noted = Resealed(), set[str]()
    for one in SEALED:
        after: Key | None = None
        while True:
            async with database.write() as session:
                after = await _step(session, one, after, done)
                for tenant in sorted(done.tenants - noted):
                    audit.note(session, tenant, "keys rotated", ("tenant", tenant), now)
            noted |= done.tenants
            if after is None:
                break
            await asyncio.sleep(PAUSE)
    return done


async def count_without_key(session: AsyncSession) -> Counter[str]:
    """Count the secrets whose key we do not have, by table.

    The playground's secrets are left out: Attune may have made their key for a single run.
    """
    connection, sealer = await session.connection(), sealer_of(session)
    missing: Counter[str] = Counter()
    for one in SEALED:
        for column in (one.table.c[name] for name in one.columns):
            name = func.substr(column, 1, NAME_LENGTH)
            wanted = (
                select(name, func.count())
                .where(column != "", ~one.table.c.tenant.startswith("playground:"))
                .group_by(name)
            )
            found = (await connection.execute(wanted)).all()
            missing[one.name] += sum(number for key, number in found if not sealer.has_key_for(key))
    return +missing


async def _step(
    session: AsyncSession, one: SealedColumns, after: Key | None, done: Resealed
) -> Key | None:
    """Find the next `ROWS` rows with secrets that are not current, and encrypt these secrets again.

    Rows are in the order of their ids (`SealedColumns.key`). If `after` is given, take only rows
    with a greater id. Return the id of the last row that was found, or None if no rows are left.
    """
    table, key, current = one.table, one.table.c[one.key], sealer_of(session).current
    columns = [table.c[name] for name in one.columns]
    old = or_(*(and_(each != "", ~each.startswith(current)) for each in columns))
    wanted = select(key, table.c.tenant, *columns).where(old).order_by(key).limit(ROWS)
    if after is not None:
        wanted = wanted.where(key > after)
    connection = await session.connection()
    rows = (await connection.execute(wanted.with_for_update(key_share=True))).all()
    for id_, tenant, *values in rows:
        new: dict[str, str] = {}
        for name, value in zip(one.columns, values, strict=True):
            if not value or value.startswith(current):
                continue
            where = place(tenant, one.name, *one.parts(id_, name))
            if (sealed := _again(session, value, where)) is None:
                done.unreadable += 1
            else:
                new[name] = sealed
        if new:
            await connection.execute(update(table).where(key == id_).values(new))
            done.sealed += len(new)
            done.tenants.add(tenant)
    last: Key | None = rows[-1][0] if len(rows) == ROWS else None
    return last


def _again(session: AsyncSession, sealed: str, where: str) -> str | None:
    """Return the secret encrypted with the current key, or None if it can't be decrypted."""
    sealer = sealer_of(session)
    try:
        return sealer.seal(sealer.open(sealed, where), where)
    except NoKey:
        return None
