"""A person works with the team's playbook, or the tenant's, or the operator's."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import Playbook, load
from storage.database.connection import Database
from storage.tables import Channel, Person, UploadedPlaybook
from storage.team import teams
from storage.workspace import people, playbooks
from tests import sqlite

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
T, OTHER = "test:t", "test:other"
BOOK = load()


def questions(name: str) -> dict[str, str]:
    """The files of a playbook whose only research question has this name as id."""
    entry = f"- {{id: {name}, group: situation, ask: Why?, where: Their mail., why: It tells.}}\n"
    return {"questions.yaml": entry}


def ids(found: list[Playbook]) -> list[str]:
    return [each.questions[0].id for each in found]


SHIPPED = BOOK.questions[0].id


class Desk:
    """Adds people to two tenants. Uploads and chooses playbooks in one of the tenants, `T`."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.books = Playbooks(BOOK)

    async def person(self, name: str, tenant: str = T) -> Person:
        return await people.ensure(self.session, tenant, name, name, "Europe/Berlin")

    async def uploads(self, name: str, files: dict[str, str] | None = None) -> int:
        row = UploadedPlaybook(tenant=T, name=name, files=files or questions(name), uploaded_at=NOW)
        await playbooks.add(self.session, row)
        return row.id

    async def chooses(self, id_: int | None, by: Person, team: str = "") -> None:
        found = [one for one in await teams.of_tenant(self.session, T) if one.name == team]
        of = found[0] if found else None
        await playbooks.choose(self.session, T, id_, NOW, by=by.id, team=of)


@pytest.fixture
async def database(tmp_path: Path) -> Database:
    file = tmp_path / "a.sqlite3"
    await sqlite.migrated(file)
    return Database(f"sqlite:///{file}")


async def test_a_teams_playbook_comes_before_the_tenants_and_the_tenants_before_the_operators(
    database: Database,
) -> None:
    async with database.write() as session:
        desk = Desk(session)
        lena, tomas = await desk.person("lena"), await desk.person("tomas")
        stranger = await desk.person("lena", OTHER)
        channel = Channel(
            tenant=T, external="C1", name="#sales", zone="Europe/Berlin", subscribed_by=lena.id
        )
        everybody: list[Person | Channel] = [lena, tomas, stranger, channel]
        team = await teams.create(session, T, "DACH", NOW)
        assert team is not None
        await teams.put_in(session, lena, team, NOW)
        ours, dach = await desk.uploads("ours"), await desk.uploads("dach")
        assert ids(await desk.books.of_all(session, everybody)) == [SHIPPED] * 4
        await desk.chooses(dach, tomas, "DACH")
        await desk.books.refresh(session)
        assert ids(await desk.books.of_all(session, everybody)) == ["dach", *[SHIPPED] * 3]
        await desk.chooses(ours, tomas)
        await desk.books.refresh(session)
        assert ids(await desk.books.of_all(session, everybody)) == [
            *("dach", "ours", SHIPPED, "ours")
        ]
        await teams.take_out(session, lena)
        assert ids([await desk.books.of(session, lena)]) == ["ours"]
        await desk.chooses(None, tomas)
        await desk.books.refresh(session)
        assert ids(await desk.books.of_all(session, everybody)) == [SHIPPED] * 4


async def test_a_broken_team_playbook_falls_back_to_the_tenants_or_else_the_operators(
    database: Database,
) -> None:
    async with database.write() as session:
        desk = Desk(session)
        lena = await desk.person("lena")
        team = await teams.create(session, T, "DACH", NOW)
        assert team is not None
        await teams.put_in(session, lena, team, NOW)
        broken = await desk.uploads("broken", {"questions.yaml": "- {id: no-more-than-this}"})
        await desk.chooses(broken, lena, "DACH")
        await desk.books.refresh(session)
        assert ids([await desk.books.of(session, lena)]) == [SHIPPED]
        assert await desk.books.unusable(session, T, [broken]) == {broken}
        await desk.chooses(await desk.uploads("ours"), lena)
        await desk.books.refresh(session)
        assert ids([await desk.books.of(session, lena)]) == ["ours"]


async def test_a_choice_takes_effect_only_after_the_commit(database: Database) -> None:
    async with database.write() as session:
        desk = Desk(session)
        lena = await desk.person("lena")
        ours = await desk.uploads("ours")

    async def fails() -> None:
        async with database.write() as session:
            await playbooks.choose(session, T, ours, NOW, by=lena.id)
            await desk.books.changed(session, T)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with database.write() as session:
        assert ids([await desk.books.of(session, lena)]) == [SHIPPED]
        await playbooks.choose(session, T, ours, NOW, by=lena.id)
        await desk.books.changed(session, T)
        assert ids([await desk.books.of(session, lena)]) == [SHIPPED]
    async with database.write() as session:
        assert ids([await desk.books.of(session, lena)]) == ["ours"]
        await playbooks.choose(session, T, None, NOW, by=lena.id)
        await desk.books.changed(session, T)
    async with database.read() as session:
        assert ids([await desk.books.of(session, lena)]) == [SHIPPED]


async def test_no_query_is_needed_while_no_team_has_its_own_playbook(database: Database) -> None:
    async with database.write() as session:
        desk = Desk(session)
        lena = await desk.person("lena")
        ours = await desk.uploads("ours")
        statements: list[str] = []
        engine = database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append(str(args[2])))
        await desk.books.of_all(session, [lena, lena])
        assert statements == []
        await desk.chooses(ours, lena)
        await desk.books.refresh(session)
        await desk.books.of(session, lena)
        statements.clear()
        await desk.books.of(session, lena)
        assert statements == []


async def test_the_oldest_uploads_that_nobody_uses_are_deleted(database: Database) -> None:
    async with database.write() as session:
        desk = Desk(session)
        lena = await desk.person("lena")
        first = await desk.uploads("first")
        await desk.chooses(first, lena)
        for number in range(playbooks.NEWEST_KEPT + 3):
            await desk.uploads(f"number-{number}")
        names = [row.name for row in await playbooks.of_tenant(session, T)]
        assert (len(names), names[0], names[-1]) == (
            playbooks.NEWEST_KEPT + 1,
            "number-22",
            "first",
        )
