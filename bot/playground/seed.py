"""Fills an empty playground with the demo's week, through the same features people use."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import demo, history
from bot.playground.ahead import Seed
from handlers import calls, goal, insight_form, insights, reflect, subscriptions
from handlers.conversation import Place, Turn
from handlers.notices import ask_waits
from handlers.nudges.schedule import sync
from handlers.playbook.loader import Playbook
from storage import accounts, outbox, people
from storage import calls as stored
from storage import insights as stored_insights
from storage.tables import Call, Person

LENGTH = timedelta(minutes=30)
PLANNED_BEFORE = timedelta(days=7)
REFLECTED_AFTER = timedelta(minutes=40)

Script = Mapping[str, Any]


def seeder(playbook: Playbook) -> Seed:
    """What fills the playground with the demo's people, accounts and calls."""

    async def seed(session: AsyncSession, now: datetime) -> None:
        persons = {}
        for who in demo.personas():
            person = await people.ensure(session, demo.TENANT, who.id, who.name, who.zone)
            person.role = who.role.lower()
            persons[who.id] = person
        for name, industry in demo.accounts().items():
            (await accounts.add(session, demo.TENANT, name, now)).industry = industry
        for name, (asker, wanted) in demo.channels().items():
            turn = Turn(session, persons[asker], now, playbook, "", {}, Place(name, name))
            await subscriptions.subscribe(turn, wanted)
        for written in demo.insights():
            await _publish(session, persons["priya"], playbook, written, now)
        for script in demo.calls():
            await _call(session, persons[script["who"]], playbook, script, now)
        for colleague in demo.colleagues():
            await history.write(session, colleague, now)
        for person in persons.values():
            await sync(session, person, now)
        await _nothing_waits(session, now)

    return seed


async def _nothing_waits(session: AsyncSession, now: datetime) -> None:
    """What would have gone out before the first morning is not sent in it."""
    for row in await outbox.open_rows(session, demo.TENANT):
        if row.due_at <= now or row.kind == ask_waits.NAME:
            row.state, row.reason, row.settled_at = "dropped", "before the first morning", now


async def _publish(
    session: AsyncSession,
    marketer: Person,
    playbook: Playbook,
    written: Mapping[str, str],
    now: datetime,
) -> None:
    await insight_form.keep(Turn(session, marketer, now, playbook, "", written))
    (draft,) = await stored_insights.in_state(session, demo.TENANT, ("draft",), most=1)
    await insights.publish(Turn(session, marketer, now, playbook, str(draft.id), {}))


async def _call(
    session: AsyncSession, person: Person, playbook: Playbook, script: Script, now: datetime
) -> None:
    call = await _planned(session, person, script, now)
    before = Turn(session, person, call.planned_at, playbook, str(call.id), {})
    guesses = {f"guess{n}": guess[0] for n, guess in enumerate(script["guesses"], start=1)}
    await calls.edit(_with(before, {"coming": script["coming"], "stage": script.get("stage", "")}))
    await goal.save(_with(before, {"goal": script["goal"], **guesses}))
    if "reflection" in script:
        after = Turn(session, person, call.starts_at + REFLECTED_AFTER, playbook, str(call.id), {})
        await reflect.save(_with(after, await _reflection(after, call, script, now)))


async def _planned(session: AsyncSession, person: Person, script: Script, now: datetime) -> Call:
    account = await accounts.add(session, demo.TENANT, script["account"], now)
    local = now.astimezone(ZoneInfo(person.zone)) + timedelta(days=script["day"])
    hour, minute = map(int, script["at"].split(":"))
    starts_at = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    starts_at = starts_at.astimezone(now.tzinfo)
    call = Call(
        tenant=demo.TENANT,
        account_id=account.id,
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        planned_at=starts_at - PLANNED_BEFORE,
        zone=person.zone,
    )
    await stored.add(session, call)
    await stored.take_seat(session, call, person.id)
    return call


async def _reflection(turn: Turn, call: Call, script: Script, now: datetime) -> dict[str, str]:
    """The form's fields; {0} in a promise is the first Monday, {2} the Wednesday after it."""
    monday = now.astimezone(ZoneInfo(turn.person.zone)).date()
    days = [(monday + timedelta(days=n)).isoformat() for n in range(5)]
    fields = {name: str(text).format(*days) for name, text in script["reflection"].items()}
    kept = await stored.guesses(turn.session, demo.TENANT, call.id, turn.person.id)
    for guess, typed in zip(kept, script["guesses"], strict=True):
        fields[f"guess-{guess.id}"] = typed[1]
    return fields


def _with(turn: Turn, fields: dict[str, str]) -> Turn:
    return Turn(turn.session, turn.person, turn.now, turn.playbook, turn.text, fields)
