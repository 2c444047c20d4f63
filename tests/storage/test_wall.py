"""The second wall between tenants: what PostgreSQL itself refuses, and who may work for all."""

import ast
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from bot.doctor.database import check_database
from bot.settings import Settings
from storage.database.connection import Database
from storage.database.wall import EVERY_TENANT
from storage.workspace import people
from tests.postgres import migrated

ROOT = Path(__file__).parents[2]
# What works for every tenant, each for a reason of its own. A request never does.
FOR_EVERY_TENANT = {
    # whoever runs Attune
    "bot/commands/rights_found.py",  # finds a person or an account by name
    "bot/commands/serve.py",
    "bot/commands/why.py",
    "bot/doctor/calendars.py",
    "bot/doctor/database.py",
    "bot/doctor/keys.py",
    "bot/doctor/transcripts.py",
    "bot/doctor/workspaces.py",
    "bot/teams/check.py",
    "storage/database/copying.py",
    "storage/database/upgrade.py",
    "storage/upkeep/resealing.py",
    # the loop and the chores, which take up what is due of all that are served
    "bot/upkeep.py",  # which playbooks admins chose
    "bot/calendars/poller.py",
    "bot/chores.py",
    "bot/crm/poller.py",
    "bot/crm/writer.py",
    "bot/delivery/composing.py",
    "bot/delivery/loop.py",
    "bot/delivery/sending.py",
    "bot/intake/poller.py",
    "bot/problems.py",
    "bot/public_sources/poller.py",
    "bot/transcripts/sources/poller.py",
    "bot/web/health.py",
    "handlers/features/marketing/exchange.py",  # which tenants there are
    "handlers/features/admin/catching_up.py",  # which tenants are behind
    "storage/upkeep/leavers.py",
    "storage/upkeep/retention.py",
    "storage/rights/purge.py",  # which tenants are to be deleted
    "storage/rights/erasure/people.py",  # who was erased lately
    # who it is for shows only in what is found
    "bot/calendars/oauth.py",
    "bot/slack/installations.py",
    "bot/slack/installing.py",
    "bot/slack/left_alone.py",  # which workspaces there are
    "bot/teams/tenants.py",
    "bot/transcripts/sources/fetching_reader.py",
    # the playground has one tenant
    "bot/playground/api.py",
    "bot/playground/calendar_files.py",
    "bot/playground/messenger.py",
    "bot/playground/skipper.py",
    "bot/playground/sources.py",
    "bot/playground/talk.py",
    "bot/playground/upcoming.py",
    "bot/playground/week.py",
}


def sessions(file: Path) -> Iterator[ast.Call]:
    """The calls in a file that open a session of a database."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = ast.unparse(node.func.value)
            if node.func.attr in ("read", "write") and of.endswith(
                ("database", "source", "target")
            ):
                yield node


def test_only_these_work_for_every_tenant() -> None:
    """A new session names its tenant. If it cannot, its module is added above, with a reason."""
    files = [
        each for room in ("bot", "handlers", "storage") for each in (ROOT / room).rglob("*.py")
    ]
    found = {
        str(each.relative_to(ROOT))
        for each in files
        if any(not call.args for call in sessions(each))
    }
    assert found == FOR_EVERY_TENANT
    in_handlers = {each for each in found if each.startswith("handlers/")}
    assert in_handlers == {
        "handlers/features/marketing/exchange.py",
        "handlers/features/admin/catching_up.py",
    }


async def test_every_table_with_a_tenant_is_behind_the_wall() -> None:
    walled = {name for name, table in SQLModel.metadata.tables.items() if "tenant" in table.c}
    asked = text(
        "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
        "WHERE relrowsecurity AND relforcerowsecurity ORDER BY relname"
    )
    async with migrated() as url:
        database = Database(url)
        async with database.read() as session:
            found = set((await (await session.connection()).execute(asked)).scalars())
        await database.close()
    assert found == walled | {"insight_words"}


async def test_a_superuser_is_over_the_wall_and_doctor_says_so() -> None:
    async with migrated() as url:
        role = "attune:"
        for user, stands in ((role, True), ("postgres:", False)):
            settings = Settings(_env_file=None, database_url=url.replace(role, user))
            found = await check_database(settings)
            (said,) = [each for each in found if "tenants apart" in each.what]
            assert said.ok == stands


async def test_the_tenant_goes_to_the_server_together_with_begin() -> None:
    """It costs no round trip, and holds for its transaction alone."""
    begun = list[str]()
    now = text("SELECT current_setting('attune.tenant')")
    async with migrated() as url:
        database = Database(url)
        for tenant in ("slack:O'Neill", "slack:T2"):
            async with database.read(tenant) as session:
                connection = await session.connection()
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None
                with driver.query_logger(lambda record: begun.append(record.query)):
                    assert await connection.scalar(now) == tenant
        async with database.engine.connect() as connection:
            assert await connection.scalar(now) == ""
            assert (await connection.execute(text("SELECT * FROM person"))).all() == []
        await database.close()
    setting = "BEGIN; SET LOCAL attune.tenant ="
    assert begun == [f"{setting} 'slack:O''Neill';", f"{setting} 'slack:T2';"]


async def test_a_new_connection_that_names_no_tenant_gets_an_error() -> None:
    async with migrated() as url:
        database = Database(url)
        async with database.write("slack:T1") as session:
            await people.ensure(session, "slack:T1", "U1", "Ada", "UTC")
        await database.close()
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        with pytest.raises(asyncpg.UndefinedObjectError, match=r"attune\.tenant"):
            await connection.fetch("SELECT * FROM person")
        await connection.close()


async def test_the_first_rows_of_a_tenant_are_still_read_from_an_index() -> None:
    """Of a policy of which PostgreSQL expects few rows, it reads all of a tenant and sorts them."""
    async with migrated() as url:
        database = Database(url)
        async with database.write() as session:
            connection = await session.connection()
            person = await people.ensure(session, "slack:T1", "U1", "Lena", "UTC")
            await session.flush()
            await connection.execute(
                text(
                    "INSERT INTO outbox (tenant, key, kind, person_id, day, due_at, useful_until, "
                    "next_at, state, doubt, attempts, failures) SELECT 'slack:T' || n % 20, n, "
                    "'agenda', :id, '2026-11-23', n, n, n, 'open', FALSE, 0, 0 "
                    "FROM generate_series(1, 5000) AS n"
                ),
                {"id": person.id},
            )
            await connection.execute(text("ANALYZE outbox"))
        for tenant in ("slack:T1", EVERY_TENANT):
            async with database.read(tenant) as session:
                plan = await (await session.connection()).execute(
                    text(
                        "EXPLAIN SELECT id FROM outbox WHERE tenant = 'slack:T1' AND "
                        "state = 'open' AND next_at < 5000 ORDER BY next_at LIMIT 4"
                    )
                )
                said = "\n".join(row[0] for row in plan)
            assert "Sort" not in said, said
        await database.close()
