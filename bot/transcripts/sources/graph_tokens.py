"""Get access to Microsoft Graph as the app."""

from datetime import timedelta

import structlog
from yarl import URL

from bot.base.clock import Clock
from bot.calendars.http import ProviderClient
from bot.intake.json_http import HttpAnswer
from bot.platform.microsoft_app_tokens import MicrosoftAppTokens, issued
from bot.platform.oauth_errors import ERROR_CODE
from bot.platform.payload import maybe
from bot.service_settings import TeamsSettings
from handlers.sources.ports import SourceFailed

log = structlog.get_logger()

GRAPH = "https://graph.microsoft.com"


class GraphTokens(MicrosoftAppTokens):
    """Gets tokens for Graph. `get` raises SourceFailed if we can't get a token."""

    def __init__(self, settings: TeamsSettings, http: ProviderClient, clock: Clock) -> None:
        super().__init__(settings, GRAPH, clock)
        self.http = http

    async def fetch(self, url: URL) -> HttpAnswer:
        """Send a GET request with a token. If Graph refuses the token, try again with a new one."""
        answer = await self._fetch_once(url)
        if answer.status == 401:
            self.forget()
            answer = await self._fetch_once(url)
        return answer

    async def _fetch_once(self, url: URL) -> HttpAnswer:
        return await self.http.get(url, {"Authorization": f"Bearer {await self.get()}"})

    async def request(self) -> tuple[str, timedelta]:
        answer = await self.http.post(URL(self.url), self.form)
        if token := issued(answer.status, answer.body):
            return token
        if answer.status in (400, 401):
            code = maybe(answer.body, "error")
            log.error(
                "Graph sign-in refused our app", code=code if ERROR_CODE.fullmatch(code) else ""
            )
            raise SourceFailed("no permission")
        raise SourceFailed("asked to wait" if answer.status == 429 else "no answer", answer.wait)
