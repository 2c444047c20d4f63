"""Compose messages and record that they are about to be sent, many in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.base.batcher import Batcher
from bot.base.clock import Clock
from handlers.admission import Admission
from handlers.composing import to_channel, updates
from handlers.composing.to_person import DueRows, compose_all
from handlers.message import Message, all_dropped
from handlers.playbook.in_use import Playbooks
from storage import outbox
from storage.database.connection import Database
from storage.meetings import meetings_in_doubt
from storage.outbox import claims, transitions
from storage.outbox.transitions import Handover
from storage.sales_calls import seat_texts
from storage.tables import Channel, Outbox, Person

BATCH_INTERVAL = 0.02  # seconds between batches
NOTHING = Message(None)


@dataclass(frozen=True)
class ComposeRequest:
    """The outbox rows of one message, which is sent at `due_at` (UTC) at the earliest.

    `absent_until` (UTC) is the end of the recipient's absence, or None if the platform reports no
    absence.
    """

    claim: str
    ids: Sequence[int]
    due_at: datetime
    absent_until: datetime | None


@dataclass(frozen=True)
class Ready:
    """A composed message that is about to be sent, and the handover to record for its rows."""

    message: Message
    handover: Handover


class Composing:
    """Composes messages and hands them over, in batches.

    Some batches are only for workspaces with many messages, and the others are for all other
    workspaces. So workspaces with few messages never wait for workspaces with many.
    """

    def __init__(
        self, database: Database, playbooks: Playbooks, clock: Clock, admission: Admission
    ) -> None:
        self._database = database
        self._playbooks = playbooks
        self._clock = clock
        self._admission = admission
        # The keys say whether a workspace has many messages.
        self._compose_in = {
            busy: Batcher(self._compose, interval=BATCH_INTERVAL) for busy in (False, True)
        }
        self._hand_over_in = {
            busy: Batcher(self._hand_over, interval=BATCH_INTERVAL) for busy in (False, True)
        }

    async def stop(self) -> None:
        """Cancel the batches in progress."""
        for is_busy_tenant in (False, True):
            await self._compose_in[is_busy_tenant].stop()
            await self._hand_over_in[is_busy_tenant].stop()

    async def compose(self, request: ComposeRequest, *, is_busy_tenant: bool) -> Message:
        """Compose a message. `is_busy_tenant` is whether the workspace has many messages."""
        return await self._compose_in[is_busy_tenant](request)

    async def hand_over(self, ready: Ready, *, is_busy_tenant: bool) -> datetime | None:
        """Record that a message is about to be sent. `is_busy_tenant` is as in `compose`.

        Return the time of the handover (UTC), or None if a row changed in the meantime.
        """
        return await self._hand_over_in[is_busy_tenant](ready)

    async def _compose(self, requests: Sequence[ComposeRequest]) -> list[Message]:
        """Compose a message for each request.

        The message is `NOTHING` if the rows of the request are no longer claimed by us.
        """
        place = {id_: number for number, each in enumerate(requests) for id_ in each.ids}
        claimed = {id_: each.claim for each in requests for id_ in each.ids}
        made = [NOTHING] * len(requests)
        async with self._database.read() as session:
            found: dict[int, tuple[Person | Channel, list[Outbox]]] = {}
            for row, to in await claims.still_claimed(session, claimed):
                found.setdefault(place[row.id], (to, []))[1].append(row)
            # Messages are composed slightly early, but must be right when they are sent.
            now = max(self._clock.now(), *(each.due_at for each in requests))
            whom = [to for to, _ in found.values()]
            playbooks = await self._playbooks.of_all(session, whom)
            due: dict[int, DueRows] = {}
            for (number, (to, rows)), playbook in zip(found.items(), playbooks, strict=True):
                if isinstance(to, Person) and (reason := self._admission.reason(to)):
                    made[number] = all_dropped(rows, reason)
                elif rows[0].replaces:
                    made[number] = await updates.compose(session, to, rows[0], playbook, now)
                elif isinstance(to, Channel):
                    made[number] = await to_channel.compose(session, to, rows, playbook, now)
                else:
                    due[number] = DueRows(to, rows, playbook, requests[number].absent_until)
            composed = await compose_all(session, [*due.values()], now)
            for number, message in zip(due, composed, strict=True):
                made[number] = message
        return made

    async def store_follow_ups(self, rows: Sequence[Outbox]) -> None:
        """Store the follow-up rows of a message that has no card, and so is not sent."""
        if rows:
            async with self._database.write() as session:
                await outbox.add(session, rows)

    async def _hand_over(self, ready: Sequence[Ready]) -> list[datetime | None]:
        """Record that these messages are handed over, and return the time for each.

        For a message whose rows have changed, record nothing and return None.
        """
        now = self._clock.now()
        async with self._database.write() as session:
            handed = await transitions.hand_over(
                session, [each.handover for each in ready], now=now
            )
            messages = [each.message for each, done in zip(ready, handed, strict=True) if done]
            await seat_texts.record(session, [used for each in messages for used in each.texts])
            asked_about = [meeting for each in messages for meeting in each.asked_about]
            await meetings_in_doubt.note_asked(session, asked_about, now)
            await outbox.add(session, [row for each in messages for row in each.follow_ups])
        return [now if done else None for done in handed]
