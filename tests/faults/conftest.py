"""Fixtures for the tests of faults."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.delivery.world import World
from tests.faults.fleet import Fleet
from tests.faults.opened import opened
from tests.postgres import migrated


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Everything but the platform is real, and the test sets the clock."""
    made = World(tmp_path)
    await made.start()
    yield made
    await made.database.close()


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use no proxies: every stand-in is on this machine."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def fleet() -> AsyncIterator[Fleet]:
    """Two processes; fails at the end if anybody was told that something went wrong."""
    with capture_logs() as logs:
        async with migrated() as url, opened(url) as one, opened(url) as two:
            yield Fleet((one, two))
    assert [entry for entry in logs if entry["log_level"] == "error"] == []
