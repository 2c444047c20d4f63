"""An operator erases an account or a contact on the command line, while Attune runs."""

from argparse import Namespace

from bot.commands import rights
from bot.settings import Settings
from tests.dialogues.office import Office


async def erases(office: Office, account: str, contact: str | None = None) -> None:
    """Erase an account, or only one of its contacts."""
    parsed = Namespace(command="account", action="erase", who=account, contact=contact, tenant=None)
    parsed.confirm = contact or account
    url = str(office.attune.settings.database_url)
    settings = Settings(_env_file=None, database_url=url, playground=False)
    assert await rights.run(parsed, settings, office.clock.now()) == 0
