"""Messages that may have been sent: read back, or handled as their kind says."""

from datetime import timedelta

import pytest

from bot.delivery import turns
from bot.delivery.writes import READ_BACK_AFTER
from bot.platform.messenger import NoClearAnswer, RetryLater
from storage.outbox import claims, transitions
from storage.outbox.claims import LEASE
from storage.sales_calls import calls
from tests.delivery.messenger import Lost
from tests.delivery.world import MINUTE, MORNING, SECOND, A, World

LISTEN = ("listen",)
BRIEF = ("brief",)


# Who knows whether it went out.


@pytest.mark.parametrize("trouble", [NoClearAnswer, Lost])
async def test_what_is_in_doubt_is_read_back_before_it_is_sent_again(
    world: World, trouble: type[NoClearAnswer]
) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"].append(trouble("connection broken"))
    assert await world.delivery.run() == {"retried": 1}
    assert await world.passes(READ_BACK_AFTER) == {"sent": 1}
    (row,) = await world.rows()
    assert world.messenger.looked_for == [row.id]
    assert (row.state, row.message, len(world.messenger.posts)) == ("sent", "m1", 1)
    assert row.wording


@pytest.mark.parametrize(
    "trouble", [RetryLater("ratelimited", 60 * SECOND), RuntimeError("a bug"), TimeoutError()]
)
async def test_a_read_back_that_fails_leaves_it_in_doubt(world: World, trouble: Exception) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"].append(NoClearAnswer("connection broken"))
    await world.delivery.run()
    world.messenger.find_trouble.append(trouble)
    assert await world.passes(READ_BACK_AFTER) == {"retried": 1}
    assert await world.passes(60 * SECOND) == {"sent": 1}
    assert len(world.messenger.looked_for) == 2
    assert len(world.messenger.posts) == 1


async def test_a_message_in_doubt_is_looked_for_although_it_was_put_at_a_later_time(
    world: World,
) -> None:
    lena = await world.person("lena", only=("reflect",))
    call = await world.call(lena, MORNING - 35 * MINUTE)
    world.messenger.trouble["lena"].append(NoClearAnswer("connection broken"))
    await world.delivery.run()
    async with world.database.write() as session:
        moved = await calls.by_id(session, A, call.id)
        assert moved is not None
        moved.ends_at += timedelta(hours=3)
    await world.set_status(call, "planned")
    await world.passes(READ_BACK_AFTER)
    await world.passes(timedelta(hours=3))
    assert len(world.messenger.posts) == 1


async def test_a_message_of_several_rows_is_found_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = await world.person("lena", only=BRIEF)
    await world.is_briefed(lena, 0, 1, 2)
    world.messenger.trouble["lena"].append(Lost("connection broken"))
    await world.delivery.run()
    monkeypatch.setattr(turns, "WORKSPACE_CLAIM", 1)  # one row a claim: the rest must come with it
    await world.passes(READ_BACK_AFTER)
    assert [post.stops for post in world.messenger.posts] == [["brief"]]  # one button for the kind
    assert {row.state for row in await world.rows()} == {"sent"}


async def test_dropped_in_doubt_and_wanted_again_it_is_not_taken_for_sent(world: World) -> None:
    lena = await world.person("lena", only=BRIEF)
    _, call = await world.is_briefed(lena, 0, 3)
    world.messenger.trouble["lena"].append(Lost("connection broken"))
    await world.delivery.run()
    await world.set_status(call, "cancelled")
    await world.passes(READ_BACK_AFTER)
    assert [post.stops for post in world.messenger.posts] == [["brief"]]
    await world.set_status(call, "planned")
    await world.passes(3 * MINUTE)
    assert [post.stops for post in world.messenger.posts] == [["brief"], ["brief"]]
    assert [row.state for row in await world.rows()] == ["sent", "sent"]


async def test_a_doubt_does_not_keep_a_person_from_what_is_due_next(world: World) -> None:
    lena = await world.person("lena", only=BRIEF)
    await world.is_briefed(lena, 0)
    world.messenger.trouble["lena"].append(Lost("connection broken"))
    await world.delivery.run()
    world.clock.moment += READ_BACK_AFTER
    await world.is_briefed(lena, 0)
    await world.delivery.run()
    assert len(world.messenger.posts) == 1  # one a second
    await world.passes(SECOND)
    assert len(world.messenger.posts) == 2
    assert {row.state for row in await world.rows()} == {"sent"}


async def test_a_doubt_that_nobody_can_settle_ends_when_the_row_is_of_no_use(world: World) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"].append(Lost("connection broken"))
    await world.delivery.run()
    world.messenger.find_trouble.extend(RetryLater("no", 6 * MINUTE) for _ in range(2))
    assert await world.passes(READ_BACK_AFTER) == {"retried": 1}
    await world.passes(10 * MINUTE)
    assert [(row.state, row.reason) for row in await world.rows()] == [("dropped", "in doubt")]
    assert await world.delivery.next_due() is None


async def test_a_worker_that_died_after_handing_over_leaves_a_doubt(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0)
    ids = await claimed_by_another(world, handed_over=True)
    assert await world.passes(LEASE - SECOND) == {}
    assert await world.passes(SECOND) == {"sent": 1}
    assert world.messenger.looked_for == ids
    assert len(world.messenger.posts) == 1


async def test_a_worker_that_died_before_handing_over_leaves_none(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0)
    await claimed_by_another(world, handed_over=False)
    assert await world.passes(LEASE) == {"sent": 1}
    assert world.messenger.looked_for == []


async def claimed_by_another(world: World, *, handed_over: bool) -> list[int]:
    """Rows claimed by a worker that will never settle them."""
    async with world.database.write() as session:
        now = world.clock.now()
        rows = await claims.claim_due(session, [A], now=now, claim="gone", each=10)
        ids = [row.id for row in rows]
        if handed_over:
            handover = transitions.Handover("gone", dict.fromkeys(ids))
            assert await transitions.hand_over(session, [handover], now=now) == [True]
    return ids
