"""Our own tokens, and what `doctor` says about Teams."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests
from pydantic import SecretStr

from bot.base.clock import FixedClock
from bot.teams.check import check
from bot.teams.cloud import PUBLIC
from bot.teams.tokens import NoToken, Tokens
from tests.teams import fake
from tests.teams.conftest import SECRET, SETTINGS
from tests.teams.fake import APP, TENANT

SIGN_IN = f"https://login.microsoftonline.com/{TENANT}"


class SignIn:
    """Microsoft's sign-in, in the place of every HTTPS request."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.error = ""
        self.broken = False
        monkeypatch.setattr(requests.Session, "request", self._request)

    def _request(self, _method: str, url: str, **more: Any) -> requests.Response:  # noqa: ANN401
        assert threading.current_thread() is not threading.main_thread(), "all others would wait"
        if self.broken:
            raise requests.ConnectionError("no route")
        self.asked.append((url, more.get("data")))
        answer = requests.Response()
        answer.status_code = 400 if self.error and "token" in url else 200
        answer._content = json.dumps(self._body(url)).encode()
        return answer

    def _body(self, url: str) -> dict[str, object]:
        if url.endswith("openid-configuration"):
            return {
                "issuer": f"{SIGN_IN}/v2.0",
                "authorization_endpoint": f"{SIGN_IN}/oauth2/v2.0/authorize",
                "token_endpoint": f"{SIGN_IN}/oauth2/v2.0/token",
            }
        if "discovery/instance" in url:
            return {"metadata": [], "tenant_discovery_endpoint": f"{SIGN_IN}/v2.0"}
        if self.error:
            return {"error": self.error, "error_description": "no"}
        number = len(self.tokens)
        return {"token_type": "Bearer", "access_token": f"token-{number}", "expires_in": 3_600}

    @property
    def tokens(self) -> list[Any]:
        """What was handed in for each token."""
        return [data for url, data in self.asked if url.endswith("/token")]


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    # These are answered here: no request leaves the process.
    return SignIn(monkeypatch)


async def test_a_token_is_asked_for_with_id_and_secret(clock: FixedClock, sign_in: SignIn) -> None:
    assert await Tokens(SETTINGS, PUBLIC, clock).get() == "token-1"
    (asked,) = sign_in.tokens
    assert asked["client_id"] == APP
    assert asked["client_secret"] == SECRET
    assert asked["scope"] == "https://api.botframework.com/.default"
    assert all(url.startswith(f"{SIGN_IN}/") for url, _ in sign_in.asked)


async def test_a_token_is_kept_until_it_ends_or_is_not_taken(
    clock: FixedClock, sign_in: SignIn
) -> None:
    tokens = Tokens(SETTINGS, PUBLIC, clock)
    assert [await tokens.get(), await tokens.get()] == ["token-1", "token-1"]
    tokens.forget()
    assert [await tokens.get(), await tokens.get()] == ["token-2", "token-2"]


async def test_a_token_that_ends_soon_is_asked_for_again(
    clock: FixedClock, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens, asked = Tokens(SETTINGS, PUBLIC, clock), 0
    ask = tokens._ask

    async def counted() -> Any:  # noqa: ANN401
        nonlocal asked
        asked += 1
        return await ask()

    monkeypatch.setattr(tokens, "_ask", counted)
    await tokens.get()
    kept = tokens._kept
    assert kept is not None
    clock.moment = kept[1] - timedelta(minutes=6)
    await tokens.get()
    assert asked == 1
    clock.moment = kept[1] - timedelta(minutes=4)
    await tokens.get()
    assert asked == 2


@pytest.mark.parametrize("error", ["invalid_client", "unauthorized_client"])
async def test_a_refusal_is_told_apart(clock: FixedClock, sign_in: SignIn, error: str) -> None:
    sign_in.error = error
    with pytest.raises(NoToken) as refused:
        await Tokens(SETTINGS, PUBLIC, clock).get()
    assert refused.value.refused
    assert SECRET not in str(refused.value)


async def test_a_sign_in_that_is_not_there_is_told_apart(
    clock: FixedClock, sign_in: SignIn
) -> None:
    sign_in.broken = True
    with pytest.raises(NoToken) as missed:
        await Tokens(SETTINGS, PUBLIC, clock).get()
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
async def test_what_is_missing_or_wrong(
    clock: FixedClock, sign_in: SignIn, more: dict[str, Any], what: str
) -> None:
    found = await check(replace(SETTINGS, **more), clock)
    (wrong,) = [one for one in found if not one.ok]
    assert what in wrong.what
    assert wrong.fix
    assert sign_in.asked == []


@pytest.mark.parametrize(
    ("refused", "what"),
    [(True, "gives Attune no token"), (False, "cannot be reached")],
)
async def test_a_token_that_does_not_come(clock: FixedClock, *, refused: bool, what: str) -> None:
    tokens = fake.Tokens()
    tokens.error = NoToken("no", refused=refused)
    (wrong,) = [one for one in await check(SETTINGS, clock, tokens) if not one.ok]
    assert what in wrong.what
    assert SECRET not in str(await check(SETTINGS, clock, tokens))
