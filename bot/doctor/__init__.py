"""`python -m bot doctor`: checks the set-up, and says how to fix what is wrong.

It looks for the problems that `serve` would have, and changes nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.base.clock import SystemClock
from bot.doctor.access import check_access
from bot.doctor.calendars import check_calendars
from bot.doctor.database import check_database
from bot.doctor.environment import check_environment
from bot.doctor.listening import check_listening
from bot.doctor.said_once import said_once
from bot.doctor.transcripts import check_transcripts
from bot.platform.checks import Check
from bot.platforms import configured
from bot.settings import Settings
from handlers.playbook.loader import PlaybookError, load

AS_IF_MISSING = (
    "Correct it: Attune does not start with it. The other checks run as if it were not set."
)


async def doctor(settings: Settings, mistakes: Mapping[str, str] = MappingProxyType({})) -> int:
    """Run and print every check. Returns 0 if all is in order, else 1.

    `mistakes` has a sentence for each wrong setting, by its name. `settings` has their defaults.
    """
    clock = SystemClock()
    wrong = [Check(False, sentence, AS_IF_MISSING) for sentence in mistakes.values()]
    found = [_playbook(settings), *await check_database(settings, mistakes.keys())]
    found += await check_listening(settings)
    found += check_access(settings)
    found += check_calendars(settings, mistakes.keys())
    found += check_transcripts(settings)
    for setup in configured(settings):
        found += await setup.check(settings, clock)
    found = [*check_environment(), *wrong, *said_once(found, mistakes.keys())]
    for one in found:
        print(f"{one.mark:<3} {one.what}")  # noqa: T201 - this is its output
        if one.fix:
            print(f"    {one.fix}")  # noqa: T201
    return 0 if all(one.ok for one in found) else 1


def _playbook(settings: Settings) -> Check:
    try:
        playbook = load(settings.playbook_dir)
    except PlaybookError as error:
        return Check(False, "The playbook has mistakes.", str(error))
    return Check(True, f"The playbook is in order: {len(playbook.questions)} questions.")
