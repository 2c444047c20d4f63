"""What the tests of faults share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.delivery.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Everything but the platform is real, and time does what the test says."""
    made = World(tmp_path)
    await made.start()
    yield made
    await made.database.close()


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every stand-in is on this machine."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
