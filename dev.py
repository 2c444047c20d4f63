#!/usr/bin/env python3
"""Sets Attune up on a fresh machine and runs it: `python3 dev.py run`, `install`, `test`, `check`.

Only the standard library: this runs before anything is installed.
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
DONE = VENV / "installed.lock"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The whole suite, on two cores; a part of it is quicker on one.
ALL = ("-n", "2", "--dist", "worksteal")
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
)


def main(arguments: list[str]) -> int:
    """Do one of the tasks; its exit status."""
    if sys.version_info < (3, 11):
        print("Attune needs Python 3.11 or newer: python3.11 dev.py …", file=sys.stderr)
        return 1
    task, extra = (arguments[0] if arguments else "run"), arguments[1:]
    tasks: dict[str, Callable[[], int]] = {
        "install": lambda: 0,
        "run": lambda: become("-m", "bot", "serve", *extra),
        "test": lambda: install_browser() or fetch() or call("-m", "pytest", *(extra or ALL)),
        "check": lambda: max(tool(*command) for command in CHECKS),
        "bench": lambda: call("-m", "bench", *extra),
        "lock": lock,
    }
    if task not in tasks:
        print(f"No task {task!r}: {', '.join(tasks)}.", file=sys.stderr)
        return 1
    # For running it alone there is a shorter list, without what tests and the bench need.
    install(RUN_LOCK if task in ("install", "run") else LOCK)
    return tasks[task]()


def install(lock_file: Path) -> None:
    """Make .venv from a lock file, unless it was made from this very one, or has all of it."""
    if DONE.exists() and DONE.read_text() in (lock_file.read_text(), LOCK.read_text()):
        return
    who = "Attune needs" if lock_file == RUN_LOCK else "Attune and its tests need"
    print(f"Installing what {who} into .venv, once …", flush=True)
    if not PYTHON.exists() or not can_install():
        make_venv()
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(str(PYTHON), *pip, "--require-hashes", "-r", str(lock_file))
    DONE.write_text(lock_file.read_text())


def make_venv() -> None:
    """A virtual environment; Debian keeps the module for it in a package of its own."""
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode:
        apt(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
        run(sys.executable, "-m", "venv", str(VENV))


def can_install() -> bool:
    """Whether the environment that is there has pip."""
    asked = subprocess.run(
        [str(PYTHON), "-m", "pip", "--version"], check=False, capture_output=True
    )
    return asked.returncode == 0


def install_browser() -> None:
    """Chromium for the tests of the page, and what Playwright needs, if this machine lacks them."""
    playwright = str(VENV / "bin" / "playwright")
    missing = [] if any(map(shutil.which, BROWSERS)) else ["chromium"]
    asked = subprocess.run([playwright, "--version"], check=False, capture_output=True)
    if asked.returncode:  # its own Node.js does not start: a small Debian lacks this library
        missing.append("libatomic1")
    if missing and platform.system() == "Darwin":
        run(playwright, "install", "chromium")
    elif missing:
        apt(*missing)


def fetch() -> int:
    """Fetch what Microsoft has on npm for testing cards, once."""
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
    """Write the lock files anew from pyproject.toml: all of it, and what only running needs."""
    options = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header")
    quiet = ("--no-annotate", "--quiet", "pyproject.toml")
    whole = ("--upgrade", "--extra", "dev", "--extra", "bench", "-o", str(LOCK))
    to_run = ("-c", str(LOCK), "-o", str(RUN_LOCK))
    compiled = ("uv", "pip", "compile", *options, *quiet)
    return tool(*compiled, *whole) or tool(*compiled, *to_run)


def call(*arguments: str) -> int:
    """Python, in the environment, from the project's folder."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


def become(*arguments: str) -> NoReturn:
    """The same, but replacing this process, so that a signal to it reaches the server."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *arguments])  # noqa: S606 - no shell is wanted


def tool(*command: str) -> int:
    """One of the installed tools."""
    program = str(VENV / "bin" / command[0])
    return subprocess.run([program, *command[1:]], cwd=ROOT, check=False).returncode


def run(*command: str) -> None:
    """A step without which there is no going on."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(f"This did not work: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
