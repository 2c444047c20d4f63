"""Send requests to a provider with the access token of one mailbox."""

from collections.abc import Mapping

from yarl import URL

from bot.calendars.tokens import CalendarTokens
from bot.intake.json_http import HttpAnswer


class Mailbox:
    """One person's account at one provider.

    A caller must wait for an answer before it sends the next request, because providers limit
    parallel requests. If the provider rejects an access token, we get a new token and try once
    more.
    """

    def __init__(self, tokens: CalendarTokens, refresh: str) -> None:
        self.api = tokens.provider.api_url
        self._tokens = tokens
        self._given = refresh
        self._newest = refresh
        self.owner = ""  # the owner's address, known after the first request

    @property
    def replaced(self) -> str | None:
        """The refresh token to store, or None if it has not changed."""
        return None if self._newest == self._given else self._newest

    async def get(self, url: URL, headers: Mapping[str, str]) -> HttpAnswer:
        """Send a GET request, and return the answer, whatever its status.

        Raises SourceFailed if there is no answer or no access token.
        """
        answer = await self._once(url, headers)
        if answer.status == 401:
            self._tokens.forget(self._given)
            answer = await self._once(url, headers)
        return answer

    async def _once(self, url: URL, headers: Mapping[str, str]) -> HttpAnswer:
        """Send a request once, with a current access token."""
        grant = await self._tokens.get(self._given)
        self._newest, self.owner = grant.refresh, grant.address
        return await self._tokens.http.get(
            url, {**headers, "Authorization": f"Bearer {grant.access}"}
        )
