"""Exports the rows of a person or a tenant: a zip of JSON Lines, a file for each table.

`manifest.json` comes last: it names each file with its number of rows and its SHA-256.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import ColumnElement, select, tuple_
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rights import holdings
from storage.tables import Person

FORMAT = 1  # of the export; it changes whenever a reader would have to
ROWS = 500  # in memory at a time


@dataclass(frozen=True)
class Selection:
    """The exported rows of one table."""

    table: str
    which: ColumnElement[bool]


def parts_of_person(person: Person) -> list[Selection]:
    """What is exported for a person: every row that is theirs, without secrets."""
    return [
        Selection(name, holdings.of_person(name, person.tenant, person.id))
        for name, holding in holdings.HOLDINGS.items()
        if holding.person
    ]


def parts_of_tenant(tenant: str) -> list[Selection]:
    """What is exported for a tenant: every row of it, without secrets."""
    return [
        Selection(name, holdings.table(name).c.tenant == tenant)
        for name in holdings.HOLDINGS
        if name not in holdings.NO_TENANT
    ]


class ExportTooLarge(Exception):
    """The export would be larger than it may be."""


async def write(
    session: AsyncSession,
    parts: Sequence[Selection],
    to: IO[bytes],
    about: dict[str, Any],
    *,
    max_bytes: int | None = None,
) -> int:
    """Write the export into a file, and return how many rows it has.

    `about` is put into the manifest: whose export it is, when it was made and by what. Only `ROWS`
    rows are in memory at a time. On PostgreSQL the transaction must be new: it then sees all tables
    as they were at one moment. Raises ExportTooLarge soon after the file has more than `max_bytes`.
    """
    await _at_one_moment(session)
    with ZipFile(to, "w", ZIP_DEFLATED) as archive:
        files = [await _file(session, part, archive, max_bytes) for part in parts]
        manifest = {"format": FORMAT, **about, "files": files}
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return sum(each["rows"] for each in files)


async def _file(
    session: AsyncSession, part: Selection, archive: ZipFile, max_bytes: int | None
) -> dict[str, Any]:
    """Write the file of one table, and return its entry in the manifest."""
    name, digest, number = f"{part.table}.jsonl", sha256(), 0
    with archive.open(name, "w", force_zip64=True) as file:
        async for rows in _batches(session, part):
            lines = await asyncio.to_thread(_lines, rows)
            digest.update(lines)
            await asyncio.to_thread(file.write, lines)
            number += len(rows)
            if max_bytes is not None and archive.fp is not None and archive.fp.tell() > max_bytes:
                raise ExportTooLarge
    return {
        "file": name,
        "what": holdings.HOLDINGS[part.table].what,
        "rows": number,
        "sha256": digest.hexdigest(),
    }


async def _batches(
    session: AsyncSession, part: Selection
) -> AsyncIterator[Sequence[dict[str, Any]]]:
    """The rows by primary key, up to `ROWS` at a time, each by column, without secrets."""
    table = SQLModel.metadata.tables[part.table]
    secret = holdings.HOLDINGS[part.table].secret
    columns = [each for each in table.c if each.name not in secret]
    names = [each.name for each in columns]
    keys = table.primary_key.columns.values()
    wanted = (
        select(*columns, *(each.label(f"key_{each.name}") for each in keys))
        .where(part.which)
        .order_by(*keys)
        .limit(ROWS)
    )
    connection = await session.connection()
    page = wanted
    while rows := (await connection.execute(page)).all():
        yield [dict(zip(names, row, strict=False)) for row in rows]
        last = rows[-1][len(columns) :]
        page = wanted.where(tuple_(*keys) > last)


def _lines(rows: Sequence[dict[str, Any]]) -> bytes:
    lines = (json.dumps(row, ensure_ascii=False, default=_plain) + "\n" for row in rows)
    return "".join(lines).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be exported")


async def _at_one_moment(session: AsyncSession) -> None:
    """On PostgreSQL, let all queries of this transaction see the same moment."""
    bind = session.get_bind()
    if bind.dialect.name == "postgresql":
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
