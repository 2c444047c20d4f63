"""Get access tokens from Microsoft with OAuth 2.0 client credentials (RFC 6749, 4.4)."""

import asyncio
from abc import ABC, abstractmethod
from datetime import datetime, timedelta

from bot.base.clock import Clock
from bot.platform.payload import at, maybe
from bot.service_settings import TeamsSettings

SIGN_IN = "https://login.microsoftonline.com"  # the public cloud
RENEWED_BEFORE = timedelta(minutes=5)  # we replace a token this long before it expires
MAX_LIFETIME = 24 * 60 * 60  # seconds


class MicrosoftAppTokens(ABC):
    """Gets tokens for a resource, and reuses them. We sign in as the Teams bot's app."""

    def __init__(self, settings: TeamsSettings, resource: str, clock: Clock) -> None:
        authority = (settings.authority or SIGN_IN).rstrip("/")
        self.url = f"{authority}/{settings.tenant_id}/oauth2/v2.0/token"
        self.form = {
            "grant_type": "client_credentials",
            "client_id": settings.client_id,
            "client_secret": settings.client_secret.get_secret_value(),
            "scope": f"{resource}/.default",
        }
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._token = ""
        self._expires_at: datetime | None = None  # UTC

    async def get(self) -> str:
        """Return a token. If we can't get one, the subclass decides which error is raised."""
        async with self._one_at_a_time:
            now = self._clock.now()
            if self._expires_at is None or self._expires_at <= now + RENEWED_BEFORE:
                self._token, lifetime = await self.request()
                self._expires_at = now + lifetime
            return self._token

    def forget(self) -> None:
        """Drop a token that was rejected."""
        self._expires_at = None

    @abstractmethod
    async def request(self) -> tuple[str, timedelta]:
        """Send `self.form` to `self.url`. Return a new token and how long it is valid."""


def issued(status: int, body: object) -> tuple[str, timedelta] | None:
    """Return the token in Microsoft's answer, and how long it is valid.

    Return None if the answer has no token.
    """
    token, seconds = maybe(body, "access_token"), at(body, "expires_in")
    if status == 200 and token and type(seconds) is int:
        return token, timedelta(seconds=min(seconds, MAX_LIFETIME))
    return None
