"""Export the rows of a person or a tenant as a zip with a JSON Lines file for each table.

Tables without rows are left out. The last files are `README.txt`, which describes the contents in
words, and `manifest.json`, with the number of rows and the SHA-256 of each file.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Column, ColumnElement, Label, select, tuple_
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rights import holdings, owned_rows
from storage.tables import Person

FORMAT = 2  # version of the export's format; it changes if programs that read exports must change
ROWS = 500  # at most this many rows are in memory at a time
README = """What Attune keeps about {whom}{when}.

Each file has one line of JSON for each entry. You can open the files in a text editor. Times are
in UTC. Next to an id such as "account_id", you find the name, under "account".

{files}

The export does not contain:
- passwords, keys, and the private addresses of calendars
- the words of messages, which are in the chat with Attune
- the words of transcripts, which Attune does not store

manifest.json is for machines: the number of entries and a checksum of each file.
"""
# The columns that name an object, by the object's table.
_NAMED_BY = {
    "account": ("name",),
    "contact": ("name",),
    "person": ("name",),
    "insight": ("headline",),
    "call": ("starts_at",),
}


@dataclass(frozen=True)
class Selection:
    """The exported rows of one table."""

    table: str
    which: ColumnElement[bool]


def parts_of_person(person: Person) -> list[Selection]:
    """Select a person's rows for an export."""
    return [
        Selection(name, owned_rows.of_person(name, person.tenant, person.id))
        for name, holding in holdings.HOLDINGS.items()
        if holding.person
    ]


def parts_of_tenant(tenant: str) -> list[Selection]:
    """Select a tenant's rows for an export."""
    return [
        Selection(name, owned_rows.table(name).c.tenant == tenant)
        for name in holdings.HOLDINGS
        if name not in holdings.NO_TENANT
    ]


class ExportTooLarge(Exception):
    """The export would be larger than allowed."""


async def write(
    session: AsyncSession,
    parts: Sequence[Selection],
    to: IO[bytes],
    about: dict[str, Any],
    *,
    max_bytes: int | None = None,
) -> int:
    """Write the export into a file, and return the number of rows.

    The manifest contains `about`, such as whose export it is and when it was made. On PostgreSQL,
    the transaction must be new, so that it sees all tables as of one moment. Raises
    ExportTooLarge soon after the file exceeds `max_bytes`.
    """
    await _at_one_moment(session)
    with ZipFile(to, "w", ZIP_DEFLATED) as archive:
        written = [await _file(session, part, archive, max_bytes) for part in parts]
        files = [each for each in written if each is not None]
        archive.writestr("README.txt", _readme(about, files))
        manifest = {"format": FORMAT, **about, "files": files}
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return sum(each["rows"] for each in files)


def _readme(about: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> str:
    whom = str(about.get("name") or about.get("person") or about.get("tenant") or "you")
    when = (
        f", as of {str(about['made_at'])[:16].replace('T', ' ')} UTC" if "made_at" in about else ""
    )
    lines = [f"{each['file']}: {each['what']} ({each['rows']})" for each in files]
    return README.format(whom=whom, when=when, files="\n".join(lines) or "Nothing is kept.")


async def _file(
    session: AsyncSession, part: Selection, archive: ZipFile, max_bytes: int | None
) -> dict[str, Any] | None:
    """Write the file of one table. Return its entry in the manifest, or None if it has no rows."""
    name, digest, number = f"{part.table}.jsonl", sha256(), 0
    with ExitStack() as opened:
        file: IO[bytes] | None = None
        async for rows in _batches(session, part):
            file = file or opened.enter_context(archive.open(name, "w", force_zip64=True))
            lines = await asyncio.to_thread(_lines, rows)
            digest.update(lines)
            await asyncio.to_thread(file.write, lines)
            number += len(rows)
            if max_bytes is not None and archive.fp is not None and archive.fp.tell() > max_bytes:
                raise ExportTooLarge
    if not number:
        return None
    return {
        "file": name,
        "what": _described(holdings.HOLDINGS[part.table]),
        "rows": number,
        "sha256": digest.hexdigest(),
    }


def _described(holding: holdings.Holding) -> str:
    return f"{holding.what}, {holding.also}" if holding.also else holding.what


async def _batches(
    session: AsyncSession, part: Selection
) -> AsyncIterator[Sequence[dict[str, Any]]]:
    """Yield the rows in order of the primary key, up to `ROWS` at a time, without secrets.

    A row maps columns to values. Names of objects are added beside their ids.
    """
    table = SQLModel.metadata.tables[part.table]
    secret = holdings.HOLDINGS[part.table].secret
    own = [each for each in table.c if each.name not in secret]
    columns = [*own, *(named for each in own for named in _names(each))]
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


def _names(column: Column[Any]) -> Iterator[Label[Any]]:
    """Yield a column with the name of the object that an id refers to.

    Beside "account_id", the column "account" has the account's name. A call has no name, so its
    start is used. If the id refers to nothing that we can name, yield nothing.
    """
    to = next((each.column.table.name for each in column.foreign_keys), "")
    to = {"heard_from": "contact"}.get(column.name, to)
    key = column.name.removesuffix("_id") if column.name.endswith("_id") else f"{column.name}_name"
    if to not in _NAMED_BY or key in column.table.c:
        return
    other = owned_rows.table(to).alias()
    for name in _NAMED_BY[to]:
        yield select(other.c[name]).where(other.c.id == column).scalar_subquery().label(key)


def _lines(rows: Sequence[dict[str, Any]]) -> bytes:
    lines = (json.dumps(row, ensure_ascii=False, default=_plain) + "\n" for row in rows)
    return "".join(lines).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be exported")


async def _at_one_moment(session: AsyncSession) -> None:
    """On PostgreSQL, make all queries of this transaction see the data as of one moment."""
    bind = session.get_bind()
    if bind.dialect.name == "postgresql":
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
