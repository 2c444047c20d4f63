"""The limits that a process sets for itself before it reads anything."""

import contextlib
import resource

MEMORY = 512 * 1024 * 1024  # bytes; a real feed takes 40 MB, a calendar of 5,000 events 60 MB


def limit_resources(cpu_seconds: int) -> None:
    """Limit the memory and CPU time of this process, if the system supports that.

    SIGXCPU ends it after `cpu_seconds`, even if its parent is gone; a second later, SIGKILL would.
    However it ends, what it had in memory is not written to a disk.
    """
    _limit(resource.RLIMIT_AS, MEMORY, MEMORY)
    _limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    leave_no_core()


def leave_no_core() -> None:
    """If this process crashes, have nothing of its memory written to a disk, as far as possible."""
    _limit(resource.RLIMIT_CORE, 0, 0)


def _limit(kind: int, soft: int, hard: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, hard))
