"""A connection of Socket Mode that was lost, told by the app itself."""

import pytest

from bot import trouble
from bot.slack import socket_mode
from tests.slack.conftest import World


async def test_socket_mode_that_hears_nothing(
    socket_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "SILENCE", 0)
    await socket_world.fake.connected.wait()
    assert await socket_world.app.trouble() is None
    handler = socket_world.app._socket and socket_world.app._socket._handler
    assert handler
    assert handler.client.current_session
    await handler.client.current_session.close()
    found = await socket_world.app.trouble()
    assert found
    assert (found.cause, found.takes_us_out) == (trouble.Cause.DEAF, True)
