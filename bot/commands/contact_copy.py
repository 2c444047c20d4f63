"""Write a copy of what is kept about one contact of a customer."""

import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.buyer_words.note_parts import by_speaker
from handlers.coaching.names.forgetting import forgetting
from storage.database.connection import DatabaseError
from storage.rights.erasure.account_texts import changes_by_name
from storage.rights.erasure.names import FORMER_CONTACT, names_at
from storage.rights.holdings import HOLDINGS, PRIVATE
from storage.tables import Account, Call, CallContact, Contact, MetGuest, Reflection


async def lines(
    session: AsyncSession, account: Account, name: str, contact: Contact | None
) -> list[dict[str, Any]]:
    """Return what is kept about a contact, or about a name that belongs to no contact.

    From what people wrote about the account, take only two kinds of lines:

    - lines that contain the name or the contact's email address
    - lines that a reflection attributes to the contact

    If `contact` is None, leave out private texts, because `name` may then be any word.
    """
    email = contact.email if contact else None
    others = await names_at(session, account.tenant, account.id)
    forget = forgetting(name, email, FORMER_CONTACT, others)
    changes = await changes_by_name(session, account, name, forgetting, email)
    found = [
        {"what": each.what, "text": line}
        for each in changes
        if contact or each.what not in PRIVATE
        for line in _with_name(each.old, forget)
    ]
    if contact is None:
        return found
    said = await _said_by(session, contact, others)
    return [*await _on_file(session, contact), *found, *(one for one in said if one not in found)]


async def _said_by(
    session: AsyncSession, contact: Contact, others: Collection[str]
) -> list[dict[str, Any]]:
    """Return the lines that reflections attribute to the contact."""
    wanted = (
        select(Reflection.heard)
        .where(col(Reflection.tenant) == contact.tenant, col(Reflection.heard_from) == contact.id)
        .order_by(col(Reflection.id))
    )
    known, what = {contact.name, *others}, HOLDINGS["reflection"].what
    return [
        {"what": what, "text": line}
        for heard in await session.exec(wanted)
        for part in by_speaker(heard, known, contact.name)
        if part.who == contact.name
        for line in part.note.splitlines()
    ]


async def _on_file(session: AsyncSession, contact: Contact) -> list[dict[str, Any]]:
    """Return the contact, their calls and the past meetings with them."""
    fields = {"name": contact.name, "role": contact.role, "email": contact.email}
    calls = (
        select(Call.starts_at)
        .join(CallContact, col(CallContact.call_id) == col(Call.id))
        .where(col(Call.tenant) == contact.tenant, col(CallContact.contact_id) == contact.id)
        .order_by(col(Call.starts_at))
    )
    met = (
        select(MetGuest.starts_at)
        .where(col(MetGuest.tenant) == contact.tenant, col(MetGuest.address) == contact.email)
        .distinct()
        .order_by(col(MetGuest.starts_at))
    )
    return [
        {"what": "contact", **fields, "buying_role": contact.buying_role},
        *({"what": "call", "at": at.isoformat()} for at in await session.exec(calls)),
        *({"what": "past meeting", "at": at.isoformat()} for at in await session.exec(met)),
    ]


def _with_name(text: str, forget: Any) -> Iterator[Any]:  # noqa: ANN401 - a function on texts
    """Yield each line that has the name. `forget` removes the name from a text.

    If the text is JSON, yield each string with the name, and each entry with the name in its key.
    """
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if isinstance(value, dict | list):
        yield from _in_json(value, forget)
    else:
        yield from (line for line in text.splitlines() if forget(line) != line)


def _in_json(value: Any, forget: Any) -> Iterator[Any]:  # noqa: ANN401 - JSON
    """Yield the parts of a JSON value that `forget` would change."""
    if isinstance(value, str) and forget(value) != value:
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if forget(key) != key:
                yield {key: each}
            else:
                yield from _in_json(each, forget)
    elif isinstance(value, list):
        for each in value:
            yield from _in_json(each, forget)


def write(to: Path, found: list[dict[str, Any]]) -> None:
    """Write a new file of JSON Lines that only its owner can read.

    Raises DatabaseError if the file exists or cannot be written.
    """
    try:
        opened = os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise DatabaseError(f"{to} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in found)
    except OSError as error:
        to.unlink(missing_ok=True)
        raise DatabaseError(f"{to} cannot be written: {error.strerror}.") from error
