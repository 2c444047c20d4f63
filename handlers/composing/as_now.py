"""Compose a sent message again, with today's data."""

from datetime import datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card
from handlers.composing.to_person import card_for_person, in_parts
from handlers.message import MessageBuilder
from handlers.notices import calendar_connected
from handlers.notices.kind import Notice
from handlers.nudges import agenda
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import at, day_of
from storage import outbox
from storage.tables import Person


async def as_now(
    session: AsyncSession, person: Person, playbook: Playbook, message: str, now: datetime
) -> Card | None:
    """Return a sent message as we would compose it at `now` (UTC).

    `message` is the message's id on the platform. A message can have several parts. Return None in
    these cases:

    - A part is neither an agenda nor the report on a calendar that the person has connected.
    - A part is of the agenda's kind, but only asks about meetings.
    - A part was not sent today.
    - There is nothing to show.
    """
    rows = await outbox.in_message(session, person, message)
    since = at(day_of(now, person.zone), time(), person.zone)
    redrawn = {agenda.KIND.name, calendar_connected.NAME}
    if any(row.kind not in redrawn or agenda.asks_only(row.key) for row in rows):
        return None
    if any(row.settled_at is None or row.settled_at < since for row in rows):
        return None
    builder = MessageBuilder()
    for part in in_parts(sorted(rows, key=lambda row: (row.useful_until, row.id))):
        if part[0].kind == agenda.KIND.name:
            today = agenda.again(session, person, playbook, now)
            await builder.add(agenda.KIND.name, agenda.KIND.label, part, today)
        else:
            kind = calendar_connected.KIND
            report = kind.compose(Notice(session, person, part, playbook, now))
            await builder.add(kind.name, kind.label, part, report)
    return card_for_person(builder.parts) if builder.parts else None
