"""Check that ADMINS lists ids of people."""

from collections.abc import Sequence

from bot.platform.setup import PlatformSetup
from bot.platforms import wants_playground
from bot.playground import demo
from bot.settings import Settings
from handlers.listed_admins import admins_of


def not_ids(settings: Settings, platforms: Sequence[PlatformSetup]) -> str:
    """Return a sentence that names the entries of ADMINS that are not ids, or "".

    An entry must be the id of a person on one of the platforms. If the playground runs, the ids of
    the people in the playground are also allowed.
    """
    wrong = [
        each
        for each in sorted(settings.admins)
        if not any(_is_id_on(platform, each) for platform in platforms)
        and not (wants_playground(settings) and _plays(each))
    ]
    return f"ADMINS must be a list of ids. Not an id: {', '.join(wrong)}." if wrong else ""


def _is_id_on(platform: PlatformSetup, listed: str) -> bool:
    """Check whether an entry of ADMINS is an id on this platform: `U0456` or `T0123:U0456`."""
    where, _, who = listed.rpartition(":")
    return bool(
        platform.user_id.fullmatch(who) and (not where or platform.company_id.fullmatch(where))
    )


def _plays(listed: str) -> bool:
    """Check whether an entry of ADMINS is one of the people of the playground."""
    return any(admins_of(demo.TENANT, [listed]) == {each.id} for each in demo.personas())
