"""A platform in memory. The test scripts what happens to each message."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.base.clock import Clock
from bot.platform.messenger import NoClearAnswer, Recipient, SentMessage
from handlers.cards import Buttons, Card, Strong

Hook = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Post:
    """A message that was sent."""

    to: Recipient
    card: Card
    bundle: int
    at: datetime

    @property
    def lines(self) -> list[str]:
        """The listening lines in it."""
        return [
            span.text
            for block in self.card.blocks
            for span in getattr(block, "text", ())
            if isinstance(span, Strong)
        ]

    @property
    def stops(self) -> list[str]:
        """The kinds that have a Stop button in it, in the order of its parts."""
        return [
            button.value.removeprefix("message:")
            for block in self.card.blocks
            if isinstance(block, Buttons)
            for button in block.buttons
            if button.action == "rhythm.mute"
        ]


class Lost(NoClearAnswer):
    """The connection broke, and the message was not sent."""


@dataclass
class ScriptedMessenger:
    """Sends into a list. `trouble` says, by workspace or person, what the next attempts raise.

    After `NoClearAnswer` the message was sent, after `Lost` it was not. Messages to the workspaces
    and people in `held` wait until they are released.
    """

    clock: Clock
    posts: list[Post] = field(default_factory=list)
    trouble: defaultdict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    find_trouble: deque[Exception] = field(default_factory=deque)
    away_trouble: deque[Exception] = field(default_factory=deque)
    away: dict[str, datetime] = field(default_factory=dict)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)  # whose messages, in the order of the attempts
    before_composing: Hook | None = None  # run once, between claim and composing
    while_sending: Hook | None = None  # run once, between composing and settling
    looked_for: list[int] = field(default_factory=list)
    in_flight: Counter[str] = field(default_factory=Counter)
    most_in_flight: Counter[str] = field(default_factory=Counter)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        """Post it, or do what the script says."""
        self.begun.append(to.external)
        await self._count(to.tenant, 1)
        try:
            for name in (to.tenant, to.external):
                if name in self.held:
                    await self.held[name].wait()
            if self.while_sending:
                hook, self.while_sending = self.while_sending, None
                await hook()
            trouble = self._next(to)
            if trouble is None or type(trouble) is NoClearAnswer:
                self.posts.append(Post(to, card, bundle, self.clock.now()))
            if trouble is not None:
                raise trouble
            return SentMessage(f"m{len(self.posts)}", f"D-{to.external}")
        finally:
            await self._count(to.tenant, -1)

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:  # noqa: ARG002
        """Change what was posted."""
        number = int(message.removeprefix("m"))
        old = self.posts[number - 1]
        self.posts[number - 1] = replace(old, card=card)
        return SentMessage(message, f"D-{to.external}")

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:
        """The post with this row, if it is not older than `since`."""
        self.looked_for.append(bundle)
        if self.find_trouble:
            raise self.find_trouble.popleft()
        for number, post in enumerate(self.posts, start=1):
            if post.bundle == bundle and post.to.external == to.external and post.at >= since:
                return SentMessage(f"m{number}", f"D-{to.external}")
        return None

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:
        """When the person is back."""
        if self.away_trouble:
            raise self.away_trouble.popleft()
        if self.before_composing:
            hook, self.before_composing = self.before_composing, None
            await hook()
        until = self.away.get(to.external)
        return until if until and until > now else None

    async def reaches(self, condition: Callable[[], bool]) -> None:
        """Wait until this is true of the sent messages and of those in flight."""
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(condition)

    def _next(self, to: Recipient) -> Exception | None:
        for name in (to.external, to.tenant):
            if self.trouble[name]:
                return self.trouble[name].popleft()
        return None

    async def _count(self, tenant: str, step: int) -> None:
        async with self.changed:
            for name in (tenant, "all"):
                self.in_flight[name] += step
                self.most_in_flight[name] = max(self.most_in_flight[name], self.in_flight[name])
            self.changed.notify_all()
