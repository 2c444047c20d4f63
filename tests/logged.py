"""A process that runs hostile dialogues on one platform, and logs to standard error.

It prints the reference that a person was shown when something failed.
"""

import asyncio
import re
import sys
from datetime import UTC
from pathlib import Path

from bot.base import logs
from bot.base.clock import FixedClock
from bot.settings import Settings
from handlers import features
from handlers.cards import Reply
from handlers.commands import Command
from handlers.registry import Registry, Turn
from tests.dialogues.conftest import OFFICES
from tests.dialogues.office import MONDAY, Office
from tests.dialogues.rep_does import held, reflect

TYPED = (
    "Hushgoal",
    "Hushguess",
    "Hushheard",
    "Hushsurprise",
    "Hushpromise",
    "Hushstep",
    "Hushmarketing",
    "Hushboom",
    "Hushinsight",
    "Hushchat",
    "Hushcorp",
    "Hushfile",
    "Hushword",
    "files-pri",  # the address of a file on Slack
    "tempauth",  # the same on Teams
)


def with_a_fault(registry: Registry) -> Registry:
    """A feature that fails with an exception that quotes what was typed."""

    async def fail(turn: Turn) -> Reply:
        raise ValueError(turn.text)

    registry.command(Command("boom", "[words]", "fails"), fail)
    return registry


async def dialogue(office: Office) -> str:
    """Type secrets everywhere; returns the reference that was shown with a failure."""
    lena = office.lena
    await lena.types("Hushchat, is anybody there?")
    await held(office)
    await reflect(
        office,
        goal_reached="yes",
        heard="Hushheard 'quoted' <b>",
        surprise="Hushsurprise",
        next_step="Hushstep",
        promised="Hushpromise by Friday",
        for_marketing="Hushmarketing",
    )
    await lena.types("/prep Hushcorp tomorrow 3pm")
    await lena.types("/insight Hushinsight")
    await lena.drops("Hushfile.txt", b"Ann Hushword: Hello.\n")
    await lena.drops("Hushfile.mp4", b"Hushword")
    await lena.pastes("Ann Hushword: Hushword?\nBo: I do.\n" * 9)
    await office.until(24, "11:00")
    await lena.types("/boom Hushboom")
    found = re.search(r"\b[0-9a-f]{8}\b", lena.screen)
    assert found, lena.screen
    return found.group()


async def main(platform: str, folder: Path) -> None:
    """Run the dialogue."""
    made = features.registry
    features.registry = lambda: with_a_fault(made())
    clock = FixedClock(MONDAY.astimezone(UTC))
    async with OFFICES[platform](clock, folder / "attune.sqlite3") as office:
        print(await dialogue(office))  # noqa: T201


if __name__ == "__main__":
    logs.set_up(Settings(_env_file=None, log_level="DEBUG", log_format="json"))
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
