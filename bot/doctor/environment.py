"""Check where settings come from, how they are spelt, and whether others may use `.env`."""

from collections.abc import Mapping
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.env_file import env_file, mistakes_in_file, names_in_file
from bot.platform.checks import Check
from bot.settings import NAMES, environment_names

# An unknown name counts as a misspelt setting if it is at least this similar (0 to 100) to one of
# our settings. The limit for names in the environment is higher than for names in `.env`, because
# the environment has other programs' variables too.
IN_THE_FILE, IN_THE_ENVIRONMENT = 70, 85
# Names that are not settings of Attune: compose.yaml uses the passwords, and the shell sets
# HOSTNAME.
OTHERS = {"POSTGRES_PASSWORD", "POSTGRES_OWNER_PASSWORD", "HOSTNAME"}


def others_may_use(file: Path) -> bool:
    """Check whether anybody except the file's owner may read, write or run the file."""
    return bool(file.stat().st_mode & 0o077)


def check_environment() -> list[Check]:
    """Check `.env` and the names of the settings, and say where settings come from.

    The result never contains the value of a setting. Raises BadEnvFile if `.env` is unreadable.
    """
    file = env_file()
    found = [_source(file)]
    if file.is_file() and others_may_use(file):
        found.append(
            Check(False, f"Others on this machine can read {file}.", f"Run: chmod 600 {file}")
        )
    found += [Check(False, each) for each in mistakes_in_file()]
    found += _misspelt(names_in_file(), str(file), IN_THE_FILE)
    found += _misspelt(environment_names(), "the environment", IN_THE_ENVIRONMENT)
    return found


def _source(file: Path) -> Check:
    if file.is_file():
        return Check(True, f"Settings come from the environment and from {file}.")
    if file.exists():  # `.env` is a folder, which `mistakes_in_file` reports
        return Check(True, "Settings come from the environment alone.")
    return Check(
        True, f"Settings come from the environment alone: there is no .env in {file.parent}."
    )


def _misspelt(names: frozenset[str], where: str, min_score: int) -> list[Check]:
    """Report names that look like a misspelt setting."""
    close: Mapping[str, str] = {
        name: match[0]
        for name in sorted(names - NAMES - OTHERS)
        if (match := process.extractOne(name, NAMES, scorer=fuzz.ratio, score_cutoff=min_score))
    }
    return [
        Check(
            False,
            f"{name} in {where} is not a setting of Attune.",
            f"It has no effect. If it should be {ours}, correct it.",
        )
        for name, ours in close.items()
    ]
