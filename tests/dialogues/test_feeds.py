"""Feeds: added in chat, read politely, and what they bring waits for marketing."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.intake.poller import Poller
from tests.dialogues.office import Office
from tests.dialogues.test_insights import marketing
from tests.intake.samples import item, rss
from tests.intake.site import Site

FREIGHT = rss(
    item(title="Tolls rise in March", description="<p>Ask who pays the <b>toll</b>.</p>"),
    item(title="<!channel> shortage", description="<script>x</script>Drivers are few."),
).encode()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as running:
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
    poller = Poller(office.attune.database, platform, office.clock, site.client)
    return await poller.poll()


async def test_what_a_feed_brings_is_a_draft_until_somebody_publishes_it(
    office: Office, site: Site
) -> None:
    lena, tomas = office.lena, office.tomas
    site.says("/feed", FREIGHT)
    await added(office, site)
    await lena.types("/insight toll")
    lena.sees("Nothing is out about “toll”.")
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
    office.tomas.sees("It is tried again")
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


async def test_no_private_address_is_asked(office: Office, site: Site) -> None:
    await marketing(office)
    await add(office, site.url("/feed"))
    platform = office.lena_tenant.partition(":")[0]
    await Poller(office.attune.database, platform, office.clock).poll()
    assert site.requests == []
    await office.tomas.opens_home()
    await office.tomas.presses("Insights")
    await office.tomas.presses("Feeds")
    office.tomas.sees("It is tried again")


async def test_a_removed_feed_is_not_read(office: Office, site: Site) -> None:
    await marketing(office)
    await add(office, site.url("/feed"))
    await office.tomas.presses("Remove")
    office.tomas.sees("None yet.")
    assert await poll(office, site) == 0


async def test_what_is_no_address_or_there_already_is_said(office: Office, site: Site) -> None:
    await marketing(office)
    await add(office, "javascript:alert(1)")
    assert office.tomas.problems == {"url": "An address starts with https://"}
    await office.tomas.fills(url=site.url("/feed"))
    await office.tomas.submits()
    await add(office, site.url("/feed"))
    assert office.tomas.problems == {"url": "That feed is there already."}


async def test_feeds_are_marketings(office: Office) -> None:
    await office.lena.opens_home()
    office.lena.sees_nothing_of("Insights", "Feeds")
