"""The command line: `python -m bot`.

Many commands are imported only when they run, so that `serve` starts quickly.
"""
# ruff: noqa: PLC0415

import gc

if __name__ == "__main__":
    # Loading modules leaves little garbage. Searching for it took a quarter of the processor time
    # needed to start.
    gc.disable()

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import structlog
from pydantic import ValidationError

from bot.base import logs
from bot.base.clock import FixedClock, SystemClock
from bot.build import NotConfigured, build
from bot.commands import rights
from bot.commands.saying import complain, say
from bot.commands.serve import serve
from bot.env_file import ENV_FILE, BadEnvFile, env_file, mistakes_in_file
from bot.platform.setup import ManifestCommand
from bot.platforms import PLATFORMS
from bot.playground.guard import NotLoopback
from bot.settings import LogSettings, Settings
from bot.settings_mistakes import read_valid
from bot.version import VERSION
from handlers.playbook.loader import PlaybookError, load
from storage.database.connection import Database, DatabaseError
from storage.database.upgrade import HEAD, bring_up_to_date
from storage.sealing import new_key

log = structlog.get_logger()

CANNOT_START = (BadEnvFile, NotConfigured, NotLoopback, PlaybookError, DatabaseError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, and return the exit status."""
    parsed = _parser().parse_args(arguments)
    if parsed.command == "key" and not parsed.action:
        print(new_key())  # reads no settings, because ENCRYPTION_KEYS may be missing or invalid
        return 0
    if parsed.command != "serve":  # `serve` enables it later
        gc.enable()
    log_settings = _log_settings()
    logs.set_up(log_settings)
    try:
        found = list(mistakes_in_file())
        if parsed.command != "doctor":  # doctor reports the mistakes itself
            for mistake in found:
                log.warning(mistake)
        if parsed.command == "doctor":
            from bot import doctor

            return asyncio.run(doctor.doctor(*read_valid()))
        settings, wrong = read_valid()
        sentences = [wrong[name] for name in wrong if _reads(parsed, name)]
        if not sentences:
            return _run(parsed, settings)
        for sentence in sentences:
            complain(log_settings, sentence)
    except CANNOT_START as error:
        complain(log_settings, str(error))
    return 1


def _reads(parsed: argparse.Namespace, setting: str) -> bool:
    """Return whether a command reads a setting. Most commands read all settings."""
    if parsed.command == "manifest":
        return setting in _manifests()[parsed.platform].reads
    return parsed.command != "backup" or setting == "DATABASE_URL"


def _log_settings() -> LogSettings:
    for file in (ENV_FILE, None):
        with suppress(ValidationError, OSError, UnicodeError):
            return LogSettings(_env_file=file)
    return LogSettings.model_construct()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Attune")
    parser.add_argument("--version", action="version", version=f"Attune {VERSION}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="run everything that is configured")
    commands.add_parser("migrate", help="bring the database up to date")
    tick = commands.add_parser("tick", help="deliver the messages that are due, then exit")
    tick.add_argument(
        "--now",
        type=_moment,
        help="act as if it were this time: ISO 8601, in UTC if no zone is given",
    )
    playbook = commands.add_parser("playbook", help="check a playbook")
    playbook.add_argument("action", choices=["check"])
    playbook.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="the playbook's folder (default: the one that Attune uses)",
    )
    making = commands.add_parser("manifest", help="make the manifest for installing on a platform")
    _add_manifest(making)
    _add_upkeep(commands)
    rights.add_commands(commands)
    key = commands.add_parser("key", help="print a new key for ENCRYPTION_KEYS")
    key.add_argument(
        "action",
        nargs="?",
        choices=["rotate"],
        help="encrypt every secret in the database again with the first key; print no new key",
    )
    commands.add_parser("doctor", help="check the setup, and say how to fix what is wrong")
    return parser


def _add_upkeep(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backing_up = commands.add_parser(
        "backup", help="back up the SQLite database and check the copy"
    )
    backing_up.add_argument("folder", type=Path, help="the folder for the backups")
    backing_up.add_argument(
        "--keep",
        type=_positive,
        default=14,
        help="how many backups to keep there (default: %(default)s)",
    )
    copying = commands.add_parser("copy", help="copy everything into another database")
    copying.add_argument(
        "--to", required=True, help="the other database's address, in the form of DATABASE_URL"
    )
    asking = commands.add_parser("why", help="say what became of messages to somebody")
    asking.add_argument("who", help="a person or channel: the platform's id, or the name")
    asking.add_argument(
        "--days",
        type=_positive,
        default=7,
        help="how many days to look back (default: %(default)s)",
    )


def _positive(text: str) -> int:
    if not (text.isdecimal() and int(text) >= 1):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


def _add_manifest(command: argparse.ArgumentParser) -> None:
    platforms = command.add_subparsers(dest="platform", required=True)
    for name, manifest in _manifests().items():
        manifest.add_options(platforms.add_parser(name))


def _manifests() -> dict[str, ManifestCommand]:
    return {each.name: each.manifest for each in PLATFORMS if each.manifest}


def _moment(text: str) -> datetime:
    """Parse the time of `--now`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a time in ISO 8601") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _run(parsed: argparse.Namespace, settings: Settings) -> int:
    """Run a command, and return its exit code."""
    run: dict[str, Callable[[], int | None]] = {
        "serve": lambda: asyncio.run(serve(settings)),
        "migrate": lambda: asyncio.run(_migrate(settings)),
        "tick": lambda: say(settings, asyncio.run(_tick(settings, parsed.now))),
        "playbook": lambda: _check_playbook(parsed.folder or settings.playbook_dir),
        "manifest": lambda: _manifests()[parsed.platform].run(parsed, settings),
        "key": lambda: _rotate(settings),
        "backup": lambda: _backup(parsed, settings),
        "copy": lambda: _copy(settings, parsed.to),
        "why": lambda: _why(parsed, settings),
        **dict.fromkeys(
            ("person", "account", "tenant"),
            lambda: asyncio.run(rights.run(parsed, settings, SystemClock().now())),
        ),
    }
    return run[parsed.command]() or 0


def _check_playbook(folder: Path | None) -> None:
    playbook = load(folder)
    print(
        f"The playbook is in order: {len(playbook.questions)} questions, "
        f"{len(playbook.listening)} listening lines, {len(playbook.focuses)} focuses."
    )


def _rotate(settings: Settings) -> int:
    from bot.commands.rotate import rotate

    return asyncio.run(rotate(settings))


def _copy(settings: Settings, to: str) -> None:
    from bot.commands.copy import copy

    asyncio.run(copy(settings, to))


def _backup(parsed: argparse.Namespace, settings: Settings) -> None:
    from bot.commands.backup import backup

    made = backup(settings.database_url, parsed.folder, parsed.keep, SystemClock().now())
    say(settings, f"Backed up to {made}, and checked.")


def _why(parsed: argparse.Namespace, settings: Settings) -> None:
    from bot.commands.why import why

    print(asyncio.run(why(settings, parsed.who, parsed.days, SystemClock().now())))


async def _migrate(settings: Settings) -> None:
    from bot.doctor.database import where

    file = env_file()
    say(settings, f"Settings come from the environment{f' and {file}' if file.is_file() else ''}.")
    database = Database(settings.database_url)
    try:
        say(settings, f"The database is {where(database)}.")
        await bring_up_to_date(database)
        say(settings, f"It is at version {HEAD}.")
    finally:
        await database.close()


async def _tick(settings: Settings, now: datetime | None) -> str:
    attune = await build(settings, FixedClock(now or SystemClock().now()))
    try:
        counts = await attune.tick()
    finally:
        await attune.stop()
    names = ("sent", "dropped", "rescheduled", "retried")
    return ", ".join(f"{name} {counts[name]}" for name in names)


if __name__ == "__main__":
    sys.exit(main())
