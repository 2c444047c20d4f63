"""Read the CRMs that are due, and store what they say about accounts.

claim (lease) ─▶ what changed? ─▶ find accounts in the CRM ─▶ read companies, one by one ─▶ done

No transaction is open while we wait for the CRM. Results are stored only if we still hold the
claim.
"""

import asyncio
import contextlib
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import Clock
from bot.crm import timing
from bot.crm.signing_in import sign_in
from handlers.failures import places
from handlers.sources.crm import crm_companies
from handlers.sources.crm.crm_records import CrmChanges, CrmName, CrmSelf, CrmSignIn, CrmStage
from handlers.sources.crm_ports import CrmFailed, CrmSystem, OpenCrm
from storage.choices import CrmTrouble
from storage.customers import accounts
from storage.database.connection import Database
from storage.sealing import NoKey
from storage.sources import crm, crm_connections
from storage.sources.crm import AccountToFind
from storage.tables import CrmCompany, CrmConnection

log = structlog.get_logger()

READ_TIME_LIMIT = 240.0  # seconds for one turn of one CRM; less than the lease
TO_FIND, TO_READ = 20, 50  # accounts to look for, and companies to read, in one turn


class NoLongerOurs(Exception):
    """The CRM was connected again or disconnected, or another process has claimed it."""


@dataclass(frozen=True)
class LeasedCrm:
    """A connection that is claimed until `lease`. All times are UTC."""

    sign_in: CrmSignIn
    lease: datetime
    read_since: datetime | None  # we ask what has changed since then; None before the first read
    is_own: bool  # whether the key is in the operator's settings


class CrmPoller:
    """Reads the CRMs of one platform's tenants.

    `open_crm` opens a tenant's CRM. `served` returns the tenants to serve now. `own` is the sign-in
    from the operator's settings, for connections without a secret. It is None if the settings name
    no CRM.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        open_crm: OpenCrm,
        served: Callable[[], Collection[str]],
        *,
        own: CrmSignIn | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._open = open_crm
        self._served = served
        self._own = own
        self._begun = False
        self._checked: set[str] = set()  # tenants for which `_check` is done

    async def poll(self) -> int:
        """Read the CRMs that are due. Return how many we tried."""
        now = self._clock.now()
        async with self._database.write() as session:
            await self._follow_settings(session, now)
            claimed = await crm_connections.claim(session, self._served(), now)
            due = [self._leased(session, one) for one in claimed]
        async with asyncio.TaskGroup() as reading:
            for one in due:
                reading.create_task(self._try(one))
        return len(due)

    async def _follow_settings(self, session: AsyncSession, now: datetime) -> None:
        """Connect or disconnect our only tenant's CRM, as the operator's settings say.

        - If we serve several tenants, or none, do nothing.
        - If the tenant has no CRM, connect the CRM of the settings.
        - If the tenant's CRM came from the settings, and the settings now name another one, connect
          the other one instead.
        - If the tenant's CRM came from the settings, and the settings now name none, disconnect the
          tenant's CRM.
        """
        served = [*self._served()]
        for tenant in served[:1] if len(served) == 1 else ():
            row = await crm_connections.of_tenant(session, tenant)
            own = self._own
            if own is not None and (row is None or _is_other(row, own)):
                await crm_connections.connect(
                    session, tenant, own.kind, now, secret=None, base=own.base
                )
            elif own is None and row is not None and row.secret is None:
                await crm_connections.disconnect(session, tenant, now)
            elif row is not None and row.secret is None and not self._begun:
                row.next_at = now  # Attune has just started, maybe with another key
        self._begun = True

    def _leased(self, session: AsyncSession, row: CrmConnection) -> LeasedCrm:
        """Return what a read of this CRM needs."""
        with contextlib.suppress(NoKey):  # if the key is missing, the read fails later and says so
            crm_connections.renew_seal(session, row)
        opens = sign_in(session, row, self._own)
        return LeasedCrm(opens, row.next_at, row.read_since, row.secret is None)

    async def _try(self, due: LeasedCrm) -> None:
        """Read a CRM. If that fails, record the failure."""
        try:
            async with asyncio.timeout(READ_TIME_LIMIT):
                await self._read(due)
        except NoLongerOurs:
            return
        except CrmFailed as why:
            await self._failed(due, why.trouble, why.wait)
        except TimeoutError:
            await self._failed(due, "no answer", None)
        except Exception as error:  # noqa: BLE001 - one CRM must not stop the others
            log.error("a CRM could not be read", error=type(error).__name__, places=places(error))
            await self._failed(due, "no answer", None)

    async def _read(self, due: LeasedCrm) -> None:
        """Read everything that we want to know from a CRM, and plan the next read."""
        if not due.sign_in.secret:
            raise CrmFailed("key missing")
        system, now = self._open(due.sign_in), self._clock.now()
        if due.is_own and due.sign_in.tenant not in self._checked:
            await self._check(due, await system.check())
        stages = await system.stages()
        changes = CrmChanges(frozenset(), now)
        if due.read_since is not None:
            changes = await system.changed(due.read_since)
        wanted = await self._store_changes(due, stages, changes)
        for one in wanted:
            await self._store_found(due, one, await _candidates(system, one))
        more = await self._read_companies(due, system)
        async with self._database.write(due.sign_in.tenant) as session:
            row = await self._still_ours(session, due)
            row.failures, row.trouble, row.failing_since = 0, None, None
            row.read_since, row.read_at = changes.until, now
            row.next_at = self._clock.now() + (timing.MORE if more else timing.USUAL)

    async def _check(self, due: LeasedCrm, found: CrmSelf) -> None:
        """Store what the key in the settings may do.

        If the key now opens another portal (HubSpot) or organisation (Salesforce) than before,
        delete what we read from the earlier one, and drop what we still had to write to it. Then
        raise NoLongerOurs.
        """
        sign_in, now = due.sign_in, self._clock.now()
        async with self._database.write(sign_in.tenant) as session:
            row = await self._still_ours(session, due)
            was = row.label
            is_other = bool(was and found.label and was != found.label)
            if is_other:
                tenant, kind = sign_in.tenant, sign_in.kind
                row = await crm_connections.connect(
                    session, tenant, kind, now, secret=None, base=sign_in.base, label=found.label
                )
            row.label = found.label or was
            crm_connections.note_rights(row, found.hidden, may_write=found.may_write)
        self._checked.add(sign_in.tenant)
        if is_other:
            raise NoLongerOurs  # the next turn reads the new portal or organisation

    async def _store_changes(
        self, due: LeasedCrm, stages: Collection[CrmStage], changes: CrmChanges
    ) -> list[AccountToFind]:
        """Store the stages, and which companies changed. Return the accounts to look for."""
        tenant, now = due.sign_in.tenant, self._clock.now()
        async with self._database.write(tenant) as session:
            row = await self._still_ours(session, due)
            row.known_stages = [asdict(one) for one in stages]
            await crm.mark_changed(session, tenant, changes.company_ids)
            return [*await crm.to_find(session, tenant, now, now + timing.AHEAD, TO_FIND)]

    async def _store_found(
        self, due: LeasedCrm, wanted: AccountToFind, candidates: dict[str, CrmName]
    ) -> None:
        """Store which companies in the CRM match an account."""
        async with self._database.write(due.sign_in.tenant) as session:
            await self._still_ours(session, due)
            account = await accounts.by_id(session, due.sign_in.tenant, wanted.account.id)
            if account is not None:
                await crm_companies.store_found(
                    session, account, [*candidates.values()], self._clock.now()
                )

    async def _read_companies(self, due: LeasedCrm, system: CrmSystem) -> bool:
        """Read companies that are new or have changed. Return whether there are more."""
        tenant = due.sign_in.tenant
        async with self._database.read(tenant) as session:
            stale = await crm.stale(session, tenant, TO_READ + 1)
        for one in stale[:TO_READ]:
            try:
                details = await system.company(one.crm_id)
            except CrmFailed as why:
                if why.trouble != "refused":
                    raise
                await self._skip(due, one)
                continue
            async with self._database.write(tenant) as session:
                connection = await self._still_ours(session, due)
                row = await crm.company(session, tenant, one.account_id, locked=True)
                account = await accounts.by_id(session, tenant, one.account_id)
                if row is None or account is None or row.crm_id != one.crm_id:
                    continue
                if details is None:
                    await crm_companies.forget_company(session, row)
                    continue
                now = self._clock.now()
                await crm_companies.store_details(
                    session, account, row, details, connection=connection, now=now
                )
        return len(stale) > TO_READ

    async def _skip(self, due: LeasedCrm, one: CrmCompany) -> None:
        """Skip a company that the CRM does not let us read, until the company changes again."""
        async with self._database.write(due.sign_in.tenant) as session:
            await self._still_ours(session, due)
            row = await crm.company(session, one.tenant, one.account_id, locked=True)
            if row is not None and row.crm_id == one.crm_id:
                row.is_stale = False
        log.info("a company in a CRM could not be read", kind=due.sign_in.kind)

    async def _still_ours(self, session: AsyncSession, due: LeasedCrm) -> CrmConnection:
        """Lock the connection and return it. Raises NoLongerOurs if our claim has ended."""
        row = await crm_connections.of_tenant(session, due.sign_in.tenant, locked=True)
        if row is None or row.next_at != due.lease:
            raise NoLongerOurs
        return row

    async def _failed(self, due: LeasedCrm, trouble: CrmTrouble, wait: timedelta | None) -> None:
        """Count the failure, and plan the next try."""
        now = self._clock.now()
        async with self._database.write(due.sign_in.tenant) as session:
            try:
                row = await self._still_ours(session, due)
            except NoLongerOurs:
                return
            row.failures += 1
            row.trouble, row.failing_since = trouble, row.failing_since or now
            row.next_at = timing.next_try(now, failures=row.failures, trouble=trouble, wait=wait)
        log.info("CRM failed", kind=due.sign_in.kind, trouble=trouble)


def _is_other(row: CrmConnection, own: CrmSignIn) -> bool:
    """Return whether the settings made this connection, but now name another CRM."""
    return row.secret is None and (row.kind, row.base) != (own.kind, own.base)


async def _candidates(system: CrmSystem, wanted: AccountToFind) -> dict[str, CrmName]:
    """Return the CRM's companies with one of the account's domains. The keys are ids in the CRM."""
    found: dict[str, CrmName] = {}
    for domain in wanted.domains:
        for one in await system.companies_at(domain):
            found[one.id] = one
    return found
