"""Access to Microsoft Graph as the app itself: OAuth 2.0 client credentials (RFC 6749, 4.4)."""

import asyncio
from datetime import datetime, timedelta

import structlog
from yarl import URL

from bot.base.clock import Clock
from bot.calendars.http import ProviderClient
from bot.calendars.tokens import ERROR_CODE, MAX_LIFETIME, RENEWED_BEFORE
from bot.platform.payload import at, maybe
from bot.settings import TeamsSettings
from handlers.sources.ports import CalendarFailed

log = structlog.get_logger()

SIGN_IN = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com"


class GraphTokens:
    """Gets tokens for Graph with the registration of the Teams bot, and reuses them."""

    def __init__(self, settings: TeamsSettings, http: ProviderClient, clock: Clock) -> None:
        self.http = http
        authority = (settings.authority or SIGN_IN).rstrip("/")
        self._url = URL(f"{authority}/{settings.tenant_id}/oauth2/v2.0/token")
        self._settings = settings
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._token = ""
        self._expires_at: datetime | None = None  # UTC

    async def get(self) -> str:
        """A token that is valid for at least two minutes. Raises CalendarFailed."""
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
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
            "scope": f"{GRAPH}/.default",
        }
        answer = await self.http.post(self._url, form)
        token, seconds = maybe(answer.body, "access_token"), at(answer.body, "expires_in")
        if answer.status == 200 and token and type(seconds) is int:
            return token, timedelta(seconds=min(seconds, MAX_LIFETIME))
        if answer.status in (400, 401):
            code = maybe(answer.body, "error")
            log.error(
                "Graph sign-in refused our app", code=code if ERROR_CODE.fullmatch(code) else ""
            )
            raise CalendarFailed("no permission")
        raise CalendarFailed("asked to wait" if answer.status == 429 else "no answer", answer.wait)
