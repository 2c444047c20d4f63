"""Limit how often one address can open our public pages in a minute."""

from collections import Counter
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import structlog
from aiohttp import web

from bot.base.clock import Clock
from bot.base.html_page import html_page
from bot.base.loopback import host_name

log = structlog.get_logger()

VISITS_A_MINUTE = 60  # this high, because all reps in an office may share one address
# How many addresses we count separately in a minute. All further addresses share one count.
ADDRESSES = 10_000
FORWARDED = "X-Forwarded-For"
IPV6_NETWORK = 64  # bits of the prefix; all addresses in such a network belong to one subscriber
TITLE = "Too many visits at once"
WORDS = (
    "This page has been opened too often from your network. Load it again in a minute: nothing was "
    "lost."
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class VisitLimit:
    """The visits from each address in the current minute, in this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minute = 0
        self._visits: Counter[str] = Counter()

    def limited(self, handler: Handler) -> Handler:
        """Wrap a handler. Visits above the limit get status 429 and do not reach `handler`."""

        async def answer(request: web.Request) -> web.StreamResponse:
            if self._lets(client_address(request)):
                return await handler(request)
            page = html_page(TITLE, WORDS, status=429)
            page.headers["Retry-After"] = "60"
            return page

        return answer

    def _lets(self, address: str) -> bool:
        """Count a visit. Return False if the visit is above the limit for this minute."""
        minute = int(self._clock.now().timestamp()) // 60
        if minute != self._minute:
            self._minute = minute
            self._visits.clear()
        if address not in self._visits and len(self._visits) >= ADDRESSES:
            address = ""
        self._visits[address] += 1
        if self._visits[address] == VISITS_A_MINUTE + 1:
            log.warning("visits from one address are refused for the rest of this minute")
        return self._visits[address] <= VISITS_A_MINUTE


def client_address(request: web.BaseRequest) -> str:
    """Return the client's IPv4 address or IPv6 network.

    If a request comes from this machine or a private network, a web server in front of Attune may
    have passed it on. So we take the last address in X-Forwarded-For, which that server adds.
    Anybody can forge the other addresses in the header.
    """
    peer = _parsed(request.remote or "")
    if peer is None or not peer.is_global:
        last = ",".join(request.headers.getall(FORWARDED, [])).rpartition(",")[2]
        peer = _parsed(last.strip()) or peer
    if isinstance(peer, IPv6Address):
        return str(IPv6Network((peer, IPV6_NETWORK), strict=False))
    return str(peer or "")


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """Parse an address, with or without a port. Convert an IPv4-mapped IPv6 address to IPv4."""
    for form in (address, host_name(address).strip("[]")):
        try:
            found = ip_address(form)
        except ValueError:
            continue
        return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found
    return None
