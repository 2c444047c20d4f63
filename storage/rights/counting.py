"""Count what we keep about a person, an account or a tenant."""

from sqlalchemy import ColumnElement, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rights import holdings, owned_rows
from storage.tables import Account, Person


async def of_person(session: AsyncSession, person: Person) -> dict[str, int]:
    """Return how many rows of a person each table has. Leave out tables that have none."""
    return await _counted(
        session,
        {
            name: owned_rows.of_person(name, person.tenant, person.id)
            for name, holding in holdings.HOLDINGS.items()
            if holding.person
        },
    )


async def goals_of(session: AsyncSession, person: Person) -> int:
    """Count the calls for which a person has written a goal."""
    seat = owned_rows.table("seat")
    mine = owned_rows.of_person("seat", person.tenant, person.id)
    wanted = select(func.count()).select_from(seat).where(mine, seat.c.goal != "")
    return (await (await session.connection()).scalar(wanted)) or 0


async def of_account(session: AsyncSession, account: Account) -> dict[str, int]:
    """Return how many rows of an account each table has. Leave out tables that have none."""
    return await _counted(
        session,
        {
            name: owned_rows.of_account(name, account.tenant, account.id)
            for name, holding in holdings.HOLDINGS.items()
            if holding.account
        },
    )


async def of_tenant(session: AsyncSession, tenant: str) -> dict[str, int]:
    """Return how many rows of a tenant each table has. Leave out tables that have none."""
    return await _counted(
        session,
        {
            name: owned_rows.table(name).c.tenant == tenant
            for name in holdings.HOLDINGS
            if name not in holdings.NO_TENANT
        },
    )


async def _counted(session: AsyncSession, wanted: dict[str, ColumnElement[bool]]) -> dict[str, int]:
    connection = await session.connection()
    found: dict[str, int] = {}
    for name, which in wanted.items():
        query = select(func.count()).select_from(owned_rows.table(name)).where(which)
        found[name] = await connection.scalar(query) or 0
    return {name: number for name, number in found.items() if number}
