"""Finding insights by their words: SQLite's FTS5, PostgreSQL's own search; the same functions.

`insight_words` holds the words of each insight under its row id, ready to be searched.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Integer, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel.ext.asyncio.session import AsyncSession


class strpos(GenericFunction[int]):  # noqa: N801 - as SQL calls it
    """Where the second text stands in the first, from 1; 0 if nowhere."""

    type = Integer()
    inherit_cache = True


@compiles(strpos, "sqlite")
def _instr(found: strpos, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"instr({compiler.process(found.clauses, **options)})"


DELETE = text("DELETE FROM insight_words WHERE rowid = :id")
DELETE_ALL = text("DELETE FROM insight_words WHERE tenant = :tenant")
INSERT = {
    "sqlite": text(
        "INSERT INTO insight_words (rowid, words, tenant) VALUES (:id, :words, :tenant)"
    ),
    "postgresql": text(
        "INSERT INTO insight_words (rowid, words, tenant) "
        "VALUES (:id, to_tsvector('english', :words), :tenant)"
    ),
}
FIND_IN_SQLITE = text(
    "SELECT rowid FROM insight_words "
    "WHERE insight_words MATCH :query AND tenant = :tenant ORDER BY rank LIMIT :most"
)


async def index(session: AsyncSession, tenant: str, row_id: int, words: str) -> None:
    """Make words findable under a row id, in place of those that were before."""
    connection = await session.connection()
    await connection.execute(DELETE, {"id": row_id})
    # PostgreSQL's search takes no NUL, and nobody looks for one.
    values = {"id": row_id, "words": words.replace("\0", " "), "tenant": tenant}
    await connection.execute(INSERT[connection.dialect.name], values)


async def forget(session: AsyncSession, tenant: str) -> None:
    """Make nothing of a tenant findable any more."""
    await (await session.connection()).execute(DELETE_ALL, {"tenant": tenant})


async def find(session: AsyncSession, tenant: str, words: Collection[str], most: int) -> list[int]:
    """The row ids under which some of these words or phrases occur, the best first."""
    if not words:
        return []
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        # Each word is quoted, so that none of them is read as an operator of the search.
        query = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
        values = {"query": query, "tenant": tenant, "most": most}
        found = await connection.execute(FIND_IN_SQLITE, values)
        return [row[0] for row in found]
    names = [f"word{number}" for number in range(len(words))]
    either = " || ".join(f"phraseto_tsquery('english', :{name})" for name in names)
    statement = text(
        f"SELECT rowid FROM insight_words, (SELECT {either} AS query) AS asked "  # noqa: S608
        "WHERE words @@ query AND tenant = :tenant "
        "ORDER BY ts_rank(words, query) DESC, rowid LIMIT :most"
    )
    typed = dict(zip(names, words, strict=True))
    found = await connection.execute(statement, {**typed, "tenant": tenant, "most": most})
    return [row[0] for row in found]
