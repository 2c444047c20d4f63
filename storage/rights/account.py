"""Erase an account in small steps, so that nobody has to wait. All times are UTC."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import audit, plan_changes
from storage.database.connection import Database, leave_no_words
from storage.rights import erasure, holdings, purge
from storage.sql import search
from storage.tables import Account

Replan = Callable[[AsyncSession, datetime], Awaitable[object]]


async def erase_in_steps(
    database: Database, account: Account, now: datetime, replan: Replan, *, by: int | None = None
) -> str:
    """Delete an account with its contacts, its calls, and everything written about them.

    Return the reference of the erasure in the audit log. The caller can call this again after an
    interruption. `replan` is called in a new session for each person who had a call with the
    account. `by` is as for `erasure.erase_account`. Raises RuntimeError if rows keep arriving.
    """
    tenant, id_, seats = account.tenant, account.id, holdings.table("seat")
    async with database.read(tenant) as session:
        had_calls = select(seats.c.person_id).where(holdings.of_account("seat", tenant, id_))
        people = (await (await session.connection()).execute(had_calls.distinct())).scalars().all()
    async with database.write(tenant) as session:
        await erasure.forget_account(session, account)
    await purge.delete_of_account(database, tenant, id_)
    for person_id in sorted(people):
        async with database.write(tenant) as session:
            plan_changes.note_person(session, person_id)
            await replan(session, now)
    async with database.write(tenant) as session:
        await search.forget_deleted(session)
        reference = audit.note_erasure(session, tenant, ("account", id_), now, actor=by)
        leave_no_words(session)
    return reference
