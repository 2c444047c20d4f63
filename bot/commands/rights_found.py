"""Find the person, account, contact or tenant that a command names."""

import argparse
from collections.abc import Collection

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.database.connection import Database, DatabaseError
from storage.outbox import history
from storage.outbox.history import named
from storage.rights import counting
from storage.rights.erasure.names import is_stand_in
from storage.spelling import comparable
from storage.tables import Account, Contact, Person

ERASED_ALREADY = (
    "This person has already been erased. Only a row with a random id is left. It takes their "
    "place in what other people wrote."
)

CONTACT_ERASED_ALREADY = (
    "“{name}” stands for somebody who has already been erased. Only a row with a number is left, "
    "because past calls refer to it."
)

ONLY_PART = "“{name}” is only a part of a contact's name. Give the full name: {names}."


async def find_person(database: Database, parsed: argparse.Namespace) -> Person:
    """Return the person whose id or name the command gives.

    Raises DatabaseError if nobody fits, if several people fit, or if the person has been erased.
    """
    async with database.read() as session:
        recipients = await history.recipients(session, parsed.who)
    found = [
        each
        for each in recipients
        if isinstance(each, Person) and parsed.tenant in (None, each.tenant)
    ]
    gone, found = (
        [each for each in found if (each.erased_at is not None) == erased]
        for erased in (True, False)
    )
    if gone and not found:
        raise DatabaseError(ERASED_ALREADY)
    if not found:
        raise DatabaseError("No person has that id or name.")
    if len(found) > 1:
        ids = ", ".join(f"{each.tenant} {each.external}" for each in found)
        raise DatabaseError(f"Several people have that name: {ids}. Give the id, and --tenant.")
    return found[0]


async def find_account(database: Database, parsed: argparse.Namespace) -> Account:
    """Return the account whose name the command gives.

    Raises DatabaseError if no account has the name, or if several accounts have it.
    """
    wanted = select(Account).where(named(col(Account.name), parsed.who))
    if parsed.tenant:
        wanted = wanted.where(col(Account.tenant) == parsed.tenant)
    async with database.read() as session:
        found = (await session.exec(wanted.order_by(col(Account.tenant)))).all()
    if not found:
        raise DatabaseError("No account has that name.")
    if len(found) > 1:
        tenants = ", ".join(each.tenant for each in found)
        raise DatabaseError(f"Several workspaces have that account: {tenants}. Add --tenant.")
    return found[0]


async def find_contact(session: AsyncSession, account: Account, name: str) -> Contact | None:
    """Return the account's contact with the name, or None.

    Raises DatabaseError if `name` is a phrase that replaces an erased name, such as “A former
    contact”.
    """
    if is_stand_in(name):
        raise DatabaseError(CONTACT_ERASED_ALREADY.format(name=name))
    wanted = select(Contact).where(
        col(Contact.account_id) == account.id, named(col(Contact.name), name)
    )
    return (await session.exec(wanted)).first()


async def contacts_with_part(session: AsyncSession, account: Account, name: str) -> list[str]:
    """Return the full names of the account's contacts for whom `name` may be short.

    A contact counts if each word of `name` begins a word of the contact's name: "Jan" may be short
    for "Jana Roth".
    """
    words = comparable(name).split()
    wanted = select(Contact.name).where(
        col(Contact.tenant) == account.tenant,
        col(Contact.account_id) == account.id,
        col(Contact.erased_at).is_(None),
    )
    known = (await session.exec(wanted.order_by(col(Contact.name)))).all()
    return [one for one in known if _begin_words_of(one, words)]


def _begin_words_of(name: str, words: Collection[str]) -> bool:
    parts = comparable(name).split()
    return all(any(part.startswith(word) for part in parts) for word in words)


async def counts_of_tenant(session: AsyncSession, tenant: str) -> dict[str, int]:
    """Return how many rows of a tenant each table has. Raises DatabaseError if it has no rows."""
    counts = await counting.of_tenant(session, tenant)
    if not counts:
        raise DatabaseError("No tenant has that id.")
    return counts
