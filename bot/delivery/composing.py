"""Composes and hands over messages, for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.base.batcher import Batcher
from bot.base.clock import Clock
from handlers.admission import Admission
from handlers.composing import copies
from handlers.composing.to_channel import post
from handlers.composing.to_person import DueRows, messages
from handlers.message import Message, none_of
from handlers.playbook.loader import Playbook
from storage import insights, outbox
from storage.database import Database
from storage.outbox import claims, settling
from storage.outbox.settling import Parcel
from storage.tables import Channel, Outbox, Person

APART = 0.02  # seconds: a transaction costs more than what is done in it for one message
NOTHING = Message(None, (), (), ())


@dataclass(frozen=True)
class ComposeRequest:
    """Rows to make one message of, to go out at `due_at` (UTC) at the earliest.

    `away_until` (UTC) is what the platform says.
    """

    mine: str
    ids: Sequence[int]
    due_at: datetime
    away_until: datetime | None


@dataclass(frozen=True)
class Ready:
    """A message that is about to go out, with the rows that are in it."""

    message: Message
    parcel: Parcel


class Composing:
    """What each message asks of the database on its way, for all that ask at the same moment."""

    def __init__(
        self, database: Database, playbook: Playbook, clock: Clock, admission: Admission
    ) -> None:
        self._database = database
        self._playbook = playbook
        self._clock = clock
        self._admission = admission
        self.compose = Batcher(self._compose, apart=APART)
        self.hand_over = Batcher(self._hand_over, apart=APART)

    async def stop(self) -> None:
        """Give up what is being done."""
        await self.compose.stop()
        await self.hand_over.stop()

    async def _compose(self, asked: Sequence[ComposeRequest]) -> list[Message]:
        """The messages as things stand now: a row cancelled since it was claimed is in none."""
        place = {id_: number for number, each in enumerate(asked) for id_ in each.ids}
        claimed = [(id_, each.mine) for each in asked for id_ in each.ids]
        made = [NOTHING] * len(asked)
        async with self._database.read() as session:
            found: dict[int, tuple[Person | Channel, list[Outbox]]] = {}
            for row, to in await claims.held(session, claimed):
                found.setdefault(place[row.id], (to, []))[1].append(row)
            # what is begun a moment ahead says what is true when it goes out
            now = max(self._clock.now(), *(each.due_at for each in asked))
            due: dict[int, DueRows] = {}
            for number, (to, rows) in found.items():
                if isinstance(to, Person) and (reason := self._admission.reason(to)):
                    made[number] = none_of(rows, reason)
                elif rows[0].replaces:
                    made[number] = await copies.compose(session, to, rows[0], self._playbook, now)
                elif isinstance(to, Channel):
                    made[number] = await post(session, to, rows, self._playbook, now)
                else:
                    due[number] = DueRows(to, rows, asked[number].away_until)
            composed = await messages(session, [*due.values()], self._playbook, now)
            for number, message in zip(due, composed, strict=True):
                made[number] = message
        return made

    async def plan(self, rows: Sequence[Outbox]) -> None:
        """Keep what is to come in place of what is dropped."""
        if rows:
            async with self._database.write() as session:
                await outbox.add(session, rows)

    async def _hand_over(self, ready: Sequence[Ready]) -> list[datetime | None]:
        """Note that these are about to go out, and when; None for what was changed meanwhile."""
        now = self._clock.now()
        async with self._database.write() as session:
            handed = await settling.hand_over(session, [each.parcel for each in ready], now=now)
            going = [each.message for each, yes in zip(ready, handed, strict=True) if yes]
            await insights.note_shown(session, [use for each in going for use in each.shown])
            await outbox.add(session, [row for each in going for row in each.follow])
        return [now if yes else None for yes in handed]
