"""Add and list feeds. Attune reads each feed every hour, and new entries become drafts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    aside,
    is_web_address,
    spans,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.access import may_publish
from handlers.features.marketing.insight_form import GOOD_FOR
from handlers.inputs import TextInput
from handlers.knowledge.web_addresses import NotFetched, encoded, public_address, without_login
from handlers.notices import suggested, tell
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_short
from storage.marketing import feeds, insight_matches
from storage.tables import FeedSource, Insight
from storage.workspace import people

# At most this many drafts come from one reading. If there are more new entries, we tell
# marketing how many were left out.
DRAFTS = 5
# A feed may list an old entry again, and we may fail to recognise it. So we make no draft of an
# entry whose date is at least this long before the last reading.
OLD = timedelta(days=60)
LINE = 200  # characters of a draft's `headline`, and of its `line`


def register(registry: Registry) -> None:
    """Register the list of feeds, its buttons and its form."""
    registry.button("feeds.show", show)
    registry.button("feeds.new", new)
    registry.button("feeds.remove", remove)
    registry.button("feeds.instead", use_named)
    registry.form("feeds", add)


@dataclass(frozen=True)
class FeedEntry:
    """An entry of a feed, as plain text. Entries that share a key are the same entry."""

    keys: Sequence[str]
    title: str
    text: str
    link: str
    published_at: datetime | None = None  # UTC


async def show(turn: Turn) -> Reply:
    """List every feed with the result of its last reading."""
    _marketing_only(turn)
    return await _list(turn)


async def new(turn: Turn) -> Reply:
    """Open the form for the address of a feed."""
    _marketing_only(turn)
    hint = "RSS or Atom. It is read every hour, and new entries become drafts for marketing."
    return Form("feeds", "Add a feed", (TextInput("url", "Address", hint, required=True),))


async def add_typed(turn: Turn) -> Reply:
    """Add the feed at the typed address. Without an address, open the form."""
    if not turn.text:
        return await new(turn)
    return await add(replace(turn, fields={"url": turn.text}))


async def add(turn: Turn) -> Reply:
    """Add the feed at an address. Attune reads it within a minute."""
    _marketing_only(turn)
    url = encoded(turn.fields.get("url", ""))
    if not is_web_address(url):
        raise Refusal("An address starts with http:// or https://", field="url")
    try:
        public_address(url)
    except NotFetched as refused:
        raise Refusal(refused.reason, field="url") from refused
    feed = FeedSource(tenant=turn.person.tenant, url=url, added_by=turn.person.id, next_at=turn.now)
    if not await feeds.add(turn.session, feed):
        raise Refusal("That feed has already been added.", field="url")
    return await _list(turn)


async def remove(turn: Turn) -> Reply:
    """Remove a feed. Its drafts stay."""
    _marketing_only(turn)
    feed = await _feed_of(turn)
    if feed is None:
        raise Refusal("That feed was already removed.")
    await feeds.remove(turn.session, turn.person.tenant, feed.id)
    # A list without this feed would be shorter, so another button would move under the pointer.
    # So we leave the list as it is, and answer below it.
    return aside(f"Removed: {_name(feed)}. Its drafts stay.")


async def use_named(turn: Turn) -> Reply:
    """Replace a web page with the feed that the page links to.

    If that feed is in the list already, only remove the page.
    """
    _marketing_only(turn)
    feed = await _feed_of(turn)
    if feed is not None and feed.names_feed:
        await feeds.remove(turn.session, turn.person.tenant, feed.id)
        named = FeedSource(
            tenant=feed.tenant, url=feed.names_feed, added_by=turn.person.id, next_at=turn.now
        )
        if not await feeds.add(turn.session, named):
            there = f"The page was removed. Its feed is in the list already: {named.url}"
            return aside(shortened(there, 300))
        return aside(f"Added: {shortened(named.url)}. It will be read within a minute.")
    raise Refusal("That has changed since. Home → Insights → Feeds shows the current feeds.")


async def _feed_of(turn: Turn) -> FeedSource | None:
    feed_id = access.row_id(turn.text)
    return await feeds.by_id(turn.session, turn.person.tenant, feed_id, locked=True)


def _name(feed: FeedSource) -> str:
    return feed.title or shortened(without_login(feed.url))


async def make_drafts(
    session: AsyncSession,
    feed: FeedSource,
    entries: Sequence[FeedEntry],
    keys: Collection[str],
    now: datetime,
) -> int:
    """Make at most DRAFTS drafts of a feed's new entries, and return how many were made.

    `entries` are the newest entries, newest first. `keys` are the keys of these entries and of
    older ones. We remember the keys, so that no entry becomes a draft twice. `now` is UTC.

    If `feed.entries` is None although the feed was read before, an update of Attune has deleted the
    remembered keys. Then we can't tell which entries are new, so we make no drafts.
    """
    seen = await feeds.seen(session, feed, keys)
    await feeds.mark_seen(session, feed, set(keys) - seen)
    forgotten = feed.read_at is not None and feed.entries is None
    fresh = [] if forgotten else [entry for entry in entries if _is_new(entry, feed, seen)]
    feed.entries, feed.left_over = len(entries), max(0, len(fresh) - DRAFTS)
    made = [await _draft(session, feed, entry, now) for entry in fresh[:DRAFTS]]
    if made:
        await _tell(session, feed, made[0], now)
    return len(made)


def _is_new(entry: FeedEntry, feed: FeedSource, seen: Collection[str]) -> bool:
    """Check that an entry was not seen before, and is not much older than the last reading."""
    if not set(entry.keys).isdisjoint(seen):
        return False
    if feed.read_at is None or entry.published_at is None:
        return True
    return entry.published_at > feed.read_at - OLD


async def _tell(session: AsyncSession, feed: FeedSource, draft: Insight, now: datetime) -> None:
    """Tell marketing that drafts wait, at most once a day (UTC) for each feed."""
    marketing = await tell.marketing(session, feed.tenant)
    key = f"feed:{feed.id}:{now:%Y%m%d}"
    await tell.tell(session, marketing, suggested.NAME, draft.id, now, key=key)


async def _draft(
    session: AsyncSession, feed: FeedSource, entry: FeedEntry, now: datetime
) -> Insight:
    owner = await people.by_id(session, feed.tenant, feed.added_by)
    draft = Insight(
        tenant=feed.tenant,
        headline=shortened(entry.title, LINE),
        line=shortened(entry.text or entry.title, LINE),
        body=entry.text,
        link=entry.link,
        author_id=feed.added_by,
        owner_id=feed.added_by,
        feed_id=feed.id,
        source_at=entry.published_at,
        review_by=day_of(now, owner.zone if owner else "UTC") + GOOD_FOR,
        changed_at=now,
    )
    session.add(draft)
    await session.flush()
    await insight_matches.index(session, draft)
    return draft


async def _list(turn: Turn) -> Card:
    lead = "Feeds"
    blocks: list[Block] = [Heading(lead)]
    for feed in await feeds.of_tenant(turn.session, turn.person.tenant):
        name = _name(feed)
        blocks.append(Paragraph(spans(name)))
        blocks.append(Note(spans(_state(turn, feed))))
        blocks.append(Buttons(tuple(_buttons_of(feed, name))))
    if len(blocks) == 1:
        blocks.append(Paragraph(spans("None yet.")))
    blocks.append(
        Buttons(
            (Button("Add a feed", "feeds.new", "", "primary"), Button("Insights", "insight.desk"))
        )
    )
    return Card(lead, tuple(blocks))


def _buttons_of(feed: FeedSource, name: str) -> list[Button]:
    remove_it = Button("Remove", "feeds.remove", str(feed.id), about=name)
    if not feed.names_feed:
        return [remove_it]
    instead = Button("Add it instead", "feeds.instead", str(feed.id), "primary", about=name)
    return [instead, remove_it]


def _state(turn: Turn, feed: FeedSource) -> str:
    if feed.trouble:
        again = format_short(feed.next_at, now=turn.now, zone=turn.person.zone)
        return f"{feed.trouble} Attune will try again {again}."
    if feed.read_at is None:
        return "It will be read within a minute."
    read = f"Read {format_short(feed.read_at, now=turn.now, zone=turn.person.zone)}"
    return f"{read}; no entries yet." if feed.entries == 0 else f"{read}."


def _marketing_only(turn: Turn) -> None:
    if not may_publish(turn.person):
        raise Refusal("Feeds are for marketing. To search insights, type /insight and a few words.")
