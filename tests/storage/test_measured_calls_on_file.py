"""Figures of transcripts are one person's: found, replaced and forgotten for nobody else."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import planning
from storage.customers import accounts
from storage.database.connection import Database
from storage.sales_calls import calls_by_time
from storage.sources import measured_calls, speaker_names
from storage.tables import Call, MeasuredCall, Person
from storage.workspace import people
from tests import sqlite
from tests.postgres import migrated

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        made = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'a.sqlite3')}")
        yield made
        await made.close()
        return
    async with migrated() as url:
        made = Database(url)
        yield made
        await made.close()


async def seated(session: AsyncSession, *, tenant: str = "slack:T1") -> tuple[Call, list[Person]]:
    """A call in which Lena and Tomas take part."""
    lena, tomas = [
        await people.ensure(session, tenant, who, who, "Europe/Berlin") for who in ("Lena", "Tomas")
    ]
    account = await accounts.add(session, tenant, "Northwind", NOW)
    call = planning.new_call(account, NOW, None, "UTC", NOW)
    await planning.record(session, lena, call)
    await planning.take_seat(session, tomas, call)
    return call, [lena, tomas]


def figures(call: Call, person: Person, digest: str = "d", **more: Any) -> MeasuredCall:  # noqa: ANN401
    return MeasuredCall(
        tenant=call.tenant,
        person_id=person.id,
        call_id=call.id,
        account_id=call.account_id,
        called_at=call.starts_at,
        measured_at=NOW,
        tool="zoom",
        digest=digest,
        key="k",
        labels={"Tomas Keller": "me", "Ann": "theirs"},
        figures={"words": 3, **more},
    )


async def test_each_has_their_own_figures_of_one_call(database: Database) -> None:
    async with database.write() as session:
        call, (lena, tomas) = await seated(session)
        for person in (lena, tomas):
            await measured_calls.store(session, figures(call, person))
        second = await measured_calls.store(session, figures(call, lena, "another file", words=9))
        own = await measured_calls.latest(session, lena, 10)
        assert [(row.digest, row.figures["words"]) for row in own] == [("another file", 9)]
        assert list(own[0].labels) == ["Tomas Keller", "Ann"]
        theirs = await measured_calls.of_call(session, tomas, call.id)
        assert theirs
        assert theirs.digest == "d"
        assert await measured_calls.by_id(session, tomas, second.id) is None
        assert await measured_calls.of_file(session, tomas, "another file") is None


async def test_another_workspace_sees_nothing(database: Database) -> None:
    async with database.write() as session:
        call, (lena, _) = await seated(session)
        row = await measured_calls.store(session, figures(call, lena))
        _, (other, _) = await seated(session, tenant="slack:T2")
        forged = Person(id=lena.id, tenant="slack:T2", external="x", name="x", zone="UTC")
        for person in (other, forged):
            assert await measured_calls.by_id(session, person, row.id) is None
            assert not await measured_calls.latest(session, person, 10)
            assert await measured_calls.of_call(session, person, call.id) is None


async def test_names_of_speakers_go_with_the_last_figures(database: Database) -> None:
    async with database.write() as session:
        call, (lena, tomas) = await seated(session)
        for person in (lena, tomas):
            await measured_calls.store(session, figures(call, person))
            await speaker_names.remember(session, person, {"lb": True, "l": False}, NOW)
        assert await speaker_names.of_person(session, lena) == {"lb": True, "l": False}
        row = await measured_calls.of_call(session, lena, call.id)
        assert row
        await measured_calls.forget(session, lena, row)
        assert await speaker_names.of_person(session, lena) == {}
        assert await speaker_names.of_person(session, tomas) == {"lb": True, "l": False}


async def test_a_call_that_nobody_came_to_is_known_by_its_start_to_who_was_in_it(
    database: Database,
) -> None:
    async with database.write() as session:
        call, (lena, tomas) = await seated(session)
        assert await calls_by_time.missed_starts(session, lena, NOW, NOW) == set()
        await planning.mark_missed(session, lena, call, NOW)
        stranger = await people.ensure(session, "slack:T1", "Mira", "Mira", "Europe/Berlin")
        found = [
            await calls_by_time.missed_starts(session, who, NOW, NOW)
            for who in (lena, tomas, stranger)
        ]
    assert found == [{NOW}, {NOW}, set()]


async def test_the_guess_about_a_call_stays_if_another_file_is_measured_for_it(
    database: Database,
) -> None:
    async with database.write() as session:
        call, (lena, _) = await seated(session)
        account = await accounts.by_id(session, call.tenant, call.account_id)
        assert account
        later = planning.new_call(account, NOW, None, "UTC", NOW)
        await planning.record(session, lena, later)
        first = await measured_calls.store(session, figures(call, lena, "a file"))
        first.guess = "mostly_me"
        second = await measured_calls.store(session, figures(later, lena, "another file"))
        second.guess = "more_them"
        stored = await measured_calls.store(session, figures(later, lena, "a file"))
        assert (stored.id, stored.call_id, stored.guess) == (first.id, later.id, "more_them")
        assert await measured_calls.of_file(session, lena, "another file") is None
        stored = await measured_calls.store(session, figures(call, lena, "a file"))
        assert stored.guess is None
