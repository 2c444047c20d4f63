"""Write many rows at once, with INSERT … SELECT."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Insert, column, create_engine, insert, select, text
from sqlmodel import SQLModel

from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date


@dataclass(frozen=True)
class Rows:
    """Rows of a table. Columns that are not named get the model's defaults."""

    table: str
    columns: str  # separated by spaces
    select: str


async def make(
    file: Path, numbers: Sequence[str], rows: Sequence[Rows], values: Mapping[str, object]
) -> None:
    """Make a SQLite database with these rows.

    First run the statements in `numbers`, which make tables of numbers for the rows to select from.
    `values` are the parameters of all statements.
    """
    database = Database(f"sqlite:///{file}")
    await bring_up_to_date(database)
    await database.close()
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        for statement in numbers:
            connection.execute(text(statement), values)
        for each in rows:
            connection.execute(_insert(each), values)
    engine.dispose()


def _insert(rows: Rows) -> Insert:
    names = rows.columns.split()
    named = f"WITH made({', '.join(names)}) AS ({rows.select}) SELECT * FROM made"  # noqa: S608 - all of it is ours
    made = text(named).columns(*map(column, names)).subquery()
    return insert(SQLModel.metadata.tables[rows.table]).from_select(names, select(made))
