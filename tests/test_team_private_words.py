"""Whatever the order of sharing and of changes, a manager reads only words that are shared.

Reps share reflections and stop sharing them, while people move, managers change and teams go. After
each step, everything that each person can open about a team is searched for words that are not
theirs to read.
"""

import random
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import planning
from handlers.features.admin import membership
from handlers.features.marketing import theme_names
from handlers.features.team import page, reflections
from handlers.knowledge import team_day
from handlers.playbook.loader import Playbook
from handlers.registry import Feature, Refusal, Turn
from handlers.views.team import team_morning
from storage import plan_changes
from storage.customers import accounts
from storage.database.connection import Database
from storage.sales_calls import call_seats, own_notes
from storage.tables import Ask, Guess, Person, Reflection, Team
from storage.team import teams
from storage.workspace import people
from tests import sqlite
from tests.shipped import SHIPPED_PLAYBOOK

NOW = datetime(2026, 11, 24, 7, 45, tzinfo=UTC)
TENANT = "slack:T1"
STEPS = 60
SEEDS = range(5)
# In what nobody but the rep, or nobody but marketing, may read.
PRIVATE = ("my goal", "my guess", "my own note", "my own line", "sent without names")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'a.sqlite3')}")
    yield made
    await made.close()


@dataclass
class Company:
    """Four people, each with a call yesterday at another account, and a reflection on it."""

    session: AsyncSession
    playbook: Playbook
    chance: random.Random
    people: list[Person]
    written: list[Reflection]

    def turn(self, person: Person, text: str) -> Turn:
        return Turn(self.session, person, NOW, self.playbook, text, {})

    async def change(self) -> None:
        """Change one thing at random."""
        written, person = self.chance.choice(self.written), self.chance.choice(self.people)
        found = list(await teams.of_tenant(self.session, TENANT))
        team = self.chance.choice(found) if found else None
        match self.chance.randrange(7):
            case 0 | 1:
                written.shared = not written.shared
            case 2:
                await teams.create(self.session, TENANT, f"Team {len(found)}", NOW)
            case 3 if team:
                await membership.put_in(self.session, team, [person], NOW)
            case 4 if team:
                await membership.set_manager(self.session, team, person, NOW)
            case 5 if team and self.chance.random() < 0.3:
                await membership.delete(self.session, team, NOW)
            case 6 if team:
                inside = await teams.members(self.session, TENANT, [team.id])
                await membership.take_out(self.session, team, list(inside)[:1], NOW)
        await self.session.flush()

    async def opens(self, person: Person) -> tuple[str, set[int]]:
        """All that a person can open about all teams, and the reflections that they can read."""
        said: list[str] = []
        readable: set[int] = set()
        values = [str(one.id) for one in await teams.of_tenant(self.session, TENANT)]
        views: tuple[Feature, ...] = (
            page.page,
            page.promises,
            theme_names.of_team,
            reflections.show_list,
        )
        for feature, value in product(views, (*values, "", "0")):
            said.append(await self.answer(feature, self.turn(person, value)))
        for written in self.written:
            with suppress(Refusal):
                said.append(str(await reflections.read(self.turn(person, str(written.id)))))
                readable.add(written.id)
        found = await teams.reports(self.session, person)
        morning = await team_day.morning(self.session, person, found, NOW)
        return "\n".join([*said, str(team_morning.card(morning))]), readable

    async def answer(self, feature: Feature, turn: Turn) -> str:
        with suppress(Refusal):
            return str(await feature(turn))
        return ""


async def company(session: AsyncSession, seed: int) -> Company:
    everybody = [await people.ensure(session, TENANT, one, one, "UTC") for one in "ABCD"]
    written = []
    for number, person in enumerate(everybody):
        account = await accounts.add(session, TENANT, f"Account {number}", NOW)
        call = planning.new_call(account, NOW - timedelta(hours=20), None, "UTC", NOW)
        await planning.record(session, person, call)
        await session.flush()
        seat = await call_seats.seat(session, TENANT, call.id, person.id)
        assert seat is not None
        seat.goal = "my goal"
        guess = Guess(
            tenant=TENANT, call_id=call.id, person_id=person.id, position=1, text="my guess"
        )
        session.add(guess)
        await own_notes.add(session, person, account.id, "my own note", NOW)
        written.append(
            Reflection(
                tenant=TENANT,
                call_id=call.id,
                account_id=account.id,
                author_id=person.id,
                called_at=call.starts_at,
                written_at=NOW - timedelta(hours=19),
                goal_reached="no",
                heard=f"heard-{number} the route planner",
                surprise=f"surprise-{number} the route planner",
                next_step=f"step-{number}",
                for_marketing="my own line",
            )
        )
        session.add(
            Ask(
                tenant=TENANT,
                author_id=person.id,
                account_id=account.id,
                line="sent without names",
                asked_at=NOW,
                due_at=NOW,
            )
        )
    session.add_all(written)
    await session.flush()
    chance = random.Random(seed)  # noqa: S311 - a test
    return Company(session, SHIPPED_PLAYBOOK, chance, everybody, written)


@pytest.mark.parametrize("seed", SEEDS)
async def test_only_shared_words_are_read(database: Database, seed: int) -> None:
    ever: set[int] = set()
    async with database.write() as session:
        known = await company(session, seed)
        for _ in range(STEPS):
            await known.change()
            for person in known.people:
                said, readable = await known.opens(person)
                assert readable == await _allowed(known, person)
                ever |= readable
                for number, written in enumerate(known.written):
                    words = [f"{part}-{number}" for part in ("heard", "surprise", "step")]
                    assert written.id in readable or not any(one in said for one in words)
                assert not any(words in said for words in PRIVATE)
        await plan_changes.discard(session)
    assert ever, "nothing was ever shared with a manager"


async def _allowed(known: Company, manager: Person) -> set[int]:
    """The ids of the shared reflections of people in a team that this person leads now."""
    allowed = set()
    for written in known.written:
        author = next(one for one in known.people if one.id == written.author_id)
        team: Team | None = await teams.of_person(known.session, author)
        if team and team.manager_id == manager.id != author.id and written.shared:
            allowed.add(written.id)
    return allowed
