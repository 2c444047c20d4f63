"""Find what fails in a tenant, and record what the admins were told. All times are UTC."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, exists, func, null, update
from sqlalchemy import select as sa_select
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import public_sources
from storage.channels import ARCHIVED
from storage.choices import LEFT, ProblemName
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

HOUR = timedelta(hours=1)  # a server that fails for a shorter time is not counted
YESTERDAY = timedelta(days=1)
MODEL_FAILS = 3  # if the model gave no answer at least this often, it is a problem
TWICE = 2  # a source that has failed once may only have been slow


@dataclass(frozen=True)
class FailingNow:
    """A kind of failure in one tenant, and how many there are. `since` is None if unknown."""

    what: ProblemName
    number: int
    since: datetime | None


async def found(
    session: AsyncSession, served: Collection[str], now: datetime
) -> dict[str, list[FailingNow]]:
    """Return what fails in these tenants or platforms, by tenant.

    The result does not say whose calendar, transcripts or chat fail. Archived channels are left
    out, because people archive a channel on purpose.
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
    calendar, consent = CalendarConnection, TranscriptConsent
    subscribed = exists().where(col(Subscription.channel_id) == col(Channel.id))
    unknown = cast(null(), BigInteger)
    keyless = (col(calendar.trouble) == "key missing", col(consent.trouble) == "key missing")
    failing_since = func.min(col(calendar.failing_since))
    told_at = func.min(col(consent.told_at))
    reached = (
        col(Person.standing) != LEFT,
        col(Person.erased_at).is_(None),
        col(Person.unreachable).is_(None),
    )
    of_calendar = (col(Person.id) == col(calendar.person_id), *reached)
    of_consent = (col(Person.id) == col(consent.person_id), *reached)
    calendars = (
        col(calendar.failing_since) <= now - HOUR,
        col(calendar.trouble) != "key missing",
        *of_calendar,
    )
    transcripts = (
        col(consent.failures) >= TWICE,
        col(consent.trouble).is_not(None),
        col(consent.trouble) != "key missing",
        *of_consent,
    )
    channels = (
        col(Channel.unreachable).is_not(None),
        col(Channel.unreachable) != ARCHIVED,
        subscribed,
    )
    group_failing = col(Team.group_failing_since)
    crm = (
        col(CrmConnection.failing_since) <= now - HOUR,
        col(CrmConnection.trouble).is_not(None),
    )
    feeds = (col(FeedSource.failures) >= TWICE, col(FeedSource.trouble) != "")
    people = (
        col(Person.unreachable).is_not(None),
        col(Person.standing) != LEFT,
        col(Person.erased_at).is_(None),
    )

    def counting(
        tenant: Mapped[str], since: ColumnElement[Any], *where: ColumnElement[bool]
    ) -> Select[Any]:
        wanted = sa_select(tenant, func.count(), since)
        return wanted.where(is_served(tenant, served), *where).group_by(tenant)

    return (
        ("keys", counting(col(calendar.tenant), failing_since, keyless[0], *of_calendar)),
        ("keys", counting(col(consent.tenant), told_at, keyless[1], *of_consent)),
        ("calendars", counting(col(calendar.tenant), failing_since, *calendars)),
        ("transcripts", counting(col(consent.tenant), told_at, *transcripts)),
        ("channels", counting(col(Channel.tenant), unknown, *channels)),
        ("feeds", counting(col(FeedSource.tenant), unknown, *feeds)),
        ("groups", counting(col(Team.tenant), func.min(group_failing), group_failing.is_not(None))),
        (
            "crm",
            counting(col(CrmConnection.tenant), func.min(col(CrmConnection.failing_since)), *crm),
        ),
        ("model", _model(served, now)),
        ("people", counting(col(Person.tenant), unknown, *people)),
    )


def _model(served: Collection[str], now: datetime) -> Select[Any]:
    """Count the requests that got no answer since yesterday (UTC), if most got none."""
    failures: ColumnElement[Any] = func.sum(col(ModelUse.failures))
    unknown: ColumnElement[Any] = cast(null(), BigInteger)
    requests = func.sum(col(ModelUse.requests))
    wanted = sa_select(col(ModelUse.tenant), failures, unknown).where(
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
    """Make a tenant's failing calendars and transcripts due now.

    Calendars and transcripts are left out if their server asked us to wait, or if they are read
    within minutes anyway.
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
