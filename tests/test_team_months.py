"""Figures of a team tell nothing about one person, whatever the order of changes.

People move between teams, leave and come back, share and take back. Managers change, teams are made
and deleted, and the chore runs at any time.
"""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge import team_months
from handlers.knowledge.team_months import FIGURE_NAMES, MIN_CASES, MIN_PEOPLE, OVER, UNDER
from storage import plan_changes
from storage.customers import accounts
from storage.database.connection import Database
from storage.tables import Call, Person, Reflection, Seat, Team, TeamMonth
from storage.team import teams
from storage.team.team_months import PersonMonth
from storage.workspace import people, policies
from tests import sqlite

TENANT = "slack:T1"
SEEDS = range(6)
MONTHS = [datetime(2026, month, 1, tzinfo=UTC) for month in range(6, 12)]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@st.composite
def person_months(draw: st.DrawFn) -> PersonMonth:
    calls = draw(st.integers(1, 12))
    reflected = draw(st.integers(0, calls))
    theirs = draw(st.integers(0, reflected))
    ours = draw(st.integers(0, reflected - theirs))
    return PersonMonth(
        calls=calls,
        prepared=draw(st.sampled_from([0, calls, calls // 2])),
        reflected=reflected,
        surprised=draw(st.sampled_from([0, reflected, reflected // 2])),
        theirs=theirs,
        ours=ours,
        together=draw(st.integers(0, reflected - theirs - ours)),
    )


def cases_of(name: str, one: PersonMonth) -> int:
    if name in ("prepared", "reflected"):
        return one.calls
    return one.reflected if name == "surprised" else one.theirs + one.ours + one.together


@given(st.lists(person_months(), max_size=9))
def test_every_figure_leaves_open_what_each_person_did(months: list[PersonMonth]) -> None:
    """Even to somebody who knows how many calls everybody had."""
    for name, shown in team_months.figures(months).items():
        each = [cases for one in months if (cases := cases_of(name, one))]
        total = sum(each)
        assert len(each) >= MIN_PEOPLE
        assert total >= MIN_CASES
        totals = [hits for hits in range(total + 1) if team_months.rounded(hits, total) == shown]
        assert sum(getattr(one, name) for one in months) in totals
        for cases in each:
            assert 2 * cases <= total
            possible = [
                own
                for own in range(cases + 1)
                if any(0 <= hits - own <= total - cases for hits in totals)
            ]
            assert len(possible) >= 2


def test_shares_are_rounded_and_the_ends_say_only_that() -> None:
    shown = {hits: team_months.rounded(hits, 100) for hits in range(101)}
    assert {shown[hits] for hits in range(10)} == {UNDER}
    assert {shown[hits] for hits in range(91, 101)} == {OVER}
    assert (shown[10], shown[12], shown[13], shown[87], shown[88], shown[90]) == (
        *(10, 10, 15, 85, 90, 90),
    )


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'a.sqlite3')}")
    yield made
    await made.close()


@dataclass
class Company:
    """People and teams that change at random, and who was where, as the test has noted it."""

    session: AsyncSession
    chance: random.Random
    people: list[Person]
    account_id: int
    now: datetime = MONTHS[0] - 10 * DAY
    joined: dict[int, tuple[int, datetime]] = field(default_factory=dict)
    published: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)
    counted: set[tuple[int, str]] = field(default_factory=set)  # people in a published month
    off: bool = False

    async def teams(self) -> list[Team]:
        return list(await teams.of_tenant(self.session, TENANT))

    async def moves(self) -> None:
        person, found = self.chance.choice(self.people), await self.teams()
        team = self.chance.choice(found)
        if await teams.put_in(self.session, person, team, self.now):
            self.joined[person.id] = (team.id, self.now)

    async def takes_out(self) -> None:
        person = self.chance.choice(self.people)
        await teams.take_out(self.session, person)
        self.joined.pop(person.id, None)

    async def is_led(self) -> None:
        team = self.chance.choice(await self.teams())
        team.manager_id = self.chance.choice([*[one.id for one in self.people], None])

    async def replaces(self) -> None:
        """Delete a team, and make one with the same name and people."""
        team = self.chance.choice(await self.teams())
        members = await teams.members(self.session, TENANT, [team.id])
        name, id_ = team.name, team.id
        await teams.remove(self.session, team)
        self.published = {key: each for key, each in self.published.items() if key[0] != id_}
        made = await teams.create(self.session, TENANT, name, self.now)
        assert made is not None
        for person in members:
            await teams.put_in(self.session, person, made, self.now)
            self.joined[person.id] = (made.id, self.now)

    async def takes_back(self) -> None:
        """Share reflections, stop sharing them, and delete them, with and without surprises."""
        for written in (await self.session.exec(select(Reflection))).all():
            if self.chance.random() < 0.1:
                await self.session.delete(written)
            else:
                written.shared = self.chance.random() < 0.5

    async def switches(self) -> None:
        self.off = not self.off
        await policies.change(
            self.session, TENANT, self.now, by=self.people[0].id, figures_off=self.off
        )

    async def calls(self, since: datetime) -> None:
        """Everybody has calls in a month, and prepares and reflects on some."""
        for person in self.people:
            for _ in range(self.chance.randrange(9)):
                at = since + self.chance.random() * 27 * DAY
                await self._call(person, at)
        await self.session.flush()

    async def _call(self, person: Person, at: datetime) -> None:
        call = Call(
            tenant=TENANT,
            account_id=self.account_id,
            starts_at=at,
            ends_at=at + HOUR,
            planned_at=at - DAY,
            zone="UTC",
        )
        self.session.add(call)
        await self.session.flush()
        seat = Seat(
            call_id=call.id,
            person_id=person.id,
            tenant=TENANT,
            account_id=self.account_id,
            starts_at=at,
            briefed_at=at - HOUR if self.chance.random() < 0.7 else None,
        )
        self.session.add(seat)
        if self.chance.random() < 0.8:
            written = Reflection(
                tenant=TENANT,
                call_id=call.id,
                account_id=self.account_id,
                author_id=person.id,
                called_at=at,
                written_at=at + HOUR,
                goal_reached="yes",
                surprise=self.chance.choice(["", " ", "It was the drivers"]),
                next_step_by=self.chance.choice(["ours", "theirs", "together", None]),
            )
            self.session.add(written)

    async def counts(self) -> None:
        """Run the chore, and check what is new and that nothing else has changed."""
        since, until = team_months.month_before(self.now)
        led = {team.id: team.manager_id for team in await self.teams()}
        expected = {
            team: [
                person.id
                for person in self.people
                if self.joined.get(person.id, (0, until))[0] == team
                and self.joined[person.id][1] <= since
                and person.id != manager
            ]
            for team, manager in led.items()
        }
        for team in await self.teams():
            await team_months.count_month(self.session, team, self.now)
        await self.session.flush()
        rows = (await self.session.exec(select(TeamMonth))).all()
        found = {(row.team_id, row.month): dict(row.figures) for row in rows}
        assert {key: found[key] for key in self.published} == self.published
        for team_id, month in found.keys() - self.published.keys():
            assert month == team_months.name_of(since)
            assert until + team_months.WAIT <= self.now
            await self._check(found[team_id, month], expected[team_id], since, until)
        self.published = found

    async def _check(
        self, figures: dict[str, int], whole: list[int], since: datetime, until: datetime
    ) -> None:
        assert figures.keys() <= set(FIGURE_NAMES)
        if not figures:
            return
        assert not self.off
        seats = [
            seat
            for seat in (await self.session.exec(select(Seat))).all()
            if seat.person_id in whole and since <= seat.starts_at < until
        ]
        had_calls = {seat.person_id for seat in seats}
        assert len(had_calls) >= MIN_PEOPLE
        again = {(person, team_months.name_of(since)) for person in had_calls}
        assert not again & self.counted
        self.counted |= again
        prepared = sum(seat.briefed_at is not None for seat in seats)
        if "prepared" in figures:
            assert figures["prepared"] == team_months.rounded(prepared, len(seats))


async def company(session: AsyncSession, seed: int) -> Company:
    began = MONTHS[0] - 10 * DAY
    account = await accounts.add(session, TENANT, "Northwind", began)
    known = [
        await people.ensure(session, TENANT, f"U{number}", f"Person {number}", "UTC")
        for number in range(20)
    ]
    chance = random.Random(seed)  # noqa: S311 - a test
    made = Company(session, chance, known, account.id)
    for name in ("DACH", "Nordic"):
        assert await teams.create(session, TENANT, name, began) is not None
    found = await made.teams()
    for number, person in enumerate(known):
        team = found[number % 2]
        await teams.put_in(session, person, team, began)
        made.joined[person.id] = (team.id, began)
    return made


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_published_month_never_changes_and_counts_nobody_twice(
    database: Database, seed: int
) -> None:
    published = 0
    async with database.write() as session:
        office = await company(session, seed)
        moving = (office.moves, office.takes_out) if seed else ()
        usual = (*moving, office.is_led, office.takes_back, office.takes_back)
        rare = (office.replaces, office.switches) if seed else usual
        for month in MONTHS:
            await office.calls(month)
            end = (month + 32 * DAY).replace(day=1)
            for _ in range(6):
                office.now = max(office.now, month + office.chance.random() * (end - month))
                change = office.chance.choice(rare if office.chance.random() < 0.05 else usual)
                await change()
                await session.flush()
                await office.counts()
        office.now = MONTHS[-1] + 36 * DAY
        await office.counts()
        published = sum(bool(figures) for figures in office.published.values())
        await plan_changes.discard(session)
    assert published >= (2 if seed else 2 * len(MONTHS))
