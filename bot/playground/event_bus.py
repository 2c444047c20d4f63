"""Pass events to all open pages as they happen.

A page that reconnects sends the id of its last event, and gets the events after this event. If we
no longer have all of these events, or if Attune was restarted, the page must load everything again.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from storage.tables import PlaygroundPost

REMEMBERED = 200  # a page can catch up on this many events
QUEUE_LIMIT = 400  # if more events wait for a slow page, the page is cut off
HEARTBEAT = 15.0  # seconds without events until a page gets a heartbeat


@dataclass(frozen=True)
class PostShown:
    """A post was added (`new` is true) or changed (`new` is false)."""

    post: PlaygroundPost
    new: bool


@dataclass(frozen=True)
class ClockMoved:
    """The clock was moved forward."""


@dataclass(frozen=True)
class StartedOver:
    """Everything was deleted, and the playground begins again."""


@dataclass(frozen=True)
class PostsDeleted:
    """Posts were deleted, for example because somebody was erased."""


Event = PostShown | ClockMoved | StartedOver | PostsDeleted


@dataclass(frozen=True)
class NumberedEvent:
    """An event with an id. If the event is None, the page must load everything again."""

    id: str
    event: Event | None


class Listener:
    """One page's stream of events."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[NumberedEvent | None] = asyncio.Queue(QUEUE_LIMIT)
        self._over = False

    def put(self, item: NumberedEvent) -> None:
        """Queue an event. If the queue is full, end the stream, so that the page reconnects."""
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """End the stream. Events that are still queued are dropped."""
        self._over = True
        if self._queue.empty():
            self._queue.put_nowait(None)

    async def events(self) -> AsyncIterator[NumberedEvent | None]:
        """Yield events until the end. Yield None as a heartbeat when there are no events."""
        while not self._over:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    item = await self._queue.get()
            except TimeoutError:
                yield None
                continue
            if item is not None:
                yield item


class EventBus:
    """A bus that passes events to every listener."""

    def __init__(self) -> None:
        self._run_id = secrets.token_hex(4)
        self._published = 0
        self._recent: deque[NumberedEvent] = deque(maxlen=REMEMBERED)
        self._listeners: set[Listener] = set()
        self._closed = False

    def publish(self, event: Event) -> None:
        """Send an event to every open page, and remember it for pages that reconnect."""
        self._published += 1
        item = NumberedEvent(self._id(self._published), event)
        self._recent.append(item)
        for listener in self._listeners:
            listener.put(item)

    @contextmanager
    def listen(self, last: str | None) -> Iterator[Listener]:
        """Open a listener for a page. Use it in a `with` statement.

        `last` is the id of the last event that the page got, or None. The listener first gets the
        events after that event. If we don't have all of these events, it gets a `NumberedEvent`
        without an event instead.
        """
        listener = Listener()
        for item in self._missed(last):
            listener.put(item)
        self._listeners.add(listener)
        if self._closed:
            listener.end()
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """End every open stream. Streams that are opened later end at once."""
        self._closed = True
        for listener in self._listeners:
            listener.end()

    def _missed(self, last: str | None) -> list[NumberedEvent]:
        """Return the events after the event with the id `last`.

        If we don't have all of them, return a `NumberedEvent` without an event instead.
        """
        run, _, number = (last or "").rpartition("-")
        if run == self._run_id and number.isdecimal():
            missed = self._published - int(number)
            if 0 <= missed <= len(self._recent):
                return list(self._recent)[len(self._recent) - missed :]
        return [NumberedEvent(self._id(self._published), None)]

    def _id(self, number: int) -> str:
        return f"{self._run_id}-{number}"
