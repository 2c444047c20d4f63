"""What is due and not yet out, for whoever watches over Attune. All times are UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import OPEN, Outbox

# Whatever is due comes up again within this: leases, gates and retries are shorter.
AHEAD = timedelta(hours=1)


@dataclass(frozen=True)
class Backlog:
    """Rows that are due: those anybody may take now, and those that wait.

    A row waits while it is being sent, for another try, or for a workspace that takes no more.
    `oldest` is when the one that has been due for longest fell due, of those that may be taken.
    """

    ready: int = 0
    waiting: int = 0
    oldest: datetime | None = None


async def backlog(session: AsyncSession, platform: str, now: datetime) -> Backlog:
    """What is due on a platform. It costs as much as is due, and what falls due within an hour."""
    is_ready = col(Outbox.next_at) <= now
    wanted = select(
        func.count(case((is_ready, 1))),
        func.count(case((~is_ready, 1))),
        func.min(case((is_ready, col(Outbox.due_at)))),
    ).where(
        col(Outbox.state) == OPEN,
        col(Outbox.next_at) <= now + AHEAD,
        col(Outbox.due_at) <= now,
        col(Outbox.tenant).startswith(f"{platform}:"),
    )
    ready, waiting, oldest = (await session.exec(wanted)).one()
    return Backlog(ready, waiting, oldest)
