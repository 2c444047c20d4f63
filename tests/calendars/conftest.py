"""Lena's desk, for the tests that connect a calendar at a provider."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from storage.choices import CalendarKind
from tests.calendars.sign_in import Desk, desk


@pytest.fixture(params=["google", "microsoft"])
async def lena(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    """Lena's desk, at each provider."""
    async with desk(cast("CalendarKind", request.param), tmp_path) as opened:
        yield opened
        assert opened.provider.complaints == []


@pytest.fixture
async def at_google(tmp_path: Path) -> AsyncIterator[Desk]:
    """Lena's desk, at Google alone."""
    async with desk("google", tmp_path) as opened:
        yield opened
