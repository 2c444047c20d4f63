"""Limits that a parser process sets for itself."""

import contextlib
import resource

# Bytes. Parsing a real feed takes 40 MB. Parsing a calendar of 5,000 events takes 60 MB.
MEMORY = 512 * 1024 * 1024


def limit_resources(cpu_seconds: int) -> None:
    """Limit this process's memory and processor time, if the system supports that.

    SIGXCPU ends the process after `cpu_seconds`. If it still runs a second later, SIGKILL ends it.
    Core dumps are disabled.
    """
    _limit(resource.RLIMIT_AS, MEMORY, MEMORY)
    _limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    leave_no_core()


def leave_no_core() -> None:
    """Disable core dumps, which would write people's words to disk."""
    _limit(resource.RLIMIT_CORE, 0, 0)


def _limit(kind: int, soft: int, hard: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, hard))
