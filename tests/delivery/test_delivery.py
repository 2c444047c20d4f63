"""The delivery loop, over the real database and the real nudges."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import bundles, composing, sending
from bot import delivery as loop
from bot.lanes import EACH
from bot.messenger import CannotTell, InDoubt, Later, Unreachable
from bot.sending import AHEAD, LOOK_AGAIN
from handlers.cards import Strong
from handlers.conversation import Means
from handlers.message import Message
from handlers.nudges.due import messages
from storage import calls, claims, gates, people, settling
from storage.claims import LEASE
from storage.gates import Turn
from storage.tables import Person
from tests.delivery.messenger import Lost, Post
from tests.delivery.world import MINUTE, MORNING, SECOND, A, B, World
from tests.postgres import migrated

LISTEN = ("listen",)


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Everything but the platform is real, and time stands still; on each database."""
    async with AsyncExitStack() as left:
        url = await left.enter_async_context(migrated()) if request.param != "sqlite" else ""
        made = World(tmp_path, url)
        left.push_async_callback(made.database.close)
        await made.start()
        yield made


def line(post: Post) -> list[str]:
    """The listening lines in a message."""
    return [
        span.text
        for block in post.card.blocks
        for span in getattr(block, "text", ())
        if isinstance(span, Strong)
    ]


def passing(world: World, monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """Let the clock go on by what a message waits, at once; how long each waited."""
    waits = []

    async def wait(seconds: float) -> None:
        waits.append(timedelta(seconds=seconds))
        world.clock.moment += waits[-1]

    monkeypatch.setattr(sending, "sleep", wait)
    return waits


# What is due goes out, once.


async def test_what_is_due_goes_out_and_is_settled(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0, 30)
    assert await world.delivery.run() == {"sent": 1}
    first, later = await world.rows()
    assert (first.state, first.message, first.settled_at) == ("sent", "m1", MORNING)
    assert first.claim is None
    assert first.wording
    assert (later.state, later.next_at) == ("open", MORNING + 30 * MINUTE)
    assert await world.delivery.run() == {}
    assert [post.to.external for post in world.messenger.posts] == ["lena"]


async def test_where_a_persons_messages_go_is_remembered(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0, 30)
    await world.delivery.run()
    await world.passes(30 * MINUTE)
    assert [post.to.address for post in world.messenger.posts] == [None, "D-lena"]


async def test_it_says_when_there_is_something_to_do_next(world: World) -> None:
    assert await world.delivery.next_due() is None
    await world.listens(await world.person("lena", only=LISTEN), 30)
    assert await world.delivery.next_due() == MORNING + 30 * MINUTE


async def test_other_platforms_rows_are_left_alone(world: World) -> None:
    await world.listens(await world.person("lena", tenant="tester:A", only=LISTEN), 0)
    assert await world.delivery.run() == {}
    assert await world.delivery.next_due() is None


async def test_it_is_begun_ahead_and_sent_on_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 30)
    due_at = MORNING + 30 * MINUTE
    waits = passing(world, monkeypatch)
    assert await world.passes(30 * MINUTE - 2 * AHEAD) == {}
    assert await world.passes(1.5 * AHEAD) == {"sent": 1}
    assert waits == [AHEAD / 2]
    assert [post.at for post in world.messenger.posts] == [due_at]
    assert [row.handed_at for row in await world.rows()] == [due_at]


async def test_a_line_begun_before_quiet_hours_end_goes_out_when_they_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = await world.person("lena", only=LISTEN)
    async with world.database.write() as session:
        (await session.merge(lena)).rhythm = {**lena.rhythm, "quiet_to": "10:30:00"}
    await world.listens(lena, 30)  # 10:30 in Berlin
    passing(world, monkeypatch)
    assert await world.passes(30 * MINUTE - AHEAD / 2) == {"sent": 1}
    assert [post.at for post in world.messenger.posts] == [MORNING + 30 * MINUTE]


async def test_what_was_put_back_is_not_begun_ahead(world: World) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"] += [Later("busy", MINUTE)]
    assert await world.delivery.run() == {"retried": 1}
    assert await world.passes(MINUTE - AHEAD / 2) == {}
    assert await world.passes(AHEAD / 2) == {"sent": 1}


async def test_a_clock_put_back_while_it_waits_does_not_keep_it_for_an_hour(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 30)

    async def put_back() -> None:
        world.clock.moment -= 60 * MINUTE

    world.messenger.before_composing = put_back
    waits = passing(world, monkeypatch)
    assert await world.passes(30 * MINUTE - AHEAD / 2) == {"sent": 1}
    assert waits == [AHEAD]


# Composed when it is sent.


async def test_an_edit_between_claim_and_sending_counts(world: World) -> None:
    lena = await world.person("lena", only=("brief",))
    call = await world.call(lena, MORNING + 60 * MINUTE)

    async def edit() -> None:
        async with world.database.write() as session:
            seat = await calls.seat(session, A, call.id, lena.id)
            assert seat is not None
            seat.goal = "Learn who signs"

    world.messenger.before_composing = edit
    await world.delivery.run()
    assert "Learn who signs" in repr(world.messenger.posts[0].card)


async def test_a_cancellation_between_claim_and_sending_counts(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    (call,) = await world.listens(lena, 0)
    world.messenger.before_composing = lambda: world.set_status(call, "cancelled")
    await world.delivery.run()
    assert world.messenger.posts == []
    assert [row.reason for row in await world.rows()] == ["no longer planned"]


async def test_a_cancellation_after_composing_counts_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = await world.person("lena", only=LISTEN)
    cancelled, stays = await world.listens(lena, 0, 3)
    compose = messages

    async def then_cancel(*given: object) -> list[Message]:
        composed: list[Message] = await compose(*given)  # type: ignore[arg-type]
        await world.set_status(cancelled, "cancelled")
        return composed

    monkeypatch.setattr(composing, "messages", then_cancel)
    await world.delivery.run()
    assert world.messenger.posts == []
    await world.passes(5 * SECOND)
    assert [row.call_id for row in await world.rows("sent")] == [stays.id]
    assert len(line(world.messenger.posts[0])) == 1


async def test_what_was_moved_later_since_it_was_claimed_waits(world: World) -> None:
    lena = await world.person("lena", only=("reflect",))
    call = await world.call(lena, MORNING - 35 * MINUTE)  # it ended five minutes ago

    async def goes_on() -> None:
        async with world.database.write() as session:
            stored = await calls.by_id(session, A, call.id)
            assert stored is not None
            stored.ends_at += 20 * MINUTE
        await world.set_status(call, "planned")

    world.messenger.before_composing = goes_on
    assert await world.delivery.run() == {"put off": 1}
    assert world.messenger.posts == []
    assert (await world.rows())[0].next_at == MORNING + 20 * MINUTE
    assert await world.passes(20 * MINUTE) == {"sent": 1}


async def test_cancelled_in_flight_and_taken_back_it_does_not_go_out_twice(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    _, call = await world.listens(lena, 0, 3)

    async def in_and_out() -> None:
        await world.set_status(call, "cancelled")

    world.messenger.while_sending = in_and_out
    await world.delivery.run()
    assert [row.state for row in await world.rows()] == ["sent", "sent"]
    await world.set_status(call, "planned")
    await world.passes(3 * MINUTE)
    assert len(world.messenger.posts) == 1


async def test_taken_back_while_in_flight_it_does_not_go_out_twice(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    _, call = await world.listens(lena, 0, 3)

    async def out_and_in() -> None:
        await world.set_status(call, "cancelled")
        await world.set_status(call, "planned")

    world.messenger.while_sending = out_and_in
    await world.delivery.run()
    await world.passes(3 * MINUTE)
    assert len(world.messenger.posts) == 1
    assert [row.state for row in await world.rows()] == ["sent", "sent"]


async def test_a_brief_read_meanwhile_is_not_sent(world: World) -> None:
    lena = await world.person("lena", only=("brief",))
    call = await world.call(lena, MORNING + 60 * MINUTE)

    async def reads() -> None:
        async with world.database.write() as session:
            seat = await calls.seat(session, A, call.id, lena.id)
            assert seat is not None
            seat.briefed_at = MORNING

    world.messenger.before_composing = reads
    await world.delivery.run()
    assert [row.reason for row in await world.rows()] == ["read already"]


# One message for what falls due together.


async def test_five_minutes_make_one_message_soonest_of_no_use_first(world: World) -> None:
    lena = await world.person("lena", only=("listen", "reflect", "brief"))
    await world.call(lena, MORNING - 35 * MINUTE, "Ended")  # its reflection is due now
    await world.call(lena, MORNING + 13 * MINUTE, "Next")  # its listening line in three minutes
    await world.call(lena, MORNING + 66 * MINUTE, "Later")  # its brief in six
    assert await world.delivery.run() == {"sent": 2}
    (post,) = world.messenger.posts
    assert post.stops == ["listen", "reflect"]
    sent = await world.rows("sent")
    assert {row.message for row in sent} == {"m1"}
    assert {row.bundle for row in sent} == {min(row.id for row in sent)} == {post.row_id}
    await world.passes(6 * MINUTE)
    assert [post.stops for post in world.messenger.posts] == [["listen", "reflect"], ["brief"]]


async def test_two_people_are_not_bundled(world: World) -> None:
    for name in ("lena", "tomas"):
        await world.listens(await world.person(name, only=LISTEN), 0)
    await world.delivery.run()
    assert sorted(post.to.external for post in world.messenger.posts) == ["lena", "tomas"]


async def test_what_piled_up_while_nothing_ran_goes_out_as_one(world: World) -> None:
    lena = await world.person("lena", only=("reflect",))
    for hours in (3, 2, 1):
        await world.call(lena, MORNING + hours * 60 * MINUTE, f"Account {hours}")
    assert await world.passes(timedelta(hours=5)) == {"sent": 3}
    assert len(world.messenger.posts) == 1


# The platform says: later.


async def test_a_workspace_that_wants_a_pause_gets_it_and_the_others_do_not_notice(
    world: World,
) -> None:
    for number in range(8):
        await world.listens(await world.person(f"a{number}", A, LISTEN), 0)
        await world.listens(await world.person(f"b{number}", B, LISTEN), 0)
    wait = timedelta(seconds=90)
    world.messenger.trouble[A].append(Later("ratelimited", wait, workspace=True))
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
    waiting = loop.SHARE + EACH  # more than are on their way
    for number in range(waiting):
        await world.listens(await world.person(f"a{number}", A, LISTEN), 0)
    world.messenger.held[A] = asyncio.Event()
    world.messenger.trouble[A] += [Later("busy", MINUTE, workspace=True)] * EACH
    running = asyncio.create_task(world.delivery.run())
    await world.messenger.reaches(lambda: world.messenger.in_flight[A] == EACH)
    world.messenger.held[A].set()
    assert await running == {"retried": loop.SHARE}
    assert not world.messenger.trouble[A]  # each of these was asked, and no more
    assert world.messenger.most_in_flight[A] == EACH
    assert {row.attempts for row in await world.rows()} == {0}
    assert {row.next_at for row in await world.rows()} == {MORNING + MINUTE}  # out of others' way
    assert await world.passes(MINUTE) == {"sent": waiting}


async def test_a_closed_workspace_keeps_new_rows_waiting_too(world: World) -> None:
    lena, tomas = await world.person("lena", only=LISTEN), await world.person("tomas", only=LISTEN)
    await world.listens(lena, 0)
    world.messenger.trouble[A].append(Later("ratelimited", 90 * SECOND, workspace=True))
    await world.delivery.run()
    await world.listens(tomas, 0)
    await world.passes(89 * SECOND)
    assert world.messenger.posts == []
    assert await world.passes(SECOND) == {"sent": 2}


async def test_what_waits_for_a_pause_is_out_of_others_way(world: World) -> None:
    await world.listens(await world.person("lena", A, LISTEN), 0)
    await world.listens(await world.person("tomas", B, LISTEN), 0)
    async with world.database.write() as session:
        await gates.close_gates(session, {A: MORNING + MINUTE})
    assert {row.tenant: row.next_at for row in await world.rows()} == {
        A: MORNING + MINUTE,
        B: MORNING,
    }


async def test_a_shorter_pause_does_not_end_a_longer_one(world: World) -> None:
    async with world.database.write() as session:
        await gates.close_gates(session, {A: MORNING + 60 * SECOND})
        await gates.close_gates(session, {A: MORNING + SECOND})
    await world.listens(await world.person("lena", only=LISTEN), 0)
    await world.passes(59 * SECOND)
    assert world.messenger.posts == []
    assert await world.passes(SECOND) == {"sent": 1}


async def test_one_person_who_has_to_wait_holds_up_nobody(world: World) -> None:
    for name in ("lena", "tomas"):
        await world.listens(await world.person(name, only=LISTEN), 0)
    world.messenger.trouble["lena"].append(Later("busy", 30 * SECOND))
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
    world.messenger.trouble["lena"].extend(Later("busy", timedelta()) for _ in range(5))
    for _ in range(5):
        await world.passes(((await world.delivery.next_due()) or MORNING) - world.clock.now())
    world.messenger.trouble["lena"].append(Later("ratelimited", 2 * SECOND, workspace=True))
    await world.passes(((await world.delivery.next_due()) or MORNING) - world.clock.now())
    await world.listens(tomas, 0)
    assert await world.passes(2 * SECOND) == {"sent": 2}


async def test_the_wait_grows_and_stops_growing(world: World) -> None:
    lena = await world.person("lena", only=("reflect",))
    await world.call(lena, MORNING - 35 * MINUTE)
    world.messenger.trouble["lena"].extend(Later("busy", timedelta()) for _ in range(11))
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
    world.messenger.trouble["lena"].append(Later("busy", 10 * MINUTE))
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
    assert await world.passes(LOOK_AGAIN) == {"sent": 1}
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


# Nobody there.


async def test_who_cannot_be_reached_is_left_alone_until_they_talk_again(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0, 30, 60)
    world.messenger.trouble["lena"].append(Unreachable("user_disabled"))
    assert await world.delivery.run() == {"dropped": 3}
    assert {row.reason for row in await world.rows()} == {"unreachable"}
    assert (await stored(world, lena)).unreachable == "user_disabled"
    await world.passes(31 * MINUTE)
    assert world.messenger.posts == []
    await world.says(lena, Means.COMMAND, "calls")
    assert (await stored(world, lena)).unreachable is None
    assert await world.passes(29 * MINUTE) == {"sent": 1}


async def test_what_is_planned_for_somebody_out_of_reach_is_dropped_unsent(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    world.messenger.trouble["lena"].append(Unreachable("user_disabled"))
    await world.listens(lena, 0)
    await world.passes(SECOND)
    await world.listens(lena, 1)
    assert await world.passes(MINUTE) == {"dropped": 1}
    assert world.messenger.posts == []


async def stored(world: World, person: Person) -> Person:
    async with world.database.read() as session:
        found = await people.by_id(session, person.tenant, person.id)
    assert found is not None
    return found


# Who knows whether it went out.


@pytest.mark.parametrize("trouble", [InDoubt, Lost])
async def test_what_is_in_doubt_is_read_back_before_it_is_sent_again(
    world: World, trouble: type[InDoubt]
) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"].append(trouble("connection broken"))
    assert await world.delivery.run() == {"retried": 1}
    assert await world.passes(LOOK_AGAIN) == {"sent": 1}
    (row,) = await world.rows()
    assert world.messenger.looked_for == [row.id]
    assert (row.state, row.message, len(world.messenger.posts)) == ("sent", "m1", 1)
    assert row.wording


@pytest.mark.parametrize(
    "trouble", [Later("ratelimited", 60 * SECOND), RuntimeError("a bug"), TimeoutError()]
)
async def test_a_read_back_that_fails_leaves_it_in_doubt(world: World, trouble: Exception) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"].append(InDoubt("connection broken"))
    await world.delivery.run()
    world.messenger.find_trouble.append(trouble)
    assert await world.passes(LOOK_AGAIN) == {"retried": 1}
    assert await world.passes(60 * SECOND) == {"sent": 1}
    assert len(world.messenger.looked_for) == 2
    assert len(world.messenger.posts) == 1


async def test_a_message_in_doubt_is_looked_for_although_it_was_put_at_a_later_time(
    world: World,
) -> None:
    lena = await world.person("lena", only=("reflect",))
    call = await world.call(lena, MORNING - 35 * MINUTE)
    world.messenger.trouble["lena"].append(InDoubt("connection broken"))
    await world.delivery.run()
    async with world.database.write() as session:
        moved = await calls.by_id(session, A, call.id)
        assert moved is not None
        moved.ends_at += timedelta(hours=3)
    await world.set_status(call, "planned")
    await world.passes(LOOK_AGAIN)
    await world.passes(timedelta(hours=3))
    assert len(world.messenger.posts) == 1


async def test_a_message_of_several_rows_is_found_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0, 1, 2)
    world.messenger.trouble["lena"].append(Lost("connection broken"))
    await world.delivery.run()
    monkeypatch.setattr(loop, "BATCH", 1)  # one row a claim: the rest must come with it
    await world.passes(LOOK_AGAIN)
    assert [post.stops for post in world.messenger.posts] == [["listen"] * 3]
    assert {row.state for row in await world.rows()} == {"sent"}


async def test_dropped_in_doubt_and_wanted_again_it_is_not_taken_for_sent(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    _, call = await world.listens(lena, 0, 3)
    world.messenger.trouble["lena"].append(Lost("connection broken"))
    await world.delivery.run()
    await world.set_status(call, "cancelled")
    await world.passes(LOOK_AGAIN)
    assert [len(line(post)) for post in world.messenger.posts] == [1]
    await world.set_status(call, "planned")
    await world.passes(3 * MINUTE)
    assert [len(line(post)) for post in world.messenger.posts] == [1, 1]
    assert [row.state for row in await world.rows()] == ["sent", "sent"]


async def test_a_doubt_does_not_keep_a_person_from_what_is_due_next(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0)
    world.messenger.trouble["lena"].append(Lost("connection broken"))
    await world.delivery.run()
    world.clock.moment += LOOK_AGAIN
    await world.listens(lena, 0)
    await world.delivery.run()
    assert len(world.messenger.posts) == 1  # one a second
    await world.passes(SECOND)
    assert len(world.messenger.posts) == 2
    assert {row.state for row in await world.rows()} == {"sent"}


async def test_a_doubt_that_nobody_can_settle_ends_when_the_row_is_of_no_use(world: World) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"].append(Lost("connection broken"))
    await world.delivery.run()
    world.messenger.find_trouble.extend(Later("no", 6 * MINUTE) for _ in range(2))
    assert await world.passes(LOOK_AGAIN) == {"retried": 1}
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
    """Rows in the hands of a worker that will never settle them."""
    async with world.database.write() as session:
        now = world.clock.now()
        rows = await claims.claim(session, now=now, mine="gone", most=10, platforms=["test"])
        ids = [row.id for row in rows]
        if handed_over:
            parcel = settling.Parcel("gone", dict.fromkeys(ids))
            assert await settling.hand_over(session, [parcel], now=now) == [True]
    return ids


# Faults of our own.


async def test_a_fault_of_our_own_is_logged_without_anybodys_words(world: World) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.away_trouble.append(RuntimeError("they fear the migration"))
    with capture_logs() as logs:
        assert await world.delivery.run() == {"retried": 1}
    (entry,) = logs
    assert (entry["event"], entry["error"]) == ("delivery failed", "RuntimeError")
    assert any(place.startswith("sending.py:") for place in entry["places"])
    assert "migration" not in repr(logs)
    assert await world.passes(2 * SECOND) == {"sent": 1}
    assert world.messenger.looked_for == []  # it had not been handed over


async def test_a_fault_while_sending_leaves_a_doubt(world: World) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"].append(KeyError("ts"))
    assert await world.delivery.run() == {"retried": 1}
    assert await world.passes(2 * SECOND) == {"sent": 1}
    assert len(world.messenger.looked_for) == 1


async def test_after_so_many_faults_of_our_own_a_row_is_given_up(world: World) -> None:
    lena = await world.person("lena", only=("reflect",))
    await world.call(lena, MORNING - 35 * MINUTE)
    world.messenger.trouble["lena"].extend(Later("busy", timedelta()) for _ in range(20))
    for _ in range(20):  # the platform's waits are no faults of ours
        await world.passes(((await world.delivery.next_due()) or MORNING) - world.clock.now())
    world.messenger.away_trouble.extend(RuntimeError() for _ in range(20))
    for _ in range(bundles.MOST_FAILURES):
        assert [row.state for row in await world.rows()] == ["open"]
        await world.passes(((await world.delivery.next_due()) or MORNING) - world.clock.now())
    assert [(row.state, row.reason) for row in await world.rows()] == [("dropped", "failed")]
    assert await world.delivery.next_due() is None


async def test_one_persons_fault_does_not_stop_the_others(world: World) -> None:
    for name in ("lena", "tomas", "mia"):
        await world.listens(await world.person(name, only=LISTEN), 0)
    world.messenger.trouble["tomas"].append(RuntimeError())
    assert await world.delivery.run() == {"sent": 2, "retried": 1}


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

    monkeypatch.setattr(gates, "_closed", found_free)  # as before the other one took it
    given = []
    for _ in range(2):
        async with world.database.write() as session:
            given += await gates.pass_gates(session, [Turn(A, "C1", MORNING)])
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
    await world.messenger.reaches(lambda: world.messenger.in_flight[A] == EACH)
    assert len([row for row in await world.rows() if row.claim]) == loop.SHARE
    for number in range(40):
        world.messenger.held[f"a{number}"].set()
        await world.messenger.reaches(lambda: len(world.messenger.posts) == number + 1)  # noqa: B023
    assert await running == {"sent": 40}
    assert world.messenger.most_in_flight[A] == EACH


async def test_so_many_messages_are_in_flight_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "SLOTS", 20)
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


# What a person is spared.


async def test_no_listening_line_comes_back_within_ten(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    said: list[str | None] = []
    for number in range(14):
        await world.listens(lena, 0)
        # Now and then nobody knows whether it went out.
        if number % 3 == 1:
            world.messenger.trouble["lena"].append(InDoubt("connection broken"))
        await world.delivery.run()
        await world.passes(LOOK_AGAIN)
        said = [row.wording for row in await world.rows("sent")]
        assert len(said) == number + 1
        assert len(set(said[-11:])) == len(said[-11:])
        await world.passes(MINUTE * 20)
    texts = [text for post in world.messenger.posts for text in line(post)]
    assert len(texts) == 14


async def test_no_listening_line_comes_twice_in_a_message(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, *range(6))
    await world.delivery.run()
    (post,) = world.messenger.posts
    assert len(set(line(post))) == 6


async def test_whom_the_platform_calls_away_is_sent_it_when_they_are_back(world: World) -> None:
    lena = await world.person("lena", only=("brief", "listen"))
    async with world.database.write() as session:
        found = await people.by_id(session, A, lena.id)
        assert found is not None
        # An absence of their own, still to come, changes nothing about today.
        found.away_from = MORNING + timedelta(days=7)
        found.away_until = MORNING + timedelta(days=9)
    await world.call(lena, MORNING + 60 * MINUTE)
    world.messenger.away["lena"] = MORNING + 55 * MINUTE
    assert await world.delivery.run() == {"put off": 1}
    assert await world.passes(50 * MINUTE) == {"put off": 2}  # the brief came along
    assert await world.passes(5 * MINUTE) == {"sent": 2}
    assert [post.stops for post in world.messenger.posts] == [["brief", "listen"]]


async def test_who_is_back_too_late_is_not_sent_it_at_all(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0)
    world.messenger.away["lena"] = MORNING + 60 * MINUTE
    assert await world.delivery.run() == {"dropped": 1}
    assert [row.reason for row in await world.rows()] == ["away"]


async def test_a_day_has_its_most_the_brief_goes_first(world: World) -> None:
    lena = await world.person("lena", only=("brief", "listen"), most_a_day=1)
    await world.call(lena, MORNING + 60 * MINUTE)
    assert await world.delivery.run() == {"dropped": 1}
    assert await world.passes(50 * MINUTE) == {"sent": 1}
    assert [(row.kind, row.reason) for row in await world.rows()] == [
        ("brief", "over the day's most"),
        ("listen", None),
    ]


async def test_what_is_in_doubt_counts_towards_the_most(world: World) -> None:
    lena = await world.person("lena", only=LISTEN, most_a_day=1)
    await world.listens(lena, 0)
    world.messenger.trouble["lena"].append(InDoubt("connection broken"))
    await world.delivery.run()
    world.clock.moment += SECOND
    await world.listens(lena, 0)
    await world.delivery.run()
    await world.passes(LOOK_AGAIN)
    assert len(world.messenger.posts) == 1


@pytest.mark.parametrize(("kind", "posts"), [("listen", 1), ("brief", 2)])
async def test_what_cannot_be_read_back_is_repeated_or_given_up_by_its_kind(
    world: World, kind: str, posts: int
) -> None:
    lena = await world.person("lena", only=(kind,))
    await world.call(lena, MORNING + (10 if kind == "listen" else 60) * MINUTE)
    world.messenger.trouble["lena"].append(InDoubt("connection broken"))
    await world.delivery.run()
    world.messenger.find_trouble.append(CannotTell())
    await world.passes(LOOK_AGAIN)
    await world.passes(60 * SECOND)
    assert len(world.messenger.posts) == posts
    given_up = [row.reason for row in await world.rows("dropped")]
    assert given_up == (["may have gone out"] if kind == "listen" else [])
    assert await world.rows("open") == []
