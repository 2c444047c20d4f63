"""Several tenants on Teams with one Attune: each is as if it were alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from typing import cast

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel
from sqlmodel import select as select_rows
from structlog.testing import capture_logs

from bot.base.clock import FixedClock
from bot.platform import people_check
from bot.teams.app import TeamsApp
from bot.teams.check import check_stored
from handlers.admission import SENTENCES
from handlers.cards import Aside, Card, Reply, aside
from handlers.registry import Turn
from handlers.request import Means, Request, Sender
from storage.customers import accounts
from storage.database.connection import Database
from storage.tables import Account, CalendarConnection, FeedSource
from storage.workspace import people
from tests.dialogues.conftest import on_teams
from tests.dialogues.marketing.test_channels import posts, subscribed
from tests.dialogues.marketing.test_insights import published
from tests.dialogues.office import MONDAY, Office
from tests.dialogues.rep_does import plan
from tests.postgres import lasting
from tests.teams.conftest import SETTINGS
from tests.teams.driver import TeamsUser
from tests.teams.fake import TENANT

OTHER = "33333333-3333-4333-8333-333333333333"
BOTH = replace(SETTINGS, tenants=frozenset({OTHER}))
pytestmark = pytest.mark.usefixtures("_lasting_connections")


@asynccontextmanager
async def two_offices() -> AsyncIterator[tuple[str, FixedClock, Office, Office]]:
    """The database, the clock, and an office in each of two tenants."""
    clock = FixedClock(MONDAY.astimezone(UTC))
    async with lasting() as url, on_teams(clock, url, [TENANT, OTHER], BOTH) as (ours, theirs):
        for person in (ours.lena, ours.tomas, theirs.lena, theirs.tomas):
            await cast("TeamsUser", person).installs()
        yield url, clock, ours, theirs


async def on_file(database: Database, tenant: str) -> dict[str, list[object]]:
    """All rows of a tenant, by table."""
    found: dict[str, list[object]] = {}
    async with database.read() as session:
        for name, table in SQLModel.metadata.tables.items():
            if "tenant" in table.c:
                wanted = select(table).where(table.c.tenant == tenant).order_by(*table.primary_key)
                found[name] = list(await (await session.connection()).execute(wanted))
    return {name: rows for name, rows in found.items() if rows}


async def test_two_tenants_with_the_same_people_never_see_each_other() -> None:
    async with two_offices() as (_, _, ours, theirs):
        lena, hers = cast("TeamsUser", ours.lena), cast("TeamsUser", theirs.lena)
        assert (lena.id, ours.tomas.id) == (hers.id, theirs.tomas.id)
        await plan(ours, "Northwind today 15:00")
        await plan(theirs, "Southgate today 15:00")
        for mine, foreign in ((ours, "Southgate"), (theirs, "Northwind")):
            for words in ("/calls", f"/prep {foreign}", "home"):
                await mine.lena.types(words)
                assert foreign in words or foreign not in mine.lena.screen
            await mine.tomas.types("home")
            mine.tomas.sees_nothing_of("Northwind", "Southgate")

        # A press here, sent again as if it were from there.
        await lena.types("/calls")
        press = lena.press(*lena.find_button("Brief"))
        assert "Northwind" in str((await lena.send(press)).body)
        before = await on_file(ours.attune.database, ours.lena_tenant)
        from_there = hers.activity("invoke")
        copied = ("conversation", "channelData", "serviceUrl")
        answer = await hers.send(press | {name: from_there[name] for name in copied})
        assert "Northwind" not in str(answer.body)
        hers.sees_nothing_of("Northwind")
        assert await on_file(ours.attune.database, ours.lena_tenant) == before

        # Channels with the same id, each at its own tenant's address.
        await ours.until(23, "10:00")
        for mine in (ours, theirs):
            await subscribed(mine)
        await published(ours, industry="Logistics")
        await ours.delivers()
        assert [len(posts(each)) for each in (ours, theirs)] == [2, 1]

        seen = len(lena.messages), len(hers.messages)
        await ours.until(23, "16:00")
        for each, (own, foreign), count in zip(
            (lena, hers),
            (("Northwind", "Southgate"), ("Southgate", "Northwind")),
            seen,
            strict=True,
        ):
            nudges = "\n".join(each.messages[count:])
            assert own in nudges
            assert foreign not in nudges


async def test_an_admitted_tenants_people_are_guests_elsewhere() -> None:
    async with two_offices() as (_, _, ours, theirs):
        hosts = cast("TeamsUser", ours.lena)
        for role, sentence in (("guest", SENTENCES["guest"]), ("user", SENTENCES["outsider"])):
            hosts.fake.add(role, "Gus", "Europe/Berlin", role=role, tenant=OTHER)
            gus = replace(hosts, id=role, told="")
            for gus.where in ("", hosts.fake.channel("#sales")):
                await gus.types("/prep Northwind tomorrow 3pm")
                gus.sees(sentence)
        database = ours.attune.database
        for tenant in (ours.lena_tenant, theirs.lena_tenant):
            assert len((await on_file(database, tenant))["person"]) == 2
            assert "account" not in await on_file(database, tenant)


async def test_a_tenant_that_is_no_longer_admitted_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people_check, "PAUSE", 0)
    async with two_offices() as (url, clock, ours, theirs):
        await plan(ours, "Northwind today 15:00")
        await plan(theirs, "Southgate today 15:00")
        async with theirs.attune.database.write() as session:
            lena = await people.find(session, theirs.lena_tenant, theirs.lena_id)
            assert lena is not None
            tenant, now = lena.tenant, clock.now()
            feed = "http://127.0.0.1:1/feed"
            session.add(FeedSource(tenant=tenant, url=feed, added_by=lena.id, next_at=now))
            calendar = CalendarConnection(
                tenant=tenant,
                person_id=lena.id,
                kind="ics",
                label="calendar.example",
                secret="sealed",
                connected_at=now,
                next_at=now,
            )
            session.add(calendar)
        before = await on_file(theirs.attune.database, theirs.lena_tenant)
        assert {"person", "outbox", "seat", "service"} <= before.keys()

        with capture_logs() as logs:
            async with on_teams(clock, url, [TENANT, OTHER], SETTINGS) as (ours_now, theirs_now):
                (said,) = [each for each in logs if "left alone" in each["event"]]
                assert said["tenants"] == [f"teams:{OTHER}"]
                await ours_now.lena.types("/calls")
                answered = len(ours_now.lena.messages)
                lena_now = cast("TeamsUser", theirs_now.lena)
                for words in ("/calls", "/prep Southgate Thursday 10am"):
                    await lena_now.types(words)
                    lena_now.sees("Attune is not set up for your company here.", OTHER)
                assert len(lena_now.messages) == 2
                await lena_now.removes()
                lena_now.fake.blocked.clear()
                clock.moment += timedelta(minutes=1)
                for job in ours_now.attune.chores._scheduler.get_jobs():
                    await ours_now.attune.chores.run(*job.args)
                await ours_now.until(23, "16:00")
                assert len(lena_now.messages) == 2
                assert "Northwind" in "".join(ours_now.lena.messages[answered:])
                found = await check_stored(SETTINGS, ours_now.attune.database)
                database = theirs.attune.database
                assert await on_file(database, tenant) == before
                assert await check_stored(BOTH, database) == []

                # Nobody serves it for two days: it is gone, and purged a month later.
                [app] = ours_now.attune.platforms
                assert isinstance(app, TeamsApp)
                for days, left in ((1, True), (2, True), (29, True), (2, False)):
                    clock.moment += timedelta(days=days)
                    await app._tenants.record_served()
                    await ours_now.attune.upkeep.purge()
                    assert ("person" in await on_file(database, tenant)) == left
        assert [(one.ok, f"teams:{OTHER}" in one.what) for one in found] == [(True, True)]
        assert (await on_file(database, tenant)).keys() == {"audit", "workspace"}


async def test_a_query_that_forgets_its_tenant_finds_nothing_of_another() -> None:
    """PostgreSQL itself refuses it. On SQLite, only the queries keep tenants apart."""
    async with two_offices() as (_, _, ours, theirs):
        await plan(theirs, "Southgate today 15:00")

        async def reads(turn: Turn) -> Reply:
            found = list((await turn.session.exec(select_rows(Account.name))).all())
            assert turn.reading
            async with turn.reading() as session:
                found += (await session.exec(select_rows(Account.name))).all()
            return aside(f"Found: {found}.")

        async def writes(turn: Turn) -> Reply:
            await accounts.add(turn.session, theirs.lena_tenant, "Northwind", turn.now)
            return aside("Added.")

        async def presses(office: Office, name: str) -> Card:
            who = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
            request = Request(office.request_id(), who, Means.BUTTON, name)
            answer = await office.conversation.answer(request, MONDAY.astimezone(UTC))
            assert isinstance(answer, Aside)
            return answer.card

        assert ours.attune is theirs.attune
        ours.attune.registry.button("reads", reads)
        ours.attune.registry.button("writes", writes)
        assert (await presses(theirs, "reads")).summary == "Found: ['Southgate', 'Southgate']."
        assert (await presses(ours, "reads")).summary == "Found: []."
        before = await on_file(ours.attune.database, theirs.lena_tenant)
        with capture_logs() as logs:
            refused = await presses(ours, "writes")
        assert "Something went wrong on our side" in refused.summary
        (said,) = [each for each in logs if each["event"] == "request failed"]
        assert said["error"] == "ProgrammingError"
        assert await on_file(ours.attune.database, theirs.lena_tenant) == before
