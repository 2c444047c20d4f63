"""Find people by their role, and set the admins that ADMINS names."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT, Role
from storage.tables import Person
from storage.workspace import audit

_ADMINS: tuple[Role, ...] = ("admin",)
_MAX_ADMINS = 20


async def with_roles(
    session: AsyncSession, tenant: str, roles: Collection[Role], limit: int
) -> Sequence[Person]:
    """Return up to `limit` reachable people with one of these roles, by name.

    People who have left the company are left out.
    """
    wanted = (
        select(Person)
        .where(
            col(Person.tenant) == tenant,
            col(Person.role).in_(roles),
            col(Person.unreachable).is_(None),
            col(Person.standing) != LEFT,
        )
        .order_by(col(Person.name))
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def admins_to_tell(session: AsyncSession, tenant: str) -> Sequence[Person]:
    """Return the admins who are told about a problem: up to 20 who can be reached, by name."""
    return await with_roles(session, tenant, _ADMINS, _MAX_ADMINS)


async def is_only_admin(session: AsyncSession, person: Person) -> bool:
    """Return whether a person is the tenant's only admin. Admins who have left do not count."""
    if person.role != "admin":
        return False
    others = select(Person.id).where(
        col(Person.tenant) == person.tenant,
        col(Person.role) == "admin",
        col(Person.id) != person.id,
        col(Person.standing) != LEFT,
    )
    return (await session.exec(others.limit(1))).first() is None


async def set_admins(
    session: AsyncSession, tenant: str, named: Collection[str], now: datetime
) -> None:
    """Give the role of admin to the people listed in ADMINS. `named` has their platform ids.

    People who are no longer listed get their earlier roles back. The audit log records each change
    at `now` (UTC).
    """
    wanted = select(Person).where(
        col(Person.tenant) == tenant,
        or_(col(Person.role_before).is_not(None), col(Person.external).in_(named)),
    )
    for person in (await session.exec(wanted)).all():
        if person.external in named:
            make_admin(session, person, now)
        elif person.role_before is not None:
            before, person.role, person.role_before = person.role, person.role_before, None
            audit.note_role(session, person, before, now)


def make_admin(session: AsyncSession, person: Person, now: datetime) -> None:
    """Give the role of admin to a person listed in ADMINS, and store their earlier role.

    The audit log records the change at `now` (UTC).
    """
    if person.role_before is None:
        person.role, person.role_before = "admin", person.role
        audit.note_role(session, person, person.role_before, now)
