"""Forgets what is no longer needed, in small steps. All times are UTC."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, delete, tuple_
from sqlmodel import col, select

from storage.database import Database
from storage.tables import (
    OPEN,
    Ask,
    AskNote,
    Call,
    Commitment,
    Delivered,
    Draft,
    Finding,
    Gate,
    Guess,
    InsightUse,
    Outbox,
    Reflection,
)

STEP = 5000  # rows a transaction
MOST_STEPS = 200  # of a kind in one run: the rest goes the next time
PAUSE = 0.02  # seconds between two steps, for everybody else
GATES_KEPT = timedelta(days=2)  # one that is open says nothing


@dataclass(frozen=True)
class Keep:
    """For how many days each kind of data is kept; 0 is for ever."""

    outbox: int = 90  # what was sent or dropped
    requests: int = 2  # platforms repeat within minutes
    drafts: int = 30  # words typed, while a question about them was open
    reflections: int = 0  # and guesses, from the call on
    promises: int = 0  # once kept or dropped
    findings: int = 0
    asks: int = 0  # once closed
    insight_uses: int = 0


@dataclass(frozen=True)
class _Old:
    """One kind of old rows: statements that delete a step of them, in one transaction."""

    name: str
    steps: tuple[Delete, ...]


async def prune(
    database: Database, keep: Keep, now: datetime, *, for_good: Collection[str] = ()
) -> Counter[str]:
    """Delete what is older than that; how many rows of each kind went.

    What is open is never touched, nor outbox rows of the kinds in `for_good`: their keys say for
    ever that something was said.
    """
    gone: Counter[str] = Counter()
    for old in _all_old(keep, now, for_good):
        for _ in range(MOST_STEPS):
            number = await _step(database, old.steps)
            gone[old.name] += number
            if number < STEP:
                break
            await asyncio.sleep(PAUSE)
    return +gone


async def _step(database: Database, statements: Sequence[Delete]) -> int:
    """Do these; how many rows the last one deleted."""
    number = 0
    async with database.write() as session:
        for statement in statements:
            done = await session.exec(statement.execution_options(synchronize_session=False))
            number = done.rowcount
    return number


def _all_old(keep: Keep, now: datetime, for_good: Collection[str]) -> Iterator[_Old]:
    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    yield _Old("gates", (_delete(Gate.key, col(Gate.free_at) < now - GATES_KEPT),))
    if keep.outbox:
        yield _Old("outbox", (_settled_rows(before(keep.outbox), for_good),))
    if keep.requests:
        yield _Old("requests", (_requests(before(keep.requests)),))
    if keep.drafts:
        yield _Old("drafts", (_delete(Draft.id, col(Draft.made_at) < before(keep.drafts)),))
    if keep.reflections:
        yield from _reflections(before(keep.reflections))
    if keep.promises:
        settled = (
            col(Commitment.state) != "open",
            col(Commitment.settled_at) < before(keep.promises),
        )
        yield _Old("promises", (_delete(Commitment.id, *settled),))
    if keep.findings:
        found = col(Finding.found_at) < before(keep.findings)
        yield _Old("findings", (_delete(Finding.id, found),))
    if keep.asks:
        yield _asks(before(keep.asks))
    if keep.insight_uses:
        yield _Old("insight_uses", (_insight_uses(before(keep.insight_uses)),))


def _delete(key: Any, *old: ColumnElement[bool]) -> Delete:  # noqa: ANN401 - a table's own column
    """Delete a step of old rows. What is old is asked again: a row may change in between."""
    table = key.class_
    return delete(table).where(key.in_(select(key).where(*old).limit(STEP)), *old)


def _settled_rows(cutoff: datetime, for_good: Collection[str]) -> Delete:
    return _delete(
        Outbox.id,
        col(Outbox.state) != OPEN,
        col(Outbox.settled_at) < cutoff,
        col(Outbox.useful_until) < cutoff,  # until then its key keeps it from being planned again
        col(Outbox.kind).not_in(for_good),
    )


def _requests(cutoff: datetime) -> Delete:
    keys = col(Delivered.tenant), col(Delivered.request_id)
    old = select(*keys).where(col(Delivered.at) < cutoff).limit(STEP)
    return delete(Delivered).where(tuple_(*keys).in_(old))


def _reflections(cutoff: datetime) -> Iterator[_Old]:
    over = select(Call.id).where(col(Call.ends_at) < cutoff)
    reflected = col(Reflection.called_at) < cutoff
    yield _Old("reflections", (_delete(Reflection.id, reflected),))
    yield _Old("guesses", (_delete(Guess.id, col(Guess.call_id).in_(over)),))


def _promises(cutoff: datetime) -> Delete:
    settled = col(Commitment.state) != "open"
    return _delete(Commitment.id, settled, col(Commitment.settled_at) < cutoff)


def _asks(cutoff: datetime) -> _Old:
    closed = select(Ask.id).where(col(Ask.closed_at) < cutoff).order_by(col(Ask.id)).limit(STEP)
    return _Old(
        "asks",
        (
            delete(AskNote).where(col(AskNote.ask_id).in_(closed)),
            delete(Ask).where(col(Ask.id).in_(closed)),
        ),
    )


def _insight_uses(cutoff: datetime) -> Delete:
    keys = col(InsightUse.insight_id), col(InsightUse.person_id), col(InsightUse.call_id)
    old = select(*keys).where(col(InsightUse.at) < cutoff).limit(STEP)
    return delete(InsightUse).where(tuple_(*keys).in_(old))
