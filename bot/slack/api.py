"""Call Slack's Web API and raise exceptions for failures."""

import asyncio
from collections.abc import Awaitable
from contextlib import AbstractAsyncContextManager
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platform.api_errors import PlatformError, call_within, retry_after
from bot.platform.fitting import shorten
from bot.platform.payload import Json, maybe
from bot.platform.trouble import PlatformHealth
from bot.slack import limits
from bot.slack.library_log import library_logger
from storage.command_line import command

TIME_LIMIT = 10.0  # seconds
HOW_TO_FIX = (
    "Install the app to the workspace again, set SLACK_BOT_TOKEN to its bot token, and restart. "
    f"{command('doctor')} checks it."
)

# Slack's codes for an invalid token. `account_inactive` is about the bot's account.
INVALID_TOKEN_CODES = {
    "account_inactive",
    "app_uninstalled",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "tokens_revoked",
}


class SlackCallError(PlatformError):
    """A call to Slack failed.

    `how_to_fix` says what to do if our token is invalid. If a scope is missing, `needed` names it.
    """

    how_to_fix = HOW_TO_FIX
    needed = ""

    @property
    def is_not_from_slack(self) -> bool:
        """Check whether the answer may come from elsewhere than Slack, such as a login page."""
        return self.code.startswith("http_") or self.code == "unreadable"

    @property
    def remedy(self) -> str:
        """A sentence that tells an administrator what to do."""
        if self.got_no_answer:
            return "Check that this machine reaches Slack, through a proxy if you have one."
        if self.is_not_from_slack:
            return (
                "Something between this machine and Slack may have answered instead: check the "
                "network and its proxy, and SLACK_API_URL if it is set."
            )
        return (
            self.how_to_fix
            if self.code in INVALID_TOKEN_CODES
            else f"{command('doctor')} checks what Slack allows."
        )


class SlackApi:
    """The Web API with the bot's token. `how_to_fix` says what to do if the token is invalid.

    Call `start` before the first call, and `stop` at the end.
    """

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        time_limit: float = TIME_LIMIT,
        how_to_fix: str = HOW_TO_FIX,
    ) -> None:
        # No retries here: the outbox retries, and a hidden retry could post twice.
        self.client = AsyncWebClient(
            token=token, base_url=base_url, retry_handlers=[], logger=library_logger()
        )
        self.client.proxy = _proxy(base_url)
        # The session for addresses outside the Web API. Its requests are sent without our token,
        # except those of `open_file`.
        self._without_token: aiohttp.ClientSession | None = None
        # "" while our token is valid. Otherwise Slack's error code for the token.
        self.invalid_token_code = ""
        self.health = PlatformHealth("Slack", how_to_fix, urlsplit(base_url).netloc)
        self.token_invalid = asyncio.Event()
        self._time_limit = time_limit
        self._how_to_fix = how_to_fix
        self._base = urlsplit(base_url)

    @property
    def has_token(self) -> bool:
        return bool(self.client.token)

    def with_token(self, token: str, how_to_fix: str = HOW_TO_FIX) -> "SlackApi":
        """Return a copy with another token and the same sessions. Never start or stop the copy."""
        other = SlackApi(
            token, self.client.base_url, time_limit=self._time_limit, how_to_fix=how_to_fix
        )
        other.client.session, other._without_token = self.client.session, self._without_token
        return other

    async def start(self) -> None:
        """Open the sessions. This needs a running event loop."""
        # `self.client.proxy` already says which proxy to use. With trust_env, aiohttp would look up
        # the proxy in a thread for each request.
        self.client.session = aiohttp.ClientSession()
        self._without_token = aiohttp.ClientSession(trust_env=True)

    async def stop(self) -> None:
        """Close the sessions."""
        for session in (self.client.session, self._without_token):
            if session is not None:
                await session.close()

    async def ask(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        """Await a call made with `self.client`. Raises SlackCallError.

        Once our token is invalid, this raises without calling Slack, until `mark_token_valid` is
        called.
        """
        if self.invalid_token_code:
            _discard(call)
            error = SlackCallError(self.invalid_token_code)
            error.how_to_fix = self._how_to_fix
            raise error
        try:
            return await self.attempt(call)
        except SlackCallError as error:
            if error.code in INVALID_TOKEN_CODES:
                self.mark_token_invalid(error.code)
            raise

    def mark_token_invalid(self, code: str) -> None:
        """Stop calling Slack. `code` is Slack's error code for our token."""
        self.invalid_token_code = code
        self.token_invalid.set()

    def mark_token_valid(self) -> None:
        """Allow calls to Slack again."""
        self.invalid_token_code = ""
        self.token_invalid.clear()

    async def attempt(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        """Await a call even if our token is invalid, and update `health`. Raises SlackCallError."""
        try:
            answer = await self.once(call)
        except SlackCallError as error:
            self._note(error)
            raise
        self.health.note_answer()
        return answer

    def _note(self, error: SlackCallError) -> None:
        """Update `health` after a failed call.

        - If Slack rejected our token, note the refusal.
        - If no answer came from Slack, note the silence.
        - If Slack answered with another error, note that Slack answers.
        """
        if error.code in INVALID_TOKEN_CODES:
            self.health.note_refusal(error.code)
        elif error.got_no_answer or error.is_not_from_slack:
            self.health.note_silence(asyncio.get_running_loop().time())
        else:
            self.health.note_answer()

    async def once(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        """Await a call without updating `health`. Raises SlackCallError.

        Use this, and not `attempt`, for a call that does not use our token.
        """
        try:
            return await self._once(call)
        except SlackCallError as error:
            error.call = getattr(call, "__name__", "")  # the SDK's name of the method
            error.how_to_fix = self._how_to_fix
            raise

    async def _once(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        """Wait for a call to Slack, within the time limit. Raises SlackCallError."""
        try:
            async with call_within(self._time_limit, SlackCallError):
                return await call
        except SlackApiError as error:
            raise _refusal(error.response) from error
        except AttributeError as error:  # the SDK raises this for a 200 that is not JSON
            raise SlackCallError("unreadable", doubt=True) from error

    async def respond(self, response_url: str, body: Json) -> None:
        """Answer an interaction at its `response_url`. Raises SlackCallError."""
        if not self._is_slack_url(response_url, "hooks"):
            raise SlackCallError("response_url_elsewhere")
        status, answer = await self._post(response_url, "response_url", json=body)
        if status != 200:
            is_invalid = "invalid_blocks" in answer
            raise SlackCallError("invalid_blocks" if is_invalid else f"response_url_{status}")

    async def upload(self, content: bytes, name: str, alt: str = "", channel: str = "") -> str:
        """Upload a file and return its id. Raises SlackCallError.

        With `channel`, the file is posted there. Otherwise only the bot sees the file until a
        message shows it. `alt` is a picture's alternative text.
        """
        more = {"alt_txt": shorten(alt, limits.UPLOAD_ALT)} if alt else {}
        target = await self.ask(
            self.client.files_getUploadURLExternal(filename=name, length=len(content), **more)
        )
        status, _ = await self._post(str(target["upload_url"]), "upload", data=content)
        if status != 200:
            raise SlackCallError(f"upload_{status}")
        file = str(target["file_id"])
        await self.ask(
            self.client.files_completeUploadExternal(
                files=[{"id": file}], channel_id=channel or None
            )
        )
        return file

    def open_file(self, url: str) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """GET a file with our token, without following redirects.

        Raises SlackCallError if the address is not one of Slack's.
        """
        if self._without_token is None:
            raise SlackCallError("not_started")
        if not self._is_slack_url(url, "files"):
            raise SlackCallError("file_elsewhere")
        headers = {"Authorization": f"Bearer {self.client.token}"}
        return self._without_token.get(url, headers=headers, allow_redirects=False)

    def _is_slack_url(self, url: str, host: str) -> bool:
        """Check whether this address is on Slack's main host, or on the subdomain `host` of it.

        If `host` is "files", the subdomain is files.slack.com.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        ours = self._base.netloc.removeprefix("www.")
        return parts.scheme == self._base.scheme and parts.netloc in (ours, f"{host}.{ours}")

    async def _post(self, url: str, what: str, **body: Any) -> tuple[int, str]:  # noqa: ANN401 - passed on to aiohttp
        """Send a POST without our token, and return the status and the beginning of the answer."""
        session = self._without_token
        if session is None:
            raise SlackCallError("not_started")
        try:
            async with (
                asyncio.timeout(self._time_limit),
                session.post(url, allow_redirects=False, **body) as answer,
            ):
                return answer.status, (await answer.content.read(500)).decode(errors="replace")
        except (aiohttp.ClientError, ValueError, OSError) as error:
            raise SlackCallError(f"{what}_broken") from error


def _refusal(response: Any) -> SlackCallError:  # noqa: ANN401 - the SDK passes one of two types
    """Return the error for a refusal by Slack.

    The error's `doubt` is true if Slack may have done what we asked.
    """
    data = getattr(response, "data", None)
    code = data.get("error", "") if isinstance(data, dict) else ""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    if status == 429 or code in ("ratelimited", "rate_limited"):
        headers = {name.lower(): value for name, value in response.headers.items()}
        return SlackCallError("ratelimited", wait=retry_after(str(headers.get("retry-after", ""))))
    # Did Slack carry out the call, although it answered with an error?
    # - fatal_error, internal_error: maybe, as Slack documents.
    # - service_unavailable: no.
    # - Any other 5xx answer: maybe. It may come from a gateway that passed the call on.
    # - A 200 without an error code: we don't know.
    doubt = (
        code in ("fatal_error", "internal_error")
        or (status >= 500 and code != "service_unavailable")
        or (status == 200 and not code)
    )
    error = SlackCallError(code or f"http_{status}", doubt=doubt)
    error.needed = maybe(data, "needed")
    return error


def _proxy(url: str) -> str | None:
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)


def _discard(call: Awaitable[AsyncSlackResponse]) -> None:
    if asyncio.iscoroutine(call):
        call.close()
