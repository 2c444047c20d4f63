"""People on file and where to reach them, and how changes affect their waiting nudges."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from handlers import planning
from handlers.nudges.schedule import replan_changed
from storage.customers import accounts
from storage.tables import Call, Outbox
from storage.workspace import people
from tests.teams.conftest import NOW, World
from tests.teams.driver import TeamsUser
from tests.teams.fake import TENANT


async def waiting(world: World) -> dict[str, str]:
    """The waiting nudges: their kinds and times (UTC)."""
    async with world.database.read() as session:
        wanted = select(Outbox).where(col(Outbox.state) == "open").order_by(col(Outbox.due_at))
        return {row.kind: f"{row.due_at:%d %H:%M}" for row in (await session.exec(wanted)).all()}


async def with_a_call(world: World, ana: TeamsUser) -> dict[str, str]:
    """Ana wrote to us and has a call in two days; returns her waiting nudges."""
    await ana.types("home")
    tenant = f"teams:{TENANT}"
    async with world.database.write() as session:
        person = await people.find(session, tenant, "ana")
        assert person is not None
        account = await accounts.add(session, tenant, "Northwind", NOW)
        starts_at = NOW + timedelta(days=2)
        call = Call(
            tenant=tenant,
            account_id=account.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
            planned_at=NOW,
            zone=person.zone,
        )
        await planning.record(session, person, call)
        await replan_changed(session, NOW)
    return await waiting(world)


async def test_nothing_waits_for_who_removed_us_and_all_does_once_they_are_back(
    world: World, ana: TeamsUser
) -> None:
    before = await with_a_call(world, ana)
    assert {"research", "listen", "reflect"} <= before.keys()
    await ana.removes()
    assert await waiting(world) == {}
    await ana.installs()
    assert await waiting(world) == before


async def test_another_zone_moves_what_waits(world: World, ana: TeamsUser) -> None:
    before = await with_a_call(world, ana)
    world.fake.people["ana"].zone = "Asia/Tokyo"
    await ana.types("home")
    after = await waiting(world)
    assert after["listen"] == before["listen"]
    assert after["research"] != before["research"]


async def test_an_address_is_written_once(
    world: World, ana: TeamsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana.types("home")
    written, write = 0, world.database.write

    def counted(tenant: str) -> object:
        nonlocal written
        written += 1
        return write(tenant)

    monkeypatch.setattr(world.database, "write", counted)
    await ana.types("home")
    assert written == 1
    world.fake.people["ana"].id = "ana-2"
    await ana.types("home")
    assert written == 3


async def test_another_address_is_kept(world: World, ana: TeamsUser) -> None:
    await ana.types("home")
    await ana.send(ana.message("home") | {"recipient": {"id": "28:another"}})
    (person,) = await world.people()
    assert "28:another" in str(person.address)
