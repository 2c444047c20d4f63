"""A stand-in for Slack with rate limits: `python -m bench.limited`.

Each workspace has a bucket of messages that refills at a steady rate, and each channel accepts a
message a second. Others are refused with 429. A channel's name contains its workspace.
"""

import asyncio
import math
from collections import defaultdict
from dataclasses import dataclass
from time import monotonic

from aiohttp import web

from bench.serving import serve
from bench.standin import Json, StandIn

RATE = 5.0  # messages a second that one workspace takes
AT_ONCE = 10.0  # messages that it takes at once, after a pause
PACE = 1.0  # seconds between two messages in one channel

# Rows, and the workspaces they are spread over: row n goes to the workspace n modulo that number.
# So the first 50 workspaces have 100 rows each, the next 50 half of that, the others a quarter.
SPREAD = ((5_000, 200), (2_500, 100), (2_500, 50))
LARGEST = 100  # rows


def workspace_of(row: int) -> int:
    """The workspace of a row; rows are numbered from 1."""
    last = 0
    for rows, workspaces in SPREAD:
        last += rows
        if row <= last:
            return row % workspaces
    raise ValueError(row)


@dataclass
class Bucket:
    """How many messages a workspace accepts at a time (seconds)."""

    messages: float = AT_ONCE
    at: float = 0.0

    def take(self, now: float) -> float:
        """Take a message; returns 0, or the seconds to wait until there is one."""
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
        """Also one that says how many messages were accepted and refused."""
        return [*super().routes(), web.get("/counts", self._counted)]

    def refuse(self, method: str, arguments: Json) -> int:
        """Only posting is limited. Slack asks for whole seconds, at least one."""
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
    """Serve until told to stop."""
    app = web.Application()
    app.add_routes(Limited().routes())
    asyncio.run(serve(app))


if __name__ == "__main__":
    main()
