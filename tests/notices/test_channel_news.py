"""Two processes handle reports about one channel at the same moment."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlmodel import col, select

from handlers.notices import channel_news, tell
from storage import plan_changes
from storage.tables import Channel, Outbox, Person, Subscription
from storage.workspace.channels import ARCHIVED
from tests.databases import database_on

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TENANT = "slack:T1"


async def test_a_channel_that_two_processes_close_at_once_is_reported_lost_once(
    tmp_path: Path,
) -> None:
    async with database_on("postgresql", tmp_path) as database:
        async with database.write(TENANT) as session:
            session.add(Person(id=1, tenant=TENANT, external="U1", name="Tomas", zone="UTC"))
            await session.flush()
            session.add(
                Channel(
                    id=1, tenant=TENANT, external="C1", name="#sales", zone="UTC", subscribed_by=1
                )
            )
            await session.flush()
            session.add(
                Subscription(channel_id=1, tag="everything", value="*", tenant=TENANT, shown="")
            )
            await plan_changes.discard(session)
        both_read = asyncio.Barrier(2)
        close = partial(channel_news.closed, tenant=TENANT, external="C1", why=ARCHIVED)

        async def process(now: datetime) -> None:
            async with database.write(TENANT) as session:
                await session.exec(select(Channel))  # an earlier read, as the request makes it
                await both_read.wait()
                await close(session, now=now)
                await plan_changes.discard(session)

        await asyncio.gather(process(NOW), process(NOW + timedelta(seconds=1)))
        async with database.read(TENANT) as session:
            lost = select(Outbox).where(col(Outbox.kind) == tell.LOST)
            assert len((await session.exec(lost)).all()) == 1
