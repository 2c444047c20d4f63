"""Gets our own tokens, which identify us to the Bot Connector.

Microsoft's sign-in issues them for our id and secret (OAuth 2.0 client credentials, RFC 6749, 4.4).
"""

import asyncio
import re
from datetime import datetime, timedelta

import aiohttp

from bot.base.clock import Clock
from bot.platform.payload import at, maybe
from bot.settings import TeamsSettings
from bot.teams.cloud import Cloud

SIGN_IN = "https://login.microsoftonline.com"  # of the public cloud
RENEWED_BEFORE = timedelta(minutes=5)  # a token is replaced this long before it expires
MAX_LIFETIME = 24 * 60 * 60  # seconds that a token is kept, even if it is valid for longer
TIME_LIMIT = aiohttp.ClientTimeout(total=10)  # seconds
ERROR_CODE = re.compile("[a-z_]{1,60}")
# Error codes that say nothing about our settings.
TRANSIENT = ("temporarily_unavailable", "server_error")


class NoToken(Exception):
    """We got no token. `refused` means that Microsoft's sign-in rejected our settings.

    Those are the id, the secret and the tenant.
    """

    def __init__(self, reason: str, *, refused: bool) -> None:
        super().__init__(reason)
        self.refused = refused


class Tokens:
    """Gets tokens for a cloud's connector, and reuses each until shortly before it expires."""

    def __init__(self, settings: TeamsSettings, cloud: Cloud, clock: Clock) -> None:
        authority = (settings.authority or SIGN_IN).rstrip("/")
        self.url = f"{authority}/{settings.tenant_id}/oauth2/v2.0/token"
        self._settings = settings
        self._cloud = cloud
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._token = ""
        self._expires_at: datetime | None = None  # UTC

    async def get(self) -> str:
        """The last token, or a new one if the last expires within five minutes or was dropped.

        Raises NoToken.
        """
        async with self._one_at_a_time:
            now = self._clock.now()
            if self._expires_at is None or self._expires_at <= now + RENEWED_BEFORE:
                self._token, lifetime = await self._request()
                self._expires_at = now + lifetime
            return self._token

    def forget(self) -> None:
        """Drop the token, because it was rejected; the next `get` fetches another."""
        self._expires_at = None

    async def _request(self) -> tuple[str, timedelta]:
        """A new token, and for how long it is valid. Raises NoToken."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
            "scope": f"{self._cloud.resource}/.default",
        }
        try:
            async with (
                aiohttp.ClientSession(timeout=TIME_LIMIT, trust_env=self._cloud.proxies) as http,
                http.post(self.url, data=form, allow_redirects=False) as answer,
            ):
                body = await answer.json(content_type=None)
        except (aiohttp.ClientError, OSError, ValueError) as error:  # also TimeoutError
            raise NoToken(
                "the sign-in cannot be reached, or its answer is not JSON", refused=False
            ) from error
        token, seconds = maybe(body, "access_token"), at(body, "expires_in")
        if answer.status == 200 and token and isinstance(seconds, int):
            return token, timedelta(seconds=min(seconds, MAX_LIFETIME))
        raise _refusal(answer.status, maybe(body, "error"))


def _refusal(status: int, code: str) -> NoToken:
    """Why there is no token: the error code if our settings were rejected, else the status."""
    if status in (400, 401) and ERROR_CODE.fullmatch(code) and code not in TRANSIENT:
        return NoToken(code, refused=True)
    return NoToken(f"the sign-in answers {status}", refused=False)
