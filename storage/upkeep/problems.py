"""Find what fails in a tenant, and what the admins were told. All times are UTC."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, exists, func, null, update
from sqlalchemy import select as sa_select
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT, ProblemName
from storage.sources import public_sources
from storage.sql.groups import grouped
from storage.sql.locks import for_update
from storage.sql.tenants import is_of, is_served
from storage.tables import (
    CalendarConnection,
    Channel,
    CrmConnection,
    FeedSource,
    ModelUse,
    Person,
    Problem,
    Subscription,
    Team,
    TranscriptConsent,
)
from storage.workspace.channels import ARCHIVED, DELETED

HOUR = timedelta(hours=1)  # calendars and CRMs that have failed for a shorter time are left out
YESTERDAY = timedelta(days=1)
MODEL_FAILS = 3  # fewer unanswered requests to the model are not a problem
TWICE = 2  # a source that has failed once may only have been slow

_UNKNOWN: ColumnElement[Any] = cast(null(), BigInteger)  # no row says when the failures began
_HERE = (col(Person.standing) != LEFT, col(Person.erased_at).is_(None))
_REACHED = (*_HERE, col(Person.unreachable).is_(None))


@dataclass(frozen=True)
class FailingNow:
    """A kind of failure in one tenant, and how many things fail.

    `since` is when the first of them began to fail, or None if unknown.
    """

    what: ProblemName
    number: int
    since: datetime | None


async def found(
    session: AsyncSession, served: Collection[str], now: datetime
) -> dict[str, list[FailingNow]]:
    """Return what fails, by tenant. `served` has tenants ("slack:T1") or platforms ("slack").

    The result does not name the people concerned. Archived and deleted channels are left out,
    because people archive or delete a channel on purpose.
    """
    connection = await session.connection()
    counted: dict[tuple[str, ProblemName], FailingNow] = {}
    for what, wanted in _countings(served, now):
        for tenant, number, since in (await connection.execute(wanted)).all():
            one = FailingNow(what, number, since)
            before = counted.get((tenant, what))
            counted[tenant, what] = _together(before, one) if before else one
    for tenant, number in (await public_sources.failing(session, served, now)).items():
        counted[tenant, "public_sources"] = FailingNow("public_sources", number, None)
    return grouped((tenant, one) for (tenant, _), one in counted.items())


def _together(one: FailingNow, other: FailingNow) -> FailingNow:
    dates = [each.since for each in (one, other) if each.since is not None]
    return FailingNow(one.what, one.number + other.number, min(dates, default=None))


def _countings(served: Collection[str], now: datetime) -> Sequence[tuple[ProblemName, Select[Any]]]:
    """Return kinds of problems, each with a query for what fails.

    A row of a query has a tenant, how many things fail there, and since when.
    """
    calendar_trouble = col(CalendarConnection.trouble)
    transcript_trouble = col(TranscriptConsent.trouble)
    failing_calendars = (
        col(CalendarConnection.failing_since) <= now - HOUR,
        calendar_trouble != "key missing",
    )
    failing_transcripts = (
        col(TranscriptConsent.failures) >= TWICE,
        transcript_trouble.is_not(None),
        transcript_trouble != "key missing",
    )
    return (
        ("keys", _calendars(served, calendar_trouble == "key missing")),
        ("keys", _transcripts(served, transcript_trouble == "key missing")),
        ("calendars", _calendars(served, *failing_calendars)),
        ("transcripts", _transcripts(served, *failing_transcripts)),
        ("channels", _channels(served)),
        ("feeds", _feeds(served)),
        ("groups", _groups(served)),
        ("crm", _crm(served, now)),
        ("model", _model(served, now)),
        ("people", _people(served)),
    )


def _count(
    served: Collection[str],
    tenant: Mapped[str],
    since: ColumnElement[Any],
    *where: ColumnElement[bool],
) -> Select[Any]:
    wanted = sa_select(tenant, func.count(), since)
    return wanted.where(is_served(tenant, served), *where).group_by(tenant)


def _calendars(served: Collection[str], *where: ColumnElement[bool]) -> Select[Any]:
    """Count the calendars that match `where`, by tenant. Say when the first began to fail."""
    table = CalendarConnection
    since = func.min(col(table.failing_since))
    return _count(
        served, col(table.tenant), since, col(Person.id) == col(table.person_id), *_REACHED, *where
    )


def _transcripts(served: Collection[str], *where: ColumnElement[bool]) -> Select[Any]:
    """Count people's sources of transcripts that match `where`, by tenant."""
    table = TranscriptConsent
    # No row says when the failures began. Take the earliest time at which we told one of these
    # people about the trouble. If we told nobody, the time is unknown.
    since = func.min(col(table.told_at))
    return _count(
        served, col(table.tenant), since, col(Person.id) == col(table.person_id), *_REACHED, *where
    )


def _channels(served: Collection[str]) -> Select[Any]:
    """Count the channels where Attune can't post, by tenant."""
    unreachable = col(Channel.unreachable)
    where = (
        unreachable.is_not(None),
        unreachable.not_in((ARCHIVED, DELETED)),  # nothing to repair
        exists().where(col(Subscription.channel_id) == col(Channel.id)),
    )
    return _count(served, col(Channel.tenant), _UNKNOWN, *where)


def _feeds(served: Collection[str]) -> Select[Any]:
    where = (col(FeedSource.failures) >= TWICE, col(FeedSource.trouble) != "")
    return _count(served, col(FeedSource.tenant), _UNKNOWN, *where)


def _groups(served: Collection[str]) -> Select[Any]:
    since = col(Team.group_failing_since)
    return _count(served, col(Team.tenant), func.min(since), since.is_not(None))


def _crm(served: Collection[str], now: datetime) -> Select[Any]:
    since = col(CrmConnection.failing_since)
    where = (since <= now - HOUR, col(CrmConnection.trouble).is_not(None))
    return _count(served, col(CrmConnection.tenant), func.min(since), *where)


def _people(served: Collection[str]) -> Select[Any]:
    where = (col(Person.unreachable).is_not(None), *_HERE)
    return _count(served, col(Person.tenant), _UNKNOWN, *where)


def _model(served: Collection[str], now: datetime) -> Select[Any]:
    """Count the requests since yesterday (UTC) that got no answer, by tenant.

    Leave out tenants where the model answered half of the requests or more.
    """
    failures: ColumnElement[Any] = func.sum(col(ModelUse.failures))
    requests = func.sum(col(ModelUse.requests))
    wanted = sa_select(col(ModelUse.tenant), failures, _UNKNOWN).where(
        is_served(col(ModelUse.tenant), served), col(ModelUse.day) >= now.date() - YESTERDAY
    )
    mostly = (failures >= MODEL_FAILS, failures * 2 > requests)
    return wanted.group_by(col(ModelUse.tenant)).having(*mostly)


async def of_tenant(
    session: AsyncSession, tenant: str, *, locked: bool = False
) -> Sequence[Problem]:
    """Return a tenant's problems on file, including problems that are over."""
    wanted = select(Problem).where(col(Problem.tenant) == tenant).order_by(col(Problem.what))
    return (await session.exec(for_update(wanted, locked=locked))).all()


async def tenants(session: AsyncSession, served: Collection[str]) -> set[str]:
    """Return which of these tenants have problems on file, including problems that are over."""
    wanted = select(Problem.tenant).where(is_of(col(Problem.tenant), served)).distinct()
    return set((await session.exec(wanted)).all())


async def check_again(session: AsyncSession, tenant: str, now: datetime) -> None:
    """If a tenant's calendars or sources of transcripts have trouble, make them due now.

    Leave out calendars and sources whose server asked us to wait, and those that we will read
    within five minutes anyway.
    """
    soon = now + timedelta(minutes=5)
    for table in (CalendarConnection, TranscriptConsent):
        trouble = col(table.trouble)
        await session.exec(
            update(table)
            .where(
                col(table.tenant) == tenant,
                trouble != "asked to wait",
                col(table.next_at) > soon,
            )
            .values(next_at=now)
            .execution_options(synchronize_session=False)
        )
