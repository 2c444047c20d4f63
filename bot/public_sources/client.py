"""Fetch public pages politely.

- We send each host at most one request a second.
- Each request names a contact.
- We fetch a page only if its site's robots.txt allows it. This also applies to the target of a
  redirect.

`GuardedClient` in `bot.intake.guard` decides which addresses are safe to ask.
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
# Of the addresses in one call, we check at most this many of each host against its robots.txt, and
# leave out the rest.
_CHECKED_AT_ONCE = 200


class RefusedByRobots(NotFetched):
    """The site's robots.txt asks us not to fetch this address."""

    def __init__(self) -> None:
        super().__init__("The site asks programs not to read that address.")


def user_agent(contact: str) -> str:
    """Return the User-Agent header. Wikimedia and the SEC require a contact in it."""
    return f"{AGENT}/{VERSION} ({contact})"


def guarded(contact: str) -> GuardedClient:
    """Return a client with our limits. `contact` is a mail address."""
    return GuardedClient(limits=LIMITS, user_agent=user_agent(contact))


class PublicClient:
    """Fetches public pages and answers of APIs, for one account.

    It remembers each robots.txt, so make a new client for each time that you look up an account.
    `client` must be open. All clients of the process share one `pace`.
    """

    def __init__(self, client: GuardedClient, parser: Parser, pace: HostPace) -> None:
        self.parser = parser
        self._client = client
        self._pace = pace
        self._robots: dict[str, bytes | None] = {}  # None: we fetch no page from this host
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
        """Return the addresses in `urls` that robots.txt lets us fetch.

        If a robots.txt has rules, only the first `_CHECKED_AT_ONCE` addresses of its host are
        checked. The others are left out, but each of them can still be fetched with `page`.

        Raises NotFetched if a robots.txt can't be parsed.
        """
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
        """Fetch an address. If the server asks us to wait, note until when."""
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
        """Note in `_allowed` which of these addresses robots.txt lets us fetch.

        If a robots.txt has rules, addresses of its host after the first `_CHECKED_AT_ONCE` are not
        checked, and not noted.
        """
        asked: dict[str, list[str]] = {}
        for url in urls:
            if str(url) not in self._allowed:
                asked.setdefault(str(url.origin()), []).append(str(url))
        for origin, its in asked.items():
            robots = await self._robots_of(origin)
            has_rules = robots is not None and robots.strip()
            checked = its[:_CHECKED_AT_ONCE] if has_rules else its
            allowed: Collection[str] = ()
            if robots is not None:
                allowed = await self.parser.allowed(robots, checked) if has_rules else checked
            self._allowed.update({url: url in allowed for url in checked})

    async def _robots_of(self, origin: str) -> bytes | None:
        """Return a host's robots.txt. Fetch it only the first time. See `_fetch_robots`."""
        if origin not in self._robots:
            self._robots[origin] = await self._fetch_robots(origin)
        return self._robots[origin]

    async def _fetch_robots(self, origin: str) -> bytes | None:
        """Return a host's robots.txt.

        Return b"" if the host has none. Return None if the robots.txt can't be reached.
        """
        try:
            found = await self._client.get(f"{origin}/robots.txt", before=self._turn)
        except NotFetched as why:
            self._wait_if_asked(URL(origin), why)
            # RFC 9309: without a robots.txt, everything is allowed. While the robots.txt can't be
            # reached, nothing is allowed.
            is_missing = why.status is not None and 400 <= why.status < 500 and why.status != 429
            return b"" if is_missing else None
        return found.body
