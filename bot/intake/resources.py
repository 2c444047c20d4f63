"""The limits that a process sets for itself before it reads anything."""

import contextlib
import resource

MEMORY = 512 * 1024 * 1024  # bytes; a real feed takes 40 MB, a calendar of 5,000 events 60 MB


def limit_resources(cpu_seconds: int) -> None:
    """Limit the memory and CPU time of this process, if the system supports that.

    It ends by itself after `cpu_seconds`, even if its parent is gone. However it ends, what it had
    in memory is not written to a disk.
    """
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, cpu_seconds),
    )
    for kind, limit in limits:
        _limit(kind, limit)
    leave_no_core()


def leave_no_core() -> None:
    """If this process crashes, have nothing of its memory written to a disk, as far as possible."""
    _limit(resource.RLIMIT_CORE, 0)


def _limit(kind: int, limit: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (limit, limit))
