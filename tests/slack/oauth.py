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
TOKEN_LIVES = timedelta(hours=12)
GRACE = timedelta(minutes=1)  # for which a used refresh token gives the same answer again


@dataclass
class Code:
    """What somebody agreed to; a code works once."""

    until: datetime
    client: str
    redirect: str
    answer: Json
    used: bool = False


class Rotation:
    """The tokens of one workspace, where rotation is on: each expires, and two live at most.

    `token` is the first one.
    """

    def __init__(self, clock: FixedClock, token: str, team: str) -> None:
        self._clock = clock
        self._first = token
        self._team = team
        self._live: list[tuple[str, datetime]] = []  # newest first, with their ends
        self._number = 0
        self._used: dict[str, tuple[datetime, Json]] = {}

    def issue(self) -> Json:
        """The next token, as an answer has it."""
        token = f"{self._first}-{self._number}" if self._number else self._first
        self._number += 1
        self._live = [(token, self._clock.now() + TOKEN_LIVES), *self._live[:1]]
        return {
            "access_token": token,
            "token_type": "bot",
            "refresh_token": f"xoxe-{self._team}-{self._number}",
            "expires_in": int(TOKEN_LIVES.total_seconds()),
            "team": {"id": self._team},
        }

    def refresh(self, token: str) -> Json | None:
        """The answer to a refresh token; None if it is not one of this workspace."""
        now = self._clock.now()
        if not token.startswith(f"xoxe-{self._team}-"):
            return None
        if token == f"xoxe-{self._team}-{self._number}":
            self._used[token] = now + GRACE, self.issue()
        until, answer = self._used.get(token, (now, {}))
        return answer if until > now else {"error": "invalid_refresh_token"}

    def knows(self, token: str) -> bool:
        """Whether a token is of this workspace."""
        return token.startswith(self._first)

    def rejects(self, token: str) -> str:
        """Why a token is no good; "" if it is."""
        until = dict(self._live).get(token)
        if until is None:
            return "token_revoked"
        return "" if until > self._clock.now() else "token_expired"


class OAuth:
    """One app, with REDIRECT as its only redirect URL."""

    def __init__(self, clock: FixedClock, refused: list[str]) -> None:
        self._clock = clock
        self._refused = refused
        self._codes: dict[str, Code] = {}
        self.rotations: list[Rotation] = []

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
        if arguments.get("grant_type") == "refresh_token":
            answers = (each.refresh(arguments["refresh_token"]) for each in self.rotations)
            return next(filter(None, answers), {"error": "invalid_refresh_token"})
        return self._for_code(arguments)

    def _for_code(self, arguments: Json) -> Json:
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
        self.forwarded: list[str] = []  # what web servers in front of Attune add

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
        headers = [("Cookie", header), *(("X-Forwarded-For", each) for each in self.forwarded)]
        return await self._client.get(path, params=query, headers=headers, allow_redirects=False)
