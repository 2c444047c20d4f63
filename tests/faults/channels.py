"""Channels with a message due in each, at any hour."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from handlers.notices import tell
from storage.database.connection import Database
from storage.tables import Channel, Outbox, Subscription
from storage.workspace import people

WORKSPACES = 5


async def fill(
    database: Database,
    channels: int,
    now: datetime,
    *,
    first: int = 0,
    workspaces: int = WORKSPACES,
) -> None:
    """Add channels in a few workspaces, each with a notice that is due now."""
    async with database.write() as session:
        for number in range(first, first + channels):
            tenant = f"slack:T{number % workspaces}"
            person = await people.ensure(session, tenant, "ULENA", "Lena", "Europe/Berlin")
            channel = Channel(
                tenant=tenant,
                external=f"C{number}",
                name=f"#c{number}",
                zone="Europe/Berlin",
                subscribed_by=person.id,
            )
            session.add(channel)
            await session.flush()
            session.add(
                Subscription(
                    channel_id=channel.id, tag="voice", value="*", tenant=tenant, shown="*"
                )
            )
            await tell.subscribed(session, channel, now)


async def rows(database: Database) -> Sequence[tuple[str, Outbox]]:
    """Each row, with its channel."""
    wanted = select(Channel.external, Outbox).join(
        Channel, col(Channel.id) == col(Outbox.channel_id)
    )
    async with database.read() as session:
        return (await session.exec(wanted)).all()
