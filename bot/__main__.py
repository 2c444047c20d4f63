"""`python -m bot`: serve, migrate, tick, playbook check, manifest, doctor."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from bot import doctor, logs
from bot.app import NotConfigured, build
from bot.clock import FixedClock
from bot.commands.saying import complain, say
from bot.commands.serve import serve
from bot.doctor.database import where
from bot.playground.guard import NotLoopback
from bot.public_url import public_url
from bot.settings import LogSettings, Settings, env_file
from bot.slack.api import ApiError
from bot.slack.manifest import manifest
from bot.teams.package import package
from bot.version import VERSION
from handlers import features
from handlers.playbook.loader import PlaybookError, load
from storage.database import Database, DatabaseError
from storage.upgrade import HEAD, bring_up_to_date

CANNOT_START = (NotConfigured, NotLoopback, PlaybookError, DatabaseError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status. What goes wrong is said in one sentence."""
    parsed = _parser().parse_args(arguments)
    telling = _log_settings()
    logs.set_up(telling)
    try:
        return _run(parsed, Settings())
    except ValidationError as error:
        for problem in error.errors():
            name = str(problem["loc"][0]).upper() if problem["loc"] else "settings"
            complain(telling, f"{name}: {problem['msg']}.")
    except CANNOT_START as error:
        complain(telling, str(error))
    except ApiError as error:
        complain(telling, f"Slack refuses us: {error}. `python -m bot doctor` says more.")
    return 1


def _log_settings() -> LogSettings:
    """How to log; in the usual way if that is what is set wrong."""
    try:
        return LogSettings()
    except ValidationError:
        return LogSettings.model_construct()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Attune")
    parser.add_argument("--version", action="version", version=f"Attune {VERSION}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="run everything that is configured")
    commands.add_parser("migrate", help="bring the database up to date")
    tick = commands.add_parser("tick", help="deliver what is due, and end")
    tick.add_argument(
        "--now", required=True, type=_moment, help="ISO 8601; UTC if no zone is given"
    )
    playbook = commands.add_parser("playbook", help="check a playbook")
    playbook.add_argument("action", choices=["check"])
    playbook.add_argument("folder", nargs="?", type=Path)
    _add_manifest(commands.add_parser("manifest", help="make what a platform installs Attune by"))
    commands.add_parser("doctor", help="say what is missing, and how to fix it")
    return parser


def _add_manifest(made: argparse.ArgumentParser) -> None:
    made.add_argument("platform", choices=["slack", "teams"])
    made.add_argument(
        "--url", help="where Attune is reached, https://…; without it, Slack uses Socket Mode"
    )
    teams = made.add_argument_group("for Teams")
    teams.add_argument(
        "--out", type=Path, default=Path("attune-teams.zip"), help="the file to write: %(default)s"
    )
    teams.add_argument("--app-id", help="of the Azure Bot, if not the one that is configured")
    teams.add_argument(
        "--version",
        default=VERSION,
        help="each upload needs a higher one than the last: %(default)s",
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _run(parsed: argparse.Namespace, settings: Settings) -> int:
    match parsed.command:
        case "serve":
            return asyncio.run(serve(settings))
        case "migrate":
            asyncio.run(_migrate(settings))
        case "tick":
            say(settings, asyncio.run(_tick(settings, parsed.now)))
        case "playbook":
            playbook = load(parsed.folder or settings.playbook_dir)
            print(
                f"The playbook is in order: {len(playbook.questions)} questions, "
                f"{len(playbook.listening)} listening lines, {len(playbook.focuses)} focuses."
            )
        case "manifest" if parsed.platform == "teams":
            return _package(parsed, settings)
        case "manifest":
            return _slack_manifest(parsed)
        case "doctor":
            return asyncio.run(doctor.doctor(settings))
    return 0


def _slack_manifest(parsed: argparse.Namespace) -> int:
    try:
        url = None if parsed.url is None else public_url(parsed.url)
        made = manifest(features.registry(), url=url, socket_mode=url is None)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(made, indent=2))
    return 0


def _package(parsed: argparse.Namespace, settings: Settings) -> int:
    app_id = parsed.app_id or settings.teams_client_id or ""
    try:
        made = package(
            features.registry(), app_id=app_id, url=parsed.url or "", version=parsed.version
        )
        parsed.out.write_bytes(made)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{parsed.out} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(
        f"{parsed.out} is ready: upload it at https://admin.teams.microsoft.com, under Teams apps, "
        "Manage apps."
    )
    return 0


async def _migrate(settings: Settings) -> None:
    file = env_file()
    say(settings, f"Settings come from the environment{f' and {file}' if file.is_file() else ''}.")
    database = Database(settings.database_url)
    try:
        await bring_up_to_date(database)
        say(settings, f"The database {where(database)} is at version {HEAD}.")
    finally:
        await database.close()


async def _tick(settings: Settings, now: datetime) -> str:
    attune = await build(settings, FixedClock(now))
    try:
        counts = await attune.tick()
    finally:
        await attune.stop()
    names = ("sent", "dropped", "put off", "retried")
    return ", ".join(f"{name} {counts[name]}" for name in names)


if __name__ == "__main__":
    sys.exit(main())
