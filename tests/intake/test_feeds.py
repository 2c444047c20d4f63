"""Reading a feed: it is fetched over HTTP, and parsed in a separate process."""

from datetime import timedelta

import pytest

from bot.intake.feeds import Feed, Unchanged, read_feed
from bot.intake.guard import GuardedClient
from handlers.knowledge.web_addresses import NotFetched
from tests.intake.samples import item, rss
from tests.intake.site import Site

NEWS = rss(
    item("Rates are up", link="/rates", guid="1"), channel="<title>News</title><ttl>90</ttl>"
)
VALIDATORS = {"ETag": '"1"', "Last-Modified": "Mon, 03 Mar 2025 09:00:00 GMT"}


async def feed_of(site: Site, path: str) -> Feed:
    """The feed at this path."""
    async with site.client() as client:
        found = await read_feed(client, site.url(path))
    assert isinstance(found, Feed)
    return found


async def refusal(site: Site, path: str) -> NotFetched:
    """Read this path, which must fail, and return the error."""
    async with site.client() as client:
        with pytest.raises(NotFetched) as refused:
            await read_feed(client, site.url(path))
    return refused.value


async def test_a_feed(site: Site) -> None:
    site.says("/feed", NEWS.encode(), headers={**VALIDATORS, "Content-Type": "text/xml"})
    feed = await feed_of(site, "/feed")
    assert [entry.title for entry in feed.entries] == ["Rates are up"]
    assert feed.entries[0].link == site.url("/rates")
    assert (feed.title, feed.ttl, feed.moved_to) == ("News", timedelta(minutes=90), None)
    assert (feed.etag, feed.modified) == (VALIDATORS["ETag"], VALIDATORS["Last-Modified"])


async def test_the_next_read_asks_whether_the_feed_has_changed(site: Site) -> None:
    site.says("/feed", NEWS.encode(), headers=VALIDATORS)
    feed = await feed_of(site, "/feed")
    site.says("/feed", status=304)
    async with site.client() as client:
        again = await read_feed(client, site.url("/feed"), etag=feed.etag, modified=feed.modified)
    assert again == Unchanged(moved_to=None)
    assert site.requests[1].headers["If-None-Match"] == VALIDATORS["ETag"]
    assert site.requests[1].headers["If-Modified-Since"] == VALIDATORS["Last-Modified"]


async def test_a_feed_that_moved_says_where_to(site: Site) -> None:
    site.leads("/old", "/new", 301)
    site.says("/new", NEWS.encode())
    assert (await feed_of(site, "/old")).moved_to == site.url("/new")
    site.says("/new", status=304)
    async with site.client() as client:
        again = await read_feed(client, site.url("/old"), etag='"1"')
    assert again == Unchanged(moved_to=site.url("/new"))


async def test_links_are_relative_to_where_the_feed_was_found(site: Site) -> None:
    site.leads("/old", "/blog/feed")
    site.says("/blog/feed", rss(item("One", link="one")).encode())
    assert (await feed_of(site, "/old")).entries[0].link == site.url("/blog/one")


async def test_a_thousand_entries_at_once(site: Site) -> None:
    items = (item(f"T{n}", guid=f"{n}", description="word " * 100) for n in range(1_000))
    site.says("/feed", rss(*items).encode())
    feed = await feed_of(site, "/feed")
    assert [entry.title for entry in feed.entries] == [f"T{n}" for n in range(50)]


async def test_an_encoding_that_only_the_header_tells(site: Site) -> None:
    headers = {"Content-Type": "application/rss+xml; charset=koi8-r"}
    site.says("/feed", rss(item("Привет")).encode("koi8-r"), headers=headers)
    assert (await feed_of(site, "/feed")).entries[0].title == "Привет"


@pytest.mark.parametrize(
    "bomb",
    [
        "<item><title>One</title>" + "<a>" * 20_000,
        item("One", description="<div>" * 150_000),
        item("One", description="<b><i>" * 100_000),
    ],
    ids=["nested XML", "nested blocks", "nested styles"],
)
async def test_depth_is_survived(site: Site, bomb: str) -> None:
    site.says("/feed", rss(bomb).encode())
    assert [entry.title for entry in (await feed_of(site, "/feed")).entries] == ["One"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "That address has no RSS or Atom feed."),
        ("just words", "That address has no RSS or Atom feed."),
        ("<html><p>A page</p></html>", "That address has no RSS or Atom feed."),
        (
            '<html><link rel="alternate" type="application/atom+xml" href="https://a.example/f">',
            "That is a web page, not a feed. It links to this feed: https://a.example/f",
        ),
    ],
)
async def test_what_is_no_feed_is_refused_in_words(site: Site, body: str, reason: str) -> None:
    site.says("/", body.encode(), headers={"Content-Type": "text/html"})
    assert (await refusal(site, "/")).reason == reason


async def test_a_feed_may_have_no_entries_yet(site: Site) -> None:
    site.says("/feed", rss().encode())
    assert (await feed_of(site, "/feed")).entries == ()


async def test_a_feed_without_a_title_is_named_after_where_it_is_from(site: Site) -> None:
    site.says("/feed", rss(item("One"), channel="").encode())
    assert (await feed_of(site, "/feed")).title == "127.0.0.1"


async def test_nine_megabytes_are_read(site: Site) -> None:
    items = (item(f"T{n}", guid=f"{n}", description="word " * 350) for n in range(5_000))
    body = rss(*items).encode()
    assert len(body) > 9_000_000
    site.says("/feed", body)
    assert len((await feed_of(site, "/feed")).entries) == 50


async def test_a_server_that_wants_to_be_left_alone(site: Site) -> None:
    moment = {"Date": VALIDATORS["Last-Modified"], "Retry-After": "Mon, 03 Mar 2025 11:00:00 GMT"}
    site.says("/", status=429, headers=moment)
    assert (await refusal(site, "/")).retry_after == timedelta(hours=2)


async def test_a_feed_inside_the_private_network_is_refused(site: Site) -> None:
    site.says("/feed", NEWS.encode())
    async with GuardedClient(ports={site.port}) as client:
        with pytest.raises(NotFetched, match="inside a private network"):
            await read_feed(client, site.url("/feed"))
    assert site.requests == []
