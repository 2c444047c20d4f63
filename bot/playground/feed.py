"""Passes events to every open page as they happen.

Each event has a number. A page that lost its connection names the last one it saw and gets the
rest; if that is too long ago, or from before a restart, it is told to look everything up again.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from storage.tables import PlaygroundPost

KEPT = 200  # events a page can catch up on
WAITING = 400  # events that may wait for one slow page before it is cut off
HEARTBEAT = 15.0  # seconds without events after which a page is sent a heartbeat


@dataclass(frozen=True)
class Posted:
    """A post is new, or it was changed."""

    post: PlaygroundPost
    new: bool


@dataclass(frozen=True)
class ClockMoved:
    """The clock was skipped ahead."""


@dataclass(frozen=True)
class BegunAnew:
    """Everything was forgotten, and the first morning begins again."""


Event = Posted | ClockMoved | BegunAnew


@dataclass(frozen=True)
class Numbered:
    """An event with its id. Without an event (None), the page must look everything up again."""

    id: str
    event: Event | None


class Listener:
    """One page's stream of events."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Numbered | None] = asyncio.Queue(WAITING)
        self._over = False

    def put(self, item: Numbered) -> None:
        """Queue an event. A page that does not read is cut off; it reconnects and catches up."""
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """No more events."""
        self._over = True
        if self._queue.empty():
            self._queue.put_nowait(None)

    async def events(self) -> AsyncIterator[Numbered | None]:
        """Events until the end, with None as a heartbeat when there are none."""
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
    """Passes events to every listener."""

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)
        self._count = 0
        self._kept: deque[Numbered] = deque(maxlen=KEPT)
        self._listeners: set[Listener] = set()
        self._closed = False

    def publish(self, event: Event) -> None:
        """Tell every open page."""
        self._count += 1
        item = Numbered(self._id(self._count), event)
        self._kept.append(item)
        for listener in self._listeners:
            listener.put(item)

    @contextmanager
    def listen(self, last: str | None) -> Iterator[Listener]:
        """A listener for a page that saw event `last`, or none; it begins with missed events."""
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
        """End every stream, now and later."""
        self._closed = True
        for listener in self._listeners:
            listener.end()

    def _missed(self, last: str | None) -> list[Numbered]:
        run, _, number = (last or "").rpartition("-")
        if run == self._run and number.isdecimal():
            missed = self._count - int(number)
            if 0 <= missed <= len(self._kept):
                return list(self._kept)[len(self._kept) - missed :]
        return [Numbered(self._id(self._count), None)]

    def _id(self, number: int) -> str:
        return f"{self._run}-{number}"
