"""Find the next message that the playground will send, and describe it in a few words."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import demo
from handlers.composing import to_channel, to_person
from handlers.notices import notice
from handlers.nudges import kind
from handlers.playbook.in_use import Playbooks
from storage.database.connection import Database
from storage.tables import OPEN, Account, Call, Channel, Outbox, Person
from storage.workspace import channels, people

MAX_SKIPPED = 12  # we check at most this many due times


class Upcoming:
    """Finds and describes the next messages in the outbox to personas and channels.

    Personas are the people whom a visitor of the playground can act as.
    """

    def __init__(self, database: Database, playbooks: Playbooks) -> None:
        self._database = database
        self._playbooks = playbooks

    async def next_event(self, now: datetime) -> datetime | None:
        """Return the earliest due time of an open row after `now` (both UTC), or None."""
        async with self._database.read() as session:
            return await _next(session, now)

    async def next_message(self, now: datetime) -> datetime | None:
        """Return when the next message after `now` will be sent (both UTC), or None.

        Skip a due time if nothing would be sent then, for example because of a daily limit. After
        `MAX_SKIPPED` skipped due times, return the next due time without checking it.
        """
        async with self._database.read() as session:
            moment = await _next(session, now)
            for _ in range(MAX_SKIPPED):
                if moment is None or await self._sendable(session, moment):
                    break
                moment = await _next(session, moment)
            return moment

    async def next_to(self, who: str, now: datetime) -> tuple[datetime, str] | None:
        """Return when a person's next message after `now` will be sent (UTC), and describe it.

        `who` is the person's platform id. Return None if the person gets no message at any of their
        next `MAX_SKIPPED` due times.
        """
        async with self._database.read() as session:
            person = await people.find(session, demo.TENANT, who)
            moment: datetime | None = now
            for _ in range(MAX_SKIPPED):
                if person is None or moment is None:
                    break
                moment = await _next(session, moment, person.id)
                rows = await self._sendable(session, moment) if moment else ()
                own = next((row for row in rows if row.person_id == person.id), None)
                if moment and own:
                    return moment, await _described(session, own)
        return None

    async def describe(self, moment: datetime) -> str:
        """Describe a message that will be sent at this time (UTC): "listening lines for Northwind".

        If several messages will be sent, describe only one. If none will, return "".
        """
        async with self._database.read() as session:
            sendable = await self._sendable(session, moment)
            return await _described(session, sendable[0]) if sendable else ""

    async def _sendable(self, session: AsyncSession, moment: datetime) -> Sequence[Outbox]:
        """Return the rows due at this moment (UTC) that would be sent, not dropped or rescheduled.

        Rows that replace a sent message are always included. Rows that are being sent are left out.
        """
        wanted = select(Outbox).where(
            col(Outbox.tenant) == demo.TENANT,
            col(Outbox.state) == OPEN,
            col(Outbox.next_at) == moment,
            col(Outbox.claim).is_(None),
            _visible(),
        )
        of_person: dict[int, list[Outbox]] = {}
        of_channel: dict[int, list[Outbox]] = {}
        sendable = []
        for row in (await session.exec(wanted.order_by(col(Outbox.id)))).all():
            if row.replaces:
                sendable.append(row)
            elif row.person_id is not None:
                of_person.setdefault(row.person_id, []).append(row)
            elif row.channel_id is not None:
                of_channel.setdefault(row.channel_id, []).append(row)
        for person_id, rows in of_person.items():
            person = await people.by_id(session, demo.TENANT, person_id)
            if person is not None:
                playbook = await self._playbooks.of(session, person)
                message = await to_person.compose(
                    session, person, rows, playbook, moment, absent_until=None
                )
                sendable += [each.row for each in message.included]
        for channel_id, rows in of_channel.items():
            channel = await channels.by_id(session, demo.TENANT, channel_id)
            if channel is not None:
                playbook = await self._playbooks.of(session, channel)
                message = await to_channel.compose(session, channel, rows, playbook, moment)
                sendable += [each.row for each in message.included]
        return sendable


def _visible() -> ColumnElement[bool]:
    """Match rows that go to a channel or a persona. Visitors see only these messages."""
    personas = select(col(Person.id)).where(
        col(Person.tenant) == demo.TENANT,
        col(Person.external).in_([who.id for who in demo.personas()]),
    )
    return or_(col(Outbox.person_id).is_(None), col(Outbox.person_id).in_(personas))


async def _next(
    session: AsyncSession, now: datetime, person_id: int | None = None
) -> datetime | None:
    """Return when the next row is due. With `person_id`, look only at this person's rows."""
    to = _visible() if person_id is None else col(Outbox.person_id) == person_id
    wanted = (
        select(Outbox.next_at)
        .where(
            col(Outbox.tenant) == demo.TENANT,
            col(Outbox.state) == OPEN,
            col(Outbox.next_at) > now,
            to,
        )
        .order_by(col(Outbox.next_at))
        .limit(1)
    )
    return (await session.exec(wanted)).first()


async def _described(session: AsyncSession, row: Outbox) -> str:
    """Return "listening lines for Northwind": what a row brings, and for which account or channel.

    If there is neither an account nor a channel, return only what it brings.
    """
    wanted = (
        select(Account.name, Channel.name)
        .select_from(Outbox)
        .join(Call, col(Call.id) == col(Outbox.call_id), isouter=True)
        .join(Account, col(Account.id) == col(Call.account_id), isouter=True)
        .join(Channel, col(Channel.id) == col(Outbox.channel_id), isouter=True)
        .where(col(Outbox.id) == row.id)
    )
    account, channel = (await session.exec(wanted)).one()
    known = kind(row.kind) or notice(row.kind)
    what = known.label if known else ""
    whom = account or channel
    return f"{what} for {whom}" if whom else what
