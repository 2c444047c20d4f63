"""Fill a database with rows that fall due: nudges about calls, and notices to channels."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, case, cast, func, insert, literal, select
from sqlmodel import SQLModel

from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date
from storage.tables.types import EPOCH, MICROSECOND, Moment
from tests.postgres import migrated

LEAD = timedelta(minutes=10)  # from a listening line to its call
# Without quiet hours, the figures are the same at night.
RHYTHM = {"quiet_from": "00:00:00", "quiet_to": "00:00:00"}
_NUMBERS = count()
DATABASES = ("SQLite", "PostgreSQL")

Values = Mapping[str, Any]


@asynccontextmanager
async def database(name: str, folder: Path) -> AsyncIterator[Database]:
    """Return a new database of this kind, with the latest migration."""
    if name == "PostgreSQL":
        async with migrated() as url:
            opened = Database(url)
            yield opened
            await opened.close()
        return
    opened = Database(f"sqlite:///{folder / f'{next(_NUMBERS)}.sqlite3'}")
    await bring_up_to_date(opened)
    yield opened
    await opened.close()


async def nudges(
    to: Database,
    number: int,
    first: datetime,
    *,
    apart: timedelta = timedelta(),
    workspaces: int = 1,
    kinds: Sequence[str] = ("listen",),
    start: int = 1,
    team: str = "T",
    in_turn: bool = True,
) -> None:
    """Add nudges of these kinds in turn, due from `first` (UTC) on.

    Each nudge is for a different person and call, with ids from `start` on. The workspaces are
    {team}0, {team}1, … With `in_turn`, consecutive nudges are for different workspaces. Without it,
    the nudges of a workspace come together.
    """
    n = numbers(start, number)
    workspace = n % workspaces if in_turn else (n - start) * workspaces // number
    tenant = _text(f"slack:{team}") + cast(workspace, Text)
    due = literal(micros(first), BigInteger) + (n - start) * (apart // MICROSECOND)
    due_at = cast(due, Moment)
    starts_at = cast(due + LEAD // MICROSECOND, Moment)
    own = _text("U") + cast(n, Text)
    name = _text("Account ") + cast(n, Text)
    kind: ColumnElement[str] = literal(kinds[0], Text)
    for place, other in enumerate(kinds):
        kind = case((n % len(kinds) == place, literal(other, Text)), else_=kind)
    zone = _text("Europe/Lisbon")
    common = {"id": n, "tenant": tenant}
    person = {
        "external": own,
        "name": own,
        "zone": zone,
        "role": _text("rep"),
        "rhythm": _typed("person", "rhythm", RHYTHM),
        "address": _text("D") + cast(n, Text),
    }
    account = {
        "name": name,
        "name_key": name,
        "stage": _text("discovery"),
        "industry": _text(""),
        "created_at": due_at,
    }
    call = {
        "account_id": n,
        "starts_at": starts_at,
        "ends_at": starts_at,
        "planned_at": due_at,
        "zone": zone,
        "join_url": _text(""),
        "status": _text("planned"),
    }
    seat = {
        "call_id": n,
        "person_id": n,
        "tenant": tenant,
        "account_id": n,
        "starts_at": starts_at,
        "goal": _text("Learn who decides about the budget"),
    }
    row = {
        "key": cast(n, Text),
        "kind": kind,
        "person_id": n,
        "call_id": n,
        "due_at": due_at,
        "useful_until": starts_at,
        "next_at": due_at,
        **_outbox(first),
    }
    await _insert(
        to,
        {
            "person": {**common, **person},
            "account": {**common, **account},
            "call": {**common, **call},
            "seat": seat,
            "outbox": {**common, **row},
        },
    )


async def notices(
    to: Database, number: int, due_at: datetime, *, workspaces: int = 1, start: int = 1
) -> None:
    """Add notices, each for a different channel, that say what the channel subscribes to.

    Their ids begin at `start`.
    """
    n = numbers(start, number)
    tenant = _text("slack:T") + cast(n % workspaces, Text)
    own, common = _text("C") + cast(n, Text), {"id": n, "tenant": tenant}
    person = {
        "external": own,
        "name": own,
        "zone": _text("UTC"),
        "role": _text("marketer"),
        "rhythm": _typed("person", "rhythm", {}),
    }
    channel = {
        "external": own,
        "name": own,
        "zone": _text("UTC"),
        "digest": _text(""),
        "opens_at": _typed("channel", "opens_at", datetime.min.time()),
        "closes_at": _typed("channel", "closes_at", datetime.max.time()),
        "subscribed_by": n,
    }
    row = {
        "key": cast(n, Text),
        "kind": _text("subscribed"),
        "channel_id": n,
        "about": n,
        "due_at": _at(due_at),
        "useful_until": _at(due_at + LEAD),
        "next_at": _at(due_at),
        **_outbox(due_at),
    }
    await _insert(
        to,
        {
            "person": {**common, **person},
            "channel": {**common, **channel},
            "outbox": {**common, **row},
        },
    )


def _outbox(due_at: datetime) -> dict[str, Any]:
    return {
        "day": _typed("outbox", "day", due_at.date()),
        "state": _text("open"),
        "doubt": _typed("outbox", "doubt", False),
        "attempts": literal(0),
        "failures": literal(0),
    }


async def _insert(to: Database, tables: Mapping[str, Values]) -> None:
    async with to.write() as session:
        connection = await session.connection()
        for name, values in tables.items():
            table = SQLModel.metadata.tables[name]
            made = select(*(value.label(column) for column, value in values.items()))
            await connection.execute(insert(table).from_select(list(values), made))
            if connection.dialect.name == "postgresql" and "id" in values:
                last = func.setval(
                    func.pg_get_serial_sequence(f'"{name}"', "id"), func.max(table.c.id)
                )
                await connection.execute(select(last))


def numbers(start: int, limit: int) -> ColumnElement[int]:
    """Return a table expression of `limit` numbers from `start` on."""
    counted = select(literal(start, BigInteger).label("n")).cte("counted", recursive=True)
    more = select(counted.c.n + 1).where(counted.c.n < start + limit - 1)
    return counted.union_all(more).c.n


def _text(value: str) -> ColumnElement[str]:
    return literal(value, Text)


def _at(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, Moment)


def _typed(table: str, column: str, value: object) -> ColumnElement[Any]:
    return literal(value, SQLModel.metadata.tables[table].c[column].type)


def micros(moment: datetime) -> int:
    """Return a moment as the database stores it: microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND
