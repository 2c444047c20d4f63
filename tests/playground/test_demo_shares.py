"""A shared figure ends by the playground's own clock, which people skip ahead."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp.test_utils import TestServer
from sqlmodel import select

from bot.base.clock import FixedClock
from bot.build import build
from bot.playground import demo
from bot.settings import Settings
from storage.tables import Person
from storage.team import coaching
from storage.workspace import people
from tests.playground.client import Client
from tests.playground.driver import PlaygroundUser

NOW = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)
SHOWN = "surprises in reflections"
ENDED = "This message is empty, because a figure in it is no longer shared with you."


async def test_a_skip_past_the_end_empties_what_showed_a_figure(tmp_path: Path) -> None:
    file = tmp_path / "demo.db"
    settings = Settings(_env_file=None, database_url=f"sqlite:///{file}")
    attune = await build(settings, FixedClock(NOW))
    await attune.start()
    server = TestServer(attune.web)
    await server.start_server()
    async with Client(str(server.make_url("/")), "tomas") as client:
        tomas = PlaygroundUser(client, file, attune.background)
        await tomas.types("/calls")
        async with attune.database.write(demo.TENANT) as session:
            lena = await people.find(session, demo.TENANT, "lena")
            viewer = (await session.exec(select(Person).where(Person.external == "tomas"))).one()
            assert lena is not None
            await coaching.share(
                session, lena, viewer, NOW, figure="surprises", until=NOW + timedelta(hours=1)
            )
        await tomas.types("team")
        await tomas.presses("Coaching")
        await tomas.presses("Shared with you")
        await tomas.presses("Look at it")
        for _ in range(12):
            await client.act("skip")
        assert ENDED in "\n".join(tomas.messages)
        tomas.sees_nothing_of(SHOWN)
    await server.close()
    await attune.stop()
