"""Measure how long the event loop is blocked."""

import asyncio
from collections.abc import Awaitable, Callable

TICK = 0.1  # seconds


async def sample(
    stalled: Callable[[float], None],
    time: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Sleep 100 ms in a loop, and call `stalled` with the seconds by which each sleep was late."""
    while True:
        began = time()
        await sleep(TICK)
        stalled(max(time() - began - TICK, 0))
