#!/usr/bin/env python3
"""Set up Attune on a fresh machine, and run it, its tests or its tools: `python3 dev.py run`.

The tasks are `install`, `run`, `test`, `check`, `bench` and `lock`. This file runs before anything
is installed, so it uses only the standard library.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
RUN_LOCK = ROOT / "requirements.run.lock"  # for the container image
DONE = VENV / "installed.lock"  # a copy of the lock file that was installed last
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Without arguments, `test` runs the whole suite on two cores, and most dialogues on one platform.
# A few files are quicker on one core.
WHOLE_SUITE = ("-n", "2", "--dist", "worksteal", "--one-platform-each")
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
)


def main(arguments: list[str]) -> int:
    """Do one of the tasks, and return its exit status."""
    if sys.version_info < (3, 11):
        print("Attune needs Python 3.11 or newer: python3.11 dev.py …", file=sys.stderr)
        return 1
    task, extra = (arguments[0] if arguments else "run"), arguments[1:]
    tasks: dict[str, Callable[[], int]] = {
        "install": lambda: 0,  # `install` is called for every task, below
        "run": lambda: become("-m", "bot", "serve", *extra),
        "test": lambda: prepare_tests() or test(*(extra or WHOLE_SUITE)),
        "check": lambda: max(tool(*command) for command in CHECKS),
        "bench": lambda: call("-m", "bench", *extra),
        "lock": lock,
    }
    if task not in tasks:
        print(f"There is no task {task!r}. Tasks: {', '.join(tasks)}.", file=sys.stderr)
        return 1
    # Running Attune needs a shorter list, without the packages for tests and the bench.
    install(RUN_LOCK if task in ("install", "run") else LOCK)
    return tasks[task]()


def install(lock_file: Path) -> None:
    """Install a lock file into .venv, unless that file or the longer one is installed already."""
    if DONE.exists() and DONE.read_text() in (lock_file.read_text(), LOCK.read_text()):
        return
    what = "Attune" if lock_file == RUN_LOCK else "Attune and its tests"
    print(f"Installing the libraries for {what} into .venv. This happens only once …", flush=True)
    if not PYTHON.exists() or not can_install():
        make_venv()
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(str(PYTHON), *pip, "--require-hashes", "-r", str(lock_file))
    DONE.write_text(lock_file.read_text())


def make_venv() -> None:
    """Make a virtual environment. Debian has the module for this in a separate package."""
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode:
        apt(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
        run(sys.executable, "-m", "venv", str(VENV))


def can_install() -> bool:
    """Return whether the environment has pip."""
    asked = subprocess.run(
        [str(PYTHON), "-m", "pip", "--version"], check=False, capture_output=True
    )
    return asked.returncode == 0


def prepare_tests() -> int:
    """Install and fetch what only the tests need. Return an exit status."""
    install_browser()
    return fetch()


def install_browser() -> None:
    """Install Chromium, for the tests of the playground, and what Playwright needs, if missing."""
    playwright = str(VENV / "bin" / "playwright")
    missing = [] if any(map(shutil.which, BROWSERS)) else ["chromium"]
    asked = subprocess.run([playwright, "--version"], check=False, capture_output=True)
    if asked.returncode:  # Node.js does not start, because slim Debian images lack libatomic
        missing.append("libatomic1")
    if missing and platform.system() == "Darwin":
        run(playwright, "install", "chromium")
    elif missing:
        apt(*missing)


def fetch() -> int:
    """Fetch Microsoft's npm packages for testing cards, once. Return the exit status."""
    return call("-m", "tests.teams.npm")


def apt(*packages: str) -> None:
    """Install Debian packages, as root or with sudo."""
    named = " ".join(packages)
    if not shutil.which("apt-get"):
        sys.exit(f"Install {named}, then run this again.")
    root = [] if os.geteuid() == 0 else ["sudo"]
    if root and not shutil.which("sudo"):
        sys.exit(f"Ask an administrator to run: apt-get install {named}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        subprocess.run([*root, "apt-get", *command], check=True, env=environment)


def lock() -> int:
    """Write the two lock files from pyproject.toml: the full one, and the one for running."""
    options = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header")
    quiet = ("--no-annotate", "--quiet", "pyproject.toml")
    whole = ("--upgrade", "--extra", "dev", "--extra", "bench", "-o", str(LOCK))
    to_run = ("-c", str(LOCK), "-o", str(RUN_LOCK))
    compiled = ("uv", "pip", "compile", *options, *quiet)
    return tool(*compiled, *whole) or tool(*compiled, *to_run)


def test(*arguments: str) -> int:
    """Run pytest, and return its exit status.

    Tests start Attune many times, so keep compiled Python files.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return call("-m", "pytest", *arguments)


def call(*arguments: str) -> int:
    """Run Python from the environment, in the project's folder. Return its exit status."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


def become(*arguments: str) -> NoReturn:
    """Replace this process with Python from the environment, so that signals reach the server."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *arguments])  # noqa: S606 - no shell is wanted


def tool(*command: str) -> int:
    """Run one of the installed tools. Return its exit status."""
    program = str(VENV / "bin" / command[0])
    return subprocess.run([program, *command[1:]], cwd=ROOT, check=False).returncode


def run(*command: str) -> None:
    """Run a step. Exit if it fails."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(f"This command failed: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
