"""Sends requests to a provider with the access token of one mailbox."""

from collections.abc import Mapping

from yarl import URL

from bot.calendars.http import ProviderAnswer
from bot.calendars.tokens import CalendarTokens


class Mailbox:
    """One person's mailbox. Ask for one page at a time: providers limit requests that run at once.

    An access token that is refused, as it may be in the middle of a read, is replaced once.
    """

    def __init__(self, tokens: CalendarTokens, refresh: str) -> None:
        self.api = tokens.provider.api
        self._tokens = tokens
        self._given = refresh
        self._newest = refresh
        self.owner = ""  # the address of its owner, known after the first request

    @property
    def replaced(self) -> str | None:
        """The refresh token to store; None if it is the one that was given."""
        return None if self._newest == self._given else self._newest

    async def get(self, url: URL, headers: Mapping[str, str]) -> ProviderAnswer:
        """An answer of any status. Raises SourceFailed if there is none, or no access token."""
        answer = await self._once(url, headers)
        if answer.status == 401:
            self._tokens.forget(self._given)
            answer = await self._once(url, headers)
        return answer

    async def _once(self, url: URL, headers: Mapping[str, str]) -> ProviderAnswer:
        grant = await self._tokens.get(self._given)
        self._newest, self.owner = grant.refresh, grant.address
        return await self._tokens.http.get(
            url, {**headers, "Authorization": f"Bearer {grant.access}"}
        )
