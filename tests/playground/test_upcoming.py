"""The skip button announces what is sent next."""

from datetime import UTC, datetime, time
from pathlib import Path

from bot.playground import demo
from bot.playground.upcoming import Upcoming
from handlers.knowledge.tags import VOICE
from handlers.notices import voice_digest
from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import load
from storage import people
from storage.channels import ANY
from storage.database.connection import Database
from storage.tables import Channel, Subscription
from tests import sqlite

MONDAY = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)


async def test_a_digest_that_would_be_empty_is_not_announced(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    coming = Upcoming(database, Playbooks(load()))
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
