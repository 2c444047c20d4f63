"""Stop a slow computation, such as expanding a recurring event whose rule fits no day."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise ValueError inside the `with` block after `seconds` of processor time.

    This works only in the main thread of a process.
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
