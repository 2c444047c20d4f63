"""Who goes first among claimed messages: those of workspaces that have few.

These tests count messages and never look at a clock: here patience has no end.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery import few_first
from bot.delivery.few_first import FEW, MANY, FewFirst, InPreparation
from bot.delivery.send_limits import WORKSPACE_LIMIT
from bot.delivery.sending import HEAD_START
from bot.delivery.turns import WORKSPACE_IN_FLIGHT
from handlers.composing.to_person import DueRows, compose_all
from handlers.message import Message
from tests.delivery.world import MINUTE, A, B, World

LISTEN = ("listen",)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_first, "PATIENCE", 3600)


def enter(queue: FewFirst, tenant: str, number: int) -> list[InPreparation]:
    return [queue.enter(tenant) for _ in range(number)]


async def passes(place: InPreparation) -> bool:
    """Whether it need not wait."""
    waiting = asyncio.create_task(place.let_others_pass())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    return not waiting.cancelled()


@pytest.mark.parametrize(
    ("many", "few", "waits"),
    [(MANY + 1, FEW, True), (MANY + 1, FEW + 1, False), (MANY, FEW, False), (MANY + 1, 0, False)],
)
async def test_who_has_many_waits_for_who_has_few(many: int, few: int, waits: bool) -> None:
    queue = FewFirst()
    theirs, ours = enter(queue, "A", many), enter(queue, "B", few)
    assert await passes(theirs[0]) is not waits
    assert all([await passes(place) for place in ours])


async def test_those_who_waited_go_on_when_the_few_are_sent() -> None:
    queue = FewFirst()
    theirs, ours = enter(queue, "A", MANY + 1), enter(queue, "B", FEW)
    waiting = asyncio.create_task(theirs[0].let_others_pass())
    for place in ours:
        await asyncio.sleep(0)
        assert not waiting.done()
        place.leave()
        place.leave()
    await asyncio.wait_for(waiting, 10)


async def test_a_workspace_that_had_many_waits_with_the_last_of_them_too() -> None:
    queue = FewFirst()
    theirs = enter(queue, "A", MANY + 1)
    for place in theirs[:-1]:
        place.leave()
    ours = queue.enter("B")
    assert not await passes(theirs[-1])
    assert await passes(ours)
    theirs[-1].leave()
    again = queue.enter("A")
    assert await passes(again)
    ours.leave()


async def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_first, "PATIENCE", 0.001)
    queue = FewFirst()
    theirs, _ = enter(queue, "A", MANY + 1), queue.enter("B")
    await asyncio.wait_for(theirs[0].let_others_pass(), 10)
    assert await passes(theirs[0])  # its patience is used up
    assert not await passes(theirs[1])


async def many_and_one(world: World, many: int, wait: timedelta = timedelta()) -> None:
    """A has this many listening lines due now, and then B has one."""
    for number in range(many):
        await world.listens(await world.person(f"p{number}", A, LISTEN), 0)
    lena = await world.person("lena", B, LISTEN)
    await world.call(lena, world.clock.now() + 10 * MINUTE + wait)


@pytest.mark.parametrize("wait", [timedelta(), HEAD_START / 2])
async def test_one_nudge_that_is_claimed_with_many_of_others_is_composed_and_sent_first(
    world: World, monkeypatch: pytest.MonkeyPatch, wait: timedelta
) -> None:
    composed: list[str] = []

    async def count(session: AsyncSession, due: Sequence[DueRows], now: datetime) -> list[Message]:
        composed.extend(each.person.tenant for each in due)
        return await compose_all(session, due, now)

    monkeypatch.setattr("bot.delivery.composing.compose_all", count)
    await many_and_one(world, MANY + 2, wait)
    assert await world.delivery.run() == {"sent": MANY + 3}
    assert composed.index(B) == 0
    assert [post.to.tenant for post in world.messenger.posts].index(B) == 0


async def test_nothing_is_claimed_for_many_while_another_has_few(world: World) -> None:
    await many_and_one(world, 2 * WORKSPACE_IN_FLIGHT, MINUTE)
    messenger, held = world.messenger, asyncio.Event()
    messenger.held[A] = messenger.held[B] = held
    running = asyncio.create_task(world.delivery.run())
    await messenger.reaches(lambda: messenger.in_flight[A] == WORKSPACE_LIMIT)
    claimed = [row.tenant for row in await world.rows() if row.claim].count(A)

    async def look() -> None:  # when B's nudge has been claimed, and is composed
        rows = [row.tenant for row in await world.rows() if row.claim]
        assert (rows.count(A), rows.count(B)) == (claimed, 1)
        held.set()

    messenger.before_composing = look
    world.clock.moment += MINUTE
    world.delivery.wake()
    assert await running == {"sent": 2 * WORKSPACE_IN_FLIGHT + 1}


async def test_one_nudge_waits_at_most_for_those_that_are_being_sent_already(
    world: World,
) -> None:
    await many_and_one(world, WORKSPACE_IN_FLIGHT, MINUTE)
    messenger = world.messenger
    messenger.held[A] = asyncio.Event()
    running = asyncio.create_task(world.delivery.run())
    await messenger.reaches(lambda: messenger.in_flight[A] == WORKSPACE_LIMIT)

    async def release() -> None:
        messenger.held.pop(A).set()

    messenger.before_composing = release
    world.clock.moment += MINUTE
    world.delivery.wake()
    assert await running == {"sent": WORKSPACE_IN_FLIGHT + 1}
    place = [post.to.tenant for post in messenger.posts].index(B)
    assert place <= WORKSPACE_LIMIT
