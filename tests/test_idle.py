"""Attune at rest has imported only what it serves with."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Packages, ours and others', that only a platform, a feature, another command or another process
# needs.
NOT_NEEDED = (
    "alembic", "asyncpg", "bot.doctor", "bot.slack.app", "bot.slack.api", "bot.teams.app",
    "bot.public_sources.poller", "bot.transcripts.read", "cryptography", "dns", "feedparser",
    "handlers.transcripts.figures.figures", "handlers.transcripts.figures.questions", "icalendar",
    "jwt", "nh3", "protego", "resvg_py", "slack_bolt", "slack_sdk",
)  # fmt: skip
SERVED = """
import asyncio, json, sys
import bot.__main__
from bot.build import build
from bot.settings import Settings


async def serve():
    attune = await build(Settings())
    attune.web
    await attune.start()
    await attune.stop()


asyncio.run(serve())
print(json.dumps(sorted(sys.modules)))
"""


def test_an_idle_playground_has_not_imported_what_it_does_not_need(tmp_path: Path) -> None:
    _served(tmp_path)  # makes the database, for which it needs the migrations
    modules = _served(tmp_path)
    needless = [
        each for each in NOT_NEEDED if any(f"{one}.".startswith(f"{each}.") for one in modules)
    ]
    assert needless == []


def _served(folder: Path) -> list[str]:
    done = subprocess.run(  # noqa: S603 - nothing in it comes from outside
        [sys.executable, "-c", SERVED],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return modules
