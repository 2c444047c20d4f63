"""The real app with the demo's week, and a real Chromium."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from bot.app import Attune
from bot.base.clock import FixedClock
from bot.build import build
from bot.settings import Settings
from tests.playground.browser import chromium

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[str]:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/demo.sqlite3")
    attune: Attune = await build(settings, FixedClock(SUNDAY))
    server = TestServer(attune.web, host="127.0.0.1")
    await server.start_server()
    await attune.start()
    yield str(server.make_url("/"))
    await server.close()
    await attune.stop()
