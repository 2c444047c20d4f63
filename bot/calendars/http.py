"""The HTTP client for calendars that are read as JSON, such as those of Google and Microsoft."""

from collections.abc import Mapping

from yarl import URL

from bot.intake.json_http import MAX_BYTES, SECONDS, HttpAnswer, JsonHttp, NoHttpAnswer
from handlers.sources.ports import SourceFailed

USER_AGENT = "Attune/0.1 (reads the calendars that people connect)"


class ProviderClient(JsonHttp):
    """A client for JSON APIs at known addresses, such as Google's and Microsoft's.

    Don't use it for an address that a person typed: it does not check where the address leads.
    """

    def __init__(self, *, seconds: float = SECONDS, max_bytes: int = MAX_BYTES) -> None:
        super().__init__(USER_AGENT, seconds=seconds, max_bytes=max_bytes)

    async def get(self, url: URL, headers: Mapping[str, str]) -> HttpAnswer:
        """Send a GET request. Raises SourceFailed if no complete answer arrives in time."""
        return await self._answer("GET", url, headers, None)

    async def post(self, url: URL, form: Mapping[str, str]) -> HttpAnswer:
        """Send a form. Raises SourceFailed if no complete answer arrives in time."""
        return await self._answer("POST", url, {}, form)

    async def _answer(
        self, method: str, url: URL, headers: Mapping[str, str], form: Mapping[str, str] | None
    ) -> HttpAnswer:
        try:
            return await self.ask(method, url, headers, form=form)
        except NoHttpAnswer as failed:
            raise SourceFailed("too large" if failed.too_large else "no answer") from None
