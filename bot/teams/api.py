"""Call the API of the Bot Connector, and raise exceptions for failures."""

import asyncio
import json
import random
from datetime import timedelta
from typing import Protocol
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.base.clock import Clock
from bot.platform.api_errors import PlatformError, call_within, retry_after
from bot.platform.payload import Json, maybe
from bot.platform.trouble import PlatformHealth
from bot.teams.address import Address, PostedMessage
from bot.teams.cloud import Cloud
from bot.teams.pace import Pace
from bot.teams.tokens import NoToken
from storage.command_line import command

TIME_LIMIT = 10.0  # seconds
HOW_TO_FIX = (
    "The client secret has probably expired: make a new one, set "
    "CONNECTIONS__SERVICE_CONNECTION__SETTINGS__CLIENTSECRET to its value, and restart."
)
NO_TOKEN = "no_token_in_time"  # noqa: S105 - a code of our own
# The words in the paths of the API. The other parts are ids.
PATH_WORDS = ("conversations", "activities", "members", "teams")
# With these statuses, a gateway failed or timed out. Teams may have accepted the message.
MAYBE_DONE = (502, 503, 504)
# Microsoft says to repeat a call after these statuses.
REPEATED = (412, 502, 504)
FIRST_PAUSE = timedelta(milliseconds=500)  # before the first repeat; doubles with each failure
CARD = "application/vnd.microsoft.card.adaptive"


class TeamsCallError(PlatformError):
    """A call to the Bot Connector failed."""

    @property
    def remedy(self) -> str:
        """A sentence that tells an administrator what to do."""
        if self.status == 401:
            return HOW_TO_FIX
        if self.got_no_answer or self.code == NO_TOKEN or self.code.startswith("http_"):
            return (
                "Check that this machine can reach Teams, and that no proxy or firewall answers "
                "in place of Teams. docs/operations.md lists the hosts."
            )
        return f"{command('doctor')} checks how Teams is set up."

    def pause(self, failures: int) -> timedelta | None:
        """Return how long to wait before a repeat. Return None if a repeat would not help.

        `failures` is how often the call has failed in a row.
        """
        if self.wait is None and self.status in REPEATED:
            return FIRST_PAUSE * (2.0 ** (failures - 1) * random.uniform(1, 1.5))  # noqa: S311
        return self.wait


class TokenSource(Protocol):
    """Provides our tokens for the Bot Connector."""

    async def get(self) -> str:
        """Return a token, or "" if no token is needed. Raises NoToken."""
        ...

    def forget(self) -> None:
        """Drop a token that was rejected."""
        ...


class TeamsApi:
    """The Bot Connector, with our bot's token. Call `start` first, and `stop` at the end."""

    def __init__(
        self,
        tokens: TokenSource,
        cloud: Cloud,
        clock: Clock,
        *,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self.pace = Pace()
        self._tokens = tokens
        self._cloud = cloud
        self._clock = clock
        self._time_limit = time_limit
        self._session: aiohttp.ClientSession | None = None
        self.health = PlatformHealth("Microsoft's sign-in", HOW_TO_FIX, cloud.sign_in)

    async def start(self) -> None:
        """Open the session. This needs a running event loop."""
        self._session = aiohttp.ClientSession(trust_env=self._cloud.proxies)

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, to: Address, summary: str, card: Json) -> str:
        """Post a card, and return the message's id. Raises TeamsCallError.

        Return "" if the answer has no id. This method does not retry, because a retry could post
        the card twice. The outbox decides whether to retry.
        """
        return await self.post(to, summary, attachment(card))

    async def post(self, to: Address, summary: str, attached: Json) -> str:
        """Post an attachment, and return the message's id or "". Raises TeamsCallError."""
        path = f"conversations/{quote(to.conversation, safe='')}/activities"
        token = await self._token(to.service)
        self.pace.note(to.conversation, self._clock.now())
        body = _message(to, summary, attached)
        return maybe(await self._ask("POST", _url(to.service, path), token, body), "id")

    async def replace(self, old: PostedMessage, summary: str, card: Json) -> None:
        """Replace a message of ours with a card. Raises TeamsCallError."""
        conversation, message = (
            quote(each, safe="") for each in (old.at.conversation, old.message)
        )
        path = f"conversations/{conversation}/activities/{message}"
        token = await self._token(old.at.service)
        self.pace.note(old.at.conversation, self._clock.now())
        body = _message(old.at, summary, attachment(card)) | {"id": old.message}
        await self._ask("PUT", _url(old.at.service, path), token, body)

    async def channels(self, service: str, team: str) -> object:
        """Fetch the channels of a team. Raises TeamsCallError."""
        path = f"teams/{quote(team, safe='')}/conversations"
        return await self._ask("GET", _url(service, path), await self._token(service))

    async def member(self, at: Address, account: str) -> object:
        """Fetch Teams' record of a member of a conversation or team. Raises TeamsCallError."""
        conversation, member = (quote(each, safe="") for each in (at.conversation, account))
        path = f"conversations/{conversation}/members/{member}"
        return await self._ask("GET", _url(at.service, path), await self._token(at.service))

    async def type(self, to: Address) -> None:
        """Show a typing indicator. Raises TeamsCallError."""
        path = f"conversations/{quote(to.conversation, safe='')}/activities"
        token = await self._token(to.service)
        self.pace.note(to.conversation, self._clock.now())
        body = {"type": "typing", **({"from": {"id": to.bot}} if to.bot else {})}
        await self._ask("POST", _url(to.service, path), token, body)

    async def _token(self, service: str) -> str:
        """Return the token for a service URL.

        Raises TeamsCallError if we don't trust the host, or if we get no token.
        """
        if not self._cloud.trusts(service):
            raise TeamsCallError("untrusted_service")
        return await self.ask_for_token()

    async def ask_for_token(self) -> str:
        """Get a token, and update `health`. Raises TeamsCallError."""
        try:
            async with asyncio.timeout(self._time_limit):
                token = await self._tokens.get()
        except NoToken as error:
            if error.refused:
                self.health.note_refusal(str(error))
            else:
                self.health.note_silence(asyncio.get_running_loop().time())
            raise TeamsCallError(str(error), 401 if error.refused else 0) from error
        except TimeoutError as error:
            self.health.note_silence(asyncio.get_running_loop().time())
            raise TeamsCallError(NO_TOKEN) from error
        self.health.note_answer()
        return token

    async def _ask(self, method: str, url: URL, token: str, body: Json | None = None) -> object:
        """Send a request, and return the JSON of the answer.

        Raises TeamsCallError. Its `call` has the HTTP method, and the path without ids.
        """
        if self._session is None:
            raise TeamsCallError("not_started")
        try:
            return await self._once(self._session, method, url, token, body)
        except TeamsCallError as error:
            path = url.path.partition("/v3/")[2].split("/")
            error.call = " ".join((method, *(part for part in path if part in PATH_WORDS)))
            raise

    async def _once(
        self,
        session: aiohttp.ClientSession,
        method: str,
        url: URL,
        token: str,
        body: Json | None,
    ) -> object:
        """Send a request, and return the JSON of the answer. Raises TeamsCallError."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            call_within(self._time_limit, TeamsCallError),
            session.request(
                method, url, json=body, headers=headers, allow_redirects=False
            ) as answer,
        ):
            if answer.status in (200, 201, 202):
                return await _json(answer)
            if answer.status == 401:
                self._tokens.forget()
            raise await _refusal(answer)


def attachment(card: Json) -> Json:
    """Wrap a card as an attachment."""
    return {"contentType": CARD, "content": card}


def _message(to: Address, summary: str, attached: Json) -> Json:
    return {
        "type": "message",
        "channelId": "msteams",
        "conversation": {"id": to.conversation},
        **({"from": {"id": to.bot}} if to.bot else {}),
        "summary": summary,
        "attachments": [attached],
    }


def _url(service: str, path: str) -> URL:
    return URL(f"{service.rstrip('/')}/v3/{path}", encoded=True)


async def _refusal(answer: aiohttp.ClientResponse) -> TeamsCallError:
    code = _code(await _json(answer)) or f"http_{answer.status}"
    if answer.status == 429:
        return TeamsCallError(code, 429, wait=retry_after(answer.headers.get("Retry-After", "")))
    return TeamsCallError(code, answer.status, doubt=answer.status in MAYBE_DONE)


def _code(body: object) -> str:
    r"""Return the error code in an answer, or "" if the answer has none.

    If the answer has a `subCode`, return this code. The service behind the Bot Connector sends a
    `subCode` as JSON in a string: {"errorCode": 209, "message": "{\"subCode\":
    \"MessageWritesBlocked\"}"}.
    """
    for message in (maybe(body, "message"), maybe(body, "error", "message")):
        try:
            found = maybe(json.loads(message), "subCode")
        except (ValueError, RecursionError):
            continue
        if found:
            return found
    return maybe(body, "error", "code")


async def _json(answer: aiohttp.ClientResponse) -> object:
    try:
        return await answer.json(content_type=None)
    except (ValueError, aiohttp.ClientError):
        return None
