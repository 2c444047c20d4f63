"""Migrations make the tables that the code defines, up and down, on both databases."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import date, time
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, inspect, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows

from handlers.request import Means
from storage import outbox
from storage.customers import accounts
from storage.database.connection import Database
from storage.database.upgrade import HEAD, MIGRATIONS, bring_up_to_date, check
from storage.sales_calls import calls
from storage.tables import Ask, AskNote, Draft, Outbox
from tests.faults.fleet import Fleet, words
from tests.postgres import empty

MakeDatabase = Callable[[], Awaitable[Database]]

NOT_IN_BUTTONS = {
    "audit",
    "fetchedtranscript",
    "finding",
    "guess",
    "outbox",
    "playgroundpost",
    "metguest",
    "seenmeeting",
    "shownmessage",
}
INDEXES = {
    "sqlite": (
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
        "AND (type = 'index' OR name = 'insight_words')"
    ),
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
    "AND tablename <> 'alembic_version'",
}


@pytest.fixture(params=["sqlite", "postgresql"])
async def new(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[MakeDatabase]:
    """Makes new databases without tables."""
    numbers = count()
    async with AsyncExitStack() as made:

        async def make() -> Database:
            url = f"sqlite:///{tmp_path}/{next(numbers)}.sqlite3"
            if request.param == "postgresql":
                url = await made.enter_async_context(empty())
            database = Database(url)
            made.push_async_callback(database.close)
            return database

        yield make


def config(connection: Connection | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    return made


async def migrate(database: Database, version: str) -> None:
    """Upgrade a database to a version."""
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), version))


async def take_back(database: Database, version: str) -> None:
    """Downgrade a database to a version."""
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), version))


def test_head_is_the_newest_file() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


async def test_a_migrated_schema_equals_a_fresh_one(new: MakeDatabase) -> None:
    database = await new()
    await bring_up_to_date(database)
    async with database.engine.connect() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(
                MigrationContext.configure(sync, opts={"include_name": _ours}), SQLModel.metadata
            )
        )
    assert differences == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """The search index keeps tables of its own, which no table of ours describes."""
    return kind != "table" or not str(name).startswith("insight_words")


async def test_every_index_of_the_tables_is_made_with_its_condition(new: MakeDatabase) -> None:
    migrated, fresh = await new(), await new()
    await bring_up_to_date(migrated)
    async with fresh.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    found = await indexes(migrated)
    assert found == await indexes(fresh)
    assert any("outbox_old" in each and "<>" in each for each in found)


async def indexes(database: Database) -> set[str]:
    async with database.engine.connect() as connection:
        found = await connection.exec_driver_sql(INDEXES[connection.dialect.name])
        return {
            " ".join(row[0].replace('"', "").replace("IF NOT EXISTS ", "").split()) for row in found
        }


async def test_no_button_of_a_deleted_row_is_ever_about_another_row(new: MakeDatabase) -> None:
    database = await new()
    await migrate(database, "0026")
    add = (
        "INSERT INTO account (tenant, name, name_key, stage, industry, created_at) "
        "VALUES ('slack:T1', '{0}', '{0}', '', '', 0)"
    )
    delete = "DELETE FROM account WHERE id = (SELECT max(id) FROM account)"
    for version in (None, HEAD):
        if version:
            await migrate(database, version)
        async with database.write() as session:
            connection = await session.connection()
            for statement in (add.format(f"{version} 1"), add.format(f"{version} 2"), delete):
                await connection.execute(text(statement))
            if version:
                await connection.execute(text(add.format("3")))
                found = await connection.execute(text("SELECT max(id) FROM account"))
                assert found.scalar_one() == (5 if database.file is None else 4)
                assert await _used_again(connection) == NOT_IN_BUTTONS


async def _used_again(connection: AsyncConnection) -> set[str]:
    """The tables that SQLite gives the ids of deleted rows again; on PostgreSQL none would be."""
    if connection.dialect.name != "sqlite":
        return NOT_IN_BUTTONS
    tables = [one.name for one in SQLModel.metadata.sorted_tables if "id" in one.c]
    found = await connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%AUTOINCREMENT%'"
    )
    return set(found.scalars()) & set(tables)


async def test_it_can_be_taken_back_step_by_step(new: MakeDatabase) -> None:
    database = await new()
    versions = [one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()]
    shapes = {}
    for version in reversed(versions):
        await migrate(database, version)
        shapes[version] = await indexes(database)
    for version in versions[1:]:
        await take_back(database, version)
        assert await indexes(database) == shapes[version], version
    await take_back(database, "base")
    async with database.engine.connect() as connection:
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert left == ["alembic_version"]
    await bring_up_to_date(database)
    assert await check(database) == HEAD
    assert await indexes(database) == shapes[HEAD]


async def test_what_was_planned_before_channels_is_still_planned(new: MakeDatabase) -> None:
    database = await new()
    await migrate(database, "0001")
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO person (id, tenant, external, name, zone, role, rhythm) "
                "VALUES (1, 'slack:T1', 'U1', 'Lena', 'UTC', 'rep', '{}')"
            )
        )
        await connection.execute(
            text(
                "INSERT INTO outbox (id, tenant, key, kind, person_id, day, due_at, useful_until, "
                "next_at, state, doubt, attempts) VALUES "
                "(7, 'slack:T1', 'k', 'agenda', 1, '2026-11-23', 1, 2, 1, 'open', FALSE, 3)"
            )
        )
    await bring_up_to_date(database)
    async with database.read() as session:
        (row,) = await outbox.open_rows(session, "slack:T1")
    assert (row.id, row.person_id, row.channel_id, row.attempts) == (7, 1, None, 3)
    await take_back(database, "0001")
    async with database.engine.connect() as connection:
        kept = await connection.execute(text("SELECT id, person_id, attempts FROM outbox"))
        assert [tuple(row) for row in kept] == [(7, 1, 3)]
    await bring_up_to_date(database)
    async with database.read() as session:
        (row,) = await outbox.open_rows(session, "slack:T1")
    assert (row.id, row.attempts) == (7, 3)


async def test_names_are_compared_anew_and_a_twin_keeps_its_own(new: MakeDatabase) -> None:
    database = await new()
    await migrate(database, "0010")
    names = ("macy’s", "macy's", "coca\u2010cola", "north\u200bwind")
    async with database.engine.begin() as connection:
        for number, name in enumerate(names, start=1):
            await connection.execute(
                text(
                    "INSERT INTO account (id, tenant, name, name_key, stage, industry, created_at) "
                    "VALUES (:id, 'slack:T1', :name, :name, 'discovery', '', 1)"
                ),
                {"id": number, "name": name},
            )
    await bring_up_to_date(database)
    async with database.read() as session:
        found = {
            name: await accounts.by_name(session, "slack:T1", name)
            for name in ("Macy’s", "Coca-Cola", "Northwind")
        }
    assert {name: one and one.id for name, one in found.items()} == {
        "Macy’s": 2,
        "Coca-Cola": 3,
        "Northwind": 4,
    }


async def test_links_on_file_lead_to_their_meetings_on_teams(new: MakeDatabase) -> None:
    database = await new()
    await migrate(database, "0017")
    links = ("https://teams.microsoft.com/meet/2345678901234?p=x", "https://zoom.us/j/23456789", "")
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO account (id, tenant, name, name_key, stage, industry, created_at) "
                "VALUES (1, 'teams:T1', 'Northwind', 'northwind', 'discovery', '', 1)"
            )
        )
        for number, link in enumerate(links, start=1):
            await connection.execute(
                text(
                    "INSERT INTO call (id, tenant, account_id, starts_at, ends_at, planned_at, "
                    "zone, join_url, status) "
                    "VALUES (:id, 'teams:T1', 1, 1, 2, 1, 'UTC', :link, 'planned')"
                ),
                {"id": number, "link": link},
            )
    await bring_up_to_date(database)
    async with database.read() as session:
        found = await calls.by_ids(session, "teams:T1", (1, 2, 3))
    assert [found[number].meeting for number in (1, 2, 3)] == ["meet/2345678901234", "", ""]


async def test_what_was_taken_back_before_is_not_kept_either(new: MakeDatabase) -> None:
    database = await new()
    await migrate(database, "0028")
    async with database.engine.begin() as connection:
        if database.engine.dialect.name == "postgresql":
            await connection.execute(text("SET LOCAL attune.tenant = '*'"))
        for id_ in (1, 2):
            await connection.execute(
                text(
                    "INSERT INTO person (id, tenant, external, name, zone, standing, role, rhythm) "
                    "VALUES (:id, 'slack:T1', :external, 'Lena', 'UTC', 'member', 'rep', '{}')"
                ),
                {"id": id_, "external": f"U{id_}"},
            )
        for id_, state in ((1, "withdrawn"), (2, "answered")):
            await connection.execute(
                text(
                    "INSERT INTO ask (id, tenant, author_id, named, line, quote, stage, asked_at, "
                    "due_at, state) VALUES (:id, 'slack:T1', 1, false, 'zebra', 'zebra', '', 1, 1, "
                    ":state)"
                ),
                {"id": id_, "state": state},
            )
            for by in (1, 2):
                await connection.execute(
                    text(
                        "INSERT INTO asknote (id, tenant, ask_id, author_id, kind, text, at) "
                        "VALUES (:id, 'slack:T1', :ask, :by, 'replied', 'zebra', 1)"
                    ),
                    {"id": 2 * id_ + by, "ask": id_, "by": by},
                )
    await bring_up_to_date(database)
    async with database.read() as session:
        asks = (await session.exec(select_rows(Ask).order_by(col(Ask.id)))).all()
        notes = (await session.exec(select_rows(AskNote).order_by(col(AskNote.id)))).all()
    assert [(ask.line, ask.quote) for ask in asks] == [("", ""), ("zebra", "zebra")]
    assert [note.text for note in notes] == ["", "zebra", "zebra", "zebra"]


async def test_what_a_draft_is_kept_for_is_read_from_its_old_beginning(new: MakeDatabase) -> None:
    database = await new()
    await migrate(database, "0042")
    old = {
        ("Northwind", "tomorrow 3pm", ""): ("call", ""),
        ("Northwind", "", "Agree on a date"): ("goal", ""),
        ("Northwind", "offer to keep a line:need:2", "zebra"): ("offer", "need:2"),
        ("", "offer to keep a line:kept just now:call.restore 7:8", ""): (
            "offer to undo",
            "call.restore 7:8",
        ),
        ("", "before:offer to keep a line:kept just now:note.take_out 7", ""): (
            "earlier offer to undo",
            "note.take_out 7",
        ),
        ("Alder", "to undo:contacts.undo 5:6", "zebra"): ("undo", "contacts.undo 5:6"),
        ("", "answer to a rep:ask:1,2", "zebra"): ("answer to a rep", "ask:1,2"),
        ("", "asked which ask to take", ""): ("asks to choose from", ""),
        ("", "talked about:3", ""): ("account named", "3"),
        ("", "team:4", "Welcome"): ("admin message", "team:4"),
    }
    async with database.engine.begin() as connection:
        await _names_every_tenant(connection)
        person = await connection.run_sync(_reflected)
        await _add(connection, person.tables["person"], 1)
        for number, (account, time_, goal) in enumerate(old, start=1):
            await connection.execute(
                text(
                    "INSERT INTO draft (id, tenant, person_id, account, time, goal, made_at) "
                    "VALUES (:id, '1', 1, :account, :time, :goal, 1)"
                ),
                {"id": number, "account": account, "time": time_, "goal": goal},
            )
    await bring_up_to_date(database)
    async with database.read() as session:
        drafts = (await session.exec(select_rows(Draft).order_by(col(Draft.id)))).all()
    assert [(each.kind, each.about) for each in drafts] == [*old.values()]
    assert [each.words for each in drafts] == [goal for _, _, goal in old]


# The rule for rolling upgrades in docs/operations.md holds for each step after this one.
RULE_SINCE = "0012"
# Row-level security came here: the release before it named no tenant, and finds nothing since then.
WALLED = "0023"
INSERT_ONLY = {"audit"}  # its rows are neither changed nor deleted
ONE_OF_TWO = {"outbox": {"channel_id": None}}  # it goes to a person or to a channel
# Unique keys that replace a stricter one, by the version of the step.
WIDER = {"0042": {("shownmessage", "person_id", "message", "call_id", "shows")}}
STEPS = [
    one.revision
    for one in reversed(list(ScriptDirectory.from_config(config()).walk_revisions()))
    if one.revision > RULE_SINCE
]


@pytest.mark.parametrize("version", STEPS)
async def test_the_previous_release_works_on_the_new_schema(
    new: MakeDatabase, version: str
) -> None:
    """What it reads, adds, changes and deletes is made from the tables as it knew them."""
    database = await new()
    await migrate(database, f"{version}-1")
    async with database.engine.begin() as connection:
        await _names_every_tenant(connection)
        old = await connection.run_sync(_reflected)
        before = [await _add(connection, table, 1) for table in old.sorted_tables]
        uniques = await connection.run_sync(_uniques, old)
    await migrate(database, version)
    if version == WALLED and database.engine.dialect.name == "postgresql":
        await database.engine.dispose()
        async with database.engine.connect() as connection:
            with pytest.raises(ProgrammingError, match=r"attune\.tenant"):
                await connection.execute(select(old.tables["person"]))
        return
    async with database.engine.begin() as connection:
        await _names_every_tenant(connection)
        for table, row in zip(old.sorted_tables, before, strict=True):
            assert [dict(one) for one in (await connection.execute(select(table))).mappings()] == [
                row
            ]
        # twice, because a new unique column with a default takes only one
        added = [
            (table, await _add(connection, table, number))
            for number in (2, 3)
            for table in old.sorted_tables
        ]
        for table, row in reversed(added):
            if table.name in INSERT_ONLY:
                continue
            this = [column == row[column.name] for column in table.primary_key]
            assert (await connection.execute(table.update().where(*this).values(row))).rowcount == 1
            assert (await connection.execute(table.delete().where(*this))).rowcount == 1
        added_uniques = await connection.run_sync(_uniques, old) - uniques
        assert added_uniques <= WIDER.get(version, set()), "it may write what these refuse"


async def test_the_newest_release_works_on_what_the_previous_one_wrote(new: MakeDatabase) -> None:
    database = await new()
    await bring_up_to_date(database)
    fleet = Fleet((database, database))
    await fleet.asks(0, "lena", Means.COMMAND, "prep", "Northwind tomorrow 3pm with Jana Novak")
    await fleet.asks(0, "lena", Means.BUTTON, "prep.add", "1")
    await take_back(database, f"{HEAD}-1")
    async with database.engine.connect() as connection:
        await _names_every_tenant(connection)
        old = await connection.run_sync(_reflected)
        before = [(await connection.execute(select(one))).all() for one in old.sorted_tables]
    await bring_up_to_date(database)
    async with database.engine.connect() as connection:
        await _names_every_tenant(connection)
        after = [(await connection.execute(select(one))).all() for one in old.sorted_tables]
    assert after == before
    brief = await fleet.asks(0, "lena", Means.COMMAND, "prep", "Northwind")
    assert "Northwind" in words(brief)
    await fleet.deliver()
    sent = {row.kind for row in await fleet.all_of(Outbox) if row.state == "sent"}
    assert {"agenda", "listen", "reflect"} <= sent


async def _names_every_tenant(connection: AsyncConnection) -> None:
    """Say that this transaction works for every tenant, as a release since WALLED does."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET LOCAL attune.tenant = '*'"))


def _reflected(connection: Connection) -> MetaData:
    """The tables as they are in the database, without the search index and the version."""
    found = MetaData()
    found.reflect(
        connection, only=lambda name, _: _ours(name, "table", None) and name != "alembic_version"
    )
    return found


def _uniques(connection: Connection, old: MetaData) -> set[tuple[str, ...]]:
    """What must be unique among the columns of these tables: the table, then its columns."""
    known = {name: set(table.c.keys()) for name, table in old.tables.items()}
    found = inspect(connection)
    once: list[tuple[str, Sequence[str | None]]] = []
    for name in known:
        once += [(name, one["column_names"]) for one in found.get_unique_constraints(name)]
        once += [(name, one["column_names"]) for one in found.get_indexes(name) if one["unique"]]
    return {(name, *map(str, columns)) for name, columns in once if set(columns) <= known[name]}


async def _add(connection: AsyncConnection, table: Table, number: int) -> dict[str, Any]:
    """Add a row with a value in each column, unlike those of other numbers; returns it."""
    values: dict[str, Any] = {
        "BIGINT": number,
        "INTEGER": number,
        "VARCHAR": f"{number}",
        "TEXT": f"{number}",
        "BOOLEAN": False,
        "DATE": date(2026, 11, number),
        "TIME": time(number),
        "JSON": {"number": number},
    }
    row = {column.name: values[str(column.type)] for column in table.c}
    row.update(ONE_OF_TWO.get(table.name, {}))
    await connection.execute(table.insert().values(row))
    return row
