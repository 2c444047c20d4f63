"""The commands `person`, `account` and `tenant` of `python -m bot`: export, erase and purge.

Without `--confirm NAME`, `erase` and `purge` print what they would delete, and delete nothing.
"""

import argparse
from datetime import datetime
from pathlib import Path

from bot.commands.rights_erasures import erase_account, erase_person
from bot.commands.rights_exports import export_contact, export_person, export_tenant
from bot.commands.rights_purge import purge_tenant
from bot.commands.saying import complain
from bot.settings import Settings
from storage.database.connection import Database
from storage.database.upgrade import require


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    person = commands.add_parser("person", help="export or erase what is kept about a person")
    _add(person, ("export", "erase"), "the platform's id of the person, or the name")
    account = commands.add_parser(
        "account", help="erase an account or a contact, or export what is kept about a contact"
    )
    _add(account, ("export", "erase"), "the name of the account")
    account.add_argument("--contact", help="only the contact with this name")
    tenant = commands.add_parser("tenant", help="export or purge all data of a workspace")
    _add(tenant, ("export", "purge"), "the tenant: slack:T… or teams:…")


def _add(command: argparse.ArgumentParser, actions: tuple[str, ...], about: str) -> None:
    """Add the arguments of a command about a person, an account or a tenant."""
    command.add_argument("action", choices=actions)
    command.add_argument("who", help=about)
    if "purge" not in actions:
        command.add_argument("--tenant", help="the workspace, if the same name is in several")
    command.add_argument("--to", type=Path, help="the file to write the export to")
    command.add_argument(
        "--confirm", metavar="NAME", help="repeat the name to go ahead with deleting"
    )


async def run(parsed: argparse.Namespace, settings: Settings, now: datetime) -> int:
    """Run one of the commands and return the exit status. `now` is in UTC.

    Raises DatabaseError if the database is not ready. Also raises DatabaseError if the export can't
    be written to its file.
    """
    act = {
        ("person", "export"): export_person,
        ("person", "erase"): erase_person,
        ("account", "export"): export_contact,
        ("account", "erase"): erase_account,
        ("tenant", "export"): export_tenant,
        ("tenant", "purge"): purge_tenant,
    }[parsed.command, parsed.action]
    if parsed.action == "export" and parsed.to is None:
        complain(settings, "Say where to write the export: --to FILE")
        return 1
    database = Database(settings.database_url, settings.sealer)
    try:
        await require(database)
        return await act(database, parsed, settings, now)
    finally:
        await database.close()
