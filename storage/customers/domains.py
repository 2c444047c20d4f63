"""Query the email domains of accounts, normalised by `storage.mail`."""

from collections.abc import Collection, Sequence

from sqlalchemy import update
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import mail
from storage.sql.unique import insert
from storage.tables import Account, AccountDomain, AccountLookUp
from storage.tables.types import EPOCH


async def of_account(session: AsyncSession, tenant: str, account_id: int) -> Sequence[str]:
    """Return an account's domains in alphabetical order."""
    wanted = (
        select(AccountDomain.domain)
        .where(col(AccountDomain.tenant) == tenant, col(AccountDomain.account_id) == account_id)
        .order_by(col(AccountDomain.domain))
    )
    return (await session.exec(wanted)).all()


async def account_at(session: AsyncSession, tenant: str, domain: str) -> Account | None:
    """Return the account with this domain, or with the nearest parent domain, or None.

    Domains that many companies share (`mail.is_shared`) have no account.
    """
    names = mail.within(domain)
    wanted = (
        select(Account, AccountDomain.domain)
        .join(AccountDomain, col(AccountDomain.account_id) == col(Account.id))
        .where(col(AccountDomain.tenant) == tenant, col(AccountDomain.domain).in_(names))
    )
    found = (await session.exec(wanted)).all()
    return max(found, key=lambda row: len(row[1]), default=(None, ""))[0]


async def accounts_at(
    session: AsyncSession, tenant: str, wanted: Collection[str]
) -> dict[str, int]:
    """Map each of these domains to the id of the account that has exactly this domain.

    Domains that no account has are left out.
    """
    found = select(AccountDomain.domain, AccountDomain.account_id).where(
        col(AccountDomain.tenant) == tenant, col(AccountDomain.domain).in_(wanted)
    )
    return dict((await session.exec(found)).all())


async def accounts_with_any(
    session: AsyncSession, tenant: str, account_ids: Collection[int]
) -> set[int]:
    """Return which of these accounts have a domain on file."""
    wanted = select(AccountDomain.account_id).where(
        col(AccountDomain.tenant) == tenant, col(AccountDomain.account_id).in_(account_ids)
    )
    return set((await session.exec(wanted)).all())


async def add(session: AsyncSession, account: Account, domain: str) -> Account:
    """Add a domain to an account.

    Return the account, or another account that already has the domain.
    """
    row = AccountDomain(tenant=account.tenant, domain=domain, account_id=account.id)
    if await insert(session, row):
        return account
    wanted = (
        select(Account)
        .join(AccountDomain, col(AccountDomain.account_id) == col(Account.id))
        .where(col(AccountDomain.tenant) == account.tenant, col(AccountDomain.domain) == domain)
    )
    return (await session.exec(wanted)).one()


async def remove(session: AsyncSession, account: Account, domains: Collection[str]) -> None:
    """Remove domains from an account.

    The account's next look-up in public sources is due at once. This look-up reads every source
    from scratch, because what was found through a removed domain may be about another company.
    """
    if not domains:
        return
    await session.exec(
        update(AccountLookUp)
        .where(
            col(AccountLookUp.tenant) == account.tenant, col(AccountLookUp.account_id) == account.id
        )
        .values(next_at=EPOCH)
        .execution_options(synchronize_session=False)
    )
    await session.exec(
        delete(AccountDomain).where(
            col(AccountDomain.tenant) == account.tenant,
            col(AccountDomain.account_id) == account.id,
            col(AccountDomain.domain).in_(domains),
        )
    )
