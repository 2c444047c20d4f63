"""Query companies, deals and stages that were read from a CRM. All times are UTC."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import PLANNED, Stage
from storage.sources import crm_connections
from storage.sql.groups import grouped
from storage.sql.locks import for_update
from storage.tables import (
    Account,
    AccountDomain,
    Call,
    CrmCompany,
    CrmConnection,
    CrmDeal,
    CrmOwner,
)

_BETWEEN = "\n"  # between the two ids of a key, see `stage_key`
UNSET: Stage = "discovery"  # the stage of an account until somebody sets it
LOOK_AGAIN = timedelta(days=1)  # after this time, we look again for a company that we did not find


class AccountToFind(NamedTuple):
    """An account to look for in the CRM, with its domains."""

    account: Account
    domains: Sequence[str]


class AccountInCrm(NamedTuple):
    """What the CRM has about an account: its company, and its open deals.

    `company.match` says whether one company in the CRM fits the account, or several, or none.
    `may_write` says whether our sign-in may write to the CRM.
    """

    company: CrmCompany
    deals: list[CrmDeal]
    may_write: bool


async def to_find(
    session: AsyncSession, tenant: str, now: datetime, until: datetime, limit: int
) -> Sequence[AccountToFind]:
    """Return up to `limit` accounts that we have to look for in the CRM.

    These accounts have a domain, and a planned call that starts between a day ago and `until`. We
    have not looked for them yet, or we looked at least a day ago and found no company.
    """
    soon = (
        select(Call.account_id)
        .where(
            col(Call.tenant) == tenant,
            col(Call.status) == PLANNED,
            col(Call.starts_at) >= now - LOOK_AGAIN,
            col(Call.starts_at) < until,
        )
        .distinct()
    )
    rows = await session.exec(
        select(Account, AccountDomain.domain)
        .join(AccountDomain, col(AccountDomain.account_id) == col(Account.id))
        .outerjoin(CrmCompany, col(CrmCompany.account_id) == col(Account.id))
        .where(
            col(Account.tenant) == tenant,
            col(Account.id).in_(soon),
            or_(
                col(CrmCompany.account_id).is_(None),
                (col(CrmCompany.match) == "none") & (col(CrmCompany.looked_at) <= now - LOOK_AGAIN),
            ),
        )
        .order_by(col(Account.id), col(AccountDomain.domain))
    )
    found = grouped((account.id, (account, domain)) for account, domain in rows.all())
    wanted = [
        AccountToFind(pairs[0][0], [domain for _, domain in pairs]) for pairs in found.values()
    ]
    return wanted[:limit]


async def mark_changed(session: AsyncSession, tenant: str, crm_ids: Collection[str]) -> None:
    """Mark companies that have to be read again, because something changed in the CRM."""
    if crm_ids:
        await session.exec(
            update(CrmCompany)
            .where(col(CrmCompany.tenant) == tenant, col(CrmCompany.crm_id).in_(crm_ids))
            .values(is_stale=True)
        )


async def stale(session: AsyncSession, tenant: str, limit: int) -> Sequence[CrmCompany]:
    """Return up to `limit` companies that we have to read, because they are new or have changed.

    New companies come first. The changed companies follow, beginning with the least recently read.
    """
    rows = await session.exec(
        select(CrmCompany)
        .where(
            col(CrmCompany.tenant) == tenant,
            col(CrmCompany.match) == "one",
            col(CrmCompany.is_stale).is_(True),
        )
        .order_by(col(CrmCompany.read_at).nulls_first(), col(CrmCompany.account_id))
        .limit(limit)
    )
    return rows.all()


async def company(
    session: AsyncSession, tenant: str, account_id: int, *, locked: bool = False
) -> CrmCompany | None:
    """Return the row for an account's company in the CRM. Return None if we never looked for it."""
    wanted = select(CrmCompany).where(
        col(CrmCompany.tenant) == tenant, col(CrmCompany.account_id) == account_id
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def deals(session: AsyncSession, tenant: str, account_id: int) -> Sequence[CrmDeal]:
    """Return the open deals with an account, ordered by close date."""
    rows = await session.exec(
        select(CrmDeal)
        .where(col(CrmDeal.tenant) == tenant, col(CrmDeal.account_id) == account_id)
        .order_by(col(CrmDeal.closes_on).nulls_last(), col(CrmDeal.id))
    )
    return rows.all()


async def deals_elsewhere(
    session: AsyncSession, tenant: str, account_id: int, crm_ids: Collection[str]
) -> set[str]:
    """Return those ids in `crm_ids` that belong to deals with other accounts of the tenant."""
    rows = await session.exec(
        select(CrmDeal.crm_id).where(
            col(CrmDeal.tenant) == tenant,
            col(CrmDeal.crm_id).in_(crm_ids),
            col(CrmDeal.account_id) != account_id,
        )
    )
    return set(rows.all())


async def of_accounts(
    session: AsyncSession, account_ids: Collection[int]
) -> dict[int, AccountInCrm]:
    """Return what the CRM has about the accounts, by account id.

    Leave out accounts that we never looked for in the CRM. The caller must check the tenant.
    """
    rows = await session.exec(
        select(CrmCompany, col(CrmConnection.hidden), CrmDeal)
        .join(CrmConnection, col(CrmConnection.tenant) == col(CrmCompany.tenant))
        .outerjoin(CrmDeal, col(CrmDeal.account_id) == col(CrmCompany.account_id))
        .where(col(CrmCompany.account_id).in_(account_ids))
        .order_by(col(CrmDeal.closes_on).nulls_last(), col(CrmDeal.id))
    )
    found: dict[int, AccountInCrm] = {}
    for one, hidden, deal in rows.all():
        begun = AccountInCrm(one, [], crm_connections.WRITE not in hidden)
        known = found.setdefault(one.account_id, begun)
        if deal is not None:
            known.deals.append(deal)
    return found


async def count_unmatched(session: AsyncSession, tenant: str) -> int:
    """Return how many accounts match several companies in the CRM. Somebody must choose one."""
    wanted = select(func.count()).where(
        col(CrmCompany.tenant) == tenant, col(CrmCompany.match) == "several"
    )
    return (await session.exec(wanted)).one()


async def follow_stages(session: AsyncSession, row: CrmConnection) -> None:
    """Set the stage of each account that is still at `UNSET` to the stage of its open deals.

    `row.stages` maps the CRM's stages to ours. If an account has deals in several stages of the
    CRM, the first of these stages in `row.stages` decides. Stages that map to `UNSET` do not count.
    """
    for key, stage in row.stages.items():
        pipeline, several, crm_stage = key.rpartition(_BETWEEN)
        at_stage = select(CrmDeal.account_id).where(
            col(CrmDeal.tenant) == row.tenant, col(CrmDeal.stage_id) == crm_stage
        )
        if several:
            at_stage = at_stage.where(col(CrmDeal.pipeline_id) == pipeline)
        await session.exec(
            update(Account)
            .where(
                col(Account.tenant) == row.tenant,
                col(Account.stage) == UNSET,
                col(Account.id).in_(at_stage),
            )
            .values(stage=stage)
            .execution_options(synchronize_session=False)
        )


async def owner(session: AsyncSession, person_id: int) -> CrmOwner | None:
    """Return the row for a person's user in the CRM. Return None if we never looked for one."""
    return await session.get(CrmOwner, person_id)


def stage_name(row: CrmConnection, stage_id: str, pipeline_id: str | None = None) -> str:
    """Return the CRM's name for a stage. Return the id if the stage is not known any more.

    A stage may have different names in different pipelines. If `pipeline_id` is None, return all
    of these names: "Won or Signed".
    """
    return " or ".join(_names(row, stage_id, pipeline_id)) or stage_id


def stage_key(row: CrmConnection, stage_id: str, pipeline_id: str) -> str:
    """Return the key of a stage in `CrmConnection.stages`.

    The key is the stage's id. If pipelines give the id different names, the key is the pipeline's
    id, `_BETWEEN` and the stage's id.
    """
    several = len(_names(row, stage_id)) > 1
    return f"{pipeline_id}{_BETWEEN}{stage_id}" if several else stage_id


def our_stage(row: CrmConnection, stage_id: str, pipeline_id: str) -> Stage | None:
    """Return our stage for a stage of the CRM, as an admin confirmed it.

    Return None if no admin has confirmed one.
    """
    return row.stages.get(stage_key(row, stage_id, pipeline_id))


def _names(row: CrmConnection, stage_id: str, pipeline_id: str | None = None) -> list[str]:
    """Return the names of a stage, each once. If `pipeline_id` is None, use all pipelines."""
    found = (
        one["name"]
        for one in row.known_stages
        if one["id"] == stage_id and pipeline_id in (None, one["pipeline_id"])
    )
    return list(dict.fromkeys(found))
