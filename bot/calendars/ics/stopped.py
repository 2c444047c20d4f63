"""Stops a computation that goes on for too long, such as a rule that never has an instance."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise ValueError inside the `with` block once it has computed for `seconds`.

    The time that the process waits does not count. It works in a process's main thread only.
    """
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise ValueError("it takes too long")
