"""Remove the playground's demo, so that only what a visitor has brought remains."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import plan_changes
from storage.meetings import calendars
from storage.rights import holdings, owned_rows
from storage.rights.erasure.accounts import erase_account
from storage.sql import search
from storage.tables import (
    Account,
    Ask,
    AskNote,
    CalendarConnection,
    Call,
    CallContact,
    Insight,
    InsightUse,
    Person,
    SeenMeeting,
)

# Tables that `_delete_all_but_calls` deletes nothing from.
STAY = frozenset({"account", "accountdomain", "seenmeeting", "insight"})


async def remove(session: AsyncSession, tenant: str, now: datetime) -> None:
    """Delete the demo's calendars, accounts, insights and colleagues (`now` is UTC).

    An account stays if a visitor's calendar has a call with it. These stay with the account:
    - the calls in visitors' calendars
    - what is on file about each of these calls
    - the contacts who come to these calls

    All other accounts of the demo are deleted with everything about them.

    The visitors' calendars are read again as soon as possible.
    """
    # The oldest account shows when the demo made all its accounts and insights.
    began = (
        await session.exec(
            select_rows(func.min(col(Account.created_at))).where(col(Account.tenant) == tenant)
        )
    ).one()
    for calendar in await _demo_calendars(session, tenant):
        await calendars.disconnect(session, calendar)
    own = select(col(SeenMeeting.call_id)).where(
        col(SeenMeeting.tenant) == tenant, col(SeenMeeting.call_id).is_not(None)
    )
    own_calls = set((await (await session.connection()).execute(own)).scalars())
    of_demo = select_rows(Account).where(
        col(Account.tenant) == tenant, col(Account.created_at) == began
    )
    with_own = select(col(Call.account_id)).where(col(Call.id).in_(own_calls))
    brought = set((await (await session.connection()).execute(with_own)).scalars())
    for account in (await session.exec(of_demo)).all():
        if account.id in brought:
            await _delete_all_but_calls(session, account, own_calls)
        else:
            await erase_account(session, account, now)
    colleagues = await _colleagues(session, tenant)
    await _delete_insights(session, tenant, began, [one.id for one in colleagues])
    for colleague in colleagues:
        await _delete_person(session, colleague)
    everybody = select_rows(Person).where(col(Person.tenant) == tenant).order_by(col(Person.id))
    for person in (await session.exec(everybody)).all():
        await calendars.decide_calls_again(session, person, now)
        plan_changes.note_person(session, person.id)
    await session.flush()


async def _demo_calendars(session: AsyncSession, tenant: str) -> list[CalendarConnection]:
    wanted = select_rows(CalendarConnection).where(col(CalendarConnection.tenant) == tenant)
    return [one for one in (await session.exec(wanted)).all() if calendars.is_of_demo(one)]


async def _delete_all_but_calls(
    session: AsyncSession, account: Account, calls: Collection[int | None]
) -> None:
    """Delete what is on file about an account, except what belongs to these calls.

    The contacts who come to the calls stay too.
    """
    connection = await session.connection()
    coming = select(col(CallContact.contact_id)).where(col(CallContact.call_id).in_(calls))
    for name in owned_rows.children_first():
        if not holdings.HOLDINGS[name].account or name in STAY:
            continue
        table = owned_rows.table(name)
        which = owned_rows.of_account(name, account.tenant, account.id)
        if name == "call":
            which &= table.c.id.not_in(calls)
        elif name == "contact":
            which &= table.c.id.not_in(coming)
        elif "call_id" in table.c:
            which &= or_(table.c.call_id.is_(None), table.c.call_id.not_in(calls))
        await connection.execute(delete(table).where(which))


async def _colleagues(session: AsyncSession, tenant: str) -> Sequence[Person]:
    """Return the people of the demo who are not personas.

    Personas are the people whom a visitor can act as. The demo marks personas as welcomed.
    """
    wanted = select_rows(Person).where(
        col(Person.tenant) == tenant, col(Person.welcomed_at).is_(None)
    )
    return (await session.exec(wanted.order_by(col(Person.id)))).all()


async def _delete_insights(
    session: AsyncSession, tenant: str, began: datetime | None, authors: Sequence[int]
) -> None:
    """Delete these authors' insights and asks, and the demo's insights that nobody has changed.

    `began` is when the demo was made. If the `changed_at` of an insight is `began`, the insight was
    made with the demo, and nobody has changed it since.
    """
    connection = await session.connection()
    theirs = select(owned_rows.table("insight").c.id).where(
        col(Insight.tenant) == tenant,
        or_(col(Insight.changed_at) == began, col(Insight.author_id).in_(authors)),
    )
    asks = select(col(Ask.id)).where(col(Ask.tenant) == tenant, col(Ask.author_id).in_(authors))
    await search.delete_those(session, theirs)
    await connection.execute(delete(AskNote).where(col(AskNote.ask_id).in_(asks)))
    await connection.execute(delete(Ask).where(col(Ask.id).in_(asks)))
    await connection.execute(
        update(Ask).where(col(Ask.insight_id).in_(theirs)).values(insight_id=None)
    )
    await connection.execute(delete(InsightUse).where(col(InsightUse.insight_id).in_(theirs)))
    await connection.execute(delete(Insight).where(col(Insight.id).in_(theirs)))
    await search.forget_deleted(session)


async def _delete_person(session: AsyncSession, person: Person) -> None:
    """Delete a person with all rows that belong to them, except entries of the audit log."""
    connection = await session.connection()
    for name in owned_rows.children_first():
        if name != "audit" and holdings.HOLDINGS[name].person:
            mine = owned_rows.of_person(name, person.tenant, person.id)
            await connection.execute(delete(owned_rows.table(name)).where(mine))
    session.expunge(person)
