"""Read the feeds that a company's site links to."""

from datetime import datetime, timedelta

from bot.intake.entries import Entry
from bot.intake.worker import parse_in_subprocess
from bot.public_sources.client import PublicClient
from bot.public_sources.company import Company, KnownText, failed, host_of
from handlers.knowledge.web_addresses import NotFetched
from handlers.sources.public.public import Looked, PublicText, SourceLead
from storage.choices import PublicSource

ENTRIES = 20  # newest entries of one feed
OLDEST = timedelta(days=365)


class NewsFeeds:
    """The source that reads a company's feeds, once a day."""

    name: PublicSource = "feed"
    every = timedelta(days=1)

    async def look(self, company: Company, client: PublicClient) -> Looked:
        """Read each feed. If a feed fails, return the entries of the other feeds."""
        feeds = company.leads_of("feed")
        if not feeds:
            return Looked("not linked")
        texts: list[PublicText] = []
        why: NotFetched | None = None
        for feed in feeds:
            known = _validators(company) if len(feeds) == 1 else KnownText("feed")
            try:
                read = await _read(feed, known, company.now, client)
            except NotFetched as error:
                why = error
                continue
            if read is None:
                return Looked(
                    "found", host_of(feed.at), unchanged=frozenset(company.known_of("feed"))
                )
            texts += read
        where = host_of(feeds[0].at)
        if why and not texts:
            return failed(why, where)
        return Looked("found" if texts else "nothing", where, tuple(texts), complete=why is None)


def _validators(company: Company) -> KnownText:
    """Return the ETag and Last-Modified that the company's only feed had at the last read.

    We store these two values with each entry of the feed. If no entry is stored, or if the values
    of two entries differ, return empty values, so that the feed is read in full.
    """
    kept = {(one.etag, one.modified) for one in company.known_of("feed").values()}
    return KnownText("feed", *kept.pop()) if len(kept) == 1 else KnownText("feed")


async def _read(
    feed: SourceLead, known: KnownText, now: datetime, client: PublicClient
) -> list[PublicText] | None:
    """Return the entries of a feed, or None if the feed has not changed."""
    fetched = await client.page(feed.at, etag=known.etag, modified=known.modified)
    if fetched.status == 304:
        return None
    parsed = await parse_in_subprocess(fetched.body, fetched.url, fetched.content_type)
    if not parsed.is_feed:
        raise NotFetched("That address has no feed any more.")
    return [
        PublicText(
            source="feed",
            url=entry.link,
            publisher=host_of(feed.at),
            title=entry.title,
            text=f"{entry.title}\n{entry.text}",
            evidence=feed.evidence,
            published_at=entry.published_at,
            etag=fetched.etag or "",
            modified=fetched.modified or "",
        )
        for entry in parsed.entries[:ENTRIES]
        if entry.link and _is_recent(entry, now)
    ]


def _is_recent(entry: Entry, now: datetime) -> bool:
    return entry.published_at is None or entry.published_at >= now - OLDEST
