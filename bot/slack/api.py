"""Slack's Web API over one shared session, with every way to fail told apart."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platform.trouble import PlatformHealth
from bot.slack import limits
from bot.slack.library_log import library_logger
from bot.slack.limits import shorten
from storage.running import command

Json = dict[str, Any]

TIME_LIMIT = 10.0  # seconds
HOW_TO_FIX = (
    "Install the app to the workspace again, set SLACK_BOT_TOKEN to its bot token, and restart. "
    f"{command('doctor')} checks it."
)

# Why a token of ours is no good any more. `account_inactive` is about the bot's own account.
DEAD = {
    "account_inactive",
    "app_uninstalled",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "tokens_revoked",
}


class ApiError(Exception):
    """Slack did not do it. `code` is Slack's word for why, or ours if there was no answer.

    `asked` is what was asked of it; `wait` is how long Slack wants to be left alone; `doubt` means
    that it may have been done.
    """

    asked = ""

    def __init__(self, code: str, *, wait: timedelta | None = None, doubt: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait
        self.doubt = doubt

    @property
    def is_silence(self) -> bool:
        """Whether nobody answered."""
        return self.code in ("unreachable", "timeout", "connection_broken")

    @property
    def is_strange(self) -> bool:
        """Whether the answer was nothing that Slack's API says, such as a web page."""
        return self.code.startswith("http_") or self.code == "unreadable"

    @property
    def remedy(self) -> str:
        """What an administrator can do about it."""
        if self.is_silence:
            return "Check that this machine reaches Slack, through a proxy if you have one."
        if self.is_strange:
            return (
                "Something between this machine and Slack answered in its place: check the network "
                "and its proxy, and SLACK_API_URL if it is set."
            )
        return HOW_TO_FIX if self.code in DEAD else f"{command('doctor')} checks what Slack allows."


class Api:
    """The Web API with the bot's token. `start` before the first call, `stop` at the end."""

    def __init__(self, token: str, base_url: str, *, time_limit: float = TIME_LIMIT) -> None:
        # No retries here: the outbox owns those, and a hidden one could post twice.
        self.client = AsyncWebClient(
            token=token, base_url=base_url, retry_handlers=[], logger=library_logger()
        )
        self.client.proxy = _proxy(base_url)
        self._elsewhere: aiohttp.ClientSession | None = None
        self.closed_by = ""  # why Slack lets us do nothing any more
        self.link = PlatformHealth("Slack", HOW_TO_FIX, urlsplit(base_url).netloc)
        self.closed = asyncio.Event()
        self._time_limit = time_limit
        self._base = urlsplit(base_url)

    async def start(self) -> None:
        """Open the sessions; needs a running event loop."""
        # Looking for a proxy takes a thread of its own: for Slack's API it was done once.
        self.client.session = aiohttp.ClientSession()
        self._elsewhere = aiohttp.ClientSession(trust_env=True)

    async def stop(self) -> None:
        """Close the sessions."""
        for session in (self.client.session, self._elsewhere):
            if session is not None:
                await session.close()

    async def ask(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        """The answer to a call of `self.client`, unless our token is known to be dead.

        Raises ApiError.
        """
        if self.closed_by:
            _discard(call)
            raise ApiError(self.closed_by)
        try:
            return await self.attempt(call)
        except ApiError as error:
            if error.code in DEAD:
                self.close(error.code)
            raise

    def close(self, code: str) -> None:
        """Ask nothing more: our token is dead, and this is Slack's word for why."""
        self.closed_by = code
        self.closed.set()

    def open(self) -> None:
        """Ask again: our token is good."""
        self.closed_by = ""
        self.closed.clear()

    async def attempt(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        """The answer to a call, whatever is known of our token. Raises ApiError."""
        try:
            answer = await self.once(call)
        except ApiError as error:
            self._note(error)
            raise
        self.link.answered()
        return answer

    def _note(self, error: ApiError) -> None:
        if error.code in DEAD:
            self.link.refused(error.code)
        elif error.is_silence or error.is_strange:
            self.link.silent(asyncio.get_running_loop().time())
        else:
            self.link.answered()

    async def once(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        """The answer to a call that another token may be for. Raises ApiError."""
        try:
            return await self._once(call)
        except ApiError as error:
            error.asked = getattr(call, "__name__", "")  # the SDK's name for the method
            raise

    async def _once(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        try:
            async with asyncio.timeout(self._time_limit):
                return await call
        except SlackApiError as error:
            raise _refusal(error.response) from error
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise ApiError("unreachable") from error
        except TimeoutError as error:
            raise ApiError("timeout", doubt=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise ApiError("connection_broken", doubt=True) from error
        except AttributeError as error:  # what the SDK raises for a 200 that is no JSON
            raise ApiError("unreadable", doubt=True) from error

    async def respond(self, response_url: str, body: Json) -> None:
        """Answer an interaction at the address it came with. Raises ApiError."""
        if not self._is_slacks(response_url):
            raise ApiError("response_url_elsewhere")
        status, said = await self._post(response_url, "response_url", json=body)
        if status != 200:
            refused = "invalid_blocks" in said
            raise ApiError("invalid_blocks" if refused else f"response_url_{status}")

    async def upload(self, content: bytes, name: str, alt: str) -> str:
        """Give Slack a picture, for us alone until a message shows it; its id. Raises ApiError."""
        place = await self.ask(
            self.client.files_getUploadURLExternal(
                filename=name, length=len(content), alt_txt=shorten(alt, limits.UPLOAD_ALT)
            )
        )
        status, _ = await self._post(str(place["upload_url"]), "upload", data=content)
        if status != 200:
            raise ApiError(f"upload_{status}")
        file = str(place["file_id"])
        await self.ask(self.client.files_completeUploadExternal(files=[{"id": file}]))
        return file

    def _is_slacks(self, url: str) -> bool:
        """Whether an address is where Slack takes answers, or on the Web API's own host."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        ours = self._base.netloc.removeprefix("www.")
        return parts.scheme == self._base.scheme and parts.netloc in (ours, f"hooks.{ours}")

    async def _post(self, url: str, what: str, **body: Any) -> tuple[int, str]:  # noqa: ANN401 - aiohttp's
        """The status and the beginning of the answer. It carries no token. Raises ApiError."""
        session = self._elsewhere
        if session is None:
            raise ApiError("not_started")
        try:
            async with (
                asyncio.timeout(self._time_limit),
                session.post(url, allow_redirects=False, **body) as answer,
            ):
                return answer.status, (await answer.content.read(500)).decode(errors="replace")
        except (aiohttp.ClientError, ValueError, OSError) as error:
            raise ApiError(f"{what}_broken") from error


def _refusal(response: Any) -> ApiError:  # noqa: ANN401 - the SDK hands over one of two types
    data = getattr(response, "data", None)
    code = data.get("error", "") if isinstance(data, dict) else ""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return ApiError("ratelimited", wait=_retry_after(response.headers))
    # Slack says itself that these may have been done. Other answers of a server in trouble may come
    # from a gateway that handed the call on and lost the connection: also 503, as Envoy answers
    # then. An answer that nobody can read tells nothing either.
    doubt = (
        code in ("fatal_error", "internal_error")
        or (status >= 500 and code != "service_unavailable")
        or (status == 200 and not code)
    )
    return ApiError(code or f"http_{status}", doubt=doubt)


def _retry_after(headers: Any) -> timedelta:  # noqa: ANN401 - as above
    seconds = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    return timedelta(seconds=int(seconds) if str(seconds).isdecimal() else 30)


def _proxy(url: str) -> str | None:
    """The environment's proxy for an address, if one stands between."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)


def _discard(call: Awaitable[AsyncSlackResponse]) -> None:
    if asyncio.iscoroutine(call):
        call.close()
