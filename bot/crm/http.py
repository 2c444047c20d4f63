"""The HTTP client for CRMs."""

from collections.abc import Mapping

from yarl import URL

from bot.intake.json_http import MAX_BYTES, SECONDS, HttpAnswer, JsonHttp, NoHttpAnswer
from handlers.sources.crm_ports import CrmFailed

USER_AGENT = "Attune/0.1 (reads and writes the CRM that a company connects)"


class CrmClient(JsonHttp):
    """A client for the APIs of CRMs. One client serves all tenants."""

    def __init__(self, *, seconds: float = SECONDS, max_bytes: int = MAX_BYTES) -> None:
        super().__init__(USER_AGENT, seconds=seconds, max_bytes=max_bytes)

    async def send(
        self,
        method: str,
        url: URL,
        token: str,
        *,
        body: object = None,
        writes: bool = False,
    ) -> HttpAnswer:
        """Send a request with a bearer token. Return the answer, whatever its status.

        `writes` says whether the request changes something in the CRM.

        - Raises CrmFailed if no complete answer arrives in time. The error's `may_have_landed`
          is true if the request writes and may have reached the CRM.
        - Raises CrmFailed("disconnected") if `token` contains characters that are impossible in a
          token.
        """
        if not (token.isascii() and token.isprintable()):
            raise CrmFailed("disconnected")
        headers = {"Authorization": f"Bearer {token}"}
        return await self._answer(method, url, headers, body=body, writes=writes)

    async def sign_in(self, url: URL, form: Mapping[str, str]) -> HttpAnswer:
        """Send a form without a token. Raises CrmFailed if no complete answer arrives in time."""
        return await self._answer("POST", url, {}, form=form)

    async def _answer(
        self,
        method: str,
        url: URL,
        headers: Mapping[str, str],
        *,
        form: Mapping[str, str] | None = None,
        body: object = None,
        writes: bool = False,
    ) -> HttpAnswer:
        try:
            return await self.ask(method, url, headers, form=form, body=body)
        except NoHttpAnswer as failed:
            landed = writes and failed.may_have_arrived
            raise CrmFailed("no answer", may_have_landed=landed) from None


def may_have_landed(answer: HttpAnswer) -> bool:
    """Return whether the CRM may have made a change, judging by the status of its answer.

    We call this for an answer that we can't use. A server error (500 or higher) may come from a
    gateway that has passed the request on.
    """
    return answer.status < 300 or answer.status >= 500
