"""Query the times that decide when the nudges about a person's calls are due. Times are UTC."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_
from sqlalchemy import select as plain_select
from sqlalchemy.orm import Mapped
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import PLANNED
from storage.tables import Call, Seat

PAGE = 200  # read this many calls at a time


class CallTimes(NamedTuple):
    """The times that decide when nudges are due. They are from a `Call` and one person's `Seat`."""

    call_id: int
    starts_at: datetime
    ends_at: datetime
    planned_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    joined_at: datetime | None
    briefed_at: datetime | None
    reflected_at: datetime | None


_COLUMNS: tuple[Mapped[Any], ...] = (
    *(col(Call.id), col(Call.starts_at), col(Call.ends_at), col(Call.planned_at)),
    *(col(Call.started_at), col(Call.ended_at)),
    *(col(Seat.joined_at), col(Seat.briefed_at), col(Seat.reflected_at)),
)


async def times_since(
    session: AsyncSession, tenant: str, person_id: int, since: datetime
) -> list[CallTimes]:
    """Return the times of a person's planned calls from `since` on, earliest first.

    The rows are read in pages, so that other tasks can run in between. They are read directly from
    the database, because the session's objects may be stale. Changes that are not flushed yet are
    not included.
    """
    connection = await session.connection()
    by_start = col(Seat.starts_at), col(Seat.call_id)
    wanted = _planned(tenant, person_id).order_by(*by_start).limit(PAGE)
    page = wanted.where(by_start[0] >= since)
    found: list[CallTimes] = []
    while True:
        rows = (await connection.execute(page)).all()
        found += [CallTimes(*row) for row in rows]
        if len(rows) < PAGE:
            return found
        last = found[-1]
        later = by_start[0] > last.starts_at
        same = and_(by_start[0] == last.starts_at, by_start[1] > last.call_id)
        page = wanted.where(or_(later, same))


def _planned(tenant: str, person_id: int) -> Select[Any]:
    return (
        plain_select(*_COLUMNS)
        .join(Seat, col(Seat.call_id) == col(Call.id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.person_id) == person_id,
            col(Call.status) == PLANNED,
        )
    )
