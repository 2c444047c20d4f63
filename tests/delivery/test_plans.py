"""Delivering a nudge costs the same among many rows: each statement finds its rows by an index."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text

from bench import due
from storage.database.connection import Database
from storage.workspace import channels
from tests.delivery.world import MORNING, A, World

ROWS = 10_000  # due in another workspace, and as many that were sent
START = 1_000  # ids from here on are theirs
# The claim, and the first row of each workspace.
OF_ONE_WORKSPACE = re.compile(r"outbox AS due|RECURSIVE every")
READS_ALL = re.compile(
    r"Seq Scan on (outbox|seat|call|person|account)\b"
    r"|SCAN (outbox|due|seat|call|person|account)$",
    re.MULTILINE,
)


@contextmanager
def plans(database: Database) -> Iterator[dict[str, str]]:
    """The plan of each statement that is run meanwhile, by statement."""
    found: dict[str, str] = {}
    engine = database.engine.sync_engine
    explain, place = ("EXPLAIN QUERY PLAN", 3) if engine.name == "sqlite" else ("EXPLAIN", 0)

    def note(*given: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        connection, _, statement, parameters, _, many = given
        if many or not re.match("SELECT|UPDATE|WITH", statement):
            return
        cursor = connection.connection.cursor()
        cursor.execute(f"{explain} {statement}", parameters)
        found[statement] = "\n".join(str(row[place]) for row in cursor.fetchall())
        cursor.close()

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def fill(world: World) -> None:
    """Rows of another workspace, each of another person and about another call."""
    await due.nudges(world.database, 2 * ROWS, MORNING, start=START)
    async with world.database.write() as session:
        connection = await session.connection()
        sent = "UPDATE outbox SET state = 'sent', settled_at = due_at WHERE id % 2 = 0"
        await connection.execute(text(sent))
        if connection.dialect.name == "postgresql":  # it does so by itself, within a minute
            await connection.execute(text("ANALYZE"))


async def test_no_statement_of_delivery_reads_a_whole_table(world: World) -> None:
    await fill(world)
    await world.listens(await world.person("lena", A, ("listen",)), 0)
    with plans(world.database) as found:
        assert await world.delivery.run() == {"sent": 1}
    assert not {each: plan for each, plan in found.items() if READS_ALL.search(plan)}
    of_one = {each: plan for each, plan in found.items() if OF_ONE_WORKSPACE.search(each)}
    assert len(of_one) == 2, of_one
    for plan in of_one.values():  # by `outbox_next`, they would read what is due in the other one
        assert "outbox_open_by_tenant" in plan
        assert "outbox_next" not in plan, plan


async def test_where_something_was_posted_is_found_without_reading_all_messages(
    world: World,
) -> None:
    await fill(world)
    with plans(world.database) as found:
        async with world.database.read() as session:
            assert await channels.that_got(session, A, "insight", [1, 2, 3]) == {}
    (plan,) = found.values()
    assert "outbox_sent_about" in plan
