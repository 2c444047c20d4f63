"""What a kind of nudge is: when it is due, and what it says when its time has come."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.message import Composed
from handlers.nudges.plan import Planned, Week
from handlers.playbook.loader import Playbook
from storage.tables import Outbox, Person


@dataclass(frozen=True)
class Nudge:
    """A due row and what composing it needs. `now` is UTC.

    `worded` holds the playbook lines that are in the same message already.
    """

    session: AsyncSession
    row: Outbox
    person: Person
    week: Week
    playbook: Playbook
    now: datetime
    worded: tuple[str, ...] = ()


Compose = Callable[[Nudge], Awaitable[Composed]]


@dataclass(frozen=True)
class Kind:
    """A kind of nudge. `plan` is pure; `compose` raises handlers.message.OfNoUse.

    `repeat`: sent once more if nobody can tell whether it went out; else it is given up then.
    """

    name: str
    label: str  # as people read it: "the listening line"
    plan: Planned
    compose: Compose
    repeat: bool = False
