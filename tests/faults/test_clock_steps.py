"""The clock steps an hour forward or back while messages are in flight."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.platform.messenger import NoClearAnswer, RetryLater
from storage.outbox.claims import LEASE
from tests.delivery.world import MINUTE, SECOND, A, B, World

HOUR = timedelta(hours=1)
LISTEN = ("listen",)


def once_each(world: World) -> bool:
    """Whether nobody got a message twice."""
    return max(Counter(post.bundle for post in world.messenger.posts).values()) == 1


@pytest.mark.parametrize("step", [HOUR, -HOUR])
async def test_what_is_on_its_way_meanwhile_goes_out_once(world: World, step: timedelta) -> None:
    """After a step forward, every lease looks expired; those we hold are not."""
    await world.listens(await world.person("lena", A, LISTEN), 0)
    world.messenger.held[A] = asyncio.Event()
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight[A] == 1)
    world.clock.moment += step
    world.delivery.wake()
    # A message sent at the new time shows that the loop has run.
    await world.listens(await world.person("tomas", B, LISTEN), 0)
    world.delivery.wake()
    await world.messenger.reaches(lambda: len(world.messenger.posts) == 1)
    world.messenger.held[A].set()
    await running
    assert [post.to.external for post in world.messenger.posts] == ["tomas", "lena"]
    assert {row.state for row in await world.rows()} == {"sent"}
    assert await world.passes(LEASE) == {}


async def test_another_process_finds_what_went_out_before_the_step(world: World) -> None:
    await world.listens(await world.person("lena", A, LISTEN), 0)
    world.messenger.trouble["lena"].append(NoClearAnswer("cut"))  # it is out, and nobody told us
    await world.delivery.run()
    world.clock.moment += HOUR
    await world.worker().run()
    assert len(world.messenger.posts) == 1
    assert {row.state for row in await world.rows()} == {"sent"}


async def test_put_back_what_waits_waits_for_the_step_and_no_longer(world: World) -> None:
    """For retries, paused workspaces and channel limits, the longest wait is the step itself."""
    lena = await world.person("lena", A, ("reflect",))
    tomas = await world.person("tomas", B, ("reflect",))
    for person in (lena, tomas):
        await world.call(person, world.clock.now() - 35 * MINUTE, f"With {person.name}")
    world.messenger.trouble["lena"].append(NoClearAnswer("cut"))
    world.messenger.trouble["tomas"].append(RetryLater("busy", 30 * SECOND, workspace=True))
    await world.delivery.run()
    before = world.clock.moment
    world.clock.moment -= HOUR
    assert await world.delivery.run() == {}
    await _until_nothing_is_left(world)
    assert world.clock.moment <= before + LEASE
    assert once_each(world)
    assert {row.state for row in await world.rows()} == {"sent"}


async def test_put_back_while_another_holds_the_row_nothing_is_taken_from_it(world: World) -> None:
    await world.listens(await world.person("lena", A, LISTEN), 0)
    world.messenger.held[A] = asyncio.Event()
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight[A] == 1)
    world.clock.moment -= HOUR
    assert await world.worker().run() == {}
    world.messenger.held[A].set()
    assert await running == {"sent": 1}
    assert once_each(world)


async def _until_nothing_is_left(world: World) -> None:
    while (due := await world.delivery.next_due()) is not None:
        world.clock.moment = max(due, world.clock.moment)
        await world.delivery.run()
