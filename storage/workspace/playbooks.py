"""Query and change the playbooks that admins uploaded, and who works with which one.

All times are UTC.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Policy, Team, TeamMember, UploadedPlaybook
from storage.workspace import policies

NEWEST_KEPT = 20  # how many of a tenant's newest playbooks we keep; older ones stay if chosen


@dataclass(frozen=True)
class Choices:
    """The row ids of the uploaded playbooks that a tenant's admins chose.

    If nothing is chosen for a team, its people have the playbook that is chosen for everybody. If
    nothing is chosen for everybody either, they have the operator's playbook.
    """

    everybody: int | None = None
    by_team: Mapping[int, int] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[int]:
        """The row ids of all chosen playbooks."""
        return frozenset(id_ for id_ in (self.everybody, *self.by_team.values()) if id_ is not None)


async def chosen(session: AsyncSession, tenant: str | None = None) -> dict[str, Choices]:
    """Return each tenant's choices. The keys are tenants. Tenants without a choice are left out.

    With a `tenant`, look only at this tenant.
    """
    of_all = select(Policy.tenant, Policy.playbook_id).where(col(Policy.playbook_id).is_not(None))
    of_teams = select(Team.tenant, Team.id, Team.playbook_id).where(
        col(Team.playbook_id).is_not(None)
    )
    if tenant is not None:
        of_all = of_all.where(col(Policy.tenant) == tenant)
        of_teams = of_teams.where(col(Team.tenant) == tenant)
    everybody = dict((await session.exec(of_all)).all())
    by_team: dict[str, dict[int, int]] = {}
    for of, team, id_ in await session.exec(of_teams):
        if id_ is not None:
            by_team.setdefault(of, {})[team] = id_
    return {of: Choices(everybody.get(of), by_team.get(of, {})) for of in {*everybody, *by_team}}


async def team_ids(session: AsyncSession, people: Collection[int]) -> dict[int, int]:
    """Return the ids of the teams that these people are in, by the person's id."""
    wanted = select(TeamMember.person_id, TeamMember.team_id).where(
        col(TeamMember.person_id).in_(people)
    )
    return dict((await session.exec(wanted)).all())


async def by_id(session: AsyncSession, tenant: str, id_: int) -> UploadedPlaybook | None:
    """Return a tenant's uploaded playbook by row id, or None."""
    wanted = select(UploadedPlaybook).where(
        col(UploadedPlaybook.tenant) == tenant, col(UploadedPlaybook.id) == id_
    )
    return (await session.exec(wanted)).first()


async def of_tenant(session: AsyncSession, tenant: str) -> Sequence[UploadedPlaybook]:
    """Return the playbooks that a tenant's admins uploaded, newest first."""
    wanted = (
        select(UploadedPlaybook)
        .where(col(UploadedPlaybook.tenant) == tenant)
        .order_by(col(UploadedPlaybook.id).desc())
    )
    return (await session.exec(wanted)).all()


async def latest(session: AsyncSession, tenant: str) -> UploadedPlaybook | None:
    """Return the playbook that a tenant's admins uploaded last, or None."""
    wanted = (
        select(UploadedPlaybook)
        .where(col(UploadedPlaybook.tenant) == tenant)
        .order_by(col(UploadedPlaybook.id).desc())
        .limit(1)
    )
    return (await session.exec(wanted)).first()


async def add(session: AsyncSession, row: UploadedPlaybook) -> None:
    """Add a checked playbook.

    Delete the tenant's playbooks that are not chosen, except the newest `NEWEST_KEPT`.
    """
    session.add(row)
    await session.flush()
    used = (await chosen(session, row.tenant)).get(row.tenant, Choices()).ids
    wanted = (
        select(UploadedPlaybook.id)
        .where(col(UploadedPlaybook.tenant) == row.tenant)
        .order_by(col(UploadedPlaybook.id).desc())
        .offset(NEWEST_KEPT)
    )
    old = [id_ for id_ in await session.exec(wanted) if id_ not in used]
    if old:
        await session.exec(delete(UploadedPlaybook).where(col(UploadedPlaybook.id).in_(old)))


async def choose(
    session: AsyncSession,
    tenant: str,
    id_: int | None,
    now: datetime,
    *,
    by: int,
    team: Team | None = None,
) -> None:
    """Choose the uploaded playbook with the row id `id_` for a team, or for everybody.

    If `id_` is None, take the choice back. `by` is the row id of the admin.
    """
    if team is not None:
        team.playbook_id = id_
    else:
        policy = await policies.change(session, tenant, now, by=by)
        policy.playbook_id = id_
    await session.flush()
