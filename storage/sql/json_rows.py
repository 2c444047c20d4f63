"""Pass many rows to a statement as one JSON parameter.

The statement's text is the same for any number of rows, so it is prepared only once.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    FromClause,
    SQLColumnExpression,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine
from sqlmodel.ext.asyncio.session import AsyncSession

NAME = "json_rows"
JsonRow = Mapping[str, str | int | None]


def json_rows(dialect: str, **columns: TypeEngine[Any]) -> FromClause:
    """Return a table expression with these columns, for use in a statement.

    Pass the rows with `parameter(rows)` when you run the statement.
    """
    if dialect == "sqlite":
        each = func.json_each(bindparam(NAME, type_=Text())).table_valued("value")
        named = [
            func.json_extract(each.c.value, f"$.{name}", type_=kind).label(name)
            for name, kind in columns.items()
        ]
        return select(*named).subquery(NAME)
    records = func.jsonb_to_recordset(cast(bindparam(NAME, type_=Text()), JSONB))
    typed = [column(name, kind) for name, kind in columns.items()]
    return records.table_valued(*typed, name=NAME).render_derived(with_types=True)


def is_given(dialect: str, number: SQLColumnExpression[int], name: str) -> ColumnElement[bool]:
    """Match if `number` is among the numbers in the column `name` of `json_rows`.

    Add this condition to a statement that joins a large table with `json_rows` on these numbers.
    The result stays the same, but PostgreSQL finds the rows faster:

    - Without this condition, PostgreSQL assumes that the JSON has a hundred rows. To find the rows
      that match, it might read the whole large table.
    - With this condition, PostgreSQL assumes that the JSON has ten numbers, and uses the index.
    """
    if dialect == "sqlite":
        return true()
    again = json_rows(dialect, **{name: BigInteger()})
    return number == func.any(func.array(select(again.c[name]).scalar_subquery()))


def parameter(rows: Iterable[JsonRow]) -> dict[str, str]:
    """Return the parameter of a statement that reads these rows with `json_rows`."""
    return {NAME: json.dumps(list(rows))}


def json_list(dialect: str, values: ColumnElement[Any]) -> ColumnElement[list[Any] | None]:
    """Aggregate a query's values into one JSON list, in the order of the rows.

    Without rows, the result is None.
    """
    if dialect == "sqlite":  # SQLite's function returns "[]" if there are no rows
        return func.nullif(func.json_group_array(values), "[]", type_=JSON())
    return func.json_agg(values, type_=JSON())


def dialect_of(session: AsyncSession) -> str:
    """Return the name of the session's database engine: "sqlite" or "postgresql"."""
    return session.get_bind().dialect.name
