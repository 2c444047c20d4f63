"""Find, update and count people."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import LEFT, Standing
from storage.customers import suppressed_names
from storage.read_once import read_once
from storage.spelling import tidy
from storage.sql.built_once import built_once
from storage.sql.locks import for_update
from storage.sql.unique import insert
from storage.tables import Person
from storage.workspace import policies


async def ensure(
    session: AsyncSession,
    tenant: str,
    external: str,
    name: str,
    zone: str,
    *,
    locale: str | None = None,
    standing: Standing | None = None,
    address: str | None = None,
) -> Person:
    """Add or update the person with this platform id, and return them.

    A new person gets a copy of the admins' defaults (`Policy.rhythm`). If locale, standing or
    address is None, the old value stays. A zone that the person chose stays. The person becomes
    reachable, because they are talking to Attune.
    """
    name = tidy(name)  # a bidirectional character could reorder the words beside the name
    person = await find(session, tenant, external)
    if person is None:
        company = await policies.rhythm(session, tenant)
        new = Person(tenant=tenant, external=external, name=name, zone=zone, company_rhythm=company)
        await insert(session, new)
        await suppressed_names.forget_colleague(session, tenant, name)
        person = await find(session, tenant, external)
        assert person is not None  # noqa: S101 - inserted by us, or by a request at the same time
    person.unreachable = None
    if address is not None and person.address != address:
        person.address = address
    update_profile(person, name, zone, locale=locale, standing=standing)
    return person


def update_profile(
    person: Person, name: str, zone: str, *, locale: str | None, standing: Standing | None
) -> None:
    """Update a person with what the platform reports. None leaves a value unchanged.

    A zone that the person chose stays.
    """
    name = tidy(name)
    if person.standing == LEFT and standing not in (None, LEFT):  # the person has come back
        person.left_at = person.unreachable = None
    if person.name != name:
        person.name = name
    if not person.rhythm.get("zone"):
        person.zone = zone
    if locale is not None:
        person.locale = locale
    if standing is not None:
        person.standing = standing


def mark_left(person: Person, now: datetime) -> None:
    """Record that a person's account on the platform is closed, and since when (UTC)."""
    person.standing = LEFT
    person.left_at = person.left_at or now


async def find(session: AsyncSession, tenant: str, external: str) -> Person | None:
    """Return the person with this platform id, or None."""
    values = {"tenant": tenant, "external": external}
    return (await session.exec(_finding(), params=values)).first()


@built_once
def _finding() -> SelectOfScalar[Person]:
    return select(Person).where(
        col(Person.tenant) == bindparam("tenant"), col(Person.external) == bindparam("external")
    )


async def by_id(session: AsyncSession, tenant: str, person_id: int) -> Person | None:
    """Return a tenant's person by row id, or None."""
    wanted = select(Person).where(col(Person.tenant) == tenant, col(Person.id) == person_id)
    return (await session.exec(wanted)).first()


async def mark_welcomed(session: AsyncSession, person: Person, now: datetime) -> bool:
    """Record that a person is welcomed at `now` (UTC). Return False if they were welcomed before.

    Of two simultaneous calls, exactly one returns True.
    """
    done = await session.exec(
        update(Person)
        .where(col(Person.id) == person.id, col(Person.welcomed_at).is_(None))
        .values(welcomed_at=now)
    )
    return done.rowcount == 1


async def emails_of_people(session: AsyncSession, tenant: str, emails: Collection[str]) -> set[str]:
    """Return which of these normalised email addresses belong to people in this tenant."""
    if not emails:
        return set()
    wanted = select(Person.email).where(col(Person.tenant) == tenant, col(Person.email).in_(emails))
    return {email for email in (await session.exec(wanted)).all() if email}


async def names_of(session: AsyncSession, tenant: str, ids: Collection[int]) -> dict[int, str]:
    """Return the names of these people, by row id."""
    wanted = select(Person.id, Person.name).where(
        col(Person.tenant) == tenant, col(Person.id).in_(ids)
    )
    return dict((await session.exec(wanted)).all())


async def not_left(session: AsyncSession, tenant: str) -> Sequence[Person]:
    """Return a tenant's people who have not left the company, lowest id first."""
    wanted = select(Person).where(col(Person.tenant) == tenant, col(Person.standing) != LEFT)
    return (await session.exec(wanted.order_by(col(Person.id)))).all()


async def newest_id(session: AsyncSession, tenant: str) -> int:
    """Return the highest row id of a tenant's people, or 0."""
    wanted = select(func.max(Person.id)).where(col(Person.tenant) == tenant)
    return (await session.exec(wanted)).one() or 0


async def not_left_by_name(session: AsyncSession, tenant: str) -> Sequence[Person]:
    """Return a tenant's people who have not left the company, in the order of their names."""
    wanted = select(Person).where(col(Person.tenant) == tenant, col(Person.standing) != LEFT)
    return (await session.exec(wanted.order_by(col(Person.name), col(Person.id)))).all()


async def tenants(session: AsyncSession) -> Sequence[str]:
    """Return every tenant that has people."""
    return (await session.exec(select(Person.tenant).distinct())).all()


async def lock(session: AsyncSession, person: Person) -> None:
    """Lock a person's row until this transaction ends, and refresh the object from it."""
    await session.exec(for_update(select(Person).where(col(Person.id) == person.id)))


async def lock_all(session: AsyncSession, ids: Collection[int]) -> Sequence[Person]:
    """Return the people with these row ids, lowest id first, locked.

    The tenant is not checked, so the ids must come from the database, never from what somebody
    sent.
    """
    if not ids:
        return []
    wanted = select(Person).where(col(Person.id).in_(ids)).order_by(col(Person.id))
    return (await session.exec(for_update(wanted))).all()


async def page(
    session: AsyncSession, tenant: str, limit: int, *, skip: int = 0
) -> Sequence[Person]:
    """Return up to `limit` people of a tenant in the order of their names, after the first `skip`.

    Erased people are left out.
    """
    wanted = (
        select(Person)
        .where(col(Person.tenant) == tenant, col(Person.erased_at).is_(None))
        .order_by(col(Person.name), col(Person.id))
        .offset(skip)
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def count(session: AsyncSession, tenant: str) -> int:
    """Count a tenant's people, except erased people."""
    there = col(Person.tenant) == tenant, col(Person.erased_at).is_(None)
    wanted = select(func.count()).select_from(Person).where(*there)
    return (await session.exec(wanted)).one()


async def position(session: AsyncSession, person: Person) -> int:
    """Count the people who come before this person in the order of `page`."""
    earlier = or_(
        col(Person.name) < person.name,
        and_(col(Person.name) == person.name, col(Person.id) < person.id),
    )
    wanted = (
        select(func.count())
        .select_from(Person)
        .where(col(Person.tenant) == person.tenant, col(Person.erased_at).is_(None), earlier)
    )
    return (await session.exec(wanted)).one()


@read_once
async def names_and_emails_of_others(
    session: AsyncSession, tenant: str, person_id: int, limit: int
) -> Sequence[tuple[str, str | None]]:
    """Return the names and email addresses of up to `limit` other people, except erased people."""
    wanted = (
        select(Person.name, Person.email)
        .where(
            col(Person.tenant) == tenant,
            col(Person.id) != person_id,
            col(Person.erased_at).is_(None),
        )
        .order_by(col(Person.id))
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def with_full_names(
    session: AsyncSession, person: Person, names: Collection[str]
) -> Sequence[Person]:
    """Return the other people of a person's tenant with these full names, except erased people."""
    wanted = (
        select(Person)
        .where(
            col(Person.tenant) == person.tenant,
            col(Person.id) != person.id,
            col(Person.erased_at).is_(None),
            col(Person.name).in_(names),
        )
        .order_by(col(Person.id))
    )
    return (await session.exec(wanted)).all()


async def names(session: AsyncSession, tenant: str, limit: int) -> Sequence[str]:
    """Return the names of up to `limit` people of a tenant, except erased people."""
    there = col(Person.tenant) == tenant, col(Person.erased_at).is_(None)
    wanted = select(Person.name).where(*there).limit(limit)
    return (await session.exec(wanted)).all()


async def names_outside_marketing(session: AsyncSession, tenant: str, limit: int) -> Sequence[str]:
    """Return the names of up to `limit` people of a tenant, except marketers and erased people."""
    there = col(Person.tenant) == tenant, col(Person.erased_at).is_(None)
    wanted = select(Person.name).where(*there, col(Person.role) != "marketer").limit(limit)
    return (await session.exec(wanted)).all()
