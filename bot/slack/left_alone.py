"""Find Slack workspaces that have people on file but are not served."""

from collections.abc import Collection

import structlog

from bot.slack.installations import PLATFORM
from storage.command_line import command
from storage.database.connection import Database
from storage.workspace import people, workspaces

log = structlog.get_logger()

LEFT_ALONE = (
    "Attune sends them nothing and reads nothing for them, and deletes only what is older than the "
    "RETAIN_… settings allow. To serve a workspace, install Attune there. To delete its data, run "
    f"{command('tenant purge')}."
)


async def left_alone(database: Database, served: Collection[str]) -> list[str]:
    """Return the workspaces that have people on file, but are not in `served`.

    `served` are the tenants that this process serves. Leave out workspaces from which Attune was
    removed.
    """
    async with database.read() as session:
        on_file = set(await people.tenants(session)) - await workspaces.gone(session)
    return sorted(each for each in on_file - {*served} if each.startswith(f"{PLATFORM}:"))


async def log_left_alone(database: Database, served: Collection[str]) -> None:
    """Log the workspaces that `left_alone` returns."""
    if left := await left_alone(database, served):
        log.warning(
            "the database has Slack workspaces that are not served here: they are left alone",
            tenants=left,
            fix=LEFT_ALONE,
        )
