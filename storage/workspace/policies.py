"""Query and change what admins chose for their tenants. All times are UTC."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import MODEL_TASKS, ModelTask
from storage.sql.locks import for_update
from storage.sql.unique import insert_once
from storage.tables import Policy

# Keys in `session.info`. A session remembers what it found, so that it queries a policy only once.
_READ = "the policy that was read"
_MISSING = "tenants without a policy"


async def of(session: AsyncSession, tenant: str) -> Policy | None:
    """Return what admins chose for a tenant. None means that the operator's settings apply."""
    if tenant in session.info.get(_MISSING, ()):
        return None
    found: Policy | None = await session.get(Policy, tenant)
    if found is None:
        session.info.setdefault(_MISSING, set()).add(tenant)
    return found


def was_read(session: AsyncSession, tenant: str, found: Policy | None) -> None:
    """Remember a policy that another query has read, so that `of` does not read it again."""
    if found is None:
        session.info.setdefault(_MISSING, set()).add(tenant)
    else:
        session.info[_READ] = found  # without this reference, the session forgets it


async def figures_are_off(session: AsyncSession, tenant: str) -> bool:
    """Return whether figures about people are switched off in a tenant."""
    found = await of(session, tenant)
    return found is not None and found.figures_off


async def rhythm(session: AsyncSession, tenant: str) -> dict[str, Any]:
    """Return the admins' defaults for everybody (`Policy.rhythm`), or {} if there are none."""
    found = await of(session, tenant)
    return dict(found.rhythm) if found else {}


async def change(
    session: AsyncSession,
    tenant: str,
    now: datetime,
    *,
    by: int | None,
    retain: Mapping[str, int] | None = None,
    figures_off: bool | None = None,
    rhythm: Mapping[str, Any] | None = None,
    public_sources: bool | None = None,
    model_tasks: Collection[ModelTask] | None = None,
) -> Policy:
    """Change the values that are not None, and return the policy, locked.

    - `by`: the row id of an admin, or None for the operator.
    - `retain`: how many days to keep each kind of data. These limits replace all limits that
      admins chose earlier. If `retain` is {}, the operator's limits apply again.
    - `rhythm`: the defaults for everybody. They replace all earlier defaults.
    """
    session.info.pop(_MISSING, None)
    await insert_once(session, Policy(tenant=tenant, changed_at=now))
    wanted = select(Policy).where(col(Policy.tenant) == tenant)
    policy = (await session.exec(for_update(wanted))).one()
    policy.changed_at, policy.changed_by = now, by
    if retain is not None:
        policy.retain = dict(retain)
    if figures_off is not None:
        policy.figures_off = figures_off
    if rhythm is not None:
        policy.rhythm = dict(rhythm)
    if public_sources is not None:
        policy.public_sources = public_sources
    if model_tasks is not None:
        policy.model_tasks = [one for one in MODEL_TASKS if one in model_tasks]
    await session.flush()
    return policy
