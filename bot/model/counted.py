"""The language model that handlers use.

It counts requests, keeps answers about public text, pauses if the server keeps failing, and asks
again if an answer has the wrong form.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic
from typing import Final

import structlog

from bot.base.metrics import ModelOutcome
from bot.model.breaker import Breaker
from bot.model.client import ModelClient
from bot.model.quirks import Message
from bot.model.reading import Completion, in_form
from bot.service_settings import ModelSettings
from handlers.model.prompts import SHORT_TOKEN, Answer, ModelPrompt
from handlers.sources.ports import ModelFailed
from storage.choices import ModelTask, ModelTrouble
from storage.database.connection import Database
from storage.workspace import language_model
from storage.workspace.language_model import ModelCaps

INSTRUCTIONS: Final = 1_300  # tokens; our own instructions and the schema take at most this many
LONG_TOKEN: Final = 5  # characters; in European languages, the average token is shorter than this
_REPAIRED: Final = 4_000  # characters of a wrong answer that we show to the model again
_REPAIR = "That is not one JSON object that fits the schema. Answer again, with the object alone."
# These troubles mean that the server works, even though we could not use its answer.
_SERVER_WORKS: frozenset[ModelTrouble] = frozenset(
    {"declined", "cut off", "not understood", "too long"}
)

Observe = Callable[[ModelTask, ModelOutcome, float], None]

log = structlog.get_logger()


class CountedModel:
    """A `LanguageModel`. `seconds` is a clock that only goes forward.

    `observe` is told how each request ended, and how many seconds it took.
    """

    def __init__(
        self,
        settings: ModelSettings,
        client: ModelClient,
        database: Database,
        seconds: Callable[[], float] = monotonic,
        observe: Observe = lambda *_: None,
    ) -> None:
        self._settings = settings
        self._client = client
        self._database = database
        self._seconds = seconds
        self._observe = observe
        self._breaker = Breaker()
        self._caps = ModelCaps(settings.requests_a_day, settings.tokens_a_month)

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._settings.name

    @property
    def host(self) -> str:
        """The host that words are sent to."""
        return self._client.host

    @property
    def is_here(self) -> bool:
        """Whether the model runs on this machine."""
        return self._client.is_here

    @property
    def room(self) -> int:
        """How many characters of a text fit into one request."""
        return (
            max(self._settings.context - INSTRUCTIONS - self._settings.answer_tokens, 500)
            * SHORT_TOKEN
        )

    async def ask(
        self, prompt: ModelPrompt[Answer], tenant: str, person_id: int, now: datetime
    ) -> Answer:
        """Return the model's answer, or the answer kept from an earlier request with this prompt.

        Raises ModelFailed.
        """
        began = self._seconds()
        key = prompt.key(self.name) if prompt.is_public else ""
        if kept := await self._kept(prompt, tenant, key, now):
            self._observe(prompt.task, "kept", self._seconds() - began)
            return kept
        try:
            answer = await self._ask(prompt, tenant, person_id, now)
        except ModelFailed as failed:
            # We log only the kind of failure, because a server's message may quote the prompt.
            log.warning("model failed", task=prompt.task, trouble=failed.trouble, tenant=tenant)
            self._observe(prompt.task, failed.trouble, self._seconds() - began)
            raise
        self._observe(prompt.task, "answered", self._seconds() - began)
        if key:
            async with self._database.write(tenant) as session:
                await language_model.keep(session, tenant, key, answer.model_dump_json(), now)
        return answer

    async def _ask(
        self, prompt: ModelPrompt[Answer], tenant: str, person_id: int, now: datetime
    ) -> Answer:
        """Ask the model. If the answer has the wrong form, ask once more. Raises ModelFailed."""
        messages = [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ]
        written = await self._send(prompt, messages, tenant, person_id, now)
        answer = in_form(written.text, prompt.answer)
        if answer is None:
            messages += [
                {"role": "assistant", "content": written.text[:_REPAIRED] or "-"},
                {"role": "user", "content": _REPAIR},
            ]
            written = await self._send(prompt, messages, tenant, person_id, now)
            answer = in_form(written.text, prompt.answer)
        if answer is None:
            await self._count_failure(tenant, person_id, now)
            raise ModelFailed("not understood")
        return answer

    async def _kept(
        self, prompt: ModelPrompt[Answer], tenant: str, key: str, now: datetime
    ) -> Answer | None:
        """Return an answer that was kept under this key, or None."""
        if not key:
            return None
        async with self._database.read(tenant) as session:
            kept = await language_model.kept(session, tenant, key, now)
        return in_form(kept, prompt.answer) if kept else None

    async def _send(
        self,
        prompt: ModelPrompt[Answer],
        messages: Sequence[Message],
        tenant: str,
        person_id: int,
        now: datetime,
    ) -> Completion:
        """Count a request and send it. Raises ModelFailed.

        If the request is sent and fails, the failure is counted too.
        """
        if not self._breaker.admits(self._seconds()):
            raise ModelFailed("paused", self._breaker.pause_left(self._seconds()))
        try:
            await self._count(messages, tenant, person_id, now)
            written = await self._client.complete(
                messages, prompt.schema, self._settings.answer_tokens
            )
            _check_length(messages, written)
        except ModelFailed as failed:
            if failed.trouble == "cap reached":
                raise
            if failed.trouble in _SERVER_WORKS:
                self._breaker.worked()
            else:
                self._breaker.failed(self._seconds(), failed.wait)
            await self._count_failure(tenant, person_id, now)
            raise
        finally:
            self._breaker.ended()
        self._breaker.worked()
        return written

    async def _count(
        self,
        messages: Sequence[Message],
        tenant: str,
        person_id: int,
        now: datetime,
    ) -> None:
        """Count a request before it is sent. Raises ModelFailed if it would exceed a cap."""
        tokens = _characters(messages) // SHORT_TOKEN + self._settings.answer_tokens
        async with self._database.write(tenant) as session:
            counted = await language_model.count(
                session, tenant, person_id, now.date(), tokens=tokens, caps=self._caps
            )
        if not counted:
            raise ModelFailed("cap reached")

    async def _count_failure(self, tenant: str, person_id: int, now: datetime) -> None:
        async with self._database.write(tenant) as session:
            await language_model.count_failure(session, tenant, person_id, now.date())


def _check_length(messages: Sequence[Message], written: Completion) -> None:
    """Raise ModelFailed if the server did not read the whole request.

    Some servers silently drop the beginning of a long request, and answer the rest. Such a server
    reports fewer tokens than there are in a request of this length.
    """
    read = written.prompt_tokens
    if read is not None and read < _characters(messages) // LONG_TOKEN:
        raise ModelFailed("too long")


def _characters(messages: Sequence[Message]) -> int:
    return sum(len(one["content"]) for one in messages)
