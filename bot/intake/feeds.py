"""Fetch an RSS or Atom feed."""

from dataclasses import dataclass
from datetime import timedelta

from yarl import URL

from bot.intake.entries import Entry, Parsed
from bot.intake.guard import GuardedClient
from bot.intake.worker import parse_in_subprocess
from handlers.knowledge.web_addresses import NotFetched

ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True)
class Feed:
    """A feed and its entries."""

    title: str  # the feed's title or, if it has no title, the host of its address
    entries: tuple[Entry, ...]  # at most 50, newest first
    # The keys (see `Entry.keys`) of the newest 2,000 entries. `entries` has only the first 50.
    keys: tuple[str, ...]
    etag: str | None  # pass `etag` and `modified` to the next `read_feed`
    modified: str | None
    moved_to: str | None  # the new address, if the feed has moved permanently
    ttl: timedelta | None  # the feed says that it does not change for this long


@dataclass(frozen=True)
class Unchanged:
    """The feed has not changed since the last `read_feed`."""

    moved_to: str | None


async def read_feed(
    client: GuardedClient, url: str, *, etag: str | None = None, modified: str | None = None
) -> Feed | Unchanged:
    """Read the feed at `url`.

    `etag` and `modified` are those of the last `Feed`. With them, return Unchanged if the feed has
    not changed since. Raises NotFetched if there is no feed at the address, or if it can't be read.
    """
    fetched = await client.get(url, accept=ACCEPT, etag=etag, modified=modified)
    if fetched.status == 304:
        return Unchanged(fetched.moved_to)
    parsed = await parse_in_subprocess(fetched.body, fetched.url, fetched.content_type)
    if not parsed.is_feed:
        raise NotFetched(_why_no_feed(parsed), names_feed=parsed.names_feed)
    return Feed(
        title=parsed.title or URL(fetched.url).host or fetched.url,
        entries=parsed.entries,
        keys=parsed.keys,
        etag=fetched.etag,
        modified=fetched.modified,
        moved_to=fetched.moved_to,
        ttl=None if parsed.ttl_minutes is None else timedelta(minutes=parsed.ttl_minutes),
    )


def _why_no_feed(parsed: Parsed) -> str:
    if parsed.names_feed:
        return f"That is a web page, not a feed. It links to this feed: {parsed.names_feed}"
    return "That address has no RSS or Atom feed."
