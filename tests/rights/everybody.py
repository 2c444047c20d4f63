"""Two people in one tenant and one in another, each with a row in every table."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Table, insert, text
from sqlmodel import SQLModel, col, select

from storage.database.connection import Database
from storage.rights.holdings import NO_TENANT
from storage.sql import search
from storage.tables import (
    Person,
)
from storage.tables.types import Moment

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ONE, OTHER = "slack:T1", "slack:T2"
NAMES = {"Élodie": "Élodie Quint", "Bruno": "Bruno Abel", "Stranger": "Élodie Quint"}
# columns with a closed set of values
FIXED: dict[str, Any] = {
    "state": "open",
    "zone": "UTC",
    "rhythm": {},
    "role": "rep",
    "standing": "member",
    "kind": "ics",
}
EMPTY: dict[str, Any] = {"role_before": None, "channel_id": None, "claim": "c"}
EMPTY |= {"erased_at": None, "gone_at": None, "purged_at": None, "secret": "", "cursor": ""}
EMPTY |= {"token": None, "refresh_token": None}


async def fill(database: Database) -> None:
    async with database.write() as session:
        connection = await session.connection()
        for number, who in enumerate(NAMES, 1):
            for table in SQLModel.metadata.sorted_tables:
                shared = "tenant" in table.primary_key.columns and len(table.primary_key) == 1
                if (who == "Bruno" and shared) or (who != "Élodie" and table.name in NO_TENANT):
                    continue  # there is one row of it already
                row = {each.name: _value(table, each.name, number, who) for each in table.c}
                await connection.execute(insert(table).values(row))
        for number in range(1, 4):
            tenant = OTHER if number == 3 else ONE
            await search.index(session, tenant, number, f"words{number}")
        if connection.dialect.name == "postgresql":
            for table in SQLModel.metadata.sorted_tables:
                if "id" in table.c:
                    await connection.execute(
                        text(f"SELECT setval(pg_get_serial_sequence('{table.name}','id'), 10)")
                    )


def _value(table: Table, name: str, number: int, who: str) -> Any:  # noqa: ANN401 - any column
    column = table.c[name]
    fixed = EMPTY | FIXED | {"tenant": OTHER if who == "Stranger" else ONE}
    if name in fixed and not (table.name == "subscription" and name == "channel_id"):
        return fixed[name]
    if name == "id" or (name.endswith(("_id", "_by")) and str(column.type) == "BIGINT"):
        return number
    if table.name == "person" and name in ("external", "name", "email"):
        return {"external": f"U-{who}", "name": NAMES[who]}.get(name, f"{who}@x.example".lower())
    if table.name in ("measuredcall", "opentranscript") and name in ("labels", "figures"):
        return {NAMES["Élodie"]: "colleague", "of": who}
    return _typed(column.type, f"{who} wrote {table.name}.{name}", number)


def _typed(kind: Any, words: str, number: int) -> Any:  # noqa: ANN401 - any type of a column
    if isinstance(kind, Moment):
        return NOW
    return {
        "BIGINT": number,
        "INTEGER": number,
        "FLOAT": 1.0,
        "BOOLEAN": False,
        "JSON": {"words": [words]},
        "DATE": date(2026, 11, 24),
        "TIME": time(9),
    }.get(str(kind), words)


async def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    async with database.read() as session:
        connection = await session.connection()
        return {
            table.name: [
                dict(row)
                for row in (
                    await connection.execute(table.select().order_by(*table.primary_key.columns))
                ).mappings()
            ]
            for table in SQLModel.metadata.sorted_tables
        }


async def one(database: Database, number: int) -> Person:
    async with database.read() as session:
        return (await session.exec(select(Person).where(col(Person.id) == number))).one()
