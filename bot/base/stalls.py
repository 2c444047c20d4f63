"""How long the event loop was held up: while it is, nothing is answered and nothing delivered."""

import asyncio
from collections.abc import Awaitable, Callable

TICK = 0.1  # seconds


async def sample(
    stalled: Callable[[float], None],
    time: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Tell, for ever, by how many seconds each sleep of 100 ms was longer than asked for."""
    while True:
        began = time()
        await sleep(TICK)
        stalled(max(time() - began - TICK, 0))
