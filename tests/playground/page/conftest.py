"""The page in one Chromium for all these tests, each with a world of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.playground.browser import Screen, chromium, opened
from tests.playground.world import World, serve


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="package")
async def served(tmp_path: Path) -> AsyncIterator[tuple[World, str]]:
    async with serve(tmp_path) as (world, server):
        world.effects.clear()
        yield world, str(server.make_url("/"))


@pytest.fixture
def world(served: tuple[World, str]) -> World:
    return served[0]


@pytest_asyncio.fixture(loop_scope="package")
async def screen(served: tuple[World, str], browser: Browser) -> AsyncIterator[Screen]:
    async with opened(browser, served[1]) as found:
        yield found
