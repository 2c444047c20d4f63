"""Record which texts of the playbook a person was shown for a call."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, Text, Update, bindparam, func, update
from sqlalchemy import select as plain_select
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import KeptFocus
from storage.sql.built_once import built_once
from storage.sql.json_rows import dialect_of, is_given, json_list, json_rows, parameter
from storage.tables import Person, Reflection, Seat
from storage.tables.types import EPOCH, MICROSECOND

KEPT: KeptFocus = "yes"
_TABLE = SQLModel.metadata.tables["seat"]


@dataclass(frozen=True)
class SeatTexts:
    """The texts that a message uses for a person's call. A text that it does not use is None.

    `opening` and `line` are wordings (handlers.coaching.wordings). `research` has the ids of
    questions, separated by spaces.
    """

    call_id: int
    person_id: int
    opening: str | None = None
    line: str | None = None
    research: str | None = None


class LineHistory(NamedTuple):
    """The listening lines that a person was sent, newest call first.

    - `dismissed`: for each line, when (UTC) the person said that the line was not useful. None if
      the person did not say so, or if this dismissal has been used (see `spend_dismissals`).
    - `focus_kept`: how many reflections say that the person kept to their current focus.
    """

    lines: list[str]
    dismissed: list[datetime | None]
    focus_kept: int


NO_LINES = LineHistory([], [], 0)
# Replaces the time of a dismissal that has been used (see `spend_dismissals`).
SPENT = EPOCH


async def record(session: AsyncSession, used: Iterable[SeatTexts]) -> None:
    """Store these texts on the seats. If a text is None, the seat keeps the text that it has.

    The caller must check the tenant of the seats.
    """
    rows = [vars(each) for each in used]
    if rows:
        connection = await session.connection()
        await connection.execute(_recording(dialect_of(session)), parameter(rows))


@built_once
def _recording(dialect: str) -> Update:
    """Return a statement that sets the given texts. A text that is NULL stays unchanged."""
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
    """Return the listening lines that people were sent, by the person's row id.

    For each person, return the lines for the last `limit` calls that had a line. `people` are row
    ids. This does not check the tenant. So the caller must pass only the person who asks, or only
    people whose outbox rows the caller has claimed.
    """
    wanted = _histories(dialect_of(session), limit)
    found = await (await session.connection()).execute(wanted, {"people": [*people]})
    return {
        person_id: LineHistory(sent or [], [*map(_dismissed, when or [])], kept)
        for person_id, sent, when, kept in found
    }


@built_once
def _histories(dialect: str, limit: int) -> Select[Any]:
    """Select each person's last lines and dismissals, and how often they kept to their focus."""
    lines = _lines(limit).subquery()
    dismissed = _lines(limit).subquery()
    return plain_select(
        col(Person.id),
        plain_select(json_list(dialect, lines.c.line)).scalar_subquery(),
        plain_select(json_list(dialect, dismissed.c.line_dismissed_at)).scalar_subquery(),
        _focus_kept().scalar_subquery(),
    ).where(col(Person.id).in_(bindparam("people")))


async def last_dismissals(
    session: AsyncSession, person: Person, limit: int, *, before: datetime | None = None
) -> list[datetime | None]:
    """Return `LineHistory.dismissed` for the person's last `limit` lines, newest call first.

    With `before`, only calls that start before this time (UTC) count.
    """
    newest = await _newest(session, person, limit, before)
    return [None if seat.line_dismissed_at == SPENT else seat.line_dismissed_at for seat in newest]


async def spend_dismissals(
    session: AsyncSession, person: Person, limit: int, *, before: datetime | None = None
) -> None:
    """Mark the dismissals of the person's last `limit` lines as used.

    A used dismissal can't cause another pause of the lines. With `before`, only calls that start
    before this time (UTC) count.
    """
    for seat in await _newest(session, person, limit, before):
        if seat.line_dismissed_at is not None:
            seat.line_dismissed_at = SPENT


async def _newest(
    session: AsyncSession, person: Person, limit: int, before: datetime | None
) -> Sequence[Seat]:
    """Return a person's last seats with a listening line, newest call first."""
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
    """Return when a line was dismissed.

    Return None if it was not dismissed, or if the dismissal is `SPENT`.
    """
    moment = None if micros is None else EPOCH + micros * MICROSECOND
    return None if moment == SPENT else moment


def _lines(limit: int) -> Select[str | None, datetime | None]:
    """Select a person's last listening lines, and when each was dismissed."""
    return (
        plain_select(col(Seat.line), col(Seat.line_dismissed_at))
        .where(
            # Naming the tenant lets the query use the index seat_by_person.
            col(Seat.tenant) == col(Person.tenant),
            col(Seat.person_id) == col(Person.id),
            col(Seat.line).is_not(None),
        )
        .order_by(col(Seat.starts_at).desc())
        .limit(limit)
        .correlate(Person)
    )


def _focus_kept() -> Select[int]:
    """Count the reflections that say that the person kept to the current focus."""
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
