"""Keep track of where Attune is installed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.request import Sender
from storage import leases
from storage.choices import AuditAct, GoneWhy
from storage.database.connection import Database
from storage.outbox import rate_limits
from storage.sealing import NoKey
from storage.tables import Person
from storage.upkeep import serving
from storage.workspace import audit, workspaces
from storage.workspace.workspaces import WorkspaceTokens

log = structlog.get_logger()

PLATFORM = "slack"
LEASE = timedelta(seconds=30)  # how long a claim to refresh a token lasts

# When Attune was installed, and when the token expires (both UTC).
Version = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Installation:
    """Attune in one workspace.

    `bot` is the id of Attune's own user in the workspace. If the token changes, so does `version`.
    """

    tenant: str
    token: str = field(repr=False)
    bot: str
    version: Version
    scopes: frozenset[str]
    installer: str | None  # the id of the person who last installed Attune


@dataclass(frozen=True)
class Granted:
    """What Slack granted when somebody installed Attune.

    `bot` is the id of Attune's own user. `installer` is the id of the person who installed Attune.
    """

    tokens: WorkspaceTokens
    name: str
    enterprise: str | None
    app: str | None
    bot: str
    scopes: frozenset[str]
    installer: str | None


async def store(session: AsyncSession, tenant: str, granted: Granted, now: datetime) -> bool:
    """Store a new or repeated installation. If sending to the tenant is paused, end the pause.

    Return False if Attune was already installed, and True if it was not.

    Raises storage.sealing.NoKey if no key for encrypting the tokens is set. Raises
    storage.workspace.workspaces.BeingPurged if the tenant's data is being deleted.
    """
    before = await workspaces.find(session, tenant, locked=True)
    is_new = before is None or before.gone_at is not None or before.token is None
    act: AuditAct = "came back" if before and before.gone_at else "installed"
    row = await workspaces.save(session, tenant, now)
    row.name, row.enterprise, row.app = granted.name, granted.enterprise, granted.app
    row.bot_user, row.installer = granted.bot, granted.installer
    row.scopes = " ".join(sorted(granted.scopes))
    workspaces.store_tokens(session, row, granted.tokens)
    audit.note(session, tenant, act, ("tenant", tenant), now)
    await rate_limits.end_pause(session, tenant, now)
    return is_new


async def make_first_admin(session: AsyncSession, sender: Sender, now: datetime) -> None:
    """Put the installer on file. If there is no admin yet, make the installer an admin.

    Only a member of the workspace (not a guest, for example) becomes an admin. Later installers do
    not become admins, because in some workspaces anybody may install apps.
    """
    person = await sender.add_or_update(session)
    admins = select(Person.id).where(
        col(Person.tenant) == sender.tenant, col(Person.role) == "admin"
    )
    if person.standing == "member" and (await session.exec(admins.limit(1))).first() is None:
        before, person.role = person.role, "admin"
        audit.note_role(session, person, before, now)


async def mark_own_back(session: AsyncSession, tenant: str, now: datetime) -> None:
    """If `tenant` counted as gone, record that it is back.

    Call this for the workspace whose token is in the settings.
    """
    row = await workspaces.find(session, tenant)
    if row is not None and row.gone_at is not None:
        await workspaces.save(session, tenant, now)


class Installations:
    """Reads and changes installations.

    `teams` has the ids of the workspaces that the operator admits. If `teams` is None, the operator
    admits every workspace.
    """

    def __init__(self, database: Database, teams: Collection[str] | None) -> None:
        self._database = database
        self._admitted = None if teams is None else {f"{PLATFORM}:{team}" for team in teams}

    def admits(self, tenant: str) -> bool:
        """Check whether the operator admits this tenant."""
        return self._admitted is None or tenant in self._admitted

    async def installed(self) -> dict[str, Version]:
        """Return the admitted tenants in which Attune is installed, with their versions."""
        async with self._database.read() as session:
            found = await workspaces.installed(session, PLATFORM)
            return {
                each.tenant: (each.installed_at, each.token_expires_at)
                for each in found
                if each.token is not None and self.admits(each.tenant)
            }

    async def note_admitted(self, own: str, now: datetime) -> None:
        """Record which installed workspaces the operator's settings admit. Call this every day.

        If no process has recorded a workspace as admitted for two days, the workspace counts as
        gone. `own` is the tenant whose token is in the settings. This tenant always counts as
        admitted.
        """
        if self._admitted is None:
            return
        async with self._database.write() as session:
            installed = [
                each.tenant
                for each in await workspaces.installed(session, PLATFORM)
                if each.token is not None
            ]
            admitted = [each for each in installed if each == own or self.admits(each)]
            await serving.note_served(session, admitted, now)
            left = [each for each in installed if each not in admitted]
            gone = await serving.note_not_served(session, left, now)
        if gone:
            log.warning("nobody serves these Slack workspaces any more", tenants=gone)

    async def find(self, tenant: str) -> Installation | None:
        """Return the installation in a tenant.

        Return None if

        - Attune is not installed,
        - the operator does not admit the tenant, or
        - the token cannot be decrypted.
        """
        if not self.admits(tenant):
            return None
        async with self._database.read(tenant) as session:
            found = await workspaces.find(session, tenant)
            if found is None or found.gone_at is not None:
                return None
            try:
                tokens = workspaces.tokens_of(session, found)
            except NoKey:
                log.error(
                    "a workspace's token cannot be decrypted: its key is missing from "
                    "ENCRYPTION_KEYS. Add the key, or install Attune there again"
                )
                return None
            if tokens is None:
                return None
            return Installation(
                tenant,
                tokens.token,
                found.bot_user or "",
                (found.installed_at, found.token_expires_at),
                frozenset(found.scopes.split()),
                found.installer,
            )

    async def expiring(self, before: datetime) -> list[str]:
        """Return the admitted tenants whose refreshable tokens expire before `before` (UTC)."""
        async with self._database.read() as session:
            return [
                each.tenant
                for each in await workspaces.installed(session, PLATFORM)
                if self.admits(each.tenant)
                and each.refresh_token is not None
                and each.token_expires_at is not None
                and each.token_expires_at < before
            ]

    async def claim_refresh(
        self, tenant: str, holder: str, now: datetime, before: datetime
    ) -> WorkspaceTokens | None:
        """Claim, for 30 seconds, the right to refresh a tenant's tokens, and return the tokens.

        `holder` names the process. Return None if

        - another process has the claim,
        - the token does not expire before `before` (UTC),
        - Attune has left the tenant, or
        - the encryption key is missing.
        """
        async with self._database.write(tenant) as session:
            if not await leases.acquire(
                session, _refresh_lease(tenant), holder, now=now, until=now + LEASE
            ):
                return None
            found = await workspaces.find(session, tenant)
            if found is None or found.gone_at is not None:
                return None
            try:
                tokens = workspaces.tokens_of(session, found)
            except NoKey:
                return None
            is_due = tokens and tokens.expires_at and tokens.expires_at < before
            return tokens if is_due else None

    async def store_refreshed(
        self, tenant: str, old: WorkspaceTokens, new: WorkspaceTokens
    ) -> None:
        """Replace the tokens `old` with `new`, and end the claim to refresh them.

        If `old` is no longer stored, because Attune has left or was installed again, store nothing.
        """
        async with self._database.write(tenant) as session:
            found = await workspaces.find(session, tenant, locked=True)
            if found is not None and workspaces.tokens_of(session, found) == old:
                workspaces.store_tokens(session, found, new)
            await leases.delete(session, _refresh_lease(tenant))

    async def leave(self, tenant: str, token: str, why: GoneWhy, now: datetime) -> bool:
        """Record that Attune has left a tenant, because `token` is invalid.

        Return False, and change nothing, if Attune has left already, or if the tenant now has
        another token.
        """
        async with self._database.write(tenant) as session:
            found = await workspaces.find(session, tenant, locked=True)
            if found is None or found.gone_at is not None:
                return False
            tokens = workspaces.tokens_of(session, found)
            if tokens is None or tokens.token != token:
                return False
            workspaces.leave(found, why, now)
            audit.note(session, tenant, "uninstalled", ("tenant", tenant), now)
            return True


def _refresh_lease(tenant: str) -> str:
    return f"refresh {tenant}"
