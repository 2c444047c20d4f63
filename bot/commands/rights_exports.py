"""Write what is kept about a person, a contact or a tenant to a file."""

import argparse
import os
from datetime import datetime
from pathlib import Path

from bot.commands import contact_copy
from bot.commands.rights_found import (
    ONLY_PART,
    contacts_with_part,
    counts_of_tenant,
    find_account,
    find_contact,
    find_person,
)
from bot.commands.rights_words import COMMAND, NOBODY, rows
from bot.commands.saying import say
from bot.settings import Settings
from bot.version import VERSION
from storage.choices import AuditTarget
from storage.database.connection import Database, DatabaseError
from storage.rights import export
from storage.workspace import audit

LOOK = (
    "The file contains every line with this person's name or address, and every line that a "
    "reflection attributes to this person. Look for other people's data in the file before you "
    "hand it over."
)


async def export_person(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    """Write all rows about a person to a zip file. `now` is UTC."""
    person = await find_person(database, parsed)
    about = {"tenant": person.tenant, "person": person.external, "name": person.name}
    number = await _export(database, export.parts_of_person(person), parsed.to, about, now)
    async with database.write(person.tenant) as session:
        audit.note(session, person.tenant, "exported", ("person", person.id), now, actor=COMMAND)
    say(settings, f"Exported {rows(number)} about {person.name} to {parsed.to}.")
    return 0


async def export_tenant(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    """Write all rows of a tenant to a zip file. `now` is UTC."""
    async with database.read(parsed.who) as session:
        await counts_of_tenant(session, parsed.who)
    parts = export.parts_of_tenant(parsed.who)
    number = await _export(database, parts, parsed.to, {"tenant": parsed.who}, now)
    async with database.write(parsed.who) as session:
        audit.note(session, parsed.who, "exported", ("tenant", parsed.who), now, actor=COMMAND)
    say(settings, f"Exported {rows(number)} of {parsed.who} to {parsed.to}.")
    return 0


async def export_contact(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    """Write what is kept about a contact of an account to a file. `now` is UTC.

    If no contact is called `parsed.contact`, search what people wrote about the account, and write
    the lines that contain this name. Raises DatabaseError if nothing is found.
    """
    if not parsed.contact:
        raise DatabaseError("Say whose data to export: --contact NAME")
    account = await find_account(database, parsed)
    async with database.read(account.tenant) as session:
        contact = await find_contact(session, account, parsed.contact)
        name = contact.name if contact else " ".join(parsed.contact.split())
        if not contact and (meant := await contacts_with_part(session, account, name)):
            raise DatabaseError(ONLY_PART.format(name=name, names=", ".join(meant)))
        found = await contact_copy.lines(session, account, name, contact)
    if not found:
        raise DatabaseError(NOBODY.format(account=account.name))
    contact_copy.write(parsed.to, found)
    async with database.write(account.tenant) as session:
        about: tuple[AuditTarget, int] = (
            ("contact", contact.id) if contact else ("account", account.id)
        )
        audit.note(session, account.tenant, "exported", about, now, actor=COMMAND)
    say(settings, f"Wrote {rows(len(found))} about {name} to {parsed.to}. {LOOK}")
    return 0


async def _export(
    database: Database,
    parts: list[export.Selection],
    to: Path,
    about: dict[str, str],
    now: datetime,
) -> int:
    """Write an export to a new file, and return the number of rows. Raises DatabaseError."""
    try:
        # Only the file's owner can read the file, and an existing file is never overwritten.
        opened = os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise DatabaseError(f"{to} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(opened, "wb") as file:
            async with database.read(about["tenant"]) as session:
                made = {"made_at": now.isoformat(), "attune": VERSION, **about}
                return await export.write(session, parts, file, made)
    except BaseException:
        _discard(to)
        raise


def _discard(to: Path) -> None:
    to.unlink(missing_ok=True)
