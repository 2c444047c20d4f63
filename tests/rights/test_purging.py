"""Purging tenants."""

import asyncio
import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage.database.connection import Database
from storage.rights import purge
from storage.rights.holdings import NO_TENANT
from storage.tables import (
    Outbox,
    Person,
)
from storage.workspace import workspaces
from tests import sqlite
from tests.command import run
from tests.rights.everybody import DAY, NOW, ONE, OTHER, fill, rows


async def test_a_tenant_is_purged_and_the_other_is_whole(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "STEP", 3)
    monkeypatch.setattr(purge, "PAUSE", 0)
    before = await rows(database)
    async with database.write() as session:
        for number in range(10):
            session.add(_open_row(number))
    await purge.purge_tenant(database, ONE, NOW)
    after = await rows(database)
    for name, found in after.items():
        if name in NO_TENANT:
            continue
        left = [row for row in found if row["tenant"] == ONE]
        assert len(left) == (name in ("audit", "workspace")), name
        assert [row for row in found if row["tenant"] == OTHER] == [
            row for row in before[name] if row["tenant"] == OTHER
        ]
    assert "lodie" not in json.dumps(
        [row for each in after.values() for row in each if row.get("tenant") == ONE], default=str
    )


async def test_a_tenant_is_purged_during_a_burst(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "STEP", 3)
    monkeypatch.setattr(purge, "PAUSE", 0)
    added = 0

    async def burst() -> None:
        nonlocal added
        with suppress(IntegrityError):  # until the person is gone
            for added in range(1_000):
                async with database.write() as session:
                    session.add(_open_row(added))
                await asyncio.sleep(0)

    await asyncio.gather(burst(), purge.purge_tenant(database, ONE, NOW))
    assert added > 1
    after = await rows(database)
    left = {name for name, found in after.items() for row in found if row.get("tenant") == ONE}
    assert left == {"audit", "workspace"}


async def test_a_tenant_that_is_gone_is_purged_after_the_grace_period(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE", 0)
    before = await rows(database)
    async with database.write() as session:
        gone = await workspaces.find(session, ONE)
        assert gone
        workspaces.leave(gone, "revoked", NOW)
    assert await purge.purge_due(database, NOW, NOW + DAY) == 0
    assert await purge.purge_due(database, None, NOW + DAY) == 0
    async with database.write() as session:  # they came back in time: nothing is lost
        await workspaces.save(session, ONE, NOW + DAY)
    assert await purge.purge_due(database, NOW + DAY, NOW + 2 * DAY) == 0
    after = await rows(database)
    assert {**after, "workspace": ()} == {**before, "workspace": ()}
    async with database.write() as session:
        gone = await workspaces.find(session, ONE)
        assert gone
        workspaces.leave(gone, "revoked", NOW + 2 * DAY)
    assert await purge.purge_due(database, NOW + 3 * DAY, NOW + 33 * DAY) == 1
    assert await purge.purge_due(database, NOW + 3 * DAY, NOW + 33 * DAY) == 0
    after = await rows(database)
    here = {
        name: [row for row in found if row.get("tenant") == ONE] for name, found in after.items()
    }
    assert {name for name, found in here.items() if found} == {"audit", "workspace"}
    assert [row["act"] for row in here["audit"]] == ["purged"]
    (left,) = here["workspace"]
    assert (left["gone_why"], left["purged_at"]) == ("revoked", NOW + 33 * DAY)
    async with database.write() as session:  # a request was under way
        session.add(Person(tenant=ONE, external="ULATE", name="Lodie", zone="UTC"))
    for served, number in ((ONE, 0), ("slack", 0), (OTHER, 1), (OTHER, 0)):
        assert await purge.purge_due(database, None, NOW + 34 * DAY, [served]) == number
    after = await rows(database)
    assert not [row for row in after["person"] if row["tenant"] == ONE]
    assert [row for row in after["person"] if row["tenant"] == OTHER]
    async with database.write() as session:  # they come back afterwards, and begin from nothing
        assert (await workspaces.save(session, ONE, NOW + 40 * DAY)).purged_at is None


async def test_nobody_comes_back_in_the_middle_of_a_purge_and_one_that_stopped_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE", 0)
    delete, calls = purge._delete_all, 0

    async def until_it_is_killed(*arguments: Any) -> tuple[int, bool]:  # noqa: ANN401
        nonlocal calls
        calls += 1
        if calls == 9:
            raise KeyboardInterrupt
        return await delete(*arguments)

    monkeypatch.setattr(purge, "_delete_all", until_it_is_killed)
    with pytest.raises(KeyboardInterrupt):
        await purge.purge_tenant(database, ONE, NOW)
    with pytest.raises(workspaces.BeingPurged):
        async with database.write() as session:
            await workspaces.save(session, ONE, NOW)
    # another process does not take part, unless nothing is heard of this one for long
    assert await purge.purge_due(database, None, NOW) == 0
    assert await purge.purge_due(database, None, NOW + purge.HOLD) == 1
    found = await rows(database)
    assert not [row for row in found["person"] if row["tenant"] == ONE]
    assert [row["gone_why"] for row in found["workspace"] if row["tenant"] == ONE] == ["purged"]
    async with database.write() as session:
        await workspaces.save(session, ONE, NOW)


async def test_an_interrupted_purge_goes_on_with_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else goes on with the workspace of SLACK_BOT_TOKEN while no process runs."""
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    monkeypatch.setattr(purge, "PAUSE", 0)
    delete, left = purge._delete_all, [1, len(purge._tables())]

    async def until_it_is_killed(*arguments: Any) -> tuple[int, bool]:  # noqa: ANN401
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return await delete(*arguments)

    for after in (9, len(purge._tables()) + 1):  # the second time, only the end was missing
        left[0] = after
        monkeypatch.setattr(purge, "_delete_all", until_it_is_killed)
        with pytest.raises(KeyboardInterrupt):
            await purge.purge_tenant(database, ONE, NOW)
        monkeypatch.setattr(purge, "_delete_all", delete)
        status, said, complaint = run(tmp_path, "tenant", "purge", ONE)
        assert (status, said[:46]) == (1, "This purge was begun and is not finished. Dele")
        assert complaint.endswith(f'To go ahead, add --confirm "{ONE}".\n')
    assert run(tmp_path, "tenant", "purge", ONE, "--confirm", ONE)[0] == 0
    found = await rows(database)
    assert [row["gone_why"] for row in found["workspace"] if row["tenant"] == ONE] == ["purged"]
    assert [row["act"] for row in found["audit"] if row["tenant"] == ONE] == ["purged"]
    said = run(tmp_path, "tenant", "purge", ONE)[1]
    assert said == f"{ONE} was already purged. Only the fact of the purge stays on file.\n"
    await database.close()


async def test_a_workspace_that_only_installed_attune_is_purged(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    async with database.write() as session:
        await workspaces.save(session, ONE, NOW)
    status, said, _ = run(tmp_path, "tenant", "purge", ONE)
    assert (status, said[:27]) == (1, f"Deletes all data of {ONE}"[:27])
    assert run(tmp_path, "tenant", "purge", ONE, "--confirm", ONE)[0] == 0
    assert [row["gone_why"] for row in (await rows(database))["workspace"]] == ["purged"]
    said = run(tmp_path, "tenant", "purge", ONE)[1]
    assert said == f"{ONE} was already purged. Only the fact of the purge stays on file.\n"
    await database.close()


def test_a_purge_holds_nobody_up_for_long() -> None:
    """However many rows a step finds, it becomes shorter if it takes longer."""
    pace = purge._Pace()
    for _ in range(20):
        pace.adapt(purge.STEP_SECONDS / 10)
    assert pace.rows == purge.STEP
    for _ in range(20):
        pace.adapt(purge.STEP_SECONDS * 2)
    assert pace.rows == 1


def _open_row(number: int, tenant: str = ONE) -> Outbox:
    return Outbox(
        tenant=tenant,
        key=f"more {number}",
        kind="listen",
        person_id=2,
        day=NOW.date(),
        due_at=NOW,
        useful_until=NOW + timedelta(hours=1),
        next_at=NOW,
    )
