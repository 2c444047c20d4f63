"""Delete all data of a tenant."""

import argparse
from datetime import datetime

from bot.commands.rights_found import counts_of_tenant
from bot.commands.rights_words import COMMAND, confirmed, counts_in_words, rows, saying_how_to_go_on
from bot.commands.saying import say
from bot.settings import Settings
from storage.database.connection import Database
from storage.rights import purge
from storage.workspace import workspaces

AFTER_A_PURGE = {"audit", "workspace"}  # the tables in which a purge leaves rows


async def purge_tenant(
    database: Database, parsed: argparse.Namespace, settings: Settings, now: datetime
) -> int:
    """Delete all data of a tenant, or go on with a purge that was begun. `now` is UTC."""
    async with database.read(parsed.who) as session:
        counts = await counts_of_tenant(session, parsed.who)
        is_begun = parsed.who in await workspaces.purges_begun(session)
        workspace = await workspaces.find(session, parsed.who)
    # After a purge, only the tables in `AFTER_A_PURGE` have rows. The same is true if Attune was
    # installed in a workspace but never used there. Such a workspace still needs a purge, because
    # its tokens must be deleted.
    is_purged = workspace is None or workspace.purged_at is not None
    if counts.keys() <= AFTER_A_PURGE and is_purged and not is_begun:
        say(settings, f"{parsed.who} was already purged. Only the fact of the purge stays on file.")
        return 0
    what = counts_in_words(counts)
    does = f"Deletes all data of {parsed.who}: {what}. Nothing more is sent to it."
    if is_begun:
        does = f"This purge was begun and is not finished. {does}"
    if not confirmed(parsed, settings, parsed.who, does):
        return 1
    with saying_how_to_go_on(settings):
        number = await purge.purge_tenant(database, parsed.who, now, by=COMMAND)
    say(settings, f"Deleted {rows(number)}. Only the fact of the purge stays on file.")
    return 0
