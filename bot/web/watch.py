"""Give each request a reference id for its log lines, and measure how long the request takes.

The id is also in the log lines of work that continues after the answer, and in error messages.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from time import perf_counter

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware
from structlog.contextvars import bound_contextvars

from bot.base.metrics import Metrics
from bot.base.request_priority import RequestPriority
from handlers.admission import Admission
from handlers.cards import Reply
from handlers.conversation import Conversation
from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import Playbook
from handlers.registry import Registry
from handlers.request import Request
from handlers.services import NO_SERVICES, Services
from storage.database.connection import Database

log = structlog.get_logger()

MAX_BYTES = 2**20  # the limit for the body of a request
BODY_TIME_LIMIT = 10.0  # seconds for a body to arrive; platforms give up sooner

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def watching(metrics: Metrics, priority: RequestPriority, timed: Collection[str]) -> Middleware:
    """Return middleware that gives each request an id and reads its body.

    Requests to the paths in `timed` are also timed, and `priority` makes outgoing messages wait for
    them.
    """

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        with bound_contextvars(reference=secrets.token_hex(4)):
            if request.path not in timed:
                await _body(request)
                return await handler(request)
            began, status = perf_counter(), 500
            try:
                await _body(request)
                with priority.acknowledging():
                    response = await handler(request)
                status = response.status
            except web.HTTPException as refused:
                status = refused.status
                raise
            finally:
                metrics.acknowledged(request.path, status, perf_counter() - began)
            return response

    return watch


async def _body(request: web.Request) -> None:
    """Read the body within a time limit, for the handler. Raise HTTPException if that fails.

    If the Content-Length is too large, leave the body to the handler, which rejects it.
    """
    if not request.can_read_body or (request.content_length or 0) > MAX_BYTES:
        return
    try:
        async with asyncio.timeout(BODY_TIME_LIMIT):
            await request.read()
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error


class WatchedConversation(Conversation):
    """A conversation that counts, times and logs the answers."""

    def __init__(
        self,
        registry: Registry,
        database: Database,
        playbook: Playbook,
        changed: Callable[[], None],
        admins: Collection[str],
        *,
        admission: Admission | None = None,
        playbooks: Playbooks | None = None,
        services: Services = NO_SERVICES,
        metrics: Metrics,
    ) -> None:
        super().__init__(
            registry,
            database,
            playbook,
            changed,
            admins,
            admission=admission,
            playbooks=playbooks,
            services=services,
        )
        self._metrics = metrics

    async def outcome(
        self, request: Request, now: datetime, reference: str
    ) -> tuple[Reply | None, str]:
        began = perf_counter()
        reply, how = await super().outcome(request, now, reference)
        took = perf_counter() - began
        self._metrics.answered(request, how, took)
        # An unknown name may be something that a person wrote, so do not log it.
        known = self.registry.find(request.means, request.name)
        name = request.name if known else ""
        log.info("answered", means=request.means, name=name, outcome=how, seconds=round(took, 4))
        return reply, how
