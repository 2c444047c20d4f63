"""The phrases that replace an erased name, and helpers to remove a name from texts."""

from collections.abc import Callable, Collection, Mapping
from itertools import chain, count
from typing import Any

from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import Former
from storage.spelling import comparable
from storage.tables import Contact, Person, Seat

FORMER_COLLEAGUE = "A former colleague"
FORMER_CONTACT = "A former contact"
STAND_INS: Mapping[Former, str] = {"contact": FORMER_CONTACT, "colleague": FORMER_COLLEAGUE}

# A function that takes a name, an email address, the phrase that replaces the name, and other
# people's names. It returns a function that removes the name from a text. See
# `handlers.coaching.names.forgetting`.
Forgetting = Callable[[str, str | None, str, Collection[str]], Callable[[str], str]]


def rename_all(value: Any, rename: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON
    """Apply `rename` to every string in a JSON value, including keys."""
    if isinstance(value, str):
        return rename(value)
    if isinstance(value, Mapping):
        return {rename(key): rename_all(each, rename) for key, each in value.items()}
    if isinstance(value, list):
        return [rename_all(each, rename) for each in value]
    return value


def stand_in(taken: Collection[str], said: str = FORMER_CONTACT) -> str:
    """Return a name to show for somebody who was erased. The name is not in `taken`.

    Try these names in this order: "A former contact" (`said`), "Another former contact", "Another
    former contact (2)", "Another former contact (3)" and so on.
    """
    another = said.replace("A ", "Another ", 1)
    names = chain((said, another), (f"{another} ({number})" for number in count(2)))
    return next(name for name in names if name not in taken)


def is_stand_in(name: str) -> bool:
    """Check whether a name stands for somebody who was erased: "Another former contact (2)"."""
    said = comparable(name.partition("(")[0]).removeprefix("another ").removeprefix("a ")
    return said in {comparable(one).removeprefix("a ") for one in STAND_INS.values()}


async def other_names(session: AsyncSession, contact: Contact) -> list[str]:
    """Return the names of the account's other contacts, and of our people in its calls."""
    return await names_at(session, contact.tenant, contact.account_id, except_for=contact.id)


async def names_at(
    session: AsyncSession, tenant: str, account_id: int, *, except_for: int | None = None
) -> list[str]:
    """Return the names of an account's contacts and of our people in its calls.

    Leave out the contact with the row id `except_for`.
    """
    contacts = select_rows(Contact.name).where(
        col(Contact.tenant) == tenant,
        col(Contact.account_id) == account_id,
        col(Contact.id).is_distinct_from(except_for),
        col(Contact.erased_at).is_(None),
    )
    people = (
        select_rows(Person.name)
        .join(Seat, col(Seat.person_id) == col(Person.id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.account_id) == account_id,
            col(Person.erased_at).is_(None),
        )
        .distinct()
    )
    return [*(await session.exec(contacts)).all(), *(await session.exec(people)).all()]
