"""After every kind of change, the nudges of everybody concerned are what their plan wants."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from handlers import planning
from handlers.nudges import KINDS, kind, schedule
from handlers.nudges.plan import PersonWeek, PlannedNudge, Planner, plan
from handlers.request import Means, Request, Sender
from storage.customers import accounts, commitments
from storage.sales_calls import call_times
from storage.tables import Commitment, Outbox, Person
from storage.workspace import people
from tests.delivery.world import MORNING, A, World, playbook

TYPE, PRESS, SUBMIT = Means.COMMAND, Means.BUTTON, Means.FORM
MINUTE = timedelta(minutes=1)
BERLIN = "Europe/Berlin"
QUESTION = playbook().questions[0].id


@dataclass(frozen=True)
class Does:
    """One request: by default something that Lena does."""

    means: Means
    name: str
    text: str = ""
    who: str = "lena"
    fields: Mapping[str, str] = field(default_factory=dict)
    zone: str = BERLIN


CANCEL, LEAVE = Does(PRESS, "call.cancel", "1"), Does(PRESS, "call.leave", "1")
MOVE = Does(SUBMIT, "call", "1", fields={"when": "Friday 10:00", "minutes": "45"})
PROMISE = Does(
    SUBMIT,
    "promise.add",
    fields={"account": "Northwind", "text": "The price list", "due_on": "2026-11-27"},
)
REFLECTION = Does(SUBMIT, "reflect", "2", fields={"goal_reached": "yes"})
WITHOUT_IT = Does(SUBMIT, "reflect", "2", fields={"goal_reached": "yes", "promised": ""})
WITH_A_PROMISE = Does(
    SUBMIT, "reflect", "2", fields={"goal_reached": "yes", "promised": "The plan by Friday"}
)
PAST = Does(TYPE, "prep", "Northwind today 9:40")
AWAY = Does(SUBMIT, "rhythm.away", fields={"from": "2026-11-24", "back": "2026-11-30"})

# What is done, and after what.
WAYS: dict[str, tuple[Does, ...]] = {
    "plan": (Does(TYPE, "prep", "Northwind Friday 10:00"),),
    "open the brief": (Does(PRESS, "brief.open", "1"),),
    "move": (MOVE,),
    "move back": (MOVE, Does(PRESS, "call.move_back", "1:2026-11-24T09:30:00+00:00", who="tomas")),
    "move to what was typed": (
        Does(TYPE, "prep", "Northwind today 18:00"),
        Does(PRESS, "prep.instead", "1:1"),
    ),
    "change the length": (Does(SUBMIT, "call", "1", fields={"minutes": "90"}),),
    "cancel": (CANCEL,),
    "restore": (CANCEL, Does(PRESS, "call.restore", "1", who="tomas")),
    "leave": (LEAVE,),
    "undo and leave": (CANCEL, Does(PRESS, "call.leave", "1:undo")),
    "rejoin": (LEAVE, Does(PRESS, "call.rejoin", "1:1")),
    "join": (Does(PRESS, "prep.join", "1", who="bo"),),
    "save a goal": (Does(SUBMIT, "goal", "1", fields={"goal": "A second meeting"}),),
    "answer a question": (
        Does(SUBMIT, "question", f"brief:1:{QUESTION}", fields={"answer": "The drivers"}),
    ),
    "save a reflection": (REFLECTION,),
    "take a promise out of a reflection": (WITH_A_PROMISE, WITHOUT_IT),
    "look back on an unplanned call": (PAST, Does(PRESS, "reflect.past", "3")),
    "promise": (PROMISE,),
    "keep a promise": (PROMISE, Does(PRESS, "promise.done", "all:1")),
    "drop a promise": (PROMISE, Does(PRESS, "promise.drop", "all:1")),
    "reopen a promise": (
        PROMISE,
        Does(PRESS, "promise.drop", "all:1"),
        Does(PRESS, "promise.reopen", "all:1"),
    ),
    "move a promise": (
        PROMISE,
        Does(SUBMIT, "promise.move", "all:1", fields={"due_on": "2026-12-01"}),
    ),
    "stop a kind": (Does(PRESS, "rhythm.mute", "list:listen"),),
    "start a kind again": (
        Does(PRESS, "rhythm.mute", "list:listen"),
        Does(PRESS, "rhythm.unmute", "list:listen"),
    ),
    "go away": (AWAY,),
    "come back": (AWAY, Does(PRESS, "rhythm.wake")),
    "snooze": (Does(PRESS, "rhythm.snooze", "tomorrow"),),
    "stop snoozing": (
        Does(PRESS, "rhythm.snooze", "tomorrow"),
        Does(PRESS, "rhythm.unsnooze"),
    ),
    "another zone, as the platform says": (Does(TYPE, "calls", zone="Asia/Tokyo"),),
}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Lena and Tomas share a call in half an hour, and Lena has just had another."""
    made = World(tmp_path)
    await made.start()
    planned_at = MORNING - MINUTE
    async with made.database.write() as session:
        lena, tomas, _ = [
            await people.ensure(session, A, name, name, BERLIN) for name in ("lena", "tomas", "bo")
        ]
        account = await accounts.add(session, A, "Northwind", planned_at)
        for starts_at in (MORNING + 30 * MINUTE, MORNING - 32 * MINUTE):
            call = planning.new_call(account, starts_at, None, BERLIN, planned_at)
            await planning.record(session, lena, call)
            if starts_at > MORNING:
                await planning.take_seat(session, tomas, call)
        await schedule.replan_changed(session, planned_at)
    yield made
    await made.database.close()


async def do(world: World, does: Does) -> None:
    """One request, a second after the last."""
    world.requests += 1
    world.clock.moment += timedelta(seconds=1)
    sender = Sender(A, does.who, does.who, does.zone)
    request = Request(f"r{world.requests}", sender, does.means, does.name, does.text, does.fields)
    reply, how = await world.conversation.outcome(request, world.clock.now(), "")
    assert how == "ok", reply


Nudges = dict[str, datetime]  # when they are due (UTC), by key


async def waiting(world: World) -> Nudges:
    """The nudges that wait to be sent."""
    async with world.database.read() as session:
        rows = (await session.exec(select(Outbox).where(col(Outbox.state) == "open"))).all()
        return {row.key: row.due_at for row in rows if kind(row.kind)}


async def wanted(world: World) -> Nudges:
    """The nudges that everybody's plan wants now."""
    found: Nudges = {}
    async with world.database.read() as session:
        for person in (await session.exec(select(Person))).all():
            week = await schedule.week_of(session, person, world.clock.now())
            nudges = plan(week, [known.plan for known in KINDS])
            found |= {one.key: one.due_at for one in nudges if not one.dropped}
    return found


def to_come(nudges: Nudges, now: datetime) -> Nudges:
    """Those that are due from now on: what was due before is not planned afterwards."""
    return {key: due_at for key, due_at in nudges.items() if due_at >= now}


@pytest.mark.parametrize("way", WAYS)
async def test_what_waits_is_what_the_plan_wants(world: World, way: str) -> None:
    *first, last = WAYS[way]
    for does in first:
        await do(world, does)
    before = await waiting(world)
    await do(world, last)
    after, plans, now = await waiting(world), await wanted(world), world.clock.now()
    assert after != before, "nothing would be planned otherwise, so this shows nothing"
    assert to_come(after, now) == to_come(plans, now)
    assert after.items() <= plans.items()


@pytest.mark.parametrize(
    "does",
    [
        Does(TYPE, "calls"),
        Does(TYPE, "insight", "drivers"),
        Does(TYPE, "promises", "Northwind"),
        Does(TYPE, "rhythm"),
        Does(PRESS, "call.edit", "1"),
        Does(TYPE, "nothing of the kind"),
    ],
    ids=lambda does: does.name,
)
async def test_who_only_looks_is_not_planned_again(
    world: World, monkeypatch: pytest.MonkeyPatch, does: Does
) -> None:
    monkeypatch.delattr(schedule, "week_of")
    await do(world, does)


async def test_a_zone_that_the_platform_tells_unasked_counts_too(world: World) -> None:
    before = await waiting(world)
    await world.conversation.update_person(
        Sender(A, "lena", "lena", "Asia/Tokyo"), world.clock.now()
    )
    after, now = await waiting(world), world.clock.now()
    assert after != before
    assert to_come(after, now) == to_come(await wanted(world), now)


async def test_nothing_waits_for_who_left_until_they_are_back(world: World) -> None:
    before = await waiting(world)
    gone = Sender(A, "lena", "lena", BERLIN, standing="left")
    await world.conversation.update_person(gone, world.clock.now())
    assert not [key for key in await waiting(world) if key.split(":")[1] == "1"]
    back = Sender(A, "lena", "lena", BERLIN, standing="member")
    await world.conversation.update_person(back, world.clock.now())
    now = world.clock.now()
    assert to_come(await waiting(world), now) == to_come(before, now)


async def test_promises_that_are_added_all_at_once_count_too(world: World) -> None:
    now = world.clock.now()
    async with world.database.write() as session:
        lena = await people.by_id(session, A, 1)
        assert lena is not None
        promise = Commitment(
            tenant=A,
            account_id=1,
            call_id=2,
            owner_id=lena.id,
            side="ours",
            text="The price list",
            due_on=date(2026, 11, 27),
            made_at=now,
        )
        await commitments.add_all(session, [promise])
        await schedule.replan_changed(session, now)
    assert "agenda:1:2026-11-27" in await waiting(world)


async def test_a_notice_that_an_absence_put_off_is_due_when_it_ends_early(world: World) -> None:
    async def due_at() -> datetime:
        async with world.database.read() as session:
            told = select(Outbox).where(col(Outbox.kind) == "call_changed")
            return (await session.exec(told)).one().due_at

    await do(world, AWAY)
    await do(world, replace(MOVE, who="tomas"))
    await world.passes(MINUTE)
    assert await due_at() == datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    await do(world, Does(PRESS, "rhythm.wake"))
    assert await due_at() == world.clock.now()


async def test_many_nudges_are_planned_a_few_at_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other tasks run in between, however many calls a calendar has brought."""
    turn, steps = 0, Counter[tuple[str, int]]()

    async def other_task() -> None:
        nonlocal turn
        while True:
            turn += 1
            await asyncio.sleep(0)

    def counted(name: str) -> Callable[..., object]:
        real = getattr(schedule, name)

        def counting(*args: object, **named: object) -> object:
            steps[name, turn] += 1
            return real(*args, **named)

        return counting

    def planned(week: PersonWeek, kinds: Iterable[Planner]) -> Iterator[PlannedNudge]:
        for nudge in plan(week, kinds):
            steps["planned", turn] += 1
            yield nudge

    monkeypatch.setattr(schedule, "plan", planned)
    for name in ("row_of", "_update_row", "_drop"):
        monkeypatch.setattr(schedule, name, counted(name))
    now, other = world.clock.now(), asyncio.create_task(other_task())
    async with world.database.write() as session:
        bo = await people.ensure(session, A, "bo", "bo", BERLIN)
        account = await accounts.add(session, A, "Kestrel", now)
        for number in range(call_times.PAGE + 10):
            starts_at = now + number * 40 * MINUTE
            call = planning.new_call(account, starts_at, None, BERLIN, now)
            await planning.record(session, bo, call)
        await schedule.replan_changed(session, now)
    added = await waiting(world)
    async with world.database.write() as session:
        bo = await people.ensure(session, A, "bo", "bo", BERLIN)
        bo.rhythm = bo.rhythm | {"brief_minutes": 30}
        await schedule.replan_changed(session, now)
        bo.rhythm = bo.rhythm | {"muted": ["brief", "listen", "reflect"]}
        await schedule.replan_changed(session, now)
    other.cancel()
    assert {name for name, _ in steps} == {"planned", "row_of", "_update_row", "_drop"}
    assert max(steps.values()) <= schedule.PART
    assert len(added) > 3 * schedule.PART
