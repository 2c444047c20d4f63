"""Fixtures for the tests of intake."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.intake.site import Site


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    """A site that has nothing yet."""
    async with Site() as running:
        yield running
