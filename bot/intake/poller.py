"""Read the feeds that are due, and make drafts for marketing from new entries."""

import asyncio
from collections.abc import Callable, Collection

import structlog

from bot.base.clock import Clock
from bot.base.metrics import Metrics
from bot.intake.feeds import Feed, Unchanged, read_feed
from bot.intake.guard import GuardedClient
from bot.intake.politeness import next_poll
from handlers.failures import places
from handlers.features.marketing.feeds import FeedEntry, make_drafts
from handlers.knowledge.web_addresses import NotFetched
from storage.database.connection import Database
from storage.marketing import feeds
from storage.tables import FeedSource

log = structlog.get_logger()

CONCURRENT = 2  # feeds read at the same time, each in its own parser process
FEEDS_PER_POLL = 10  # feeds in one `poll`
BROKEN = "Something went wrong on our side while reading it."


class FeedPoller:
    """Reads the feeds of one platform.

    `served` returns the names of tenants and platforms. We read only their feeds. The name of a
    platform stands for all its tenants. By default, `served` returns only the name of this
    platform.
    """

    def __init__(
        self,
        database: Database,
        platform: str,
        clock: Clock,
        client: Callable[[], GuardedClient] = GuardedClient,
        *,
        metrics: Metrics | None = None,
        served: Callable[[], Collection[str]] | None = None,
    ) -> None:
        self._database = database
        self._platform = platform
        self._served = served or (lambda: [platform])
        self._clock = clock
        self._client = client
        self._metrics = metrics or Metrics()

    async def poll(self) -> int:
        """Read up to `FEEDS_PER_POLL` feeds that are due. Return how many were due."""
        async with self._database.write() as session:
            due = await feeds.claim(
                session, self._served(), self._clock.now(), limit=FEEDS_PER_POLL
            )
        if not due:
            return 0
        turns = asyncio.Semaphore(CONCURRENT)
        async with self._client() as client, asyncio.TaskGroup() as reading:
            for feed in due:
                reading.create_task(self._read_in_turn(client, feed, turns))
        return len(due)

    async def _read_in_turn(
        self, client: GuardedClient, feed: FeedSource, turns: asyncio.Semaphore
    ) -> None:
        """Read one feed, when it is its turn, and store what goes wrong."""
        async with turns:
            try:
                why = await self._read(client, feed)
                if why is not None:
                    await self._store_failure(feed, why)
            except Exception as error:  # noqa: BLE001 - one feed must not stop the others
                _log("the failure of a feed could not be stored", feed, error)

    async def _read(self, client: GuardedClient, feed: FeedSource) -> NotFetched | None:
        """Read a feed and store what it says. Return why this failed, or None if it worked."""
        try:
            found = await read_feed(client, feed.url, etag=feed.etag, modified=feed.modified)
            await self._store(feed.id, feed.tenant, found)
        except NotFetched as why:
            return why
        except Exception as error:  # noqa: BLE001 - a later poll tries again
            _log("a feed could not be read", feed, error)
            return NotFetched(BROKEN)
        self._metrics.feed(self._platform, "read")
        return None

    async def _store(self, feed_id: int, tenant: str, found: Feed | Unchanged) -> None:
        """Store what was read, and when to read the feed again."""
        now = self._clock.now()
        async with self._database.write(tenant) as session:
            feed = await feeds.by_id(session, tenant, feed_id)
            if feed is None:  # the feed was removed in the meantime
                return
            ttl = None
            if isinstance(found, Feed):
                entries = [FeedEntry(**vars(entry)) for entry in found.entries]
                drafts = await make_drafts(session, feed, entries, found.keys, now)
                feed.title, feed.etag, feed.modified = found.title, found.etag, found.modified
                ttl = found.ttl
                log.info("feed read", feed=feed_id, drafts=drafts)
            if found.moved_to and not await feeds.has_address(session, tenant, found.moved_to):
                feed.url = found.moved_to
            feed.failures, feed.trouble, feed.names_feed, feed.read_at = 0, "", "", now
            feed.next_at = next_poll(now, feed_id=str(feed_id), ttl=ttl)

    async def _store_failure(self, feed: FeedSource, why: NotFetched) -> None:
        """Store that a feed could not be read, and when to try again."""
        now = self._clock.now()
        self._metrics.feed(self._platform, "failed")
        async with self._database.write(feed.tenant) as session:
            stored = await feeds.by_id(session, feed.tenant, feed.id)
            if stored is None:
                return
            stored.failures += 1
            stored.trouble, stored.names_feed = why.reason, why.names_feed
            stored.next_at = next_poll(
                now, feed_id=str(feed.id), failures=stored.failures, retry_after=why.retry_after
            )


def _log(words: str, feed: FeedSource, error: Exception) -> None:
    log.error(words, feed=feed.id, error=type(error).__name__, places=places(error))
