"""`python -m bot doctor`: check the setup, and say how to correct what is wrong.

The checks change nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.base.clock import SystemClock
from bot.doctor.access import check_access
from bot.doctor.calendars import check_calendars
from bot.doctor.crm import check_crm
from bot.doctor.database import check_database
from bot.doctor.environment import check_environment
from bot.doctor.listening import check_listening
from bot.doctor.model import check_model
from bot.doctor.said_once import said_once
from bot.doctor.transcripts import check_transcripts
from bot.platform.checks import Check
from bot.platforms import configured
from bot.settings import Settings
from bot.teams import entra_groups
from handlers.playbook.loader import PlaybookError, load

AS_IF_MISSING = (
    "Correct the value: Attune does not start with a wrong one. The other checks run as if it were "
    "not set."
)


async def doctor(settings: Settings, mistakes: Mapping[str, str] = MappingProxyType({})) -> int:
    """Run and print every check. Return 0 if everything is in order, and 1 otherwise.

    `mistakes` maps the name of each wrong setting to a sentence about the mistake. `settings` has
    the default value of each wrong setting.
    """
    clock = SystemClock()
    wrong = [Check(False, sentence, AS_IF_MISSING) for sentence in mistakes.values()]
    found = [_playbook(settings), *await check_database(settings, mistakes.keys())]
    found += await check_listening(settings)
    found += check_access(settings)
    found += check_calendars(settings, mistakes.keys())
    found += check_transcripts(settings)
    found += await check_crm(settings)
    found += await check_model(settings)
    found += [Check(False, sentence) for sentence in entra_groups.mistakes(settings)]
    for setup in configured(settings):
        found += await setup.check(settings, clock)
    found = [*check_environment(), *wrong, *said_once(found, mistakes.keys())]
    for one in found:
        print(f"{one.mark:<3} {one.what}")  # noqa: T201 - printing is the purpose of this command
        if one.fix:
            print(f"    {one.fix}")  # noqa: T201
    return 0 if all(one.ok for one in found) else 1


def _playbook(settings: Settings) -> Check:
    try:
        playbook = load(settings.playbook_dir)
    except PlaybookError as error:
        return Check(False, "The playbook has mistakes.", str(error))
    return Check(True, f"The playbook is in order: {len(playbook.questions)} questions.")
