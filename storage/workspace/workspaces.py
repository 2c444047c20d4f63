"""Query the tenants in which Attune is or was installed, and store their tokens.

All times are UTC. Tokens are encrypted with the operator's ENCRYPTION_KEYS. Only this module and
`storage.upkeep.resealing` decrypt them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import leases
from storage.choices import GoneWhy
from storage.database.connection import sealer_of
from storage.sealing import place
from storage.sql.locks import for_update
from storage.sql.unique import insert_once
from storage.tables import Workspace

_PURGE = "purge "


@dataclass(frozen=True)
class WorkspaceTokens:
    """The tokens for sending messages to a workspace. Never log them."""

    token: str
    refresh_token: str | None = None
    expires_at: datetime | None = None  # None if the token never expires

    def __repr__(self) -> str:
        return "WorkspaceTokens(…)"


class BeingPurged(Exception):
    """The tenant's data is being deleted. Attune can be installed again afterwards."""


def purge_lease(tenant: str) -> str:
    """Return the name of the lease that exists from the beginning of a purge to its end."""
    return f"{_PURGE}{tenant}"


async def purges_begun(session: AsyncSession) -> Sequence[str]:
    """Return the tenants whose purge has begun and has not ended."""
    found = await leases.beginning_with(session, _PURGE)
    return [name.removeprefix(_PURGE) for name in found]


async def find(session: AsyncSession, tenant: str, *, locked: bool = False) -> Workspace | None:
    """Return the row of a tenant, or None. If `locked` is true, lock the row."""
    wanted = select(Workspace).where(col(Workspace.tenant) == tenant)
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def save(session: AsyncSession, tenant: str, now: datetime) -> Workspace:
    """Record that Attune is installed in a tenant from `now` on. Return the tenant's row, locked.

    If there is no row, insert one. The caller fills in the other columns, such as the tokens.
    Raises BeingPurged if the tenant's data is being deleted.
    """
    await insert_once(session, Workspace(tenant=tenant, installed_at=now))
    found = await find(session, tenant, locked=True)
    assert found is not None  # noqa: S101 - inserted by us, or by somebody at the same time
    if await leases.is_known(session, purge_lease(tenant)):
        raise BeingPurged
    found.installed_at = now
    found.gone_at = found.gone_why = found.purged_at = None
    return found


async def installed(session: AsyncSession, platform: str) -> Sequence[Workspace]:
    """Return the workspaces of a platform in which Attune is installed, sorted by tenant."""
    wanted = (
        select(Workspace)
        .where(col(Workspace.tenant).startswith(f"{platform}:"), col(Workspace.gone_at).is_(None))
        .order_by(col(Workspace.tenant))
    )
    return (await session.exec(wanted)).all()


async def gone(session: AsyncSession) -> set[str]:
    """Return the tenants from which Attune is gone, including purged ones."""
    return set(
        await session.exec(select(Workspace.tenant).where(col(Workspace.gone_at).is_not(None)))
    )


async def gone_before(session: AsyncSession, until: datetime) -> Sequence[Workspace]:
    """Return the workspaces that Attune left before `until`, sorted by tenant.

    Purged workspaces are left out.
    """
    wanted = (
        select(Workspace)
        .where(col(Workspace.gone_at) < until, col(Workspace.purged_at).is_(None))
        .order_by(col(Workspace.tenant))
    )
    return (await session.exec(wanted)).all()


async def purged_since(session: AsyncSession, since: datetime) -> Sequence[str]:
    """Return the tenants that were purged at `since` or later, unless Attune is back in them."""
    wanted = select(Workspace.tenant).where(
        col(Workspace.gone_at).is_not(None), col(Workspace.purged_at) >= since
    )
    return (await session.exec(wanted.order_by(col(Workspace.tenant)))).all()


def leave(workspace: Workspace, why: GoneWhy, now: datetime) -> None:
    """Record that Attune is gone from a workspace, and delete the tokens."""
    workspace.token = workspace.refresh_token = workspace.token_expires_at = None
    if workspace.gone_at is None:
        workspace.gone_at, workspace.gone_why = now, why


def store_tokens(session: AsyncSession, workspace: Workspace, tokens: WorkspaceTokens) -> None:
    """Encrypt and store the tokens. Raises storage.sealing.NoKey if no key is set."""
    sealer = sealer_of(session)
    workspace.token = sealer.seal(tokens.token, _place(workspace, "token"))
    workspace.refresh_token = (
        sealer.seal(tokens.refresh_token, _place(workspace, "refresh_token"))
        if tokens.refresh_token
        else None
    )
    workspace.token_expires_at = tokens.expires_at


def tokens_of(session: AsyncSession, workspace: Workspace) -> WorkspaceTokens | None:
    """Return the tokens of a workspace, or None if it has none.

    Raises storage.sealing.NoKey if the key to decrypt them is missing.
    """
    if workspace.token is None:
        return None
    sealer = sealer_of(session)
    refresh = workspace.refresh_token
    return WorkspaceTokens(
        sealer.open(workspace.token, _place(workspace, "token")),
        sealer.open(refresh, _place(workspace, "refresh_token")) if refresh else None,
        workspace.token_expires_at,
    )


def _place(workspace: Workspace, column: str) -> str:
    return place(workspace.tenant, "workspace", column)
