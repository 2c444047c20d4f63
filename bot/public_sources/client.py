"""Fetch public pages politely.

The guarded client of `bot.intake` decides where a request may go. This module sends each host at
most one request a second, and names a contact in each request. For pages, it obeys robots.txt, even
after a redirect.
"""

from collections.abc import Collection, Sequence

from yarl import URL

from bot.intake.guard import Before, Fetched, GuardedClient, Limits
from bot.public_sources.pace import HostPace
from bot.public_sources.parser import Parser
from bot.public_sources.parsing.robots import AGENT
from bot.version import VERSION
from handlers.knowledge.web_addresses import NotFetched

LIMITS = Limits(seconds=10.0, size=2_000_000, redirects=4)
PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
# We check at most this many addresses of a host at once against its robots.txt. Addresses that we
# did not check are not fetched.
_CHECKED_AT_ONCE = 200


class RefusedByRobots(NotFetched):
    """The site's robots.txt asks us not to fetch this address."""

    def __init__(self) -> None:
        super().__init__("The site asks programs not to read that address.")


def user_agent(contact: str) -> str:
    """Return the User-Agent header, with a contact, as Wikimedia and the SEC require."""
    return f"{AGENT}/{VERSION} ({contact})"


def guarded(contact: str) -> GuardedClient:
    """Return a client with our limits. `contact` is a mail address."""
    return GuardedClient(limits=LIMITS, user_agent=user_agent(contact))


class PublicClient:
    """Fetches pages for one look at an account. It remembers each robots.txt during that look.

    `client` must be open. All fetches of the process share one `pace`.
    """

    def __init__(self, client: GuardedClient, parser: Parser, pace: HostPace) -> None:
        self.parser = parser
        self._client = client
        self._pace = pace
        self._robots: dict[str, bytes | None] = {}  # None: the whole host is out of bounds
        self._allowed: dict[str, bool] = {}

    async def page(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Fetch a page of a site. Raises NotFetched, or RefusedByRobots."""
        return await self._get(url, PAGES, etag, modified, self._turn_by_robots)

    async def answer(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Fetch from an API. Raises NotFetched.

        The rules for using an API are in its documentation, not in a robots.txt.
        """
        return await self._get(url, "application/json, */*;q=0.5", etag, modified, self._turn)

    async def permitted(self, urls: Collection[str]) -> list[str]:
        """Return the addresses in `urls` that robots.txt lets us fetch. Raises NotFetched."""
        await self._check_robots([URL(url) for url in urls])
        return [url for url in urls if self._allowed.get(url)]

    async def _get(
        self,
        url: str,
        accept: str,
        etag: str,
        modified: str,
        before: Before,
    ) -> Fetched:
        """Fetch an address. If the server asks us to wait, remember that."""
        last = [URL(url)]

        async def note_and_wait(hop: URL) -> None:
            last[0] = hop
            await before(hop)

        try:
            return await self._client.get(
                url,
                accept=accept,
                etag=etag or None,
                modified=modified or None,
                before=note_and_wait,
            )
        except NotFetched as why:
            self._wait_if_asked(last[0], why)
            raise

    def _wait_if_asked(self, url: URL, why: NotFetched) -> None:
        if why.retry_after and why.status in (429, 503):
            self._pace.hold(url.raw_host or "", why.retry_after)

    async def _turn(self, url: URL) -> None:
        await self._pace.turn(url.raw_host or "")

    async def _turn_by_robots(self, url: URL) -> None:
        """Wait until we may send the next request to the host of `url`.

        Raises RefusedByRobots if the host's robots.txt forbids the address, and NotFetched if that
        robots.txt can't be reached.
        """
        await self._check_robots([url])
        if self._robots.get(str(url.origin())) is None:
            raise NotFetched("That site does not answer.")
        if not self._allowed.get(str(url)):
            raise RefusedByRobots
        await self._turn(url)

    async def _check_robots(self, urls: Sequence[URL]) -> None:
        """Find out which addresses robots.txt lets us fetch, and remember that in `_allowed`."""
        asked: dict[str, list[str]] = {}
        for url in urls:
            if str(url) not in self._allowed:
                asked.setdefault(str(url.origin()), []).append(str(url))
        for origin, its in asked.items():
            robots = await self._robots_of(origin)
            allowed: Collection[str] = ()
            if robots is not None:
                checked = its[:_CHECKED_AT_ONCE]
                allowed = await self.parser.allowed(robots, checked) if robots.strip() else its
            self._allowed.update({url: url in allowed for url in its})

    async def _robots_of(self, origin: str) -> bytes | None:
        """Return a host's robots.txt, or b"" if it has none, or None if we can't find out."""
        if origin not in self._robots:
            self._robots[origin] = await self._fetch_robots(origin)
        return self._robots[origin]

    async def _fetch_robots(self, origin: str) -> bytes | None:
        """Return a robots.txt, b"" if there is none, or None if it can't be reached."""
        try:
            found = await self._client.get(f"{origin}/robots.txt", before=self._turn)
        except NotFetched as why:
            self._wait_if_asked(URL(origin), why)
            # RFC 9309: without a robots.txt, everything is allowed. While the robots.txt can't be
            # reached, nothing is allowed.
            is_missing = why.status is not None and 400 <= why.status < 500 and why.status != 429
            return b"" if is_missing else None
        return found.body
