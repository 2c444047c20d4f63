"""`python -m bot doctor`: what is in order, what is missing, and how to mend it."""

from bot.app import wants_playground
from bot.checks import Check
from bot.clock import SystemClock
from bot.playground.guard import NotLoopback, check_bind
from bot.settings import Settings
from bot.slack import check as slack
from bot.teams import check as teams
from handlers.playbook.loader import PlaybookError, load
from storage.database import Database, DatabaseError
from storage.upgrade import HEAD, check


async def doctor(settings: Settings) -> int:
    """Print every check; 0 if all is in order, else 1."""
    found = [_playbook(settings), await _database(settings), *_playground(settings)]
    if settings.slack:
        found += await slack.check(settings)
    if settings.teams:
        found += await teams.check(settings.teams, SystemClock(), host=settings.host)
    for one in found:
        print(f"{'ok ' if one.ok else 'NO '} {one.what}")  # noqa: T201 - this is its output
        if one.mend:
            print(f"    {one.mend}")  # noqa: T201
    return 0 if all(one.ok for one in found) else 1


def _playbook(settings: Settings) -> Check:
    try:
        playbook = load(settings.playbook_dir)
    except PlaybookError as error:
        return Check(False, "The playbook has mistakes.", str(error))
    return Check(True, f"The playbook is in order: {len(playbook.questions)} questions.")


async def _database(settings: Settings) -> Check:
    try:
        database = Database(settings.database_url)
        try:
            version = await check(database)
        finally:
            await database.close()
    except DatabaseError as error:
        return Check(False, "The database cannot be used.", str(error))
    if version == HEAD:
        return Check(True, f"The database is at version {HEAD}.")
    if version is None:
        return Check(True, "The database is empty. `python -m bot serve` fills it.")
    return Check(
        False, f"The database is at version {version}, not {HEAD}.", "Run `python -m bot migrate`."
    )


def _playground(settings: Settings) -> list[Check]:
    if not wants_playground(settings):
        return []
    try:
        check_bind(settings.host, settings.playground is True)
    except NotLoopback as error:
        return [Check(False, "The playground cannot listen there.", str(error))]
    return [Check(True, f"The playground will be at http://{settings.host}:{settings.port}.")]
