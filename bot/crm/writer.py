"""Write to CRMs what reps approved, and write each change only once.

claim (lease) ─▶ begin (new lease) ─▶ in doubt? look for it ─▶ write, or undo ─▶ record

Each approved write is a row. A row is in doubt from the moment we begin to write it until its
outcome is recorded. If a process dies in between, the next process first looks in the CRM for what
was written, and writes only if it finds nothing. An undo is simply repeated. Each row gets a new
lease before it is written, because the rows before it may have taken longer than the lease of the
claim.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import Clock
from bot.crm import timing
from bot.crm.signing_in import sign_in
from handlers.failures import places
from handlers.sources.crm import crm_outcomes
from handlers.sources.crm.crm_outcomes import NotWritten, WriteOutcome, Written
from handlers.sources.crm.crm_records import CrmOrder, CrmSignIn, RequiredField
from handlers.sources.crm_ports import CrmConflict, CrmFailed, CrmNeedsFields, CrmSystem, OpenCrm
from storage.database.connection import Database
from storage.sales_calls import calls
from storage.sources import crm, crm_connections, crm_writes
from storage.sources.crm_writes import ClaimedWrite
from storage.tables import CrmOwner, CrmWrite
from storage.workspace import people

log = structlog.get_logger()

ROWS_PER_CLAIM = 20  # rows in one claim
TIME_LIMIT = 100.0  # seconds for one row; less than the lease
# How long we write for one tenant. Then its other rows wait, so that no tenant delays the others.
TURN = timedelta(seconds=30)
ASK_OWNER_AGAIN = timedelta(days=7)
# After these troubles, another attempt does not help.
FINAL = ("no permission", "disconnected", "refused", "gone", "key missing", "replaced")


class CrmWriter:
    """Carries out approved writes for the tenants of one platform.

    `open_crm` opens a tenant's CRM. `served` returns the tenants to serve now. `own` is the sign-in
    from the operator's settings, for connections without a secret. `changed` is called after
    writes, because somebody may have to be told about them.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        open_crm: OpenCrm,
        served: Callable[[], Collection[str]],
        *,
        own: CrmSignIn | None = None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._open = open_crm
        self._served = served
        self._own = own
        self._changed = changed
        # By tenant, the CRM account that the key in the settings opens.
        self._labels: dict[str, str] = {}

    async def write(self) -> int:
        """Write what is due. Return how many rows we claimed."""
        async with self._database.write() as session:
            now = self._clock.now()
            claimed = await crm_writes.claim(session, self._served(), now, ROWS_PER_CLAIM)
        by_tenant: dict[str, list[ClaimedWrite]] = defaultdict(list)
        for one in claimed:
            by_tenant[one.row.tenant].append(one)
        async with asyncio.TaskGroup() as writing:
            for tenant, rows in by_tenant.items():
                writing.create_task(self._write_all(tenant, rows))
        if claimed:
            self._changed()
        return len(claimed)

    async def _write_all(self, tenant: str, rows: Sequence[ClaimedWrite]) -> None:
        """Write the claimed rows, one after the other.

        When the time for this tenant (`TURN`) is over, release the rows that are left.
        """
        ends = self._clock.now() + TURN
        for number, one in enumerate(rows):
            if self._clock.now() >= ends:
                async with self._database.write(tenant) as session:
                    await crm_writes.release(session, tenant, rows[number:], self._clock.now())
                return
            async with self._database.write(tenant) as session:
                begun = await crm_writes.begin(session, one, self._clock.now())
            if begun is not None:
                await self._record(tenant, begun, await self._attempt(tenant, begun))

    async def _attempt(self, tenant: str, claimed: ClaimedWrite) -> WriteOutcome:
        """Write one row. Every exception becomes an outcome."""
        try:
            async with asyncio.timeout(TIME_LIMIT):
                return await self._outcome(tenant, claimed)
        except CrmFailed as why:
            return _failed(why, claimed)
        except TimeoutError:
            return _failed(CrmFailed("no answer", may_have_landed=True), claimed)
        except Exception as error:  # noqa: BLE001 - one row must not stop the others
            log.error("a CRM write failed", error=type(error).__name__, places=places(error))
            return _failed(CrmFailed("no answer", may_have_landed=True), claimed)

    async def _outcome(self, tenant: str, claimed: ClaimedWrite) -> WriteOutcome:
        """Write one row, or undo it.

        If an earlier attempt to write may have reached the CRM, first look there for what it wrote.
        """
        try:
            system, order = await self._prepared(tenant, claimed)
            undoing = claimed.row.state == "undoing"
            found = await system.written(order) if claimed.in_doubt and not undoing else ""
        except CrmFailed as why:
            doubt = why.may_have_landed or claimed.in_doubt
            raise CrmFailed(why.trouble, why.wait, may_have_landed=doubt) from None
        try:
            if undoing:
                await system.undo(order, claimed.row.crm_id)
                return Written("")
            return Written(found or await system.write(order))
        except CrmConflict as why:
            return NotWritten("conflict", found=why.found)
        except CrmNeedsFields as why:
            asks = {
                name: RequiredField(label, tuple(why.choices.get(name, ())), name in why.days)
                for name, label in why.fields.items()
            }
            return NotWritten("needs_field", asks=asks)

    async def _prepared(self, tenant: str, claimed: ClaimedWrite) -> tuple[CrmSystem, CrmOrder]:
        """Return the CRM, and what to write to it.

        Raises CrmFailed if we must not carry out this write any more.
        """
        async with self._database.read(tenant) as session:
            opens, known_as = await self._sign_in(session, claimed.row)
            person = await people.by_id(session, tenant, claimed.row.person_id)
        if person is None or person.erased_at is not None:
            raise CrmFailed("gone")  # nothing more is sent for a rep who was erased
        system = self._open(opens)
        if known_as and known_as != (await self._label(tenant, system) or known_as):
            raise CrmFailed("replaced")
        return system, await self._order(tenant, claimed, system)

    async def _label(self, tenant: str, system: CrmSystem) -> str:
        """Return the CRM account that the key in the settings opens, or "" if the CRM does not say.

        We ask once, because the settings stay as they are while we run.
        """
        if tenant not in self._labels:
            self._labels[tenant] = (await system.check()).label
        return self._labels[tenant]

    async def _sign_in(self, session: AsyncSession, write: CrmWrite) -> tuple[CrmSignIn, str]:
        """Return the sign-in, and the name of the CRM account that it must open.

        If the connection has its own key, the name is "", because that key always opens the same
        account. If the key is from the settings, the name is that of the account which the key
        opened when the CRM was connected.
        """
        row = await crm_connections.of_tenant(session, write.tenant)
        if row is None or write.approved_at < row.connected_at:
            raise CrmFailed("replaced")  # the row's ids may be from another CRM account
        opens = sign_in(session, row, self._own)
        if not opens.secret:
            raise CrmFailed("key missing")
        return opens, row.label if row.secret is None else ""

    async def _order(self, tenant: str, claimed: ClaimedWrite, system: CrmSystem) -> CrmOrder:
        """Collect what the CRM needs to know about the row, its call and its people."""
        row = claimed.row
        async with self._database.read(tenant) as session:
            person = await people.by_id(session, tenant, row.person_id)
            people_ids: list[str] = []
            call = None
            if row.call_id is not None and row.kind in ("note", "task"):
                people_ids = await crm_writes.contact_ids(session, tenant, row.call_id)
                call = await calls.by_id(session, tenant, row.call_id)
        return CrmOrder(
            key=row.key,
            kind=row.kind,
            text=row.text,
            at=row.approved_at,
            company=row.company,
            deal=row.deal,
            owner=await self._owner(tenant, row.person_id, system),
            people=tuple(people_ids),
            due_on=row.due_on,
            zone=person.zone if person else "UTC",
            seen=row.seen,
            required=row.required,
            called_at=call.starts_at if call else None,
        )

    async def _owner(self, tenant: str, person_id: int, system: CrmSystem) -> str:
        """Return the rep's id in the CRM, or "" if the CRM does not know the rep."""
        now = self._clock.now()
        async with self._database.read(tenant) as session:
            known = await crm.owner(session, person_id)
            person = await people.by_id(session, tenant, person_id)
        if known is not None and now - known.looked_at < ASK_OWNER_AGAIN:
            return known.crm_id
        found = await system.owner(person.email) if person and person.email else ""
        async with self._database.write(tenant) as session:
            row = CrmOwner(person_id=person_id, tenant=tenant, crm_id=found, looked_at=now)
            await session.merge(row)
        return found

    async def _record(self, tenant: str, claimed: ClaimedWrite, outcome: WriteOutcome) -> None:
        """Log what became of a write, and store it unless another process has claimed the row."""
        now = self._clock.now()
        async with self._database.write(tenant) as session:
            row = await crm_writes.still_ours(session, claimed)
            if row is not None:
                await crm_outcomes.record(session, row, outcome, now)
        what = "written" if isinstance(outcome, Written) else outcome.state
        log.info("CRM write", write=claimed.row.id, kind=claimed.row.kind, outcome=what)


def _failed(why: CrmFailed, claimed: ClaimedWrite) -> NotWritten:
    """Return whether to try a failed write again, and when."""
    trouble, in_doubt = why.trouble, why.may_have_landed
    attempts = claimed.row.attempts
    if trouble in FINAL or attempts >= timing.MAX_ATTEMPTS:
        return NotWritten("failed", trouble=trouble, in_doubt=in_doubt)
    wait = timing.retry_after(attempts, why.wait)
    return NotWritten("later", trouble=trouble, in_doubt=in_doubt, wait=wait)
