"""How the app reports what is wrong with Teams, also while there is nothing to send."""

import pytest

from bot.platform import trouble
from bot.platform.trouble import Cause
from bot.teams.api import TeamsApi
from bot.teams.cloud import US_GOVERNMENT
from bot.teams.tokens import NoToken
from tests.teams.conftest import World


@pytest.mark.parametrize(
    ("refused", "cause", "said"),
    [
        (True, Cause.CREDENTIALS, "The client secret has probably expired"),
        (False, Cause.UNREACHABLE, "reaches login.microsoftonline.com"),
    ],
)
async def test_no_token(
    world: World, monkeypatch: pytest.MonkeyPatch, refused: bool, cause: Cause, said: str
) -> None:
    monkeypatch.setattr(trouble, "SILENCE", 0)
    world.fake.tokens.error = NoToken("the sign-in refuses us", refused=refused)
    assert await world.app.trouble() is None  # nothing is known: it is asked
    await world.background.drain()
    found = await world.app.trouble()
    assert found
    assert (found.cause, found.makes_unready) == (cause, refused)
    assert said in found.sentence
    world.fake.tokens.error = None
    await world.background.drain()
    await world.app.trouble()
    await world.background.drain()
    assert await world.app.trouble() is None


def test_the_governments_cloud_has_its_own_sign_in(world: World) -> None:
    api = TeamsApi(world.fake.tokens, US_GOVERNMENT, world.clock)
    assert api.health._host == "login.microsoftonline.us"
