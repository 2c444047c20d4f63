"""The playground: a chat page with the same conversation as on the platforms."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext

import structlog
from aiohttp import web
from structlog.contextvars import get_contextvars

from bot.base.clock import OffsetClock
from bot.playground import demo, guard
from bot.playground.api import PageApi
from bot.playground.calendar_files import CalendarFiles
from bot.playground.event_bus import EventBus
from bot.playground.files import Files
from bot.playground.given_files import GIVEN, GivenFiles
from bot.playground.places import Personas
from bot.playground.reader import BadRequest
from bot.playground.shown_clock import ShownClock
from bot.playground.skipper import (
    Deliver,
    Describe,
    IsOver,
    NextEvent,
    OwnNext,
    Pause,
    Seed,
    Skipper,
)
from bot.playground.stream import Stream
from bot.playground.talk import PlaygroundTalk
from handlers.conversation import Conversation
from handlers.failures import places
from storage.database.connection import Database
from storage.database.faults import fault_of

log = structlog.get_logger()

API = "/api/playground"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Playground:
    """The page and its API.

    - `next_event` returns when the next event is due. A skip moves the clock to this time.
    - `announced` returns when the next message will be sent. The page shows this time. Without
      `announced`, the page shows the time from `next_event`.
    - `anywhere` allows requests from other machines.
    """

    def __init__(
        self,
        database: Database,
        conversation: Conversation,
        clock: OffsetClock,
        deliver: Deliver,
        next_event: NextEvent,
        *,
        bus: EventBus,
        announced: NextEvent | None = None,
        describe: Describe | None = None,
        is_over: IsOver | None = None,
        own_next: OwnNext | None = None,
        pause: Pause = nullcontext,
        anywhere: bool = False,
    ) -> None:
        personas = Personas(demo.personas())
        self._given = GivenFiles(database)
        talk = PlaygroundTalk(database, conversation, clock, bus, self._given)
        self._skipper = Skipper(database, clock, bus, deliver, next_event, pause=pause)
        self._api = PageApi(
            personas,
            database,
            conversation.registry,
            talk,
            self._skipper,
            files=CalendarFiles(database, clock),
            clock=ShownClock(
                database,
                self._skipper,
                announced=announced or next_event,
                describe=describe,
                is_over=is_over,
                own_next=own_next,
            ),
        )
        self._stream = Stream(personas, bus, database)
        self._bus = bus
        self._anywhere = anywhere
        self._opened = asyncio.Event()

    async def open(self, seed: Seed) -> None:
        """Restore the stored time, or begin the demo if no time is stored. Then answer requests."""
        await self._skipper.open(seed)
        self._opened.set()

    async def close(self, _app: web.Application | None = None) -> None:
        """End the streams of all pages, so that the server can stop."""
        self._bus.close()
        self._opened.set()

    def routes(self) -> list[web.RouteDef]:
        """Return all routes of the playground."""
        api, files = self._api, Files()
        gets: dict[str, Handler] = {
            "/": files.index,
            "/static/{name}": files.named,
            f"{API}/events": self._stream.serve,
            f"{API}/state": api.state,
            f"{API}/commands": api.commands,
            f"{API}/clock": api.clock,
            f"{API}/history": api.history,
            f"{API}/home": api.home,
            f"{GIVEN}/{{key}}": self._given.serve,
        }
        posts: dict[str, Handler] = {
            f"{API}/say": api.say,
            f"{API}/press": api.press,
            f"{API}/open": api.open,
            f"{API}/submit": api.submit,
            f"{API}/calendar": api.calendar,
            f"{API}/file": api.file,
            f"{API}/skip": api.skip,
            f"{API}/start-over": api.start_over,
        }
        return [
            *(web.get(path, self._guarded(handler)) for path, handler in gets.items()),
            *(web.post(path, self._guarded(handler)) for path, handler in posts.items()),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        """Wrap a handler: check each request first, and turn errors into sentences."""

        async def answer(request: web.Request) -> web.StreamResponse:
            refused = guard.refusal(request, anywhere=self._anywhere)
            if refused:
                return _error(refused, 403)
            await self._opened.wait()
            try:
                response = await handler(request)
            except BadRequest as error:
                return _error(str(error), error.status)
            except Exception as error:  # noqa: BLE001 - the page gets a sentence about any error
                return _apology(request, error)
            if not response.prepared:
                response.headers.update(guard.HEADERS)
            return response

        return answer


def _error(sentence: str, status: int) -> web.Response:
    return web.json_response({"error": sentence}, status=status, headers=guard.HEADERS)


def _apology(request: web.Request, error: Exception) -> web.Response:
    reference = get_contextvars().get("reference", "")  # set by `bot.web.watch`
    # Leave out the exception's text, because it may quote what a person wrote.
    log.error(
        "a request of the playground failed",
        reference=reference,
        path=request.path,
        error=fault_of(error) or type(error).__name__,
        places=places(error),
    )
    return _error(f"Something went wrong on our side. Please try again. ({reference})", 500)
