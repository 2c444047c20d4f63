"""Whatever the order of changes, a manager sees only the calls that were opened to that manager.

Reps open and close calls with new and old buttons, while an admin moves people, changes managers,
and makes and deletes teams.
"""

import random
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import planning
from handlers.features.admin import membership
from handlers.features.team import seen_by_manager
from handlers.knowledge import team_day
from handlers.playbook.loader import Playbook
from handlers.registry import Refusal, Turn
from handlers.views.team.team_words import CLOSE, OPEN
from storage import plan_changes
from storage.customers import accounts
from storage.database.connection import Database
from storage.tables import Call, Person, Team
from storage.team import teams
from storage.workspace import people
from tests import sqlite
from tests.shipped import SHIPPED_PLAYBOOK

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TENANT = "slack:T1"
STEPS = 120
SEEDS = range(6)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'a.sqlite3')}")
    yield made
    await made.close()


@dataclass
class Company:
    """Four people who may all lead and be led, two calls for each, and who was allowed to see what.

    `allowed` has the manager to whom a call is open, by the ids of the person and the call.
    """

    session: AsyncSession
    playbook: Playbook
    chance: random.Random
    people: list[Person]
    calls: dict[int, list[Call]]
    allowed: dict[tuple[int, int], int] = field(default_factory=dict)
    kept: set[tuple[int, int]] = field(default_factory=set)  # calls kept back one by one

    def turn(self, person: Person, text: str) -> Turn:
        return Turn(self.session, person, NOW, self.playbook, text, {})

    def forgets(self, members: list[Person]) -> None:
        """Nothing that these people opened counts any more."""
        ids = {one.id for one in members}
        self.allowed = {key: to for key, to in self.allowed.items() if key[0] not in ids}

    async def teams(self) -> list[Team]:
        return list(await teams.of_tenant(self.session, TENANT))

    async def makes(self) -> None:
        await teams.create(self.session, TENANT, f"Team {self.chance.randrange(3)}", NOW)

    async def deletes(self, team: Team) -> None:
        self.forgets(list(await teams.members(self.session, TENANT, [team.id])))
        await membership.delete(self.session, team, NOW)

    async def moves(self, team: Team) -> None:
        person = self.chance.choice(self.people)
        if await membership.put_in(self.session, team, [person], NOW):
            self.forgets([person])

    async def takes_out(self, team: Team) -> None:
        members = list(await teams.members(self.session, TENANT, [team.id]))
        await membership.take_out(self.session, team, members[:1], NOW)
        self.forgets(members[:1])

    async def is_led(self, team: Team) -> None:
        manager = self.chance.choice([*self.people, None])
        if await membership.set_manager(self.session, team, manager, NOW):
            self.forgets(list(await teams.members(self.session, TENANT, [team.id])))

    async def button(self, person: Person) -> int:
        """The manager to whom the person's button opens calls. Every fourth button is old."""
        manager = await teams.manager_of(self.session, person)
        is_old = manager is None or self.chance.random() < 0.25
        return self.chance.choice(self.people).id if is_old or not manager else manager.id

    async def opens_all(self, person: Person) -> None:
        to = await self.button(person)
        await seen_by_manager.switch(self.turn(person, f"{OPEN}:{to}"))
        manager = await teams.manager_of(self.session, person)
        if manager is not None and manager.id == to:
            keys = [(person.id, call.id) for call in self.calls[person.id]]
            self.allowed |= {key: to for key in keys if key not in self.kept}

    async def closes_all(self, person: Person) -> None:
        await seen_by_manager.switch(self.turn(person, CLOSE))
        self.forgets([person])

    async def opens_one(self, person: Person) -> None:
        to, call = await self.button(person), self.chance.choice(self.calls[person.id])
        with suppress(Refusal):
            await seen_by_manager.switch_call(self.turn(person, f"{call.id}:{OPEN}:{to}"))
            self.allowed[person.id, call.id] = to
            self.kept.discard((person.id, call.id))

    async def closes_one(self, person: Person) -> None:
        call = self.chance.choice(self.calls[person.id])
        with suppress(Refusal):
            await seen_by_manager.switch_call(self.turn(person, f"{call.id}:{CLOSE}"))
            self.allowed.pop((person.id, call.id), None)
            self.kept.add((person.id, call.id))

    async def seen(self) -> dict[tuple[int, int], int]:
        """Who sees which call of whom, as the page of a team shows it."""
        found: dict[tuple[int, int], int] = {}
        for manager in self.people:
            reports = await teams.reports(self.session, manager)
            until = NOW + timedelta(days=7)
            for opened in await team_day.opened_calls(self.session, TENANT, reports, NOW, until):
                found |= {(one.id, opened.call.id): manager.id for one in opened.people}
        return found


async def company(session: AsyncSession, seed: int) -> Company:
    names = ("Lena", "Tomas", "Ines", "Amir")
    everybody = [await people.ensure(session, TENANT, who, who, "UTC") for who in names]
    calls: dict[int, list[Call]] = {}
    for number, person in enumerate(everybody):
        calls[person.id] = []
        for hours in (24, 48):
            name = f"Account {number} {hours}"
            account = await accounts.add(session, TENANT, name, NOW)
            call = planning.new_call(account, NOW + timedelta(hours=hours), None, "UTC", NOW)
            await planning.record(session, person, call)
            calls[person.id].append(call)
    await session.flush()
    chance = random.Random(seed)  # noqa: S311 - a test
    return Company(session, SHIPPED_PLAYBOOK, chance, everybody, calls)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_manager_sees_what_was_opened_to_that_manager(
    database: Database, seed: int
) -> None:
    async with database.write() as session:
        here = await company(session, seed)
        for _ in range(STEPS):
            known = await here.teams()
            changes = [here.moves, here.moves, here.takes_out, here.is_led, here.is_led]
            ways = [here.opens_all, here.opens_all, here.opens_one, here.opens_one]
            changes += [here.deletes] if here.chance.random() < 0.2 else []
            ways += [here.closes_all, here.closes_one]
            if not known or len(known) < 2:
                await here.makes()
            elif here.chance.random() < 0.5:
                await here.chance.choice(changes)(here.chance.choice(known))
            else:
                await here.chance.choice(ways)(here.chance.choice(here.people))
            await session.flush()
            assert await here.seen() == here.allowed
        await plan_changes.discard(session)
