"""What will happen next in the playground, in a few words."""

from datetime import datetime

from sqlmodel import col, select

from bot.playground import demo
from handlers.notices import notice
from handlers.nudges import kind
from storage.database import Database
from storage.tables import OPEN, Account, Call, Channel, Outbox


class Coming:
    """Looks ahead in the outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def next_event(self, now: datetime) -> datetime | None:
        """When the next row is due after now (UTC); None if nothing is."""
        wanted = (
            select(Outbox.next_at)
            .where(
                col(Outbox.tenant) == demo.TENANT,
                col(Outbox.state) == OPEN,
                col(Outbox.next_at) > now,
            )
            .order_by(col(Outbox.next_at))
            .limit(1)
        )
        async with self._database.read() as session:
            return (await session.exec(wanted)).first()

    async def describe(self, moment: datetime) -> str:
        """ "09:50, listening lines for Northwind"."""
        wanted = (
            select(Outbox.kind, Account.name, Channel.name)
            .join(Call, col(Call.id) == col(Outbox.call_id), isouter=True)
            .join(Account, col(Account.id) == col(Call.account_id), isouter=True)
            .join(Channel, col(Channel.id) == col(Outbox.channel_id), isouter=True)
            .where(
                col(Outbox.tenant) == demo.TENANT,
                col(Outbox.state) == OPEN,
                col(Outbox.next_at) == moment,
            )
            .limit(1)
        )
        async with self._database.read() as session:
            found = (await session.exec(wanted)).first()
        if found is None:
            return ""
        known = kind(found[0]) or notice(found[0])
        what = known.label if known else ""
        whom = found[1] or found[2]
        return f"{what} for {whom}" if whom else what
