"""Which texts of the playbook one of our people was shown for a call."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import BigInteger, Select, Text, Update, func, update
from sqlalchemy import select as plain_select
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import KeptFocus
from storage.sql.json_rows import dialect_of, is_given, json_list, json_rows, parameter
from storage.tables import Person, Reflection, Seat
from storage.tables.types import EPOCH, MICROSECOND

KEPT: KeptFocus = "yes"
_TABLE = SQLModel.metadata.tables["seat"]


@dataclass(frozen=True)
class SeatTexts:
    """Texts that a message uses for a person's call; None if it uses none of that sort.

    `opening` and `line` are wordings (handlers.coaching.wordings). `research` holds the ids of
    questions, with spaces between them.
    """

    call_id: int
    person_id: int
    opening: str | None = None
    line: str | None = None
    research: str | None = None


class LineHistory(NamedTuple):
    """The listening lines that a person was sent, newest call first, and how they fared.

    `dismissed` says for each line when (UTC) the person said that it was not useful, or None if
    they did not, or if that has counted already (see `spend_dismissals`).
    `focus_kept` counts the reflections in which they said that they kept to their present focus.
    """

    lines: list[str]
    dismissed: list[datetime | None]
    focus_kept: int


NO_LINES = LineHistory([], [], 0)
SPENT = EPOCH  # instead of the moment of a dismissal that has counted already


async def record(session: AsyncSession, used: Iterable[SeatTexts]) -> None:
    """Store these texts on the seats. What a message does not use stays as it is.

    The caller has read these seats in their tenant, to make a card.
    """
    rows = [vars(each) for each in used]
    if rows:
        connection = await session.connection()
        await connection.execute(_recording(dialect_of(session)), parameter(rows))


@cache
def _recording(dialect: str) -> Update:
    names = ("opening", "line", "research")
    ids = {"call_id": BigInteger(), "person_id": BigInteger()}
    new = json_rows(dialect, **ids, **dict.fromkeys(names, Text()))
    return (
        update(_TABLE)
        .where(
            _TABLE.c.call_id == new.c.call_id,
            _TABLE.c.person_id == new.c.person_id,
            is_given(dialect, _TABLE.c.call_id, "call_id"),
        )
        .values({name: func.coalesce(new.c[name], _TABLE.c[name]) for name in names})
    )


async def line_histories(
    session: AsyncSession, people: Collection[int], limit: int
) -> dict[int, LineHistory]:
    """By person: the listening lines of their last `limit` calls that had one.

    `people` are row ids, in any tenant: of a person who asks, or of those whom claimed rows go to.
    """
    dialect = dialect_of(session)
    lines = _lines(limit).subquery()
    dismissed = _lines(limit).subquery()
    wanted = plain_select(
        col(Person.id),
        plain_select(json_list(dialect, lines.c.line)).scalar_subquery(),
        plain_select(json_list(dialect, dismissed.c.line_dismissed_at)).scalar_subquery(),
        _focus_kept().scalar_subquery(),
    ).where(col(Person.id).in_(people))
    return {
        person_id: LineHistory(sent or [], [*map(_dismissed, when or [])], kept)
        for person_id, sent, when, kept in await (await session.connection()).execute(wanted)
    }


async def last_dismissals(
    session: AsyncSession, person: Person, limit: int, *, before: datetime | None = None
) -> list[datetime | None]:
    """When the person dismissed each of their last `limit` lines, as in `LineHistory.dismissed`.

    before: only lines of calls that start before this time (UTC) count.
    """
    newest = await _newest(session, person, limit, before)
    return [None if seat.line_dismissed_at == SPENT else seat.line_dismissed_at for seat in newest]


async def spend_dismissals(
    session: AsyncSession, person: Person, limit: int, *, before: datetime | None = None
) -> None:
    """Let no dismissal of the person's last `limit` lines count any more.

    The lines stay dismissed, so nobody can dismiss them again. `before` is as in `last_dismissals`.
    """
    for seat in await _newest(session, person, limit, before):
        if seat.line_dismissed_at is not None:
            seat.line_dismissed_at = SPENT


async def _newest(
    session: AsyncSession, person: Person, limit: int, before: datetime | None
) -> Sequence[Seat]:
    """The person's seats in their last `limit` calls that had a listening line, newest first."""
    newest = (
        select(Seat)
        .where(
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
            col(Seat.line).is_not(None),
        )
        .order_by(col(Seat.starts_at).desc())
        .limit(limit)
    )
    if before is not None:
        newest = newest.where(col(Seat.starts_at) < before)
    return (await session.exec(newest)).all()


def _dismissed(micros: int | None) -> datetime | None:
    """When a line was dismissed; None if it was not, or if that has counted already."""
    moment = None if micros is None else EPOCH + micros * MICROSECOND
    return None if moment == SPENT else moment


def _lines(limit: int) -> Select[str | None, datetime | None]:
    """The last `limit` lines of the person in the outer query, with when each was dismissed."""
    return (
        plain_select(col(Seat.line), col(Seat.line_dismissed_at))
        .where(
            # The tenant is here for the index seat_by_person, which begins with it.
            col(Seat.tenant) == col(Person.tenant),
            col(Seat.person_id) == col(Person.id),
            col(Seat.line).is_not(None),
        )
        .order_by(col(Seat.starts_at).desc())
        .limit(limit)
        .correlate(Person)
    )


def _focus_kept() -> Select[int]:
    """`LineHistory.focus_kept` of the person in the outer query."""
    return (
        plain_select(func.count())
        .where(
            col(Reflection.author_id) == col(Person.id),
            col(Reflection.called_at) >= col(Person.focus_since),
            col(Reflection.focus_id) == col(Person.focus_id),
            col(Reflection.kept_focus) == KEPT,
        )
        .correlate(Person)
    )
