"""Fixtures for the tests of public sources."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.public_sources.web import Web


@pytest_asyncio.fixture
async def web() -> AsyncIterator[Web]:
    """A web that has no hosts yet."""
    async with Web() as running:
        yield running
