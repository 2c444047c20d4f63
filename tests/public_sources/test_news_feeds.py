"""The feeds to which a company's site links."""

from bot.public_sources.company import Company, KnownText
from bot.public_sources.news_feeds import NewsFeeds
from handlers.sources.public.public import Looked, SourceLead
from tests.delivery.world import MORNING
from tests.intake.samples import item, rss
from tests.public_sources.web import Web

DOMAIN = "northwind.example"
DATED = "Wed, 18 Nov 2026 09:00:00 +0100"
OLD = "Tue, 18 Nov 2014 09:00:00 GMT"


async def look(web: Web, *paths: str, known: dict[str, KnownText] | None = None) -> Looked:
    """What a look at these feeds gives."""
    leads = tuple(SourceLead("feed", web.base(DOMAIN) + path, "own site") for path in paths)
    company = Company("Northwind", (DOMAIN,), MORNING, leads, known or {})
    async with web.guarded() as guarded:
        return await NewsFeeds().look(company, web.client(guarded))


async def test_entries_have_the_dates_that_the_feed_gives(web: Web) -> None:
    entries = (
        item("A depot in Porto", date=DATED, link="/porto", description="<p>From <b>May</b></p>"),
        item("Undated", link="/undated"),
        item("Long ago", date=OLD, link="/old"),
    )
    web.host(DOMAIN).says("/feed.xml", rss(*entries), Content_Type="application/rss+xml")
    looked = await look(web, "/feed.xml")
    porto, undated = looked.texts
    assert (porto.url, porto.publisher) == (f"{web.base(DOMAIN)}/porto", DOMAIN)
    assert porto.text == "A depot in Porto\nFrom May"
    assert porto.published_at
    assert porto.published_at.isoformat() == "2026-11-18T08:00:00+00:00"
    assert undated.published_at is None


async def test_a_feed_that_has_not_changed_keeps_its_entries(web: Web) -> None:
    host = web.host(DOMAIN)
    host.says("/feed.xml", rss(item("One", link="/one")), ETag='"1"')
    first = await look(web, "/feed.xml")
    known = {text.url: KnownText("feed", text.etag, text.modified) for text in first.texts}
    again = await look(web, "/feed.xml", known=known)
    assert (again.outcome, again.texts) == ("found", ())
    assert again.unchanged == set(known)


async def test_one_feed_of_two_fails(web: Web) -> None:
    host = web.host(DOMAIN)
    host.says("/feed.xml", rss(item("One", link="/one")))
    host.says("/broken.xml", "<html>no feed</html>")
    looked = await look(web, "/broken.xml", "/feed.xml")
    assert (looked.outcome, len(looked.texts), looked.complete) == ("found", 1, False)
    assert (await look(web, "/broken.xml")).outcome == "failed"


async def test_a_feed_that_robots_txt_forbids(web: Web) -> None:
    host = web.host(DOMAIN)
    host.robots = "User-agent: *\nDisallow: /*.xml$"
    host.says("/feed.xml", rss(item("One", link="/one")))
    assert (await look(web, "/feed.xml")).outcome == "not allowed"


async def test_without_a_link_no_feed_is_guessed(web: Web) -> None:
    host = web.host(DOMAIN)
    host.says("/feed", rss(item("One", link="/one")))
    assert await look(web) == Looked("not linked")
    assert host.asked == []
