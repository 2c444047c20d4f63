"""The HTTP client for a language model. It retries a request only if a retry may help."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Final, Self

from yarl import URL

from bot.base.loopback import is_loopback
from bot.intake.json_http import HttpAnswer, JsonHttp, NoHttpAnswer
from bot.model.quirks import Message, quirks_of, request_body
from bot.model.reading import Completion, completion, may_retry
from bot.service_settings import ModelSettings
from handlers.model.schema import Schema
from handlers.sources.ports import ModelFailed

USER_AGENT: Final = "Attune/0.1 (asks the language model that its operator set up)"
MAX_BYTES: Final = 1_000_000  # of an answer
TRIES: Final = 3
MAX_CONCURRENT: Final = 2  # requests; a local server works on one, and the other waits there
FIRST_WAIT: Final = timedelta(seconds=1)  # before the second try, unless the server says how long
LONGEST_WAIT: Final = timedelta(seconds=120)  # if the server wants a longer wait, we give up


class ModelClient:
    """A client for one server. Use `async with`, or `start` and `stop`.

    `pause` waits for a number of seconds. Tests replace it.
    """

    def __init__(
        self,
        settings: ModelSettings,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
        *,
        tries: int = TRIES,
    ) -> None:
        base = URL(settings.url)
        self.host = base.host or ""
        self.is_here = is_loopback(self.host)
        self._settings = settings
        self._url = base / "chat/completions"
        self._quirks = quirks_of(settings)
        self._pause = pause
        self._tries = tries
        self._turns = asyncio.Semaphore(MAX_CONCURRENT)
        self._http = JsonHttp(
            USER_AGENT,
            seconds=settings.seconds,
            max_bytes=MAX_BYTES,
            proxies=not self.is_here,
        )

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Open the session. This needs a running event loop."""
        await self._http.start()

    async def stop(self) -> None:
        """Close the session."""
        await self._http.stop()

    async def complete(
        self, messages: Sequence[Message], schema: Schema, tokens: int
    ) -> Completion:
        """Return what the model writes, in at most `tokens` tokens.

        Raises ModelFailed if no usable answer comes.
        """
        body = request_body(self._settings.name, self._quirks, messages, schema, tokens)
        async with self._turns:
            answer = await self._answer(body)
            for number in range(1, self._tries):
                wait = answer.wait or FIRST_WAIT * number
                if not may_retry(answer) or wait > LONGEST_WAIT:
                    break
                await self._pause(wait.total_seconds())
                answer = await self._answer(body)
        return completion(answer)

    async def _answer(self, body: object) -> HttpAnswer:
        """Send a request once. Raises ModelFailed if no usable answer comes."""
        key = self._settings.key.get_secret_value()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            return await self._http.ask("POST", self._url, headers, body=body)
        except NoHttpAnswer as failed:
            raise ModelFailed("not understood" if failed.too_large else "no answer") from None
