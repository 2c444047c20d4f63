"""Our own tokens, which identify us to the Bot Connector."""

import asyncio
from datetime import UTC, datetime, timedelta

import requests
from azure.core.credentials import AccessToken
from microsoft_agents.authentication.msal import MsalAuth
from microsoft_agents.hosting.core import AgentAuthConfiguration

from bot.base.clock import Clock
from bot.settings import TeamsSettings
from bot.teams.cloud import Cloud

RENEWED_BEFORE = timedelta(minutes=5)


class NoToken(Exception):
    """We got no token. `refused`: Microsoft's sign-in said no; otherwise it is unreachable."""

    def __init__(self, reason: str, *, refused: bool) -> None:
        super().__init__(reason)
        self.refused = refused


class Tokens:
    """Gets tokens for a cloud's connector, and keeps each until shortly before it expires."""

    def __init__(self, settings: TeamsSettings, cloud: Cloud, clock: Clock) -> None:
        self._settings = settings
        self._auth = _auth(settings)
        self._scope = f"{cloud.resource}/.default"
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._kept: tuple[str, datetime] | None = None

    async def get(self) -> str:
        """A token that is valid for at least five minutes. Raises NoToken."""
        async with self._one_at_a_time:
            now = self._clock.now()
            if self._kept is None or self._kept[1] <= now + RENEWED_BEFORE:
                # On first use, the SDK's coroutine would block the event loop for the network.
                got = await asyncio.to_thread(asyncio.run, self._ask())
                self._kept = (got.token, datetime.fromtimestamp(got.expires_on, UTC))
            return self._kept[0]

    def forget(self) -> None:
        """Drop the token, because it was rejected; the next `get` fetches another."""
        # The SDK caches it too.
        self._kept, self._auth = None, _auth(self._settings)

    async def _ask(self) -> AccessToken:
        try:
            return await self._auth.get_token_credential().get_token(self._scope)
        except requests.RequestException as error:
            raise NoToken("the sign-in cannot be reached", refused=False) from error
        except ValueError as error:
            raise NoToken("the sign-in refuses us", refused=True) from error


def _auth(settings: TeamsSettings) -> MsalAuth:
    authority = settings.authority or "https://login.microsoftonline.com"
    return MsalAuth(
        AgentAuthConfiguration(
            client_id=settings.client_id,
            client_secret=settings.client_secret.get_secret_value(),
            tenant_id=settings.tenant_id,
            authority=f"{authority.rstrip('/')}/{settings.tenant_id}",
        )
    )
