"""Runs code as an ordinary user, because root can read and write files of any mode."""

import os
import traceback
from collections.abc import Callable

NOBODY = 65_534


def as_ordinary_user(work: Callable[[], str]) -> str:
    """Run `work` in a process that is not root's; returns its result.

    It can use only what is imported already: root's Python may not be readable.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            said = work()
        except BaseException:  # noqa: BLE001 - the parent reports it
            said = traceback.format_exc()
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said
