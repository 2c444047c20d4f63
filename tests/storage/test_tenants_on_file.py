"""Installations, admins' choices and the audit log, on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from storage.database.connection import Database
from storage.marketing import feeds
from storage.meetings import calendars
from storage.rights.purge import purge_tenant
from storage.sealing import NoKey, Sealer, new_key
from storage.sources import transcript_consents
from storage.tables import (
    CalendarConnection,
    FeedSource,
    InstallState,
    Person,
    TranscriptConsent,
)
from storage.upkeep import serving
from storage.workspace import audit, install_states, policies, workspaces
from storage.workspace.workspaces import WorkspaceTokens
from tests.databases import ENGINES, database_on

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ONE, OTHER = "slack:T1", "slack:T2"


@pytest.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with database_on(request.param, tmp_path, Sealer([new_key()])) as made:
        yield made


async def test_nothing_is_read_for_a_workspace_that_is_gone(database: Database) -> None:
    async with database.write() as session:
        for tenant in (ONE, OTHER):
            person = Person(tenant=tenant, external="U1", name="Lena", zone="UTC")
            session.add(person)
            await session.flush()
            whose: dict[str, Any] = {"tenant": tenant, "next_at": NOW}
            since = whose | {"person_id": person.id, "given_at": NOW, "kind": "google"}
            session.add(FeedSource(**whose, url="https://example.com", added_by=person.id))
            session.add(TranscriptConsent(**since))
            calendar = since | {
                "kind": "ics",
                "label": "x.example",
                "secret": "",
                "connected_at": NOW,
            }
            session.add(CalendarConnection(**calendar))
        workspaces.leave(await workspaces.save(session, ONE, NOW), "uninstalled", NOW)
    for claim in (feeds.claim, transcript_consents.claim, calendars.claim):
        async with database.write() as session:
            claimed = await claim(session, ["slack"], NOW, 9)
            assert [each.tenant for each in claimed] == [OTHER]


async def test_a_workspace_goes_and_comes_back(database: Database) -> None:
    tokens = WorkspaceTokens("xoxb-1", "xoxe-1", NOW + timedelta(hours=12))
    async with database.write() as session:
        for tenant in (OTHER, ONE):
            workspaces.store_tokens(session, await workspaces.save(session, tenant, NOW), tokens)
    async with database.write() as session:
        one, other = await workspaces.installed(session, "slack")
        assert (one.tenant, other.tenant) == (ONE, OTHER)
        assert workspaces.tokens_of(session, one) == tokens
        assert "xox" not in repr(tokens) + str(one)
        other.token = one.token  # copied into another tenant's row
        with pytest.raises(NoKey):
            workspaces.tokens_of(session, other)
        workspaces.leave(one, "uninstalled", NOW)
        workspaces.leave(one, "revoked", NOW + timedelta(days=1))
    async with database.write() as session:
        assert [each.tenant for each in await workspaces.installed(session, "slack")] == [OTHER]
        assert not await workspaces.gone_before(session, NOW)
        (gone,) = await workspaces.gone_before(session, NOW + timedelta(days=1))
        assert (gone.gone_why, gone.gone_at) == ("uninstalled", NOW)
        assert workspaces.tokens_of(session, gone) is None
        back = await workspaces.save(session, ONE, NOW + timedelta(days=2))
        assert (back.gone_at, back.gone_why) == (None, None)
        assert len(await workspaces.installed(session, "slack")) == 2


async def test_a_tenant_is_gone_when_nobody_has_served_it_for_two_days(database: Database) -> None:
    """Processes with different lists share a database: one list alone decides nothing."""
    hour = timedelta(hours=1)

    async def look(served: str, not_served: str, now: datetime) -> tuple[list[str], list[str]]:
        async with database.write() as session:
            return (
                await serving.note_served(session, [served], now),
                await serving.note_not_served(session, [not_served], now),
            )

    assert await look(ONE, OTHER, NOW) == ([], [])  # OTHER has no process, or not yet
    assert await look(OTHER, ONE, NOW + hour) == ([], [])
    assert await look(ONE, OTHER, NOW + serving.PATIENCE) == ([], [])
    assert await look(ONE, OTHER, NOW + serving.PATIENCE + hour) == ([], [OTHER])
    assert await look(ONE, OTHER, NOW + serving.PATIENCE + 2 * hour) == ([], [])
    async with database.read() as session:
        found = await workspaces.find(session, OTHER)
        assert found
        assert (found.gone_why, found.gone_at) == ("not admitted", NOW + serving.PATIENCE + hour)
        assert await workspaces.find(session, ONE) is None
    assert await look(OTHER, ONE, NOW + serving.PATIENCE + 3 * hour) == ([OTHER], [])
    async with database.read() as session:
        assert [one.act for one in await audit.page(session, OTHER, 9)] == ["came back", "left"]
    # an operator deletes everything while it is served: it goes on from nothing
    now = NOW + serving.PATIENCE + 4 * hour
    await purge_tenant(database, OTHER, now)
    assert await look(OTHER, ONE, now + hour) == ([OTHER], [])
    async with database.read() as session:
        assert not await workspaces.gone(session)


async def test_a_state_is_used_once_and_forgotten_when_it_has_expired(database: Database) -> None:
    until = NOW + timedelta(minutes=10)
    for is_first in (True, False):
        async with database.write() as session:
            assert await install_states.use(session, "a", "k", NOW, until) is is_first
    async with database.write() as session:
        assert await install_states.use(session, "b", "k", until, until + timedelta(minutes=10))
    async with database.read() as session:
        assert (await session.exec(select(InstallState.state))).all() == ["b"]


async def test_a_policy_is_a_tenants_own(database: Database) -> None:
    async with database.write() as session:
        assert await policies.of(session, ONE) is None
        await policies.change(session, ONE, NOW, by=None, retain={"drafts": 3})
        await policies.change(session, ONE, NOW, by=None, figures_off=True)
    async with database.read() as session:
        found = await policies.of(session, ONE)
        assert found is not None
        assert (found.retain, found.figures_off) == ({"drafts": 3}, True)
        assert await policies.figures_are_off(session, ONE)
        assert not await policies.figures_are_off(session, OTHER)


async def test_the_audit_log_is_only_added_to(database: Database) -> None:
    async with database.write() as session:
        audit.note(session, ONE, "exported", ("person", 7), NOW, actor=7)
        audit.note(session, ONE, "erased", ("account", 3), NOW)
        audit.note(session, OTHER, "purged", ("tenant", OTHER), NOW)
    async with database.read() as session:
        found = [(one.act, one.target, one.actor) for one in await audit.page(session, ONE, 5)]
        assert found == [("erased", "3", None), ("exported", "7", 7)]
        assert [one.act for one in await audit.page(session, ONE, 1, skip=1)] == ["exported"]
    if database.engine.dialect.name == "postgresql":
        for statement in ("UPDATE audit SET act = 'x'", "DELETE FROM audit", "TRUNCATE audit"):
            with pytest.raises(DBAPIError, match="neither changed nor deleted"):
                async with database.write() as session:
                    await (await session.connection()).execute(text(statement))
    async with database.write() as session:
        await audit.delete_all(session, ONE)
    async with database.read() as session:
        assert await audit.page(session, ONE, 5) == []
        assert len(await audit.page(session, OTHER, 5)) == 1
