"""The commands `person`, `account` and `tenant` of `python -m bot`: export, erase and purge.

Without `--confirm NAME`, a command prints what it would delete, and deletes nothing.
"""

import argparse
import asyncio
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.commands import contact_copy, remains
from bot.commands.saying import complain, say
from bot.settings import Settings
from bot.version import VERSION
from handlers.coaching.forgetting import forgetting
from handlers.composing import erasing, updates
from handlers.nudges.schedule import replan_changed
from storage import audit, people, shown_messages, suppressed_names, workspaces
from storage.choices import AuditTarget
from storage.database.connection import Database, DatabaseError
from storage.database.upgrade import require
from storage.outbox import history
from storage.outbox.history import named
from storage.rights import counting, export, left_open, purge
from storage.rights.erasure import account_texts, accounts
from storage.rights.erasure.mentions import others_named
from storage.rights.erasure.names import FORMER_COLLEAGUE, names_at, same_account
from storage.rights.holdings import HOLDINGS
from storage.tables import Account, Contact, Person

WHAT_STAYS = (
    "Accounts, calls, findings, promises, and what was passed on to marketing or published stay. "
    "The person's name is removed there, also from the words of promises, findings and asks."
)

OWN_CHAT = (
    "While Attune runs, it takes the name out of cards about what they passed on or answered. All "
    "other messages that it has sent, in their chat and in channels, stay as they are: delete them "
    "there."
)
IN_CHATS = (
    "While Attune runs, it empties cards of reflections and figures in people's chats; briefs and "
    "what people typed there stay."
)
CARDS = (
    "While Attune runs, it takes the name out of cards for marketing, of answers, and of questions "
    "to colleagues. Texts about other accounts keep the name."
)
ERASED_ALREADY = (
    "This person was erased already. Only a row with a random id is left. It takes their place in "
    "what other people wrote."
)
ONLY_ADMIN = (
    "- They are the only admin of the workspace. Make somebody else an admin first: with People "
    "and roles, or with ADMINS."
)
NOBODY = "No contact of {account} has that name, and nothing written about it contains it."
LEAVES_OUT = (
    "Leaves the name out of what calendars, transcripts, the CRM and public sources say from then "
    "on."
)
LISTS = "Afterwards, this command lists where the name may still be."
LEFT_OUT_ALREADY = "Attune leaves the name out already."
LOOK = (
    "They are the lines with the name or the address, and the lines that this person is noted to "
    "have said. Look for other people's data in them before you give them away."
)
COMMAND: Final = "command"  # the actor in the audit log
SHOWN, AROUND = 10, 30  # how many texts to show, and how many characters before a name
AFTER_A_PURGE = {"audit", "workspace"}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    person = commands.add_parser("person", help="export or erase what is kept about a person")
    _add(person, ("export", "erase"), "who", "the platform's id of the person, or the name")
    account = commands.add_parser("account", help="erase an account, or export or erase a contact")
    _add(account, ("export", "erase"), "who", "the name of the account")
    account.add_argument("--contact", help="only the contact with this name")
    tenant = commands.add_parser("tenant", help="export or purge everything of a workspace")
    _add(tenant, ("export", "purge"), "who", "the tenant: slack:T… or teams:…")


def _add(command: argparse.ArgumentParser, actions: tuple[str, ...], name: str, about: str) -> None:
    command.add_argument("action", choices=actions)
    command.add_argument(name, help=about)
    if name == "who" and actions[-1] != "purge":
        command.add_argument("--tenant", help="the workspace, if several have one of that name")
    if "export" in actions:
        command.add_argument("--to", type=Path, help="the zip file to write")
    command.add_argument(
        "--confirm", metavar="NAME", help="repeat the name to go ahead with deleting"
    )


async def run(parsed: argparse.Namespace, settings: Settings, now: datetime) -> int:
    """Run one of the commands and return the exit status. `now` is UTC. Raises DatabaseError."""
    act = {
        ("person", "export"): _export_person,
        ("person", "erase"): _erase_person,
        ("account", "export"): _export_contact,
        ("account", "erase"): _erase_account,
        ("tenant", "export"): _export_tenant,
        ("tenant", "purge"): _purge_tenant,
    }[parsed.command, parsed.action]
    if parsed.action == "export" and parsed.to is None:
        complain(settings, "Say where to write the export: --to FILE.zip")
        return 1
    database = Database(settings.database_url, settings.sealer)
    try:
        await require(database)
        return await act(database, parsed, settings, now)
    finally:
        await database.close()


async def _export_person(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    async with database.read() as session:
        person = await _person(session, parsed)
    about = {"tenant": person.tenant, "person": person.external, "name": person.name}
    number = await _export(database, export.parts_of_person(person), parsed.to, about, now)
    async with database.write(person.tenant) as session:
        audit.note(session, person.tenant, "exported", ("person", person.id), now, actor=COMMAND)
    say(settings, f"Exported {_rows(number)} of {person.name} to {parsed.to}.")
    return 0


async def _export_tenant(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    async with database.read(parsed.who) as session:
        await _counts_of_tenant(session, parsed.who)
    parts = export.parts_of_tenant(parsed.who)
    number = await _export(database, parts, parsed.to, {"tenant": parsed.who}, now)
    async with database.write(parsed.who) as session:
        audit.note(session, parsed.who, "exported", ("tenant", parsed.who), now, actor=COMMAND)
    say(settings, f"Exported {_rows(number)} of {parsed.who} to {parsed.to}.")
    return 0


async def _export_contact(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    if not parsed.contact:
        raise DatabaseError("Say whose data to write: --contact NAME")
    async with database.read() as session:
        account = await _account(session, parsed)
        contact = await _contact(session, account, parsed.contact)
        name = contact.name if contact else " ".join(parsed.contact.split())
        found = await contact_copy.lines(session, account, name, contact)
    if not found:
        raise DatabaseError(NOBODY.format(account=account.name))
    contact_copy.write(parsed.to, found)
    async with database.write(account.tenant) as session:
        about: tuple[AuditTarget, int] = (
            ("contact", contact.id) if contact else ("account", account.id)
        )
        audit.note(session, account.tenant, "exported", about, now, actor=COMMAND)
    say(settings, f"Wrote {_rows(len(found))} about {name} to {parsed.to}. {LOOK}")
    return 0


async def _export(
    database: Database,
    parts: list[export.Selection],
    to: Path,
    about: dict[str, str],
    now: datetime,
) -> int:
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


async def _erase_person(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    async with database.read() as session:
        person = await _person(session, parsed)
        counts = await counting.of_person(session, person)
        still_open = await _still_open(session, person, now)
        others = await others_named(session, person.tenant, person.name)
    gone = {name: n for name, n in counts.items() if HOLDINGS[name].erased != "unnamed"}
    does = f"Erases {person.name} ({person.tenant} {person.external}): {_told(gone)}. {WHAT_STAYS}"
    does += f"{_shared(person.name, others)} {LISTS}" + (f"\n{still_open}" if still_open else "")
    if not _confirmed(parsed, settings, person.name, does):
        return 1
    async with database.write(person.tenant) as session:
        found = (await session.exec(select(Person).where(col(Person.id) == person.id))).one()
        reference = await erasing.erase(session, found, now, by=COMMAND)
        await replan_changed(session, now)
    async with database.read(person.tenant) as session:
        left = await remains.said(session, person.tenant, person.name, person.email, others)
    done = f"Erased{_reference(reference)}. Colleagues see “{FORMER_COLLEAGUE}”."
    done += f" {WHAT_STAYS} {OWN_CHAT}" + (f"\n{still_open}" if still_open else "")
    say(settings, f"{done}\n{left}")
    return 0


async def _still_open(session: AsyncSession, person: Person, now: datetime) -> str:
    open_ = await left_open.of_person(session, person, now)
    warned = [ONLY_ADMIN] if await people.is_only_admin(session, person) else []
    lines = (
        (
            open_.promises,
            "open promises to customers or from them: colleagues find them in /promises",
        ),
        (open_.alone, "coming calls without a colleague: cancelled"),
        (open_.shared, "calls with colleagues: they stay"),
        (open_.published, "insights and asks that others use: they stay, without the name"),
    )
    return "\n".join((*warned, *(f"- {number} {what}" for number, what in lines if number)))


async def _erase_account(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    async with database.read() as session:
        account = await _account(session, parsed)
        contact = await _contact(session, account, parsed.contact) if parsed.contact else None
        counts = await counting.of_account(session, account)
        others = await same_account(session, contact) if contact else []
    if parsed.contact and contact is None:
        return await _erase_name(database, account, parsed, settings, now)
    if contact:
        name = contact.name
        does = (
            f"Erases {name} of {account.name}: the role, the address, and the name, also in what "
            f"was written about the account. Calls stay. {LEAVES_OUT}{_shared(name, others)} "
            f"{LISTS}"
        )
    else:
        name = account.name
        does = f"Deletes {name} ({account.tenant}) with all that goes with it: {_told(counts)}."
    if not _confirmed(parsed, settings, name, does):
        return 1
    async with database.write(account.tenant) as session:
        await _empty_messages(session, account, now)
    where = left = ""
    if contact:
        async with database.write(account.tenant) as session:
            one = (await session.exec(select(Contact).where(col(Contact.id) == contact.id))).one()
            places, reference = await erasing.erase_contact(session, one, now, by=COMMAND)
            await replan_changed(session, now)
        left = await _left(database, account, name, contact.email)
        where = f" The name was in {_texts(places)}. {CARDS}"
    else:
        with _saying_how_to_go_on(settings):
            steps = accounts.erase_in_steps
            reference = await steps(database, account, now, replan_changed, by=COMMAND)
    say(settings, f"Erased{_reference(reference)}.{where} {IN_CHATS}{left}")
    return 0


async def _erase_name(
    database: Database,
    account: Account,
    parsed: argparse.Namespace,
    settings: Settings,
    now: datetime,
) -> int:
    """Remove the name of somebody who is not a contact from the texts about an account."""
    name = " ".join(parsed.contact.split())
    async with database.read() as session:
        changes = await account_texts.changes_by_name(session, account, name, forgetting)
        others = await names_at(session, account.tenant, account.id)
        is_left_out = bool(await suppressed_names.among(session, account.tenant, [name]))
    if not changes and is_left_out:
        raise DatabaseError(f"{NOBODY.format(account=account.name)} {LEFT_OUT_ALREADY}")
    does = (
        f"{name} is no contact of {account.name}. Takes the name out of {_texts(len(changes))} "
        f"about the account. {LEAVES_OUT}{_shared(name, others)} {LISTS}\n{_shown(changes)}"
    )
    if not _confirmed(parsed, settings, name, does):
        return 1
    async with database.write(account.tenant) as session:
        await _empty_messages(session, account, now)
        places, reference = await erasing.erase_name(session, account, name, now, by=COMMAND)
        await replan_changed(session, now)
    left = await _left(database, account, name, None)
    where = f" The name was in {_texts(places)}. {CARDS}"
    say(settings, f"Erased{_reference(reference)}.{where} {IN_CHATS}{left}")
    return 0


async def _left(database: Database, account: Account, name: str, email: str | None) -> str:
    """Say in which texts a name may still be. All texts are read, after the erasure."""
    async with database.read(account.tenant) as session:
        others = await others_named(session, account.tenant, name)
        return f"\n{await remains.said(session, account.tenant, name, email, others)}"


def _shown(changes: Sequence[account_texts.NameChange]) -> str:
    """Show the words around the name in each text, for the first `SHOWN` texts."""
    lines = [f"- {each.what}: “{_around(each.old, each.new)}”" for each in changes[:SHOWN]]
    more = [f"- and {len(changes) - SHOWN} more"] if len(changes) > SHOWN else []
    return "\n".join((*lines, *more))


def _around(old: str, new: str) -> str:
    """Return the part of `old` that begins shortly before the first change."""
    pairs = enumerate(zip(old, new, strict=False))
    differs = next((at for at, (one, other) in pairs if one != other), len(new))
    begins = max(differs - AROUND, 0)
    part = " ".join(old[begins : begins + 3 * AROUND].split())
    after = "…" if begins + 3 * AROUND < len(old) else ""
    return f"{'…' if begins else ''}{part}{after}"


def _reference(reference: str) -> str:
    return f" (reference {reference})" if reference else ""


def _texts(number: int) -> str:
    return "1 text" if number == 1 else f"{number} texts"


async def _empty_messages(session: AsyncSession, account: Account, now: datetime) -> None:
    """Plan to empty the messages about the account's calls in people's chats."""
    found = await shown_messages.of_account(session, account.tenant, account.id)
    for person_id in dict.fromkeys(row.person_id for row in found):
        person = await people.by_id(session, account.tenant, person_id)
        if person is not None:
            messages = [row.message for row in found if row.person_id == person_id]
            await updates.empty(session, person, messages[: shown_messages.AT_ONCE], now)


async def _purge_tenant(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    async with database.read(parsed.who) as session:
        counts = await _counts_of_tenant(session, parsed.who)
        is_begun = parsed.who in await workspaces.purges_begun(session)
    if counts.keys() <= AFTER_A_PURGE and not is_begun:
        say(settings, f"{parsed.who} was purged already. Only the fact of the purge stays on file.")
        return 0
    does = f"Deletes everything of {parsed.who}: {_told(counts)}. Nothing more is sent to it."
    if is_begun:
        does = f"This purge was begun and is not finished. {does}"
    if not _confirmed(parsed, settings, parsed.who, does):
        return 1
    with _saying_how_to_go_on(settings):
        number = await purge.purge_tenant(database, parsed.who, now, by=COMMAND)
    say(settings, f"Deleted {_rows(number)}. Only the fact of the purge stays on file.")
    return 0


def _shared(name: str, others: Collection[str]) -> str:
    parts = {part.casefold(): part for part in name.split()}
    shared = [each for each in others if parts.keys() & {*each.casefold().split()} != set()]
    if not shared:
        return ""
    return (
        f" Somebody else has a part of this name too ({', '.join(shared)}). Where a text has only "
        "that part, the part stays, because it may be the other person's."
    )


def _confirmed(parsed: argparse.Namespace, settings: Settings, name: str, does: str) -> bool:
    if parsed.confirm == name:
        return True
    say(settings, does)
    other = f"“{parsed.confirm}” is not “{name}”. " if parsed.confirm else ""
    complain(settings, f'{other}Nothing was deleted yet. To go ahead, add --confirm "{name}".')
    return False


@contextmanager
def _saying_how_to_go_on(settings: Settings) -> Iterator[None]:
    try:
        yield
    except asyncio.CancelledError:
        complain(settings, "Stopped before the end. To go on, run the same command again.")
        raise
    except RuntimeError as error:
        raise DatabaseError(f"Not finished: {error}. Run the same command again.") from error


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{HOLDINGS[name].what}: {n}" for name, n in counts.items()) or "nothing"


async def _person(session: AsyncSession, parsed: argparse.Namespace) -> Person:
    found = [
        each
        for each in await history.recipients(session, parsed.who)
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


async def _account(session: AsyncSession, parsed: argparse.Namespace) -> Account:
    wanted = select(Account).where(named(col(Account.name), parsed.who))
    if parsed.tenant:
        wanted = wanted.where(col(Account.tenant) == parsed.tenant)
    found = (await session.exec(wanted.order_by(col(Account.tenant)))).all()
    if not found:
        raise DatabaseError("No account has that name.")
    if len(found) > 1:
        tenants = ", ".join(each.tenant for each in found)
        raise DatabaseError(f"Several workspaces have that account: {tenants}. Add --tenant.")
    return found[0]


async def _contact(session: AsyncSession, account: Account, name: str) -> Contact | None:
    wanted = select(Contact).where(
        col(Contact.account_id) == account.id, named(col(Contact.name), name)
    )
    return (await session.exec(wanted)).first()


async def _counts_of_tenant(session: AsyncSession, tenant: str) -> dict[str, int]:
    counts = await counting.of_tenant(session, tenant)
    if not counts:
        raise DatabaseError("No tenant has that id.")
    return counts
