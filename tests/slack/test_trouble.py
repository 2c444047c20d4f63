"""How the app reports what is wrong with Slack."""

import pytest

from bot.platform import trouble
from bot.slack import socket_mode
from tests.slack.conftest import World
from tests.slack.wire import Failure


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
    assert (found.cause, found.makes_unready) == (trouble.Cause.DISCONNECTED, True)


async def test_a_slack_that_comes_back_is_noticed_though_nobody_has_anything_to_send(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "SILENCE", 0)
    for _ in range(2):
        world.fake.fail("auth.test", Failure(drop="before"))
    await world.app._ask()
    for _ in range(2):  # it is asked while it is away, and once it is back
        found = await world.app.trouble()
        assert found
        assert (found.cause, found.makes_unready) == (trouble.Cause.UNREACHABLE, False)
        await world.background.drain()
    assert await world.app.trouble() is None
