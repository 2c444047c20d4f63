"""Erase a person, an account, a contact or a name."""

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.commands import remains
from bot.commands.rights_found import (
    ONLY_PART,
    contacts_with_part,
    find_account,
    find_contact,
    find_person,
)
from bot.commands.rights_words import (
    COMMAND,
    NOBODY,
    confirmed,
    counts_in_words,
    reference_in_words,
    saying_how_to_go_on,
    shared_parts,
)
from bot.commands.saying import say
from bot.settings import Settings
from handlers.coaching.names.forgetting import forgetting
from handlers.composing import erasing, updates
from handlers.nudges.schedule import replan_changed
from storage.choices import AuditTarget
from storage.conversation import shown_messages
from storage.customers import suppressed_names
from storage.database.connection import Database, DatabaseError
from storage.rights import counting, left_open
from storage.rights.erasure import account_texts, accounts
from storage.rights.erasure.mentions import others_named
from storage.rights.erasure.names import FORMER_COLLEAGUE, names_at, other_names
from storage.rights.holdings import HOLDINGS, PRIVATE
from storage.tables import Account, Contact, Person
from storage.workspace import audit, people, people_roles

WHAT_STAYS = (
    "These stay: accounts, calls, findings, promises, and what was passed on to marketing or "
    "published. The person's name is removed from them, even from the words of promises, findings "
    "and asks."
)
OWN_CHAT = (
    "While Attune runs, it takes the name out of the cards about whatever this person passed on, "
    "asked or answered. It also empties the messages in which this person asked colleagues "
    "something or showed them something. All other messages, in this person's chat and in "
    "channels, stay as they are: delete them there."
)
IN_CHATS = (
    "While Attune runs, it empties the cards that show reflections or figures in people's chats; "
    "briefs and what people typed there stay."
)
CARDS = (
    "While Attune runs, it takes the name out of cards for marketing, and out of cards with "
    "answers, comments, or questions to colleagues. Texts about other accounts keep the name."
)
ONLY_ADMIN = (
    "- They are the only admin of the workspace. Make somebody else an admin first: under “People "
    "and roles”, or with ADMINS."
)
LEAVES_OUT = (
    "From then on, Attune leaves the name out of everything that comes from calendars, "
    "transcripts, the CRM and public sources."
)
LISTS = "Afterwards, this command lists where the name may still be."
LEFT_OUT_ALREADY = "Attune already leaves the name out."
SHOWN, AROUND = 10, 30  # how many texts to show, and how many characters before a name


async def erase_person(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    """Erase a person, and say what stays and where the name may still be. `now` is UTC."""
    person = await find_person(database, parsed)
    async with database.read(person.tenant) as session:
        counts = await counting.of_person(session, person)
        still_open = await _still_open(session, person, now)
        others = await others_named(session, person.tenant, person.name)
    gone = {name: n for name, n in counts.items() if HOLDINGS[name].erased != "unnamed"}
    does = f"Erases {person.name} ({person.tenant} {person.external}): {counts_in_words(gone)}."
    does += f" {WHAT_STAYS}{shared_parts(person.name, others)} {LISTS}" + (
        f"\n{still_open}" if still_open else ""
    )
    if not confirmed(parsed, settings, person.name, does):
        return 1
    async with database.write(person.tenant) as session:
        found = (await session.exec(select(Person).where(col(Person.id) == person.id))).one()
        reference = await erasing.erase(session, found, now, by=COMMAND)
        await replan_changed(session, now)
    async with database.read(person.tenant) as session:
        left = await remains.list_texts(session, person.tenant, person.name, person.email, others)
    done = f"Erased{reference_in_words(reference)}. Colleagues see “{FORMER_COLLEAGUE}”."
    done += f" {WHAT_STAYS} {OWN_CHAT}" + (f"\n{still_open}" if still_open else "")
    say(settings, f"{done}\n{left}")
    return 0


async def _still_open(session: AsyncSession, person: Person, now: datetime) -> str:
    """Return lines that say what the person leaves open, and what happens to it."""
    open_ = await left_open.of_person(session, person, now)
    warned = [ONLY_ADMIN] if await people_roles.is_only_admin(session, person) else []
    lines = (
        (
            open_.promises,
            "open promise to or from a customer: colleagues find it in /promises",
            "open promises to or from customers: colleagues find them in /promises",
        ),
        (
            open_.alone,
            "upcoming call without a colleague: cancelled",
            "upcoming calls without a colleague: cancelled",
        ),
        (open_.shared, "call with colleagues: it stays", "calls with colleagues: they stay"),
        (
            open_.written,
            "insight or ask: it stays, without the name",
            "insights and asks: they stay, without the name",
        ),
    )
    counted = (
        f"- {number} {one if number == 1 else many}" for number, one, many in lines if number
    )
    return "\n".join((*warned, *counted))


async def erase_account(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    """Erase an account.

    With --contact, erase only that contact. If no contact of the account has the given name, remove
    the name from the texts about the account. `now` is UTC.
    """
    account = await find_account(database, parsed)
    async with database.read(account.tenant) as session:
        contact = await find_contact(session, account, parsed.contact) if parsed.contact else None
        counts = await counting.of_account(session, account)
    if contact:
        return await _erase_contact(database, account, contact, parsed, settings, now=now)
    if parsed.contact:
        return await _erase_name(database, account, parsed, settings, now)
    rows = counts_in_words(counts)
    does = f"Deletes {account.name} ({account.tenant}) with all that goes with it: {rows}."
    if not confirmed(parsed, settings, account.name, does):
        return 1
    async with database.write(account.tenant) as session:
        await _empty_messages(session, account, now)
    with saying_how_to_go_on(settings):
        steps = accounts.erase_in_steps
        reference = await steps(database, account, now, replan_changed, by=COMMAND)
    say(settings, f"Erased{reference_in_words(reference)}. {IN_CHATS}")
    return 0


async def _erase_contact(
    database: Database,
    account: Account,
    contact: Contact,
    parsed: argparse.Namespace,
    settings: Settings,
    *,
    now: datetime,
) -> int:
    """Erase a contact, and say where the name may still be."""
    name = contact.name
    async with database.read(account.tenant) as session:
        others = await other_names(session, contact)
    does = (
        f"Erases {name} of {account.name}: the role, the address, and the name, even in what "
        f"was written about the account. Calls stay. {LEAVES_OUT}{shared_parts(name, others)} "
        f"{LISTS}"
    )
    if not confirmed(parsed, settings, name, does):
        return 1
    async with database.write(account.tenant) as session:
        await _empty_messages(session, account, now)
    async with database.write(account.tenant) as session:
        one = (await session.exec(select(Contact).where(col(Contact.id) == contact.id))).one()
        places, reference = await erasing.erase_contact(session, one, now, by=COMMAND)
        await replan_changed(session, now)
    left = await _left(database, account, name, contact.email)
    where = f" The name was in {_texts(places)}. {CARDS}"
    say(settings, f"Erased{reference_in_words(reference)}.{where} {IN_CHATS}{left}")
    return 0


async def _erase_name(
    database: Database,
    account: Account,
    parsed: argparse.Namespace,
    settings: Settings,
    now: datetime,
) -> int:
    """In the texts about an account, remove a name that belongs to no contact."""
    name = " ".join(parsed.contact.split())
    async with database.read(account.tenant) as session:
        if meant := await contacts_with_part(session, account, name):
            raise DatabaseError(ONLY_PART.format(name=name, names=", ".join(meant)))
        changes = await account_texts.changes_by_name(session, account, name, forgetting)
        others = await names_at(session, account.tenant, account.id)
        is_left_out = bool(await suppressed_names.among(session, account.tenant, [name]))
    if not changes and is_left_out:
        raise DatabaseError(f"{NOBODY.format(account=account.name)} {LEFT_OUT_ALREADY}")
    does = (
        f"{name} is not a contact of {account.name}. Takes the name out of {_texts(len(changes))} "
        f"about the account. {LEAVES_OUT}{shared_parts(name, others)} {LISTS}\n{_shown(changes)}"
    )
    if not confirmed(parsed, settings, name, does):
        async with database.write(account.tenant) as session:
            about: tuple[AuditTarget, int] = ("account", account.id)
            audit.note(session, account.tenant, "texts shown", about, now, actor=COMMAND)
        return 1
    async with database.write(account.tenant) as session:
        await _empty_messages(session, account, now)
        places, reference = await erasing.erase_name(session, account, name, now, by=COMMAND)
        await replan_changed(session, now)
    left = await _left(database, account, name, None)
    where = f" The name was in {_texts(places)}. {CARDS}"
    say(settings, f"Erased{reference_in_words(reference)}.{where} {IN_CHATS}{left}")
    return 0


async def _left(database: Database, account: Account, name: str, email: str | None) -> str:
    """Say in which texts a name may still be after an erasure. This reads all texts."""
    async with database.read(account.tenant) as session:
        others = await others_named(session, account.tenant, name)
        return f"\n{await remains.list_texts(session, account.tenant, name, email, others)}"


def _shown(changes: Sequence[account_texts.NameChange]) -> str:
    """Show the words around the name in the first `SHOWN` texts. Private notes are only counted."""
    public = [each for each in changes if each.what not in PRIVATE]
    lines = [f"- {each.what}: “{_around(each.old, each.new)}”" for each in public[:SHOWN]]
    more = [f"- and {len(public) - SHOWN} more"] if len(public) > SHOWN else []
    private = Counter(each.what for each in changes if each.what in PRIVATE)
    counted = [f"- {what}: {_texts(number)}, not shown" for what, number in private.items()]
    return "\n".join((*lines, *more, *counted))


def _around(old: str, new: str) -> str:
    """Return the part of `old` that begins shortly before the first change."""
    pairs = enumerate(zip(old, new, strict=False))
    differs = next((at for at, (one, other) in pairs if one != other), len(new))
    begins = max(differs - AROUND, 0)
    part = " ".join(old[begins : begins + 3 * AROUND].split())
    after = "…" if begins + 3 * AROUND < len(old) else ""
    return f"{'…' if begins else ''}{part}{after}"


def _texts(number: int) -> str:
    return "1 text" if number == 1 else f"{number} texts"


async def _empty_messages(session: AsyncSession, account: Account, now: datetime) -> None:
    """Queue updates that empty messages in people's chats: those about the account's calls.

    In each person's chat, only the newest `MAX_EMPTIED` of these messages are emptied.
    """
    found = await shown_messages.rows_of_account(session, account.tenant, account.id)
    for person_id in dict.fromkeys(row.person_id for row in found):
        person = await people.by_id(session, account.tenant, person_id)
        if person is not None:
            messages = dict.fromkeys(row.message for row in found if row.person_id == person_id)
            newest = [*messages][: shown_messages.MAX_EMPTIED]
            await updates.empty(session, person, newest, now)
