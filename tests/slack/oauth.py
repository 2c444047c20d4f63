"""Slack's page on which somebody agrees to install an app, and `oauth.v2.access`: strict."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from yarl import URL

from bot.base.clock import FixedClock

Json = dict[str, Any]

CLIENT_ID, CLIENT_SECRET = "11.22", "secret-of-the-client"
REDIRECT = "https://attune.example.com/slack/oauth"
CODE_LIVES = timedelta(minutes=10)


@dataclass
class Code:
    """What somebody agreed to; a code works once."""

    until: datetime
    client: str
    redirect: str
    answer: Json
    used: bool = False


class OAuth:
    """One app, with REDIRECT as its only redirect URL."""

    def __init__(self, clock: FixedClock, refused: list[str]) -> None:
        self._clock = clock
        self._refused = refused
        self._codes: dict[str, Code] = {}

    def agree(self, page: str, answer: Json, *, client: str = CLIENT_ID) -> dict[str, str]:
        """Somebody agrees on the page at this address; what their browser comes back with.

        `answer` is what the code will give. Another `client` is an app of somebody else's.
        """
        asked = URL(page).query
        if URL(page).path != "/oauth/v2/authorize" or urlsplit(asked["redirect_uri"]).fragment:
            self._refused.append(f"no such page: {page}")
        if (asked["client_id"], asked["redirect_uri"]) != (CLIENT_ID, REDIRECT):
            self._refused.append("bad_redirect_uri, or another app")
        if not asked["scope"] or " " in asked["scope"] or len(asked["state"]) < 32:
            self._refused.append("scopes are separated by commas, and a state cannot be guessed")
        code = f"{len(self._codes)}.code"
        until = self._clock.now() + CODE_LIVES
        given = {"scope": asked["scope"], **answer}
        self._codes[code] = Code(until, client, asked["redirect_uri"], given)
        return {"code": code, "state": asked["state"]}

    def access(self, headers: Mapping[str, str], arguments: Json) -> Json:
        """`oauth.v2.access`."""
        ours = b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if headers.get("Authorization") != f"Basic {ours}":
            return {"error": "bad_client_secret"}
        code = self._codes.get(arguments.get("code", ""))
        if code is None or code.client != CLIENT_ID:
            return {"error": "invalid_code"}
        if code.used:
            return {"error": "code_already_used"}
        if self._clock.now() > code.until:
            return {"error": "code_expired"}
        if arguments.get("redirect_uri") != code.redirect:
            return {"error": "bad_redirect_uri"}
        code.used = True
        return code.answer


class Browser:
    """A browser with a cookie jar, which visits our pages over https. Use one per person."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - aiohttp's test client
        self._client = client
        self.cookies: dict[str, str] = {}

    async def begins(self) -> str:
        """Visit /slack/install; where we send them."""
        async with await self._get("/slack/install", {}) as response:
            assert response.status == 302, await response.text()
            for cookie in response.cookies.values():
                assert cookie.key.startswith("__Host-")
                assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")
                assert (cookie["samesite"], cookie["domain"]) == ("Lax", "")
                self.cookies[cookie.key] = cookie.value
            return str(response.headers["Location"])

    async def returns(self, query: Mapping[str, str]) -> tuple[int, str]:
        """Come back from Slack; the status and the page."""
        async with await self._get("/slack/oauth", query) as response:
            page = await response.text()
            secrets = [*self.cookies.values(), *query.values(), "xox", CLIENT_SECRET]
            assert not [each for each in secrets if each in page]
            return response.status, page

    async def _get(self, path: str, query: Mapping[str, str]) -> Any:  # noqa: ANN401 - aiohttp's
        header = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return await self._client.get(
            path, params=query, headers={"Cookie": header}, allow_redirects=False
        )
