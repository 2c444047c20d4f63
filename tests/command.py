"""Runs `python -m bot` in processes of their own, forked from one that has everything loaded.

Nearly all of a command's time is spent on imports. So one process imports everything once, and
forks for each command, which has its own folder, environment and output, as if started alone.
"""

import atexit
import json
import os
import runpy
import subprocess
import sys
import traceback
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from bot.settings import Settings

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Command:
    """A command to run, and the files for its output (`said`) and its errors (`complained`)."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]
    said: str
    complained: str


def run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run a command in a folder of its own; returns its exit status, output and errors.

    A server gets any free port, because whoever runs the tests may also have Attune running.
    """
    kept = {k: v for k, v in os.environ.items() if k.lower() not in Settings.model_fields}
    kept["PORT"] = "0"
    with TemporaryDirectory(prefix="attune-") as words:
        said, complained = Path(words, "said"), Path(words, "complained")
        where = {"folder": str(folder), "said": str(said), "complained": str(complained)}
        command = Command([*arguments], environment=kept | environment, **where)
        launcher = _launcher()
        assert launcher.stdin
        assert launcher.stdout
        launcher.stdin.write(json.dumps(asdict(command)) + "\n")
        launcher.stdin.flush()
        status = int(launcher.stdout.readline())
        return status, said.read_text(), complained.read_text()


@cache
def _launcher() -> "subprocess.Popen[str]":
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.command"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(_end, started)
    return started


def _end(launcher: "subprocess.Popen[str]") -> None:
    launcher.communicate()  # it ends when there is nothing more to read


def _serve(orders: IO[str]) -> None:
    """Run each command that arrives, and send back its exit status."""
    runpy.run_module("bot")  # loads what the program loads, and runs nothing
    for line in orders:
        child = os.fork()
        if not child:
            _become(Command(**json.loads(line)))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(command: Command) -> None:
    """Become `python -m bot`, and exit as it does."""
    for descriptor, file in ((0, os.devnull), (1, command.said), (2, command.complained)):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), descriptor)
    os.chdir(command.folder)
    os.environ.clear()
    os.environ.update(command.environment)
    sys.argv[1:] = command.arguments
    status: object = 1
    try:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        status = ended.code or 0
    except BaseException:  # noqa: BLE001 - Python itself would write it there too
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else 1)


if __name__ == "__main__":
    _serve(sys.stdin)
