"""A platform's limits: pauses, a message a second, messages at once, and a fair share for each."""

import asyncio
from datetime import timedelta

import pytest

from bot.delivery import loop, sending, turns
from bot.delivery.send_limits import WORKSPACE_LIMIT
from bot.delivery.writes import READ_BACK_AFTER
from bot.platform.messenger import RetryLater
from storage.outbox import rate_limits, waiting
from storage.outbox.claims import LEASE
from storage.outbox.rate_limits import SendTime
from tests.delivery.world import MINUTE, MORNING, SECOND, A, B, World

LISTEN = ("listen",)


# The platform says: later.


async def test_a_workspace_that_wants_a_pause_gets_it_and_the_others_do_not_notice(
    world: World,
) -> None:
    for number in range(8):
        await world.listens(await world.person(f"a{number}", A, LISTEN), 0)
        await world.listens(await world.person(f"b{number}", B, LISTEN), 0)
    wait = timedelta(seconds=90)
    world.messenger.trouble[A].append(RetryLater("ratelimited", wait, workspace=True))
    await world.delivery.run()
    sent = [post.to.tenant for post in world.messenger.posts]
    assert sent.count(B) == 8
    before = sent.count(A)
    assert before < 8
    await world.passes(wait - SECOND)
    assert len(world.messenger.posts) == 8 + before
    await world.passes(SECOND)
    assert len(world.messenger.posts) == 16


async def test_what_is_on_its_way_does_not_ask_a_workspace_that_wants_a_pause(world: World) -> None:
    number_due = turns.WORKSPACE_IN_FLIGHT + WORKSPACE_LIMIT  # more than are on their way
    for number in range(number_due):
        await world.listens(await world.person(f"a{number}", A, LISTEN), 0)
    world.messenger.held[A] = asyncio.Event()
    world.messenger.trouble[A] += [RetryLater("busy", MINUTE, workspace=True)] * WORKSPACE_LIMIT
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight[A] == WORKSPACE_LIMIT)
    world.messenger.held[A].set()
    assert await running == {"retried": turns.WORKSPACE_IN_FLIGHT}
    assert not world.messenger.trouble[A]  # each of these was asked, and no more
    assert world.messenger.most_in_flight[A] == WORKSPACE_LIMIT
    assert {row.attempts for row in await world.rows()} == {0}
    assert await world.delivery.next_due() == MORNING + MINUTE
    assert await world.passes(MINUTE - SECOND) == {}
    assert await world.passes(SECOND) == {"sent": number_due}


async def test_a_closed_workspace_keeps_new_rows_waiting_too(world: World) -> None:
    lena, tomas = await world.person("lena", only=LISTEN), await world.person("tomas", only=LISTEN)
    await world.listens(lena, 0)
    world.messenger.trouble[A].append(RetryLater("ratelimited", 90 * SECOND, workspace=True))
    await world.delivery.run()
    await world.listens(tomas, 0)
    await world.passes(89 * SECOND)
    assert world.messenger.posts == []
    assert await world.passes(SECOND) == {"sent": 2}


@pytest.mark.parametrize("few", [waiting.FEW, 1])  # read one by one, or found in the index
async def test_what_waits_for_a_pause_is_out_of_others_way(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(waiting, "FEW", few)
    await world.listens(await world.person("lena", A, LISTEN), 0)
    await world.listens(await world.person("tomas", B, LISTEN), 2)
    rows, until = await world.rows(), MORNING + 90 * SECOND
    async with world.database.write() as session:
        await rate_limits.pause(session, {A: until})
    assert await world.delivery.next_due() == until  # before B's
    assert await world.passes(89 * SECOND) == {}
    assert await world.rows() == rows  # a pause costs the same however much waits for it
    assert await world.passes(SECOND) == {"sent": 1}
    assert await world.delivery.next_due() == MORNING + 2 * MINUTE


async def test_a_shorter_pause_does_not_end_a_longer_one(world: World) -> None:
    async with world.database.write() as session:
        await rate_limits.pause(session, {A: MORNING + 60 * SECOND})
        await rate_limits.pause(session, {A: MORNING + SECOND})
    await world.listens(await world.person("lena", only=LISTEN), 0)
    await world.passes(59 * SECOND)
    assert world.messenger.posts == []
    assert await world.passes(SECOND) == {"sent": 1}


async def test_one_person_who_has_to_wait_holds_up_nobody(world: World) -> None:
    for name in ("lena", "tomas"):
        await world.listens(await world.person(name, only=LISTEN), 0)
    world.messenger.trouble["lena"].append(RetryLater("busy", 30 * SECOND))
    await world.delivery.run()
    assert [post.to.external for post in world.messenger.posts] == ["tomas"]
    await world.passes(29 * SECOND)
    assert len(world.messenger.posts) == 1
    await world.passes(SECOND)
    assert [post.to.external for post in world.messenger.posts] == ["tomas", "lena"]


async def test_a_pause_of_the_workspace_is_as_long_as_it_asked_for_however_often_one_row_tried(
    world: World,
) -> None:
    lena, tomas = await world.person("lena", only=LISTEN), await world.person("tomas", only=LISTEN)
    await world.listens(lena, 0)
    world.messenger.trouble["lena"].extend(RetryLater("busy", timedelta()) for _ in range(5))
    for _ in range(5):
        await world.passes(((await world.delivery.next_due()) or MORNING) - world.clock.now())
    world.messenger.trouble["lena"].append(RetryLater("ratelimited", 2 * SECOND, workspace=True))
    await world.passes(((await world.delivery.next_due()) or MORNING) - world.clock.now())
    await world.listens(tomas, 0)
    assert await world.passes(2 * SECOND) == {"sent": 2}


async def test_the_wait_grows_and_stops_growing(world: World) -> None:
    lena = await world.person("lena", only=("reflect",))
    await world.call(lena, MORNING - 35 * MINUTE)
    world.messenger.trouble["lena"].extend(RetryLater("busy", timedelta()) for _ in range(11))
    waits = []
    for _ in range(11):
        await world.delivery.run()
        due = await world.delivery.next_due()
        assert due is not None
        waits.append((due - world.clock.now()).total_seconds())
        world.clock.moment = due
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert await world.delivery.run() == {"sent": 1}


async def test_waiting_does_not_make_it_useful_again(world: World) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"].append(RetryLater("busy", 10 * MINUTE))
    await world.delivery.run()
    assert await world.passes(10 * MINUTE) == {"dropped": 1}
    assert [row.reason for row in await world.rows()] == ["too late"]
    assert world.messenger.posts == []


# A platform that hangs.


async def test_a_workspace_that_hangs_never_blocks_another(world: World) -> None:
    for number in range(20):
        await world.listens(await world.person(f"a{number}", A, LISTEN), 0)
    for number in range(10):
        await world.listens(await world.person(f"b{number}", B, LISTEN), 0)
    late = await world.person("late", B, LISTEN)
    await world.listens(late, 1)
    world.messenger.held[A] = asyncio.Event()
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: len(world.messenger.posts) == 10)
    # A row that falls due while A hangs, and the tick that finds it.
    world.clock.moment += MINUTE
    world.delivery.wake()
    await world.messenger.reaches(lambda: len(world.messenger.posts) == 11)
    assert {post.to.tenant for post in world.messenger.posts} == {B}
    assert not running.done()
    world.messenger.held[A].set()
    await running
    assert len(world.messenger.posts) == 31


async def test_a_message_that_hangs_is_given_up_and_read_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.held[A] = asyncio.Event()
    with monkeypatch.context() as patched:
        patched.setattr(sending, "TIME_LIMIT", 0.5)
        assert await world.delivery.run() == {"retried": 1}
    world.messenger.held.clear()
    assert await world.passes(READ_BACK_AFTER) == {"sent": 1}
    assert len(world.messenger.looked_for) == len(world.messenger.posts) == 1


async def test_stopping_gives_up_what_is_in_flight_and_its_lease_brings_it_back(
    world: World,
) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.held[A] = asyncio.Event()
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight[A] == 1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert world.messenger.in_flight[A] == 0
    world.messenger.held.clear()
    assert await world.passes(LEASE) == {"sent": 1}


# Pace, share, other workers.


async def test_a_person_gets_one_message_a_second(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0)
    await world.delivery.run()
    await world.listens(lena, 0)
    await world.passes(timedelta(milliseconds=999))
    assert len(world.messenger.posts) == 1
    await world.passes(timedelta(milliseconds=1))
    assert len(world.messenger.posts) == 2


async def test_a_channels_second_is_given_once_though_both_found_it_free(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def found_free(*_: object) -> dict[str, object]:
        return {}

    monkeypatch.setattr(rate_limits, "_limits", found_free)  # as before the other one took it
    given = []
    for _ in range(2):
        async with world.database.write() as session:
            given += await rate_limits.reserve(session, [SendTime(A, "C1", MORNING)])
    assert given == [MORNING, MORNING + SECOND]


async def test_waiting_for_ones_turn_is_no_failed_try(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0)
    await world.delivery.run()
    await world.listens(lena, 0)
    await world.delivery.run()
    assert [row.attempts for row in await world.rows("open")] == [0]


async def test_another_worker_takes_nothing_that_is_held(world: World) -> None:
    for number in range(5):
        await world.listens(await world.person(f"a{number}", A, LISTEN), 0)
    world.messenger.held[A] = asyncio.Event()
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight[A] == 5)
    assert await world.worker().run() == {}
    world.messenger.held[A].set()
    assert await running == {"sent": 5}
    assert len(world.messenger.posts) == 5


async def test_two_workers_share_the_work(world: World) -> None:
    for number in range(30):
        await world.listens(await world.person(f"a{number}", A, LISTEN), 0)
    ours, theirs = await asyncio.gather(world.delivery.run(), world.worker().run())
    assert ours["sent"] + theirs["sent"] == 30
    assert len({post.to.external for post in world.messenger.posts}) == 30
    assert len(world.messenger.posts) == 30


async def test_a_workspace_has_its_share_and_no_more(world: World) -> None:
    for number in range(40):
        await world.listens(await world.person(f"a{number}", A, LISTEN), 0)
        world.messenger.held[f"a{number}"] = asyncio.Event()
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight[A] == WORKSPACE_LIMIT)
    assert len([row for row in await world.rows() if row.claim]) == turns.WORKSPACE_IN_FLIGHT
    for number in range(40):  # rows that are due at the same moment are sent in any order
        await world.messenger.reaches(lambda: len(world.messenger.begun) > number)  # noqa: B023
        world.messenger.held[world.messenger.begun[number]].set()
        await world.messenger.reaches(lambda: len(world.messenger.posts) == number + 1)  # noqa: B023
    assert await running == {"sent": 40}
    assert world.messenger.most_in_flight[A] == WORKSPACE_LIMIT


async def test_so_many_messages_are_in_flight_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "IN_FLIGHT_LIMIT", 20)
    tenants = [f"test:{name}" for name in "ABCDE"]
    for tenant in tenants:
        world.messenger.held[tenant] = asyncio.Event()
        for number in range(7):
            await world.listens(await world.person(f"p{number}", tenant, LISTEN), 0)
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight["all"] == 20)
    for tenant in tenants:
        world.messenger.held[tenant].set()
    assert await running == {"sent": 35}
    assert world.messenger.most_in_flight["all"] == 20
