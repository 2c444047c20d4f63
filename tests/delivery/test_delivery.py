"""The delivery loop, over the real database and the real nudges."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.delivery import composing, sending
from bot.delivery.sending import HEAD_START
from bot.delivery.writes import MAX_FAILURES, READ_BACK_AFTER
from bot.platform.messenger import (
    CannotReadBack,
    MessageRefused,
    NoClearAnswer,
    RecipientUnreachable,
    RetryLater,
)
from handlers.composing.to_person import compose_all
from handlers.message import Message
from handlers.nudges.schedule import replan_changed
from handlers.request import Means
from storage.sales_calls import call_seats, calls
from storage.tables import Person
from storage.workspace import people
from tests.delivery.world import MINUTE, MORNING, SECOND, A, World

LISTEN = ("listen",)
BRIEF = ("brief",)


def passing(world: World, monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """Advance the clock at once instead of sleeping; records how long each message waited."""
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
    assert await world.passes(30 * MINUTE - 2 * HEAD_START) == {}
    assert await world.passes(1.5 * HEAD_START) == {"sent": 1}
    assert waits == [HEAD_START / 2]
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
    assert await world.passes(30 * MINUTE - HEAD_START / 2) == {"sent": 1}
    assert [post.at for post in world.messenger.posts] == [MORNING + 30 * MINUTE]


async def test_what_was_put_back_is_not_begun_ahead(world: World) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"] += [RetryLater("busy", MINUTE)]
    assert await world.delivery.run() == {"retried": 1}
    assert await world.passes(MINUTE - HEAD_START / 2) == {}
    assert await world.passes(HEAD_START / 2) == {"sent": 1}


async def test_a_clock_put_back_while_it_waits_does_not_keep_it_for_an_hour(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 30)

    async def put_back() -> None:
        world.clock.moment -= 60 * MINUTE

    world.messenger.before_composing = put_back
    waits = passing(world, monkeypatch)
    assert await world.passes(30 * MINUTE - HEAD_START / 2) == {"sent": 1}
    assert waits == [HEAD_START]


# Composed when it is sent.


async def test_an_edit_between_claim_and_sending_counts(world: World) -> None:
    lena = await world.person("lena", only=("brief",))
    call = await world.call(lena, MORNING + 60 * MINUTE)

    async def edit() -> None:
        async with world.database.write() as session:
            seat = await call_seats.seat(session, A, call.id, lena.id)
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
    lena = await world.person("lena", only=BRIEF)
    cancelled, stays = await world.is_briefed(lena, 0, 3)
    compose = compose_all

    async def then_cancel(*given: object) -> list[Message]:
        composed: list[Message] = await compose(*given)  # type: ignore[arg-type]
        await world.set_status(cancelled, "cancelled")
        return composed

    monkeypatch.setattr(composing, "compose_all", then_cancel)
    await world.delivery.run()
    assert world.messenger.posts == []
    await world.passes(5 * SECOND)
    assert [row.call_id for row in await world.rows("sent")] == [stays.id]
    assert world.messenger.posts[0].stops == ["brief"]


async def test_what_was_moved_later_since_it_was_claimed_waits(world: World) -> None:
    lena = await world.person("lena", only=("reflect",))
    call = await world.call(lena, MORNING - 35 * MINUTE)  # it ended five minutes ago

    async def goes_on() -> None:
        async with world.database.write() as session:
            stored = await calls.by_id(session, A, call.id)
            assert stored is not None
            stored.ends_at += 20 * MINUTE
            await replan_changed(session, world.clock.now())

    world.messenger.before_composing = goes_on
    assert await world.delivery.run() == {"rescheduled": 1}
    assert world.messenger.posts == []
    assert (await world.rows())[0].next_at == MORNING + 20 * MINUTE
    assert await world.passes(20 * MINUTE) == {"sent": 1}


async def test_cancelled_in_flight_and_taken_back_it_does_not_go_out_twice(world: World) -> None:
    lena = await world.person("lena", only=BRIEF)
    _, call = await world.is_briefed(lena, 0, 3)

    async def in_and_out() -> None:
        await world.set_status(call, "cancelled")

    world.messenger.while_sending = in_and_out
    await world.delivery.run()
    assert [row.state for row in await world.rows()] == ["sent", "sent"]
    await world.set_status(call, "planned")
    await world.passes(3 * MINUTE)
    assert len(world.messenger.posts) == 1


async def test_taken_back_while_in_flight_it_does_not_go_out_twice(world: World) -> None:
    lena = await world.person("lena", only=BRIEF)
    _, call = await world.is_briefed(lena, 0, 3)

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
            seat = await call_seats.seat(session, A, call.id, lena.id)
            assert seat is not None
            seat.briefed_at = MORNING

    world.messenger.before_composing = reads
    await world.delivery.run()
    assert [row.reason for row in await world.rows()] == ["read already"]


# One message for what falls due together.


async def test_five_minutes_make_one_message_soonest_of_no_use_first(world: World) -> None:
    lena = await world.person("lena", only=("listen", "reflect", "brief"))
    await world.call(lena, MORNING - 35 * MINUTE, "Ended")  # its reflection is due now
    await world.call(lena, MORNING + 63 * MINUTE, "Next")  # its brief in three minutes
    await world.call(lena, MORNING + 66 * MINUTE, "Later")  # its brief in six
    assert await world.delivery.run() == {"sent": 2}
    (post,) = world.messenger.posts
    assert post.stops == ["brief", "reflect"]
    sent = await world.rows("sent")
    assert {row.message for row in sent} == {"m1"}
    assert {row.bundle for row in sent} == {min(row.id for row in sent)} == {post.bundle}
    await world.passes(6 * MINUTE)
    assert [post.stops for post in world.messenger.posts] == [["brief", "reflect"], ["brief"]]


async def test_a_listening_line_does_not_come_early_with_another_message(world: World) -> None:
    lena = await world.person("lena", only=("listen", "reflect"))
    await world.call(lena, MORNING - 35 * MINUTE, "Ended")  # its reflection is due now
    await world.call(lena, MORNING + 13 * MINUTE, "Next")  # its listening line in three minutes
    await world.delivery.run()
    await world.passes(3 * MINUTE)
    assert [post.stops for post in world.messenger.posts] == [["reflect"], ["listen"]]


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


# Nobody there.


async def test_who_cannot_be_reached_is_left_alone_until_they_talk_again(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0, 30, 60)
    world.messenger.trouble["lena"].append(RecipientUnreachable("user_disabled"))
    assert await world.delivery.run() == {"dropped": 3}
    assert {row.reason for row in await world.rows()} == {"unreachable"}
    assert (await stored(world, lena)).unreachable == "user_disabled"
    await world.passes(31 * MINUTE)
    assert world.messenger.posts == []
    await world.says(lena, Means.COMMAND, "calls")
    assert (await stored(world, lena)).unreachable is None
    assert await world.passes(29 * MINUTE) == {"sent": 1}


async def test_what_is_planned_for_somebody_out_of_reach_is_dropped_unsent(world: World) -> None:
    lena = await world.person("lena", only=BRIEF)
    world.messenger.trouble["lena"].append(RecipientUnreachable("user_disabled"))
    await world.is_briefed(lena, 0)
    await world.passes(SECOND)
    await world.is_briefed(lena, 1)
    assert await world.passes(MINUTE) == {"dropped": 1}
    assert world.messenger.posts == []


async def test_a_message_that_is_refused_for_good_is_given_up_and_the_next_one_goes(
    world: World,
) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0, 30)
    world.messenger.trouble["lena"].append(MessageRefused("MessageSizeTooBig"))
    with capture_logs() as logs:
        assert await world.delivery.run() == {"dropped": 1}
    assert [(each["log_level"], each["reason"]) for each in logs] == [
        ("error", "MessageSizeTooBig")
    ]
    assert await world.passes(30 * MINUTE) == {"sent": 1}
    assert [row.reason for row in await world.rows()] == ["refused", None]


async def stored(world: World, person: Person) -> Person:
    async with world.database.read() as session:
        found = await people.by_id(session, person.tenant, person.id)
    assert found is not None
    return found


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
    world.messenger.trouble["lena"].extend(RetryLater("busy", timedelta()) for _ in range(20))
    for _ in range(20):  # the platform's waits are no faults of ours
        await world.passes(((await world.delivery.next_due()) or MORNING) - world.clock.now())
    world.messenger.away_trouble.extend(RuntimeError() for _ in range(20))
    for _ in range(MAX_FAILURES):
        assert [row.state for row in await world.rows()] == ["open"]
        await world.passes(((await world.delivery.next_due()) or MORNING) - world.clock.now())
    assert [(row.state, row.reason) for row in await world.rows()] == [("dropped", "failed")]
    assert await world.delivery.next_due() is None


async def test_one_persons_fault_does_not_stop_the_others(world: World) -> None:
    for name in ("lena", "tomas", "mia"):
        await world.listens(await world.person(name, only=LISTEN), 0)
    world.messenger.trouble["tomas"].append(RuntimeError())
    assert await world.delivery.run() == {"sent": 2, "retried": 1}


# What a person is spared.


async def test_no_listening_line_comes_back_within_ten(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    said: list[str | None] = []
    for number in range(14):
        await world.listens(lena, 0)
        # Now and then nobody knows whether it went out.
        if number % 3 == 1:
            world.messenger.trouble["lena"].append(NoClearAnswer("connection broken"))
        await world.delivery.run()
        await world.passes(READ_BACK_AFTER)
        said = [row.wording for row in await world.rows("sent")]
        assert len(said) == number + 1
        assert len(set(said[-11:])) == len(said[-11:])
        await world.passes(MINUTE * 20)
    texts = [text for post in world.messenger.posts for text in post.lines]
    assert len(texts) == 14


async def test_no_listening_line_comes_twice_in_a_message(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, *[0] * 6)
    await world.delivery.run()
    (post,) = world.messenger.posts
    assert len(set(post.lines)) == 6


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
    assert await world.delivery.run() == {"rescheduled": 1}
    assert await world.passes(50 * MINUTE) == {"rescheduled": 2}  # the brief came along
    assert await world.passes(5 * MINUTE) == {"sent": 2}
    assert [post.stops for post in world.messenger.posts] == [["brief", "listen"]]


async def test_who_is_back_too_late_is_not_sent_it_at_all(world: World) -> None:
    lena = await world.person("lena", only=LISTEN)
    await world.listens(lena, 0)
    world.messenger.away["lena"] = MORNING + 60 * MINUTE
    assert await world.delivery.run() == {"dropped": 1}
    assert [row.reason for row in await world.rows()] == ["away"]


async def test_over_the_day_limit_the_brief_is_sent_and_the_line_is_not(world: World) -> None:
    lena = await world.person("lena", only=("brief", "listen"), most_a_day=1)
    await world.call(lena, MORNING + 60 * MINUTE)
    assert await world.delivery.run() == {"sent": 1}
    assert await world.passes(50 * MINUTE) == {"dropped": 1}
    assert [(row.kind, row.reason) for row in await world.rows()] == [
        ("brief", None),
        ("listen", "over the day's limit"),
    ]


async def test_what_is_in_doubt_counts_toward_the_most(world: World) -> None:
    lena = await world.person("lena", only=LISTEN, most_a_day=1)
    await world.listens(lena, 0)
    world.messenger.trouble["lena"].append(NoClearAnswer("connection broken"))
    await world.delivery.run()
    world.clock.moment += SECOND
    await world.listens(lena, 0)
    await world.delivery.run()
    await world.passes(READ_BACK_AFTER)
    assert len(world.messenger.posts) == 1


@pytest.mark.parametrize(("kind", "posts"), [("listen", 1), ("brief", 2)])
async def test_what_cannot_be_read_back_is_repeated_or_given_up_by_its_kind(
    world: World, kind: str, posts: int
) -> None:
    lena = await world.person("lena", only=(kind,))
    await world.call(lena, MORNING + (10 if kind == "listen" else 60) * MINUTE)
    world.messenger.trouble["lena"].append(NoClearAnswer("connection broken"))
    await world.delivery.run()
    world.messenger.find_trouble.append(CannotReadBack())
    await world.passes(READ_BACK_AFTER)
    await world.passes(60 * SECOND)
    assert len(world.messenger.posts) == posts
    given_up = [row.reason for row in await world.rows("dropped")]
    assert given_up == (["may have gone out"] if kind == "listen" else [])
    assert await world.rows("open") == []
