"""A kind of nudge: when the nudge is due, and what the message says."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge.facts import Facts
from handlers.message import Composed
from handlers.nudges.plan import PersonWeek, PlannedNudge, Planner
from handlers.playbook.loader import Playbook
from storage.sales_calls.seat_texts import NO_LINES, LineHistory
from storage.tables import Outbox, Person


@dataclass(frozen=True)
class Nudge:
    """A due row of the outbox and what we need to compose its message. `now` is in UTC.

    - `facts`: what we know about the call. None if the kind does not need it. Also None if the call
      was cancelled, or if the rep has no seat in the call any more.
    - `worded`: the ids of the playbook lines that are already in the same message.
    - `lines`: the listening lines that were sent to the rep before.
    - `asked`: the ids of research questions in the same message.
    """

    session: AsyncSession
    row: Outbox
    person: Person
    week: PersonWeek
    playbook: Playbook
    now: datetime
    facts: Facts | None = None
    worded: tuple[str, ...] = ()
    lines: LineHistory = NO_LINES
    asked: tuple[str, ...] = ()


Compose = Callable[[Nudge], Awaitable[Composed]]


@dataclass(frozen=True)
class NudgeKind:
    """A kind of nudge. `plan` is pure. `compose` may raise handlers.message.NoLongerUseful.

    - `facts`, `lines`: whether `compose` needs the field of `Nudge` with this name.
    - `rank`: if a day has more messages than the rep's limit, the nudge with the lowest rank is
      dropped first.
    - `daily`: the nudge comes at a time of day that people choose, each day or on some days. If
      they choose an earlier time that has passed today, the new time applies from tomorrow.
    - `updated`: composes the new content of a sent message whose content has changed. None if
      messages of this kind stay as they were sent.
    - `on_return`: plans a nudge to replace one that was dropped during an absence. Its second
      argument is when the rep returns (UTC).
    - `early`: the nudge may be part of a message that is sent up to five minutes early.
    - `repeat`: if we can't tell whether it was sent, send it again instead of dropping it.
    """

    name: str
    label: str  # as people read it: "listening lines"
    plan: Planner
    compose: Compose
    rank: int
    facts: bool = False
    lines: bool = False
    early: bool = True
    repeat: bool = False
    daily: bool = False
    updated: Compose | None = None
    on_return: Callable[[PersonWeek, datetime], Iterable[PlannedNudge]] | None = None
