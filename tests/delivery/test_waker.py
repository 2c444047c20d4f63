"""What wakes the delivery loop."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.delivery import waker as waking
from bot.delivery.sending import HEAD_START
from bot.delivery.waker import Waker
from handlers import features
from handlers.conversation import Conversation
from handlers.request import Means, Request, Sender
from storage.customers import accounts
from tests.delivery.world import MINUTE, MORNING, A, B, World, playbook

LISTEN = ("listen",)


@asynccontextmanager
async def started(world: World) -> AsyncIterator[Waker]:
    waker = Waker(world.delivery, world.clock)
    waker.start()
    try:
        yield waker
    finally:
        await waker.stop(0)


async def test_what_fell_due_while_nothing_ran_goes_out_at_the_start(world: World) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    async with started(world):
        await world.messenger.reaches(lambda: len(world.messenger.posts) == 1)


async def test_the_scheduler_wakes_in_the_loops_own_thread(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "SAFETY_TICK", 3600)
    due = [MORNING]  # one more run is wanted at once
    threads, woken = [], asyncio.Event()

    async def next_due() -> object:
        return due.pop() if due else None

    def wake() -> None:
        threads.append(threading.current_thread())
        if len(threads) == 2:
            woken.set()

    monkeypatch.setattr(world.delivery, "next_due", next_due)
    monkeypatch.setattr(world.delivery, "wake", wake)
    async with asyncio.timeout(10), started(world):
        await woken.wait()
    assert set(threads) == {threading.current_thread()}


@pytest.mark.parametrize(
    ("ahead", "woken_at"), [(MINUTE, MINUTE - HEAD_START), (HEAD_START / 2, HEAD_START / 2)]
)
async def test_it_wakes_just_before_and_else_when_it_is_due(
    world: World, monkeypatch: pytest.MonkeyPatch, ahead: timedelta, woken_at: timedelta
) -> None:
    monkeypatch.setattr(waking, "SystemClock", lambda: world.clock)
    waker = Waker(world.delivery, world.clock)
    await world.listens(await world.person("lena", only=LISTEN), 5)
    world.clock.moment += 5 * MINUTE - ahead
    await waker._wake_at_next()
    assert waker._scheduler.get_job("wake").trigger.run_date == world.clock.now() + woken_at


async def test_it_wakes_a_run_that_waits_for_a_workspace_that_hangs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "SAFETY_TICK", 3600)
    await world.listens(await world.person("lena", A, LISTEN), 0)
    await world.listens(await world.person("tomas", B, LISTEN), 1)
    world.messenger.held[A] = asyncio.Event()
    async with started(world) as waker:
        await world.messenger.reaches(lambda: world.messenger.in_flight[A] == 1)
        world.clock.moment += MINUTE
        waker.wake()
        await world.messenger.reaches(lambda: len(world.messenger.posts) == 1)
    assert [post.to.tenant for post in world.messenger.posts] == [B]


async def test_the_loop_outlives_a_run_that_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "SAFETY_TICK", 3600)
    await world.listens(await world.person("lena", only=LISTEN), 0)
    run, failed = world.delivery.run, asyncio.Event()

    async def fails_once() -> object:
        if not failed.is_set():
            failed.set()
            raise RuntimeError("the database is away")
        return await run()

    monkeypatch.setattr(world.delivery, "run", fails_once)
    async with asyncio.timeout(10), started(world) as waker:
        await failed.wait()
        waker.wake()
        await world.messenger.reaches(lambda: len(world.messenger.posts) == 1)


async def test_only_a_request_that_changes_messages_wakes_the_loop(world: World) -> None:
    woken: list[str] = []
    talk = Conversation(
        features.registry(), world.database, playbook(), changed=lambda: woken.append(typed)
    )
    lena = Sender(A, "lena", "Lena", "Europe/Berlin")
    await world.person("lena")
    async with world.database.write() as session:
        await accounts.add(session, A, "Northwind", MORNING)
    for typed in (
        "Northwind tomorrow 15:00",  # plans a call
        "Northwind",  # shows the brief
        "Northwind tomorrow 15:00",  # finds the same call
        "Northwind Thursday 15:00",  # plans a second call
    ):
        world.requests += 1
        world.clock.moment += MINUTE
        request = Request(str(world.requests), lena, Means.COMMAND, "prep", typed)
        await talk.answer(request, world.clock.now())
    assert woken == ["Northwind tomorrow 15:00", "Northwind Thursday 15:00"]
