"""Record the people whose nudges must be planned again after a transaction.

A writing session records these people whenever it flushes rows. Code that writes rows with its own
SQL must call `note`, as storage.sql.unique.insert_all does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import PassiveFlag
from sqlalchemy.orm.attributes import get_history
from sqlmodel import Session, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import read_once
from storage.tables import Call, Commitment, Person, Seat

# The columns that the plan of a person's nudges depends on (handlers.nudges.schedule.week_of).
# `Seat.briefed_at` is left out, because reading a brief seldom changes the plan. If it does,
# handlers.nudges.reading calls `note_person`.
COLUMNS: dict[type, tuple[str, ...]] = {
    Seat: ("starts_at", "joined_at", "reflected_at"),
    Call: ("starts_at", "ends_at", "planned_at", "status", "started_at", "ended_at"),
    Commitment: ("owner_id", "due_on", "state"),
    Person: (
        "zone",
        "rhythm",
        "company_rhythm",
        "away_from",
        "away_until",
        "snoozed_until",
        "standing",
        "unreachable",
    ),
}
_INFO = "plan_changes"


@dataclass
class PlanChanges:
    """Whose nudges must be planned again: `people`, and everybody with a seat in `calls`.

    Both contain row ids. `settings` has the earlier values of people's changed columns, by person
    id and column.
    """

    people: set[int] = field(default_factory=set)
    calls: set[int] = field(default_factory=set)
    settings: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.people or self.calls)


class WritingSession(Session):
    """A session that records plan changes whenever it flushes.

    Whenever the session may write, it forgets what `storage.read_once` remembers.
    """

    def exec(self, statement: Any, **options: Any) -> Any:  # noqa: ANN401 - as SQLModel's
        """Run a statement."""
        if not statement.is_select:
            read_once.forget(self)
        return super().exec(statement, **options)

    def connection(self, *args: Any, **options: Any) -> Connection:  # noqa: ANN401 - SQLAlchemy's
        """Return the connection. Forget what was read, because the caller may write with it."""
        read_once.forget(self)
        return super().connection(*args, **options)


@event.listens_for(WritingSession, "after_soft_rollback")
def _after_rollback(session: Session, *_: object) -> None:
    read_once.forget(session)


@event.listens_for(WritingSession, "before_flush")
def _before_flush(session: Session, *_: object) -> None:
    """Record whose plans depend on the rows that this flush writes."""
    read_once.forget(session)
    changes = _of(session)
    for row in (*session.new, *session.deleted):
        _add(changes, row)
    for row in session.dirty:
        if before := _before(row):
            _add(changes, row)
            _add_changed(changes, row, before)


def note(session: AsyncSession, rows: Iterable[SQLModel]) -> None:
    """Record the people whose plans depend on rows that were added or deleted with plain SQL."""
    changes = _of(session.sync_session)
    for row in rows:
        _add(changes, row)


def note_person(session: AsyncSession, person_id: int) -> None:
    """Record a person whose nudges must be planned again for a reason that is not in `COLUMNS`."""
    _of(session.sync_session).people.add(person_id)


def take(session: AsyncSession) -> PlanChanges:
    """Return what was recorded since the last call of `take`."""
    changes: PlanChanges = session.info.pop(_INFO, None) or PlanChanges()
    return changes


async def discard(session: AsyncSession) -> None:
    """Flush, and forget what was recorded, so that nothing is planned again.

    This is for a person who gets no messages: unreachable, erased or not on file.
    """
    await session.flush()
    take(session)


def _of(session: Session) -> PlanChanges:
    changes: PlanChanges = session.info.setdefault(_INFO, PlanChanges())
    return changes


def _add(changes: PlanChanges, row: object) -> None:
    """Record the person whose plan depends on this added, changed or deleted row.

    A new call changes nobody's plan until somebody has a seat. A new person has no nudges yet.
    """
    if isinstance(row, Seat):
        changes.people.add(row.person_id)
    elif isinstance(row, Commitment):
        changes.people.add(row.owner_id)


def _add_changed(changes: PlanChanges, row: object, before: dict[str, Any]) -> None:
    """Record whose plans a changed row affects, except the people that `_add` records.

    `before` has the earlier values of the changed columns.
    """
    if isinstance(row, Person):
        changes.people.add(row.id)
        changes.settings[row.id] = before | changes.settings.get(row.id, {})
    elif isinstance(row, Call):
        changes.calls.add(row.id)
    elif isinstance(row, Commitment) and "owner_id" in before:
        changes.people.add(before["owner_id"])


def _before(row: object) -> dict[str, Any]:
    """Return the earlier values of the changed `COLUMNS`. A value that was not loaded is None."""
    columns = COLUMNS.get(type(row), ())
    passive = PassiveFlag.PASSIVE_NO_INITIALIZE  # reads nothing from the database
    histories = ((name, get_history(row, name, passive)) for name in columns)
    return {name: (old.deleted or [None])[0] for name, old in histories if old.has_changes()}
