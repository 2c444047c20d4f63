"""Rows of many ages, and a database for them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, select

from storage.database.connection import Database
from storage.tables import (
    Account,
    Ask,
    Call,
    Channel,
    Commitment,
    Draft,
    Finding,
    Guess,
    HandledRequest,
    Insight,
    InsightUse,
    MeasuredCall,
    Outbox,
    OwnNote,
    Person,
    RateLimit,
    Reflection,
)
from storage.upkeep.retention_days import RetentionDays
from tests.databases import database_on

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FOR_EVER = RetentionDays(*[0] * 10)
TENANT = "slack:T1"
DAYS = RetentionDays()


@asynccontextmanager
async def filled(engine: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A team of one person, with one account, one old call and one insight."""
    async with database_on(engine, tmp_path) as made:
        await _fill(made)
        yield made


async def _fill(database: Database) -> None:
    over = NOW - 400 * DAY
    person: dict[str, Any] = {"tenant": TENANT, "zone": "UTC"}
    about: dict[str, Any] = {"tenant": TENANT, "account_id": 1}
    insight: dict[str, Any] = {"review_by": date(2030, 1, 1), "changed_at": NOW}
    async with database.write() as session:
        for rows in (
            [Person(id=1, external="U1", name="Lena", **person)],
            [
                Account(id=1, tenant=TENANT, name="N", name_key="n", created_at=over),
                Channel(id=1, external="C1", name="#sales", subscribed_by=1, **person),
            ],
            [
                Call(id=1, starts_at=over, ends_at=over, planned_at=over, zone="UTC", **about),
                Insight(
                    id=1, tenant=TENANT, headline="h", line="l", author_id=1, owner_id=1, **insight
                ),
            ],
        ):
            session.add_all(rows)
            await session.flush()


def pushed(key: str, settled: timedelta | None, useful: timedelta, **more: Any) -> Outbox:  # noqa: ANN401 - any of its columns
    """A row that was settled this long ago, and was useful until this long ago."""
    at = NOW - useful
    to = {} if "channel_id" in more else {"person_id": 1}
    return Outbox(
        **{
            "tenant": TENANT,
            "key": key,
            "kind": "listen",
            "day": at.date(),
            "due_at": at,
            "next_at": at,
            "useful_until": at,
            "state": "open" if settled is None else "sent",
            "settled_at": None if settled is None else NOW - settled,
            **to,
            **more,
        }
    )


async def keep(database: Database, *rows: SQLModel) -> None:
    async with database.write() as session:
        session.add_all(rows)


async def keys(database: Database) -> set[str]:
    async with database.read() as session:
        return set((await session.exec(select(Outbox.key))).all())


def written(age: timedelta) -> list[SQLModel]:
    """One row of each other kind, this old."""
    at = NOW - age
    about: dict[str, Any] = {"tenant": TENANT, "account_id": 1}
    said = f"{age.days}"
    number = age.days
    return [
        RateLimit(key=said, tenant=TENANT, free_at=at),
        HandledRequest(tenant=TENANT, request_id=said, at=at),
        Draft(tenant=TENANT, person_id=1, made_at=at),
        Finding(question_id=said, text="t", found_at=at, found_by=1, **about),
        InsightUse(insight_id=1, person_id=1, call_id=number, tenant=TENANT, at=at),
        Commitment(
            owner_id=1, side="ours", text="t", state="done", made_at=at, settled_at=at, **about
        ),
        Call(id=1000 + number, starts_at=at, ends_at=at, planned_at=at, zone="UTC", **about),
    ]


def hanging(age: timedelta) -> list[SQLModel]:
    """Rows that belong to a call or an ask of this age."""
    at, number = NOW - age, age.days
    about: dict[str, Any] = {"tenant": TENANT, "account_id": 1, "call_id": 1000 + number}
    return [
        Guess(tenant=TENANT, call_id=1000 + number, person_id=1, position=1, text="t"),
        OwnNote(tenant=TENANT, account_id=1, author_id=1, text="t", noted_at=at),
        Reflection(author_id=1, called_at=at, written_at=at, goal_reached="yes", **about),
        MeasuredCall(
            **about,
            person_id=1,
            called_at=at,
            measured_at=at,
            tool="zoom",
            digest="d",
            key="k",
            labels={},
            figures={},
        ),
        Ask(
            id=number,
            tenant=TENANT,
            author_id=1,
            line="l",
            asked_at=at,
            due_at=at,
            state="answered",
            closed_at=at,
        ),
    ]
