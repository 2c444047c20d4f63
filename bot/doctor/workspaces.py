"""Check the Slack workspaces in which people have installed Attune themselves."""

from collections.abc import Collection

from bot.platform.checks import Check
from bot.settings import Settings
from bot.slack.install_pages import INSTALL
from bot.slack.left_alone import LEFT_ALONE, left_alone
from bot.slack.manifest import missing_scopes
from storage.database.connection import Database
from storage.workspace import workspaces


async def check_workspaces(settings: Settings, database: Database) -> list[Check]:
    """Check which workspaces lack permissions, and which are on file but not served."""
    if not settings.slack_installs:
        return await _left_alone(settings, database, ())
    admitted = settings.slack_admitted
    async with database.read() as session:
        rows = [each for each in await workspaces.installed(session, "slack") if each.token]
    outside = [
        each.tenant.partition(":")[2]
        for each in rows
        if admitted is not None and each.tenant.partition(":")[2] not in admitted
    ]
    served = [each for each in rows if each.tenant.partition(":")[2] not in outside]
    number = "one workspace" if len(served) == 1 else f"{len(served)} workspaces"
    found = [Check(True, f"People have installed Attune in {number} on Slack.")]
    address = settings.public_url.rstrip("/") + INSTALL
    found += [
        Check(
            False,
            f"Attune was installed in {each.tenant} without the scopes {', '.join(missing)}.",
            f"Ask {each.installer or 'an admin'} there to install it again, at {address}. On Home, "
            "the person who installed it and the people in ADMINS see what is missing.",
        )
        for each in served
        if (missing := missing_scopes(each.scopes.split()))
    ]
    if outside:
        found.append(
            Check(
                True,
                f"Workspaces that SLACK_TEAMS does not admit are left alone: {', '.join(outside)}.",
                "Add them to SLACK_TEAMS to serve them again.",
            )
        )
    return [*found, *await _left_alone(settings, database, [each.tenant for each in rows])]


async def _left_alone(
    settings: Settings, database: Database, installed: Collection[str]
) -> list[Check]:
    left = await left_alone(database, installed)
    # `left` may include the workspace of SLACK_BOT_TOKEN, which is served. We do not know its id.
    own = 1 if settings.slack_bot_token else 0
    if not settings.slack or len(left) <= own:
        return []
    but = ", except for the workspace of SLACK_BOT_TOKEN" if own else ""
    what = "The database has Slack workspaces without an installation of Attune: "
    return [Check(True, f"{what}{', '.join(left)}.", f"They are left alone{but}. {LEFT_ALONE}")]
