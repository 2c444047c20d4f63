"""Erase accounts with all that goes with them. All times are UTC."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import plan_changes
from storage.database.connection import Database, empty_log_after_commit
from storage.marketing import theme_names
from storage.rights import holdings, owned_rows, purge
from storage.rights.erasure.draft_texts import delete_drafts
from storage.sql import search
from storage.tables import Account, AccountDomain, Contact, MetGuest
from storage.workspace import audit, language_model

Replan = Callable[[AsyncSession, datetime], Awaitable[object]]


async def erase_account(
    session: AsyncSession, account: Account, now: datetime, *, by: audit.By = None
) -> None:
    """Delete an account with its contacts, its calls, and everything written about them.

    This takes one transaction. For a large account, see `erase_in_steps`. `by` says who asked for
    the erasure. It has the same values as `actor` in `audit.note`.
    """
    tenant, id_ = account.tenant, account.id
    await forget_account(session, account)
    connection = await session.connection()
    insight = owned_rows.table("insight")
    theirs = select(insight.c.id).where(owned_rows.of_account("insight", tenant, id_))
    await search.delete_those(session, theirs)
    people = (
        await connection.execute(
            select(owned_rows.table("seat").c.person_id)
            .where(owned_rows.of_account("seat", tenant, id_))
            .distinct()
        )
    ).scalars()
    for person_id in people.all():
        plan_changes.note_person(session, person_id)
    for each in owned_rows.children_first():
        if holdings.HOLDINGS[each].account:
            table = owned_rows.table(each)
            which = owned_rows.of_account(each, tenant, id_)
            await connection.execute(delete(table).where(which))
    await search.forget_deleted(session)
    audit.note_erasure(session, tenant, ("account", id_), now, actor=by)
    session.expunge(account)
    await session.flush()


async def forget_account(session: AsyncSession, account: Account) -> None:
    """Remove the traces of the account from the tenant's other data.

    - Delete the account's people from the stored guests of past meetings (`MetGuest`).
    - Delete the drafts about the account.
    - Delete all theme names of the tenant, and all answers of the language model about public
      pages. Each of them may name the account.
    - Keep the questions to marketing (`Ask`) about the account's insights, but clear `insight_id`.
    """
    insight, asks = owned_rows.table("insight"), owned_rows.table("ask")
    theirs = owned_rows.of_account("insight", account.tenant, account.id)
    connection = await session.connection()
    domains = select_rows(AccountDomain.domain).where(
        col(AccountDomain.tenant) == account.tenant, col(AccountDomain.account_id) == account.id
    )
    addresses = select_rows(Contact.email).where(
        col(Contact.tenant) == account.tenant, col(Contact.account_id) == account.id
    )
    met = or_(col(MetGuest.company).in_(domains), col(MetGuest.address).in_(addresses))
    await connection.execute(delete(MetGuest).where(col(MetGuest.tenant) == account.tenant, met))
    await connection.execute(
        update(asks)
        .where(
            asks.c.tenant == account.tenant,
            asks.c.insight_id.in_(select(insight.c.id).where(theirs)),
        )
        .values(insight_id=None)
    )
    await delete_drafts(session, account)
    await theme_names.forget(session, account.tenant)
    await language_model.forget_answers(session, account.tenant)


async def erase_in_steps(
    database: Database, account: Account, now: datetime, replan: Replan, *, by: audit.By = None
) -> str:
    """Delete an account with its contacts, its calls, and everything written about them.

    Return the erasure's reference, which the audit log has too. If an erasure is interrupted, run
    `erase_in_steps` again to complete it. `replan` is called in a new session for each person who
    has or had a call with the account. `by` is as for `erase_account`. Raises RuntimeError if new
    rows of the account keep arriving.
    """
    tenant, id_, seats = account.tenant, account.id, owned_rows.table("seat")
    async with database.read(tenant) as session:
        had_calls = select(seats.c.person_id).where(owned_rows.of_account("seat", tenant, id_))
        people = (await (await session.connection()).execute(had_calls.distinct())).scalars().all()
    async with database.write(tenant) as session:
        await forget_account(session, account)
    await purge.delete_of_account(database, tenant, id_)
    for person_id in sorted(people):
        async with database.write(tenant) as session:
            plan_changes.note_person(session, person_id)
            await replan(session, now)
    async with database.write(tenant) as session:
        await search.forget_deleted(session)
        reference = audit.note_erasure(session, tenant, ("account", id_), now, actor=by)
        empty_log_after_commit(session)
    return reference
