"""Control the playground's clock: start it, skip to the next event, and start over."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import OffsetClock
from bot.playground import demo
from bot.playground.event_bus import ClockMoved, EventBus, StartedOver
from bot.playground.places import is_visible
from storage import playground
from storage.conversation import handled_requests
from storage.database.connection import Database
from storage.tables import PlaygroundPost

# Types of functions. All times are virtual, in UTC.
Deliver = Callable[[datetime], Awaitable[object]]  # delivers what is due at this time
NextEvent = Callable[[datetime], Awaitable[datetime | None]]  # when the next event is due
Describe = Callable[[datetime], Awaitable[str]]  # describes the event at this time
# Takes a person's id and the time. Returns when the person's next message is due, and describes it.
OwnNext = Callable[[str, datetime], Awaitable[tuple[datetime, str] | None]]
Pause = Callable[[], AbstractAsyncContextManager[None]]  # a context in which nothing is delivered
# Takes the time now, and the time of the next event. Returns whether the demo's week is over.
IsOver = Callable[[datetime, datetime | None], Awaitable[bool]]
Seed = Callable[[AsyncSession, datetime], Awaitable[None]]  # adds the demo's data
# Reads data before everything is deleted, and returns a function that adds the data again.
Keep = Callable[[AsyncSession], Awaitable[Seed]]

# A skip takes at most this many steps. Each step moves to the next event. If an event posts no
# message, for example because the planned message has become useless, another step follows.
MAX_STEPS = 12
MAX_STEPS_ALONE = 60  # the limit for a skip that waits for a message to one person


@dataclass(frozen=True)
class Skipped:
    """The result of a skip.

    - `until`: the virtual time at the end of the skip (UTC)
    - `moved`: False if there was no event, so the time did not change
    - `posts`: the posts that arrived
    """

    until: datetime
    moved: bool
    posts: Sequence[PlaygroundPost]


class Skipper:
    """Controls the playground's clock."""

    def __init__(
        self,
        database: Database,
        clock: OffsetClock,
        bus: EventBus,
        deliver: Deliver,
        next_event: NextEvent,
        *,
        pause: Pause = nullcontext,
    ) -> None:
        self._database = database
        self._clock = clock
        self._bus = bus
        self._deliver = deliver
        self._next_event = next_event
        self._pause = pause
        self._one_at_a_time = asyncio.Lock()
        self._seed: Seed | None = None

    async def open(self, seed: Seed) -> None:
        """Continue at the stored time. If no time is stored, begin the first morning.

        `seed` adds the demo's data whenever the first morning begins.
        """
        self._seed = seed
        async with self._database.write() as session:
            offset = await playground.clock_offset(session, demo.TENANT)
            if offset is not None:
                self._clock.offset = max(self._clock.offset, offset)
                return
            await self._begin(session)

    async def start_over(self, action_id: str, keep: Keep | None = None) -> None:
        """Delete everything and begin the first morning again.

        With `keep`, begin at the real time, with the data from `keep` instead of the demo. If a
        request with this `action_id` was handled before, do nothing.
        """
        async with self._one_at_a_time, self._pause():  # nothing is sent in the meantime
            old_offset = self._clock.offset
            try:
                async with self._database.write() as session:
                    if not await handled_requests.first_time(
                        session, demo.TENANT, action_id, self.now()
                    ):
                        return
                    kept = await keep(session) if keep else None
                    await playground.delete_all(session, demo.TENANT)
                    await handled_requests.first_time(session, demo.TENANT, action_id, self.now())
                    self._clock.offset = timedelta()
                    if kept:
                        await playground.set_clock_offset(session, demo.TENANT, timedelta())
                        await kept(session, self.now())
                    else:
                        await self._begin(session)
            except Exception:
                self._clock.offset = old_offset
                raise
            self._bus.publish(StartedOver())

    async def _begin(self, session: AsyncSession) -> None:
        self._clock.skip_to(demo.start(self._clock.now()))
        await playground.set_clock_offset(session, demo.TENANT, self._clock.offset)
        if self._seed is not None:
            await self._seed(session, self._clock.now())

    def now(self) -> datetime:
        """Return the virtual time (UTC)."""
        return self._clock.now()

    def real_now(self) -> datetime:
        """Return the real time (UTC)."""
        return self._clock.real_now()

    async def coming(self) -> datetime | None:
        """Return when the next event is due (UTC), or None."""
        return await self._next_event(self._clock.now())

    async def skip(self, action_id: str, *, only: str = "") -> Skipped | None:
        """Move from event to event until a post arrives or no event is left.

        - Messages that are already due are delivered first, and do not end the skip.
        - `only` is the id of a place. If it is given, only a post in this place ends the skip.
          Otherwise, any post that one of the personas can see ends it.
        - A skip has at most `MAX_STEPS` steps, or `MAX_STEPS_ALONE` steps with `only`.

        If a request with this `action_id` was handled before, return None and do not move.
        """
        async with self._one_at_a_time:
            async with self._database.write() as session:
                if not await handled_requests.first_time(
                    session, demo.TENANT, action_id, self.now()
                ):
                    return None
            await self._deliver(self.now())
            async with self._database.read() as session:
                newest = await playground.newest_id(session, demo.TENANT)
            moved, posts = await self._until_something_arrives(newest, only)
            self._bus.publish(ClockMoved())
            return Skipped(self.now(), moved, posts)

    async def _until_something_arrives(
        self, newest: int, only: str
    ) -> tuple[bool, Sequence[PlaygroundPost]]:
        """Step from event to event. Return whether time passed, and the new posts."""
        for steps in range(MAX_STEPS_ALONE if only else MAX_STEPS):
            if not await self._step():
                return steps > 0, ()
            async with self._database.read() as session:
                posts = await playground.posted_after(session, demo.TENANT, newest)
            if any(post.place == only if only else is_visible(post) for post in posts):
                return True, posts
        return True, ()

    async def _step(self) -> bool:
        """Move to the next event, and deliver what is then due. Return False if none is left."""
        moment = await self.coming()
        if moment is None:
            return False
        self._clock.skip_to(moment)
        # Store the time before we deliver. Otherwise, after a crash, a message could be later than
        # the stored time.
        async with self._database.write() as session:
            await playground.set_clock_offset(session, demo.TENANT, self._clock.offset)
        await self._deliver(self._clock.now())
        return True
