"""Send each host at most one request a second, and none during a wait that the host asked for."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from handlers.knowledge.web_addresses import NotFetched

INTERVAL = 1.0  # seconds between the starts of two requests to one host
MAX_WAITING = 120.0  # seconds; a longer queue for one host is not worth waiting for
# If we remember more hosts than this, we forget the hosts that we need not wait for.
MAX_HOSTS = 1_000


class HostPace:
    """When this process may send its next request to each host.

    Tests replace `sleep`, and `time`, which returns seconds.
    """

    def __init__(
        self,
        interval: float = INTERVAL,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        time: Callable[[], float] | None = None,
    ) -> None:
        self._interval = interval
        self._sleep = sleep
        self._given_time = time
        self._free_at: dict[str, float] = {}
        self._held_until: dict[str, float] = {}

    async def turn(self, host: str) -> None:
        """Wait for a turn at a host.

        Raises NotFetched if the host asked us to wait, or if the turn would come only after more
        than two minutes.
        """
        self._refuse_if_held(host)
        now = self._time()
        self._forget(now)
        at = max(self._free_at.get(host, now), now)
        if at - now > MAX_WAITING:
            raise NotFetched("Too many requests are waiting for that server.")
        self._free_at[host] = at + self._interval
        if at > now:
            await self._sleep(at - now)
            self._refuse_if_held(host)  # it may have asked us to wait in the meantime

    def hold(self, host: str, wait: timedelta) -> None:
        """Send nothing more to a host for this time, because it asked us to wait."""
        self._held_until[host] = self._time() + wait.total_seconds()

    def _refuse_if_held(self, host: str) -> None:
        """Raise NotFetched if a host asked us to wait, and the wait is not over."""
        now = self._time()
        if (left := self._held_until.get(host, now) - now) > 0:
            raise NotFetched("That server asked us to wait.", timedelta(seconds=left))

    def _time(self) -> float:
        return self._given_time() if self._given_time else asyncio.get_running_loop().time()

    def _forget(self, now: float) -> None:
        """If there are too many hosts, forget those for which we need not wait any more."""
        for kept in (self._free_at, self._held_until):
            if len(kept) > MAX_HOSTS:
                for host in [host for host, until in kept.items() if until <= now]:
                    del kept[host]
