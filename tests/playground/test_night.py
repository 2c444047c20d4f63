"""In the playground, what is too old is deleted at night by the playground's own clock."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio
from aiohttp.test_utils import TestServer
from sqlmodel import col, select

from bot.app import Attune
from bot.base.clock import FixedClock
from bot.build import build
from bot.playground import demo
from bot.settings import Settings
from storage.tables import Account, Finding
from storage.workspace import people
from tests.playground.client import Client
from tests.playground.driver import PlaygroundUser

NOW = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)
OTHER = "slack:T1"


@pytest_asyncio.fixture
async def attune(tmp_path: Path) -> AsyncIterator[Attune]:
    """A playground that keeps findings for one day. The real clock stands still."""
    settings = Settings(
        _env_file=None, database_url=f"sqlite:///{tmp_path / 'demo.db'}", retain_findings=1
    )
    made = await build(settings, FixedClock(NOW))
    await made.start()
    yield made
    await made.stop()


@pytest_asyncio.fixture
async def lena(attune: Attune, tmp_path: Path) -> AsyncIterator[PlaygroundUser]:
    """Lena, on the page."""
    server = TestServer(attune.web)
    await server.start_server()
    async with Client(str(server.make_url("/")), "lena") as client:
        yield PlaygroundUser(client, tmp_path / "demo.db", attune.background)
    await server.close()


async def test_the_nights_of_the_playground_are_those_of_its_own_clock(
    attune: Attune, lena: PlaygroundUser
) -> None:
    await lena.types("/calls")

    async def found(text: str, tenant: str) -> None:
        async with attune.database.write(tenant) as session:
            account = Account(tenant=tenant, name=text, name_key=text, created_at=NOW)
            person = await people.ensure(session, tenant, "lena", "Lena Brandt", "UTC")
            session.add(account)
            await session.flush()
            session.add(
                Finding(
                    tenant=tenant,
                    account_id=account.id,
                    question_id="q",
                    found_by=person.id,
                    text=text,
                    found_at=NOW,
                )
            )

    async def kept() -> set[str]:
        async with attune.database.read() as session:
            wanted = select(Finding.text).where(col(Finding.text).in_(("ZEBRA", "OKAPI")))
            return {*await session.exec(wanted)}

    async def skips_to(moment: datetime) -> None:
        for _ in range(40):
            state = await lena.client.get("clock")
            if state["now"] >= moment.timestamp() * 1000:
                return
            await lena.client.act("skip")

    await found("ZEBRA", demo.TENANT)
    await found("OKAPI", OTHER)
    await skips_to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    assert await kept() == {"ZEBRA", "OKAPI"}  # not a day old in this night
    await skips_to(datetime(2026, 11, 25, 3, tzinfo=UTC))
    assert await kept() == {"OKAPI"}  # on the platforms, it is still Monday
