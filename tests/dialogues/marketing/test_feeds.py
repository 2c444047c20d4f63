"""Feeds: added in chat, read politely; their entries become drafts for marketing."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from bot.intake import poller
from bot.intake.politeness import next_poll
from bot.intake.poller import FeedPoller
from handlers.features.marketing import feeds
from handlers.knowledge import web_addresses
from handlers.request import Means, Request, Sender
from tests.dialogues.marketing.test_insights import marketing
from tests.dialogues.office import Office
from tests.intake.samples import item, rss
from tests.intake.site import Site

pytestmark = pytest.mark.every_platform

FREIGHT = rss(
    item(title="Tolls rise in March", description="<p>Ask who pays the <b>toll</b>.</p>"),
    item(title="<!channel> shortage", description="<script>x</script>Drivers are few."),
).encode()


@pytest_asyncio.fixture(loop_scope="session")
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    """A site on this machine; for this test such an address is allowed."""
    async with Site() as running:
        ports = {running.port, *web_addresses.WEB_PORTS}
        monkeypatch.setattr(
            feeds, "public_address", partial(web_addresses.web_address, ports=ports)
        )
        yield running


async def added(office: Office, site: Site, path: str = "/feed") -> None:
    """Tomas adds a feed, and it is read."""
    await marketing(office)
    await add(office, site.url(path))
    office.tomas.sees("It will be read within a minute.")
    await poll(office, site)


async def add(office: Office, url: str) -> None:
    """Tomas hands in an address."""
    await office.tomas.opens_home()
    await office.tomas.presses("Insights")
    await office.tomas.presses("Feeds")
    await office.tomas.presses("Add a feed")
    await office.tomas.fills(url=url)
    await office.tomas.submits()


async def poll(office: Office, site: Site) -> int:
    """What the minute's chore does."""
    platform = office.lena_tenant.partition(":")[0]
    return await FeedPoller(office.attune.database, platform, office.clock, site.client).poll()


async def test_what_a_feed_brings_is_a_draft_until_somebody_publishes_it(
    office: Office, site: Site
) -> None:
    lena, tomas = office.lena, office.tomas
    site.says("/feed", FREIGHT)
    await added(office, site)
    await lena.types("/insight toll")
    lena.sees("No insights about “toll”.")
    await tomas.presses("Insights")
    tomas.sees("Drafts", "Tolls rise in March", "<!channel> shortage")
    await tomas.presses("Publish")
    await lena.types("/insight toll shortage")
    lena.sees("“toll shortage”")
    assert ("Tolls rise" in lena.screen) != ("<!channel> shortage" in lena.screen)


async def test_the_same_entry_is_a_draft_once(office: Office, site: Site) -> None:
    site.says("/feed", FREIGHT)
    await added(office, site)
    office.clock.moment += timedelta(hours=3)
    assert await poll(office, site) == 1
    await office.tomas.presses("Insights")
    assert office.tomas.screen.count("Tolls rise in March") == 1


async def test_it_is_asked_again_in_an_hour_and_not_before(office: Office, site: Site) -> None:
    site.says("/feed", FREIGHT, headers={"ETag": '"1"'})
    await added(office, site)
    assert await poll(office, site) == 0
    office.clock.moment += timedelta(minutes=70)
    assert await poll(office, site) == 1
    assert site.requests[-1].headers["If-None-Match"] == '"1"'


async def test_a_feed_that_fails_says_so_and_is_tried_less_often(
    office: Office, site: Site
) -> None:
    site.says("/feed", b"<html>no feed</html>")
    await added(office, site)
    await office.tomas.opens_home()
    await office.tomas.presses("Insights")
    await office.tomas.presses("Feeds")
    office.tomas.sees("Attune will try again")
    office.clock.moment += timedelta(minutes=70)
    assert await poll(office, site) == 0
    office.clock.moment += timedelta(hours=1)
    assert await poll(office, site) == 1


async def test_a_thousand_entries_are_five_drafts(office: Office, site: Site) -> None:
    items = (item(title=f"News {number}", description="x") for number in range(1000))
    site.says("/feed", rss(*items).encode())
    await added(office, site)
    await office.tomas.presses("Insights")
    assert office.tomas.screen.count("News ") == 5


async def test_a_feed_that_moved_is_followed(office: Office, site: Site) -> None:
    site.leads("/feed", "/new", status=301)
    site.says("/new", FREIGHT)
    await added(office, site)
    office.clock.moment += timedelta(hours=3)
    await poll(office, site)
    assert site.paths() == ["/feed", "/new", "/new"]


async def test_one_broken_feed_does_not_stop_the_others(office: Office, site: Site) -> None:
    site.says("/broken", b"\x00\xff" * 100)
    site.says("/feed", FREIGHT)
    await marketing(office)
    await add(office, site.url("/broken"))
    await add(office, site.url("/feed"))
    assert await poll(office, site) == 2
    await office.tomas.presses("Insights")
    office.tomas.sees("Tolls rise in March")


async def test_a_failure_that_cannot_be_stored_does_not_stop_the_others(
    office: Office, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(now: datetime, *, failures: int = 0, **more: Any) -> datetime:  # noqa: ANN401
        if failures:
            raise OverflowError
        return next_poll(now, **more)

    monkeypatch.setattr(poller, "next_poll", fails)
    site.says("/broken", b"\x00\xff" * 100)
    site.says("/feed", FREIGHT)
    await marketing(office)
    await add(office, site.url("/broken"))
    await add(office, site.url("/feed"))
    assert await poll(office, site) == 2
    await office.tomas.presses("Insights")
    office.tomas.sees("Tolls rise in March")


async def test_no_private_address_is_asked(office: Office, site: Site) -> None:
    await marketing(office)
    await add(office, site.url("/feed"))
    platform = office.lena_tenant.partition(":")[0]
    await FeedPoller(office.attune.database, platform, office.clock).poll()
    assert site.requests == []
    await office.tomas.opens_home()
    await office.tomas.presses("Insights")
    await office.tomas.presses("Feeds")
    office.tomas.sees("Attune will try again")


async def test_a_removed_feed_is_not_read(office: Office, site: Site) -> None:
    await marketing(office)
    await add(office, site.url("/feed"))
    await office.tomas.presses("Remove")
    office.tomas.sees(f"Removed: {site.url('/feed')}. Its drafts stay.")
    await office.tomas.opens_home()
    await office.tomas.presses("Insights")
    await office.tomas.presses("Feeds")
    office.tomas.sees("None yet.")
    assert await poll(office, site) == 0


async def test_drafts_of_a_removed_feed_are_nobodys_suggestion(office: Office, site: Site) -> None:
    site.says("/feed", FREIGHT)
    await added(office, site)
    await office.tomas.opens_home()
    await office.tomas.presses("Insights")
    await office.tomas.presses("Feeds")
    await office.tomas.presses("Remove")
    office.tomas.sees("Its drafts stay.")
    await office.until(24, "09:00")
    told = [one for one in office.tomas.messages if "Tolls rise in March" in one]
    assert told
    assert not [one for one in told if "suggested" in one]
    assert "A draft is waiting." in told[-1]


def page(number: int, **more: str) -> str:
    """An entry with a page of its own."""
    return item(title=f"News {number}", description="x", link=f"https://a.example/{number}", **more)


async def read_again(office: Office, site: Site, *items: str) -> None:
    """The feed says this two hours later, and is read."""
    site.says("/feed", rss(*items).encode())
    office.clock.moment += timedelta(hours=2)
    assert await poll(office, site) == 1


async def drafts(office: Office) -> str:
    """What Tomas sees of all drafts."""
    await office.tomas.opens_home()
    await office.tomas.presses("Insights")
    return office.tomas.screen


async def test_ids_that_are_new_each_time_bring_nothing_new(office: Office, site: Site) -> None:
    site.says("/feed", rss(*(page(n, guid=f"a{n}") for n in range(12))).encode())
    await added(office, site)
    for hour in ("b", "c"):
        await read_again(office, site, *(page(n, guid=f"{hour}{n}") for n in range(12)))
    assert (await drafts(office)).count("News ") == 5


async def test_from_http_to_https_brings_nothing_new(office: Office, site: Site) -> None:
    before = [page(n, guid=f"https://a.example/{n}") for n in range(6)]
    site.says("/feed", rss(*before).replace("https:", "http:").encode())
    await added(office, site)
    await read_again(office, site, *before)
    assert (await drafts(office)).count("News ") == 5


async def test_a_burst_is_five_drafts_and_a_number(office: Office, site: Site) -> None:
    site.says("/feed", rss(page(0)).encode())
    await added(office, site)
    await read_again(office, site, *(page(n) for n in range(31)))
    await office.until(24, "09:00")
    office.tomas.sees("drafts from Freight news. 25 more entries were left out.")
    assert (await drafts(office)).count("News ") == 6


async def test_a_feed_that_is_empty_at_first(office: Office, site: Site) -> None:
    site.says("/feed", rss().encode())
    await added(office, site)
    await office.tomas.presses("Insights")
    await office.tomas.presses("Feeds")
    office.tomas.sees("Freight news", "; no entries yet.")
    await read_again(office, site, page(1))
    assert "News 1" in await drafts(office)


async def test_one_withdrawn_of_more_than_are_read_brings_nothing(
    office: Office, site: Site
) -> None:
    pages = [page(n) for n in range(51)]
    site.says("/feed", rss(*pages).encode())
    await added(office, site)
    await read_again(office, site, *pages[1:])
    assert "News 50" not in await drafts(office)


async def test_each_weekly_update_is_a_draft(office: Office, site: Site) -> None:
    weeks = [
        item(title="Weekly update", description=f"Week {n}", date=f"Mon, {n:02} Nov 2026 09:00 GMT")
        for n in (9, 16, 23)
    ]
    site.says("/feed", rss(weeks[0]).encode())
    await added(office, site)
    await read_again(office, site, *weeks[:2])
    await read_again(office, site, weeks[2])
    assert (await drafts(office)).count("Weekly update") == 3


async def test_an_entry_of_last_year_that_surfaces_is_left(office: Office, site: Site) -> None:
    site.says("/feed", rss(page(1)).encode())
    await added(office, site)
    old = page(2, date="Mon, 24 Nov 2025 09:00:00 GMT")
    fresh = page(3, date="Mon, 23 Nov 2026 09:00:00 GMT")
    await read_again(office, site, old, fresh)
    screen = await drafts(office)
    assert ("News 2" in screen, "News 3" in screen) == (False, True)


async def test_the_feed_that_a_page_names_is_added_instead(office: Office, site: Site) -> None:
    named = '<base href="/blog/"><link rel="alternate" type="application/rss+xml" href="feed">'
    site.says("/", f"<html><head>{named}</head></html>".encode())
    site.says("/blog/feed", FREIGHT)
    await added(office, site, "/")
    await office.tomas.presses("Insights")
    await office.tomas.presses("Feeds")
    office.tomas.sees("That is a web page, not a feed.", "/blog/feed")
    await office.tomas.presses("Add it instead")
    office.tomas.sees("It will be read within a minute.")
    office.tomas.sees_nothing_of("That is a web page")
    assert await poll(office, site) == 1
    assert "Tolls rise in March" in await drafts(office)


async def test_a_page_whose_feed_is_there_already_adds_nothing(office: Office, site: Site) -> None:
    named = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.says("/", f"<html><head>{named}</head></html>".encode())
    site.says("/feed", FREIGHT)
    await added(office, site, "/")
    await add(office, site.url("/feed"))
    await office.tomas.presses("Insights")
    await office.tomas.presses("Feeds")
    await office.tomas.presses("Add it instead")
    office.tomas.sees("The page was removed. Its feed is in the list already:", "/feed")
    office.tomas.sees_nothing_of("Added:")


async def test_all_drafts_page_by_page_and_set_aside(office: Office, site: Site) -> None:
    await marketing(office)
    for feed in range(4):
        date = "Mon, 23 Nov 2026 09:00:00 GMT"
        items = (item(title=f"News {feed}-{n}", description="x", date=date) for n in range(5))
        site.says(f"/{feed}", rss(*items, channel=f"<title>Feed {feed}</title>").encode())
        await add(office, site.url(f"/{feed}"))
    assert await poll(office, site) == 4
    await office.tomas.opens_home()
    await office.tomas.presses("Insights")
    office.tomas.sees("Drafts: 8 of 20")
    await office.tomas.presses("All drafts")
    office.tomas.sees("Drafts 1 to 8 of 20", "23 November.")
    await office.tomas.presses("Older")
    await office.tomas.presses("Older")
    office.tomas.sees("Drafts 17 to 20 of 20")
    await office.tomas.presses("Set aside")
    office.tomas.sees("Set aside: News ")
    await office.tomas.presses("All drafts")
    office.tomas.sees("Drafts 1 to 8 of 19")


async def test_a_draft_that_was_set_aside_can_be_taken_back(office: Office, site: Site) -> None:
    site.says("/feed", rss(page(1)).encode())
    await added(office, site)
    await office.tomas.presses("Insights")
    await office.tomas.presses("Set aside")
    await office.tomas.presses("Undo")
    office.tomas.sees("A draft again: News 1.")
    assert "News 1" in await drafts(office)
    await office.tomas.presses("Publish")
    tomas = Sender(office.lena_tenant, office.tomas.id, "Tomas Keller", "Europe/Berlin")
    undo_late = Request("late", tomas, Means.BUTTON, "drafts.restore", "1")
    reply = await office.conversation.answer(undo_late, office.clock.now())
    assert "That is no longer a draft." in str(reply)


async def test_what_is_no_address_or_there_already_is_said(office: Office, site: Site) -> None:
    await marketing(office)
    await add(office, "javascript:alert(1)")
    assert office.tomas.problems == {"url": "An address starts with http:// or https://"}
    await office.tomas.fills(url=site.url("/feed"))
    await office.tomas.submits()
    await add(office, site.url("/feed"))
    assert office.tomas.problems == {"url": "That feed has already been added."}


async def test_feeds_are_marketings(office: Office) -> None:
    await office.lena.opens_home()
    office.lena.sees_nothing_of("Insights", "Feeds")


async def test_an_address_that_is_never_asked_is_refused_at_the_field(office: Office) -> None:
    await marketing(office)
    private = "That address is inside a private network"
    for url, said in (
        ("http://192.168.1.5/feed", private),
        ("http://192.168.1.5:8933/feed", private),
        ("https://example.com:8080/feed", "can't read an address with :8080 after the name"),
        ("http://[::1]/feed", private),
        ("https://me:secret@example.com/feed", "That address contains a login."),
        ("http://localhost/feed", private),
    ):
        await add(office, url)
        assert said in office.tomas.problems["url"], url
        assert "secret" not in office.tomas.problems["url"]
