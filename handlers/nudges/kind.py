"""A kind of nudge: when it is due, and what it says when it is sent."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge.facts import Facts
from handlers.message import Composed
from handlers.nudges.plan import PersonWeek, PlannedNudge, Planner
from handlers.playbook.loader import Playbook
from storage.seat_texts import NO_LINES, LineHistory
from storage.tables import Outbox, Person


@dataclass(frozen=True)
class Nudge:
    """A due row and what composing it needs. `now` is UTC.

    `facts` is what is on file about its call. It is None for kinds that do not need it, and if the
    call was cancelled or the person has left it. `worded` holds the playbook lines that are in the
    same message already, `asked` the ids of the research questions. `lines` are the listening lines
    that the person was sent before.
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
    """A kind of nudge. `plan` is pure; `compose` may raise handlers.message.NoLongerUseful.

    `facts`: whether composing it needs what is on file about its call.
    `lines`: whether composing it needs the listening lines that the person was sent before.
    `rank`: if a day has more messages than the person's limit, the lowest rank is dropped first.
    The brief has the highest.
    `updated`: composes the new content of its part of a message that was sent; None if it never
    changes.
    `on_return`: when a nudge is dropped because the person is away, plans another for their return
    at the given time (UTC).
    `early`: whether it may be part of a message that is sent up to five minutes before its time.
    `repeat`: what happens when it is unknown whether it was sent: if true, it is sent again, else
    dropped.
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
    updated: Compose | None = None
    on_return: Callable[[PersonWeek, datetime], Iterable[PlannedNudge]] | None = None
