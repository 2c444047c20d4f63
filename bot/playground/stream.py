"""Server-Sent Events for the playground's page."""

import json

from aiohttp import hdrs, web

from bot.platform.payload import Json
from bot.playground import guard
from bot.playground.demo import Persona
from bot.playground.event_bus import (
    ClockMoved,
    EventBus,
    NumberedEvent,
    PostsDeleted,
    PostShown,
    StartedOver,
)
from bot.playground.own_zone import in_own_zone
from bot.playground.places import ATTUNE, CHANNELS, Personas, sees, shown
from storage.database.connection import Database


class Stream:
    """The stream of events to a page. A post that is hidden from the persona has no content."""

    def __init__(self, personas: Personas, bus: EventBus, database: Database) -> None:
        self._personas = personas
        self._bus = bus
        self._database = database

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Send events to a page. Raises BadRequest if the persona is unknown.

        The stream ends when one of these happens:

        - The page is closed.
        - The page falls too far behind.
        - The playground stops.
        """
        who = self._personas.by_id(request.query.get("who", ""))
        response = web.StreamResponse(
            headers={**guard.HEADERS, hdrs.CONTENT_TYPE: "text/event-stream"}
        )
        with self._bus.listen(request.headers.get("Last-Event-ID")) as listener:
            await response.prepare(request)
            try:
                async for item in listener.events():
                    reader = await in_own_zone(self._database, who) if item else who
                    await response.write(self._line(item, reader).encode())
            except ConnectionResetError:
                pass  # the page was closed
        return response

    def _line(self, item: NumberedEvent | None, who: Persona) -> str:
        if item is None:
            return ": still here\n\n"
        name, data = self._event(item, who)
        return f"id: {item.id}\nevent: {name}\ndata: {json.dumps(data)}\n\n"

    def _event(self, item: NumberedEvent, who: Persona) -> tuple[str, Json]:
        match item.event:
            case None:
                return "reload", {}
            case ClockMoved():
                return "clock", {}
            case StartedOver():
                return "restart", {}
            case PostsDeleted():
                return "deleted", {}
            case PostShown(post, new):
                visible = sees(who.id, post)
                return "post", {
                    "post": shown(post, who, self._personas.names) if visible else None,
                    "id": post.id,
                    "place": post.place if post.place in CHANNELS else ATTUNE,
                    "for": [each for each in self._personas.names if new and sees(each, post)],
                    "author": post.author,
                }
