"""The limits that a parser process sets for itself before it reads any input."""

import contextlib
import resource

# Bytes. Parsing a real feed takes 40 MB, and parsing a calendar of 5,000 events takes 60 MB.
MEMORY = 512 * 1024 * 1024


def limit_resources(cpu_seconds: int) -> None:
    """Limit the memory and CPU time of this process, if the system supports that.

    SIGXCPU ends the process after `cpu_seconds`, even if the parent is gone. SIGKILL follows a
    second later. We also disable core dumps, so that nothing that people wrote reaches a disk.
    """
    _limit(resource.RLIMIT_AS, MEMORY, MEMORY)
    _limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    leave_no_core()


def leave_no_core() -> None:
    """Disable core dumps, so that a crash writes no memory to a disk."""
    _limit(resource.RLIMIT_CORE, 0, 0)


def _limit(kind: int, soft: int, hard: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, hard))
