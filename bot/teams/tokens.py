"""Get our tokens for the Bot Connector."""

from datetime import timedelta

import aiohttp

from bot.base.clock import Clock
from bot.platform.microsoft_app_tokens import MicrosoftAppTokens, issued
from bot.platform.oauth_errors import ERROR_CODE
from bot.platform.payload import maybe
from bot.service_settings import TeamsSettings
from bot.teams.cloud import Cloud

TIME_LIMIT = aiohttp.ClientTimeout(total=10)
# Error codes that mean a temporary fault at Microsoft, and not that our settings are wrong.
TRANSIENT = ("temporarily_unavailable", "server_error")


class NoToken(Exception):
    """We got no token. `refused` means that Microsoft rejected our id, secret or tenant."""

    def __init__(self, reason: str, *, refused: bool) -> None:
        super().__init__(reason)
        self.refused = refused


class Tokens(MicrosoftAppTokens):
    """Gets tokens for the Bot Connector of a cloud. The methods raise NoToken."""

    def __init__(self, settings: TeamsSettings, cloud: Cloud, clock: Clock) -> None:
        super().__init__(settings, cloud.resource, clock)
        self._cloud = cloud

    async def request(self) -> tuple[str, timedelta]:
        try:
            async with (
                aiohttp.ClientSession(timeout=TIME_LIMIT, trust_env=self._cloud.proxies) as http,
                http.post(self.url, data=self.form, allow_redirects=False) as answer,
            ):
                body = await answer.json(content_type=None)
        except (aiohttp.ClientError, OSError, ValueError) as error:  # also TimeoutError
            raise NoToken(
                "the sign-in cannot be reached, or its answer is not JSON", refused=False
            ) from error
        if token := issued(answer.status, body):
            return token
        raise _refusal(answer.status, maybe(body, "error"))


def _refusal(status: int, code: str) -> NoToken:
    if status in (400, 401) and ERROR_CODE.fullmatch(code) and code not in TRANSIENT:
        return NoToken(code, refused=True)
    return NoToken(f"the sign-in answered {status}", refused=False)
