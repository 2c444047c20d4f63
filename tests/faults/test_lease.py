"""A send that hangs for longer than its lease."""

import asyncio

from bot.platform.messenger import Recipient, SentMessage
from handlers.cards import Card
from storage.outbox.claims import LEASE
from tests.delivery.world import A, World

LISTEN = ("listen",)


async def test_another_takes_over_and_what_comes_late_writes_over_nothing(world: World) -> None:
    """It was sent but the answer hangs: the other process finds it; the late result is ignored."""
    await world.listens(await world.person("lena", A, LISTEN), 0)
    posted, answered = asyncio.Event(), asyncio.Event()
    send = world.messenger.send

    async def hang(to: Recipient, card: Card, bundle: int) -> SentMessage:
        sent = await send(to, card, bundle)
        posted.set()
        await answered.wait()
        return SentMessage("another", sent.address)

    world.messenger.send = hang  # type: ignore[method-assign]
    running = asyncio.create_task(world.delivery.run())
    await posted.wait()
    world.clock.moment += LEASE
    assert await world.worker().run() == {"sent": 1}
    answered.set()
    await running
    assert len(world.messenger.posts) == 1
    assert [(row.state, row.message) for row in await world.rows()] == [("sent", "m1")]


async def test_what_never_arrived_is_sent_by_the_other(world: World) -> None:
    """The first process hangs before anything was sent, and ends."""
    await world.listens(await world.person("lena", A, LISTEN), 0)
    world.messenger.held[A] = asyncio.Event()
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight[A] == 1)
    del world.messenger.held[A]
    world.clock.moment += LEASE
    assert await world.worker().run() == {"sent": 1}
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await world.passes(LEASE) == {}
    assert len(world.messenger.posts) == 1
