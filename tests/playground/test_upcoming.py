"""The skip button announces what is sent next."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.playground import acting, demo
from bot.playground.upcoming import Upcoming
from handlers.knowledge.tags import VOICE
from handlers.notices import voice_digest
from handlers.nudges.schedule import replan_changed
from handlers.playbook.in_use import Playbooks
from storage import outbox
from storage.database.connection import Database
from storage.tables import Channel, Subscription
from storage.workspace import people
from storage.workspace.channels import ANY
from tests import sqlite
from tests.shipped import SHIPPED_PLAYBOOK

MONDAY = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)


async def test_a_digest_that_would_be_empty_is_not_announced(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    coming = Upcoming(database, Playbooks(SHIPPED_PLAYBOOK))
    async with database.write() as session:
        person = await people.ensure(
            session, demo.TENANT, "lena", name="Lena", zone="Europe/Berlin"
        )
        channel = Channel(
            tenant=demo.TENANT,
            external="marketing",
            name="#marketing",
            zone="Europe/Berlin",
            opens_at=time(9),
            subscribed_by=person.id,
        )
        session.add(channel)
        await session.flush()
        session.add(
            Subscription(channel_id=channel.id, tag=VOICE, value=ANY, tenant=demo.TENANT, shown=ANY)
        )
        await session.flush()
        await voice_digest.plan(session, demo.TENANT, MONDAY)
    assert await coming.next_event(MONDAY) is not None
    assert await coming.next_message(MONDAY) is None
    await database.close()


async def test_messages_to_colleagues_whom_no_visitor_sees_are_not_announced(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    coming = Upcoming(database, Playbooks(SHIPPED_PLAYBOOK))
    async with database.write() as session:
        for who, hours in (("aylin", 3), ("lena", 5)):
            person = await people.ensure(session, demo.TENANT, who, who.title(), demo.zone())
            starts_at = MONDAY + timedelta(hours=hours)
            await acting.plan(session, person, "Northwind", starts_at, MONDAY)
        await replan_changed(session, MONDAY)
        rows = await outbox.open_rows(session, demo.TENANT)
    assert MONDAY + timedelta(hours=2) in {row.due_at for row in rows}  # Aylin's brief
    later = MONDAY + timedelta(minutes=30)  # after the agenda of both
    assert await coming.next_event(later) == MONDAY + timedelta(hours=4)  # Lena's brief
    assert await coming.next_message(later) == MONDAY + timedelta(hours=4)
    await database.close()
