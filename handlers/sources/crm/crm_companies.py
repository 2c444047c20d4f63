"""Store what a CRM says about accounts: the company, its people and its open deals."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import limits
from handlers.sources.crm import crm
from handlers.sources.crm.crm_records import CrmDealRecord, CrmDetails, CrmName
from handlers.sources.erased_words import without_erased
from handlers.sources.records import CrmAccount, CrmContact
from storage import mail
from storage.choices import Stage
from storage.customers import suppressed_names
from storage.rights.erasure.names import FORMER_COLLEAGUE
from storage.sources import crm as crm_rows
from storage.spelling import tidy
from storage.tables import Account, CrmCompany, CrmConnection, CrmDeal
from storage.text import storable

MAX_DEALS = 20  # open deals of one account
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
SEARCHED = 2_000  # we search this many characters of a text for the names of erased people
MAX_CANDIDATES = 10  # if several companies have the account's domain, we store at most this many


async def store_found(
    session: AsyncSession, account: Account, candidates: Sequence[CrmName], now: datetime
) -> CrmCompany:
    """Store which companies in the CRM have the account's domain. `now` is in UTC."""
    row = await crm_rows.company(session, account.tenant, account.id, locked=True)
    if row is None:
        row = CrmCompany(account_id=account.id, tenant=account.tenant, match="none", looked_at=now)
        session.add(row)
    row.looked_at = now
    listed = [(one.id, _line(one.name, "account")) for one in candidates[:MAX_CANDIDATES]]
    row.candidates = listed if len(listed) > 1 else []
    row.match = "none" if not listed else "one" if len(listed) == 1 else "several"
    row.crm_id, row.name = listed[0] if len(listed) == 1 else ("", "")
    row.is_stale = row.match == "one"
    await session.flush()
    return row


async def store_details(
    session: AsyncSession,
    account: Account,
    row: CrmCompany,
    details: CrmDetails,
    *,
    connection: CrmConnection,
    now: datetime,
) -> None:
    """Store what was read about an account's company.

    `connection` maps the CRM's stages to ours. `row` must be locked.
    """
    row.name, row.last_activity_at = _line(details.name, "account"), details.last_activity_at
    row.read_at, row.is_stale = now, False
    await _take_in_people(session, account, details)
    before = {one.crm_id: one for one in await crm_rows.deals(session, row.tenant, account.id)}
    moved = _moved_to(details.deals, before, connection)
    if account.stage == "customer" and not before.keys() & {one.id for one in details.deals}:
        moved = None  # a customer stays a customer if all of these deals are new to us
    for gone in before.keys() - {one.id for one in details.deals[:MAX_DEALS]}:
        await session.delete(before[gone])
    await session.flush()
    ids = [one.id for one in details.deals[:MAX_DEALS]]
    elsewhere = await crm_rows.deals_elsewhere(session, row.tenant, account.id, ids)
    former = await suppressed_names.recognizer(session, row.tenant)
    for one in details.deals[:MAX_DEALS]:
        if one.id in elsewhere:
            continue  # a deal with two companies stays with the account that had it first
        deal = before.get(one.id) or CrmDeal(
            tenant=row.tenant, account_id=account.id, crm_id=one.id, name="", read_at=now
        )
        _fill_in(deal, _without_erased(one, former), now)
        session.add(deal)
    if moved is not None:
        account.stage = moved
    await session.flush()


async def forget_company(session: AsyncSession, row: CrmCompany) -> None:
    """Forget a company and its deals after the company was deleted or merged in the CRM.

    Before the account's next call, we look for its company again.
    """
    for deal in await crm_rows.deals(session, row.tenant, row.account_id):
        await session.delete(deal)
    row.match, row.crm_id, row.is_stale = "none", "", False
    await session.flush()


async def _take_in_people(session: AsyncSession, account: Account, details: CrmDetails) -> None:
    names = [word for one in details.people for word in (one.name, one.email)]
    suppressed = await suppressed_names.among(session, account.tenant, names)
    people = [one for one in details.people if not {one.name, one.email}.intersection(suppressed)]
    record = CrmAccount(
        name=account.name,
        domains=details.domains,
        industry=details.industry,
        contacts=tuple(CrmContact(one.name, one.role, one.email, one.id) for one in people),
    )
    await crm.fill_in(session, account, record)


def _moved_to(
    deals: Sequence[CrmDealRecord], before: Mapping[str, CrmDeal], connection: CrmConnection
) -> Stage | None:
    """Return our stage for the first deal that is new, or whose stage in the CRM has changed.

    Return None if there is no such deal, or if an admin has not matched its stage to one of ours.
    The account then keeps its stage, which a rep may have chosen.
    """
    for one in deals:
        known = before.get(one.id)
        at_stage = one.stage_id, one.pipeline_id
        if known is None or (known.stage_id, known.pipeline_id) != at_stage:
            return crm_rows.our_stage(connection, *at_stage)
    return None


def _fill_in(deal: CrmDeal, record: CrmDealRecord, now: datetime) -> None:
    deal.name, deal.stage_name = _line(record.name, "account"), _line(record.stage_name, "account")
    deal.stage_id, deal.pipeline_id = record.stage_id, record.pipeline_id
    deal.amount = record.amount if _AMOUNT.fullmatch(record.amount) else ""
    deal.currency = record.currency if _CURRENCY.fullmatch(record.currency) else ""
    # Do not cut the next step as short as the other texts. *Undo* writes it back to the CRM, and we
    # must notice a change in its last words too.
    deal.closes_on, deal.next_step = record.closes_on, _cut(record.next_step, limits.CRM_FIELD)
    deal.owner_name, deal.owner_email = _line(record.owner_name, "account"), record.owner_email
    deal.last_activity_at, deal.read_at = record.last_activity_at, now


def _without_erased(record: CrmDealRecord, former: suppressed_names.Recognizer) -> CrmDealRecord:
    if former is suppressed_names.nobody:
        return record
    address = mail.normalised(record.owner_email) or ""
    if "colleague" in (former(address), former(record.owner_name)):
        record = replace(record, owner_name=FORMER_COLLEAGUE.lower(), owner_email="")
    return replace(
        record,
        name=without_erased(record.name, former, longest=SEARCHED),
        next_step=without_erased(record.next_step, former, longest=SEARCHED),
    )


def _line(text: str, input_id: str) -> str:
    return _cut(text, limits.of_input(input_id))


def _cut(text: str, longest: int) -> str:
    return tidy(storable(" ".join(text.split())[:longest]))
