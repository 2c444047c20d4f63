"""Our own tokens, and what `doctor` says about Teams."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.base.clock import FixedClock
from bot.service_settings import TeamsSettings
from bot.teams.check import check
from bot.teams.cloud import PUBLIC
from bot.teams.tokens import NoToken, Tokens
from tests.teams import fake
from tests.teams.conftest import SECRET, SETTINGS
from tests.teams.fake import APP, TENANT

LIFETIME = 3_599  # seconds, as Microsoft gives it
ASKED = {
    "grant_type": "client_credentials",
    "client_id": APP,
    "client_secret": SECRET,
    "scope": "https://api.botframework.com/.default",
}


@dataclass
class SignIn:
    """Microsoft's sign-in on loopback: one path for our tenant, and it takes our secret alone."""

    settings: TeamsSettings
    asked: list[dict[str, Any]] = field(default_factory=list)
    status: int = 400
    error: str = ""  # what it answers instead of a token
    is_web_page: bool = False  # of something in between
    lifetime: int = LIFETIME  # of its tokens, in seconds

    async def answer(self, request: web.Request) -> web.Response:
        assert request.content_type == "application/x-www-form-urlencoded"
        self.asked.append(dict(await request.post()))
        if self.is_web_page:
            return web.Response(
                text="<html>Sign in to this network</html>", content_type="text/html"
            )
        if self.asked[-1] != ASKED:
            return self._refused(401, "invalid_client")
        if self.error:
            return self._refused(self.status, self.error)
        number = len(self.asked)
        lifetime = self.lifetime
        token = {"token_type": "Bearer", "expires_in": lifetime, "access_token": f"token-{number}"}
        return web.json_response({**token, "ext_expires_in": lifetime})

    def _refused(self, status: int, error: str) -> web.Response:
        said = f"AADSTS7000215: Invalid client secret provided: {SECRET}"
        body = {"error": error, "error_description": said, "error_codes": [7000215]}
        return web.json_response(body, status=status)


@pytest.fixture
async def sign_in() -> AsyncIterator[SignIn]:
    made = SignIn(SETTINGS)
    app = web.Application()
    app.router.add_post(f"/{TENANT}/oauth2/v2.0/token", made.answer)
    async with TestServer(app) as server:
        made.settings = replace(SETTINGS, authority=str(server.make_url("/")))
        yield made


def test_tokens_come_from_microsofts_sign_in(clock: FixedClock) -> None:
    path = f"{TENANT}/oauth2/v2.0/token"
    assert Tokens(SETTINGS, PUBLIC, clock).url == f"https://login.microsoftonline.com/{path}"
    government = replace(SETTINGS, authority="https://login.microsoftonline.us/")
    assert Tokens(government, PUBLIC, clock).url == f"https://login.microsoftonline.us/{path}"


async def test_a_token_is_asked_for_with_id_and_secret(clock: FixedClock, sign_in: SignIn) -> None:
    assert await Tokens(sign_in.settings, PUBLIC, clock).get() == "token-1"
    assert sign_in.asked == [ASKED]


async def test_a_token_is_kept_until_it_ends_or_is_not_taken(
    clock: FixedClock, sign_in: SignIn
) -> None:
    tokens = Tokens(sign_in.settings, PUBLIC, clock)
    assert set(await asyncio.gather(tokens.get(), tokens.get())) == {"token-1"}
    tokens.forget()
    assert [await tokens.get(), await tokens.get()] == ["token-2", "token-2"]


async def test_a_token_that_ends_soon_is_asked_for_again(
    clock: FixedClock, sign_in: SignIn
) -> None:
    tokens = Tokens(sign_in.settings, PUBLIC, clock)
    await tokens.get()
    ends = clock.now() + timedelta(seconds=LIFETIME)
    clock.moment = ends - timedelta(minutes=6)
    assert await tokens.get() == "token-1"
    clock.moment = ends - timedelta(minutes=4)
    assert await tokens.get() == "token-2"


@pytest.mark.parametrize("error", ["invalid_client", "unauthorized_client", "invalid_request"])
async def test_a_refusal_is_told_apart(clock: FixedClock, sign_in: SignIn, error: str) -> None:
    sign_in.error = error
    with pytest.raises(NoToken) as refused:
        await Tokens(sign_in.settings, PUBLIC, clock).get()
    assert refused.value.refused
    assert str(refused.value) == error


async def test_another_secret_is_refused(clock: FixedClock, sign_in: SignIn) -> None:
    wrong = replace(sign_in.settings, client_secret=SecretStr("another"))
    with pytest.raises(NoToken) as refused:
        await Tokens(wrong, PUBLIC, clock).get()
    assert refused.value.refused


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (503, "temporarily_unavailable"),
        (400, "temporarily_unavailable"),
        (429, "invalid_request"),
        (400, "A firewall's words"),
    ],
)
async def test_trouble_on_the_way_is_no_refusal(
    clock: FixedClock, sign_in: SignIn, status: int, error: str
) -> None:
    sign_in.status, sign_in.error = status, error
    with pytest.raises(NoToken) as missed:
        await Tokens(sign_in.settings, PUBLIC, clock).get()
    assert not missed.value.refused
    assert error not in str(missed.value)


async def test_a_token_is_kept_for_a_day_at_most(clock: FixedClock, sign_in: SignIn) -> None:
    sign_in.lifetime = 10**12
    tokens = Tokens(sign_in.settings, PUBLIC, clock)
    assert [await tokens.get(), await tokens.get()] == ["token-1", "token-1"]
    clock.moment += timedelta(days=1)
    assert await tokens.get() == "token-2"


async def test_a_sign_in_that_is_not_there_is_told_apart(
    clock: FixedClock, sign_in: SignIn
) -> None:
    away = replace(sign_in.settings, authority="http://127.0.0.1:9")
    for settings, is_web_page in ((away, False), (sign_in.settings, True)):
        sign_in.is_web_page = is_web_page
        with pytest.raises(NoToken) as missed:
            await Tokens(settings, PUBLIC, clock).get()
        assert not missed.value.refused


async def test_all_is_in_order(clock: FixedClock) -> None:
    found = await check(SETTINGS, clock, fake.Tokens())
    assert [one.ok for one in found] == [True] * 5
    assert "/api/messages" in found[-1].what


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"client_id": ""}, "CLIENTID is not set"),
        ({"client_id": "attune"}, "CLIENTID is not the app's id"),
        ({"tenant_id": ""}, "TENANTID is not set"),
        ({"tenant_id": "contoso.com"}, "TENANTID is not the tenant's id"),
        ({"client_secret": SecretStr("")}, "CLIENTSECRET is not set"),
        ({"client_secret": SecretStr(APP)}, "CLIENTSECRET is the secret's id"),
    ],
)
async def test_what_is_missing_or_wrong(clock: FixedClock, more: dict[str, Any], what: str) -> None:
    tokens = fake.Tokens()
    tokens.error = AssertionError("the sign-in is not asked")
    found = await check(replace(SETTINGS, **more), clock, tokens)
    (wrong,) = [one for one in found if not one.ok]
    assert what in wrong.what
    assert wrong.fix


@pytest.mark.parametrize(
    ("refused", "what"),
    [(True, "does not issue Attune a token"), (False, "gave no usable answer")],
)
async def test_a_token_that_does_not_come(clock: FixedClock, *, refused: bool, what: str) -> None:
    tokens = fake.Tokens()
    tokens.error = NoToken("no", refused=refused)
    (wrong,) = [one for one in await check(SETTINGS, clock, tokens) if not one.ok]
    assert what in wrong.what
    assert SECRET not in str(await check(SETTINGS, clock, tokens))
