"""Full-text search of insights, with SQLite's FTS5 or PostgreSQL's text search.

The table `insight_words` has the words of each insight under the insight's row id.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Integer, Select, column, delete, table, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel.ext.asyncio.session import AsyncSession


class strpos(GenericFunction[int]):  # noqa: N801 - as SQL calls it
    """The position of the second text in the first, counted from 1.

    It is 0 if the first text does not contain the second.
    """

    type = Integer()
    inherit_cache = True


@compiles(strpos, "sqlite")
def _instr(found: strpos, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"instr({compiler.process(found.clauses, **options)})"


DELETE = text("DELETE FROM insight_words WHERE rowid = :id")
DELETE_ALL = text("DELETE FROM insight_words WHERE tenant = :tenant")
_WORDS = table("insight_words", column("rowid"))
# SQLite marks deleted words, but keeps them. This statement rebuilds the index without them.
FORGET = text("INSERT INTO insight_words (insight_words) VALUES ('optimize')")
INSERT = {
    "sqlite": text(
        "INSERT INTO insight_words (rowid, words, tenant) VALUES (:id, :words, :tenant)"
    ),
    "postgresql": text(
        "INSERT INTO insight_words (rowid, words, tenant) "
        "VALUES (:id, to_tsvector('english', :words), :tenant)"
    ),
}
FIND_IN_SQLITE = (
    "SELECT rowid FROM insight_words "
    "WHERE insight_words MATCH :query AND tenant = :tenant{newest} ORDER BY rank LIMIT :limit"
)
# Limits a search to new insights, as `find` describes. Otherwise a search for a word that many
# insights have would be slow, however small `limit` is.
NEWEST = (
    " AND rowid > coalesce((SELECT id FROM insight WHERE tenant = :tenant AND account_id IS NULL "
    "ORDER BY id DESC LIMIT 1 OFFSET :newest), 0)"
)


async def index(session: AsyncSession, tenant: str, row_id: int, words: str) -> None:
    """Index words under a row id, in place of the words that this row id had before."""
    connection = await session.connection()
    await connection.execute(DELETE, {"id": row_id})
    # PostgreSQL accepts no NUL in a text.
    values = {"id": row_id, "words": words.replace("\0", " "), "tenant": tenant}
    await connection.execute(INSERT[connection.dialect.name], values)


async def delete_all(session: AsyncSession, tenant: str) -> None:
    """Delete all words of a tenant from the index."""
    await (await session.connection()).execute(DELETE_ALL, {"tenant": tenant})


async def delete_those(session: AsyncSession, ids: Select[tuple[int]]) -> None:
    """Delete the words of these row ids from the index."""
    await (await session.connection()).execute(delete(_WORDS).where(_WORDS.c.rowid.in_(ids)))


async def forget_deleted(session: AsyncSession) -> None:
    """Remove the words of deleted insights from SQLite's file. PostgreSQL needs no such step.

    This takes 10 ms for 5,000 insights, and hardly any time if nothing was deleted.
    """
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        await connection.execute(FORGET)


async def find(
    session: AsyncSession,
    tenant: str,
    words: Collection[str],
    limit: int,
    *,
    newest: int | None = None,
) -> list[int]:
    """Return up to `limit` row ids with any of these words or phrases, best match first.

    If `newest` is given, search only these insights:

    - the newest insights that are not about an account: as many as `newest` says
    - the insights about accounts from the same time
    """
    if not words:
        return []
    connection = await session.connection()
    values: dict[str, Any] = {"tenant": tenant, "limit": limit}
    if newest is not None:
        values["newest"] = newest
    if connection.dialect.name == "sqlite":
        # Quoted, so that the search does not read a word as an operator.
        query = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
        statement = text(FIND_IN_SQLITE.format(newest=NEWEST if newest is not None else ""))
        found = await connection.execute(statement, {**values, "query": query})
        return [row[0] for row in found]
    names = [f"word{number}" for number in range(len(words))]
    either = " || ".join(f"phraseto_tsquery('english', :{name})" for name in names)
    statement = text(
        f"SELECT rowid FROM insight_words, (SELECT {either} AS query) AS asked "  # noqa: S608
        f"WHERE words @@ query AND tenant = :tenant{NEWEST if newest is not None else ''} "
        "ORDER BY ts_rank(words, query) DESC, rowid LIMIT :limit"
    )
    typed = dict(zip(names, words, strict=True))
    found = await connection.execute(statement, {**typed, **values})
    return [row[0] for row in found]
