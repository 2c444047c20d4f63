"""What a kind of nudge is: when it is due, and what it says when its time has come."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge.facts import Facts
from handlers.message import Composed
from handlers.nudges.plan import PersonWeek, Planned, PlannedNudge
from handlers.playbook.loader import Playbook
from storage.tables import Outbox, Person


@dataclass(frozen=True)
class Nudge:
    """A due row and what composing it needs. `now` is UTC.

    `facts` is what is on file about its call: None for kinds that do not ask for it, and where the
    call is not planned any more or the person has left it. `worded` holds the playbook lines that
    are in the same message already, `last` those last sent to the person, newest first.
    """

    session: AsyncSession
    row: Outbox
    person: Person
    week: PersonWeek
    playbook: Playbook
    now: datetime
    facts: Facts | None = None
    worded: tuple[str, ...] = ()
    last: Sequence[str] = ()


Compose = Callable[[Nudge], Awaitable[Composed]]


@dataclass(frozen=True)
class NudgeKind:
    """A kind of nudge. `plan` is pure; `compose` raises handlers.message.NoLongerUseful.

    `facts`: composing it takes what is on file about its call; `lines`: and which lines were last
    sent to the person.
    `rank`: where a day has more than its person wants, the lowest is given up first.
    `on_return`: what is planned where one is dropped since the person is away until then (UTC).
    `early`: whether it may share a message that goes out up to five minutes before its time.
    `repeat`: sent once more if nobody can tell whether it went out; else it is given up then.
    """

    name: str
    label: str  # as people read it: "the listening line"
    plan: Planned
    compose: Compose
    rank: int
    facts: bool = False
    lines: bool = False
    early: bool = True
    repeat: bool = False
    on_return: Callable[[PersonWeek, datetime], Iterable[PlannedNudge]] | None = None
