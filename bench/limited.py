"""A stand-in for Slack with rate limits: `python -m bench.limited`.

Each workspace has a bucket of messages that refills at a steady rate, and each channel accepts a
message per second. Other messages are refused with 429. A channel's name contains the row's number.
"""

import asyncio
import math
from collections import defaultdict
from dataclasses import dataclass
from time import monotonic

from aiohttp import web

from bench.serving import serve
from bench.standin import Json, StandIn

RATE = 5.0  # messages per second that one workspace accepts
AT_ONCE = 10.0  # messages that it accepts at once, after a pause
PACE = 1.0  # seconds between two messages in one channel

# Rows, and the workspaces that they are spread over: row n goes to workspace n modulo the number of
# workspaces. So the first 50 workspaces have 100 rows each, the next 50 have 50, and the others 25.
SPREAD = ((5_000, 200), (2_500, 100), (2_500, 50))
LARGEST = 100  # rows


def workspace_of(row: int) -> int:
    """Return the workspace of a row. Rows are numbered from 1."""
    last = 0
    for rows, workspaces in SPREAD:
        last += rows
        if row <= last:
            return row % workspaces
    raise ValueError(row)


@dataclass
class Bucket:
    """The token bucket of one workspace. Times are in seconds."""

    messages: float = AT_ONCE
    at: float = 0.0

    def take(self, now: float) -> float:
        """Take a message and return 0, or return the seconds until the bucket has a message."""
        self.messages = min(AT_ONCE, self.messages + (now - self.at) * RATE)
        self.at = now
        if self.messages < 1:
            return (1 - self.messages) / RATE
        self.messages -= 1
        return 0.0


class Limited(StandIn):
    """Many workspaces, each with its own limits."""

    def __init__(self) -> None:
        super().__init__()
        self._buckets: defaultdict[int, Bucket] = defaultdict(Bucket)
        self._free_at: dict[str, float] = {}
        self._counts = {"taken": 0, "refused": 0}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, with one that counts accepted and refused messages."""
        return [*super().routes(), web.get("/counts", self._counted)]

    def refuse(self, method: str, arguments: Json) -> int:
        """Return the seconds to wait before posting, in whole seconds as in Slack's answers."""
        if method != "chat.postMessage":
            return 0
        channel, now = arguments["channel"], monotonic()
        wait = self._free_at.get(channel, now) - now
        if wait <= 0:
            wait = self._buckets[workspace_of(int(channel[1:]))].take(now)
        if wait <= 0:
            self._free_at[channel] = now + PACE
        self._counts["refused" if wait > 0 else "taken"] += 1
        return math.ceil(wait)

    async def _counted(self, _: web.Request) -> web.Response:
        return web.json_response(self._counts)


def main() -> None:
    app = web.Application()
    app.add_routes(Limited().routes())
    asyncio.run(serve(app))


if __name__ == "__main__":
    main()
