"""Whose rows are claimed: every workspace gets its turn, however much is due in another."""

import asyncio
from collections import Counter

import pytest

from bot.delivery import loop
from bot.delivery.turns import WORKSPACE_CLAIM, WORKSPACE_IN_FLIGHT, Turns
from storage.outbox import waiting
from tests.delivery.world import MINUTE, A, B, World

LISTEN = ("listen",)
MANY = [f"T{number}" for number in range(200)]


def test_the_first_claim_serves_as_many_workspaces_as_there_are_slots() -> None:
    assert Turns().next(MANY, {}, 64) == (MANY[:64], 1)


def test_slots_are_shared_evenly_up_to_a_limit() -> None:
    assert Turns().next(MANY[:10], {}, 64) == (MANY[:10], 6)
    assert Turns().next(MANY[:2], {}, 64) == (MANY[:2], WORKSPACE_CLAIM)


def test_nobody_has_a_second_turn_before_all_have_had_one() -> None:
    turns = Turns()
    served: Counter[str] = Counter()
    for _ in range(20):
        served.update(turns.next(MANY, {}, 30)[0])
        turns_had = [served[tenant] for tenant in MANY]
        assert max(turns_had) - min(turns_had) <= 1, turns_had


def test_who_had_nothing_due_comes_first() -> None:
    turns = Turns()
    for _ in range(3):
        turns.next(["A", "B"], {}, 2)
    assert turns.next(["A", "B", "C"], {}, 1) == (["C"], 1)


def test_a_workspace_with_many_in_flight_is_left_out() -> None:
    full = WORKSPACE_IN_FLIGHT - WORKSPACE_CLAIM + 1
    assert Turns().next(["A", "B"], {"A": full, "B": full - 1}, 20) == (["B"], WORKSPACE_CLAIM)
    assert Turns().next(["A"], {"A": full}, 20) == ([], 0)


def test_a_turn_is_for_those_alone_that_have_nothing_in_flight() -> None:
    turns = Turns()
    assert turns.next(["A", "B", "C"], {"A": 1, "C": 9}, 20) == (["B"], WORKSPACE_CLAIM)
    assert turns.next(["A", "C"], {"A": 1, "B": 1, "C": 9}, 20) == (["A", "C"], 10)


@pytest.mark.parametrize("few", [waiting.FEW, 1])  # read one by one, or found in the index
async def test_who_waits_is_found(world: World, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(waiting, "FEW", few)
    for tenant, minutes in ((A, 0), (B, 5), ("test:C", 0), ("tester:D", 0), ("tesa:E", 0)):
        await world.listens(await world.person("lena", tenant, LISTEN), minutes, minutes + 1)
    async with world.database.read() as session:
        for served, found in (
            (["test"], [A, "test:C"]),
            ([A, B], [A]),
            (["tester", B, "test:C"], ["test:C", "tester:D"]),
            (["none"], []),
        ):
            now = world.clock.now()
            assert await waiting.due_tenants(session, served, now, now) == found
            assert await waiting.due_tenants(session, served, now, now - MINUTE) == []


async def test_all_are_begun_before_anybody_is_served_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "IN_FLIGHT_LIMIT", 4)
    monkeypatch.setattr(waiting, "FEW", 4)
    tenants = [f"test:{name}" for name in "ABCDEF"]
    for tenant in tenants:  # planned one workspace after another
        world.messenger.held[tenant] = asyncio.Event()
        for number in range(4):
            await world.listens(await world.person(f"p{number}", tenant, LISTEN), 0)
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight["all"] == 4)
    assert [row.tenant for row in await world.rows() if row.claim] == tenants[:4]
    for tenant in tenants:
        world.messenger.held[tenant].set()
    assert await running == {"sent": 24}
    served = [post.to.tenant for post in world.messenger.posts]
    assert {*served[4:8]} >= {*tenants[4:]}
