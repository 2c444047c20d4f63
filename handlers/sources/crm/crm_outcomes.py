"""Record whether the CRM carried out a rep's write, and tell the rep if something went wrong."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.notices import crm_trouble, tell
from handlers.sources.crm.crm_companies import SEARCHED
from handlers.sources.crm.crm_records import RequiredField
from handlers.sources.erased_words import without_erased
from storage.choices import CrmTrouble
from storage.customers import accounts, suppressed_names
from storage.sources import crm, crm_connections
from storage.tables import CrmDeal, CrmWrite
from storage.workspace import people


@dataclass(frozen=True)
class Written:
    """The CRM has carried out a write.

    `crm_id` is the id of what was written, or "" for an undo.
    """

    crm_id: str


@dataclass(frozen=True)
class NotWritten:
    """The CRM has not confirmed a write. `state` is "later" if we try again after `wait`.

    `in_doubt` means that the CRM did not answer, so it may have carried out the write.
    """

    state: Literal["conflict", "needs_field", "failed", "later"]
    trouble: CrmTrouble | None = None
    found: str = ""  # for a conflict, the value in the CRM
    asks: Mapping[str, RequiredField] = field(default_factory=dict)
    in_doubt: bool = False
    wait: timedelta = timedelta()


WriteOutcome = Written | NotWritten


async def record(
    session: AsyncSession, row: CrmWrite, outcome: WriteOutcome, now: datetime
) -> None:
    """Record an outcome in the row, which must be locked. `now` is in UTC.

    If the write or the undo failed and we do not try again, we tell the rep.
    """
    undoing = row.state == "undoing"
    if isinstance(outcome, Written):
        row.state, row.settled_at = "undone" if undoing else "written", now
        row.crm_id = row.crm_id if undoing else outcome.crm_id
        row.in_doubt, row.trouble, row.found = False, None, ""
        await _note_value(session, row, row.seen if undoing else row.text)
        return
    row.trouble, row.in_doubt = outcome.trouble, outcome.in_doubt
    if outcome.state == "later":
        row.next_at = now + outcome.wait
        return
    if undoing:
        # The undo failed, and what we wrote was not taken back. So the row is "written" again.
        row.found, row.state = outcome.found, "written"
        row.trouble = outcome.trouble or (None if outcome.state == "conflict" else "refused")
    else:
        row.state, row.settled_at = outcome.state, now
        row.found = outcome.found
        row.asks = {name: asdict(one) for name, one in outcome.asks.items()}
    if outcome.state == "conflict":
        await _note_value(session, row, outcome.found)
    person = await people.by_id(session, row.tenant, row.person_id)
    if person is not None and person.erased_at is None:
        key = f"{row.id}:{now:%Y%m%d%H%M%S%f}"
        await tell.tell(session, [person], crm_trouble.NAME, row.id, now, key=key)


async def _note_value(session: AsyncSession, row: CrmWrite, value: str) -> None:
    """Store the new stage or next step of a deal, so that briefs show it at once.

    Leave erased names out of a next step. For a stage, also give the account the matching stage in
    Attune.
    """
    if row.kind not in ("stage", "next_step"):
        return
    for deal in await crm.deals(session, row.tenant, row.account_id):
        if deal.crm_id != row.deal:
            continue
        if row.kind == "next_step":
            former = await suppressed_names.recognizer(session, row.tenant)
            deal.next_step = without_erased(value, former, longest=SEARCHED)
        else:
            await _note_stage(session, row, deal, value)


async def _note_stage(session: AsyncSession, row: CrmWrite, deal: CrmDeal, value: str) -> None:
    connection = await crm_connections.of_tenant(session, row.tenant)
    if connection is None:
        return
    deal.stage_id = value
    deal.stage_name = crm.stage_name(connection, value, deal.pipeline_id)
    account = await accounts.by_id(session, row.tenant, row.account_id)
    if account is not None and (stage := crm.our_stage(connection, value, deal.pipeline_id)):
        account.stage = stage
