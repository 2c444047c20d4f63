"""From a domain on file to stored texts: which accounts are looked up, and what a fault leaves."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.base.clock import FixedClock
from bot.public_sources import schedule
from bot.public_sources.boards import Ashby, Greenhouse, Lever
from bot.public_sources.client import PublicClient
from bot.public_sources.company import Company, Source
from bot.public_sources.jobs import JobBoards
from bot.public_sources.news_feeds import NewsFeeds
from bot.public_sources.poller import ACCOUNTS_PER_CLAIM, PublicPoller, all_sources
from bot.public_sources.sec import SecFilings
from bot.public_sources.site import OwnSite
from bot.public_sources.wikidata import Wikidata
from handlers.coaching.names.forgetting import forgetting
from handlers.playbook.in_use import Playbooks
from handlers.sources.public.public import Looked, SourceLead, Tried
from storage.choices import PUBLIC_SOURCES, ProposalState, PublicSource
from storage.customers import accounts, domains
from storage.database.connection import Database
from storage.rights.erasure.contacts import erase_contact
from storage.sources import proposals, public_sources
from storage.sources.public_sources import DueAccount
from storage.tables import Account, Call, Contact, ProposedAnswer, Snapshot
from storage.upkeep import problems
from storage.workspace import policies
from tests.databases import ENGINES, database_on
from tests.delivery.world import MORNING, A
from tests.public_sources.test_jobs import ASHBY, GREENHOUSE, LEVER, greenhouse, job
from tests.public_sources.test_registers import DATA, SEC, WIKIDATA, claim, filings, item, wikidata
from tests.public_sources.test_site import DOMAIN, HOME, page
from tests.public_sources.web import Web
from tests.shipped import SHIPPED_PLAYBOOK

DAY = timedelta(days=1)


class Desk:
    """A tenant with one account, which has a call tomorrow, and a poller."""

    def __init__(self, database: Database, web: Web) -> None:
        self.database = database
        self.clock = FixedClock(MORNING)
        self.web = web
        self.pace = web.pace()
        self.account_id = 0
        self.sources: Sequence[Source] = (
            OwnSite(web.addresses),
            NewsFeeds(),
            JobBoards(
                {
                    "greenhouse": Greenhouse(web.base(GREENHOUSE)),
                    "lever": Lever(web.base(LEVER)),
                    "ashby": Ashby(web.base(ASHBY)),
                }
            ),
            Wikidata(web.base(WIKIDATA)),
            SecFilings(web.base(DATA), web.base(SEC)),
        )

    async def open(self, *, on: bool = True, domain: str = DOMAIN, name: str = "Northwind") -> None:
        """Put the account on file."""
        async with self.database.write() as session:
            account = await accounts.add(session, A, name, MORNING)
            await session.flush()
            await domains.add(session, account, domain)
            at = MORNING + DAY
            session.add(
                Call(
                    tenant=A,
                    account_id=account.id,
                    starts_at=at,
                    ends_at=at + timedelta(minutes=30),
                    planned_at=MORNING,
                    zone="Europe/Berlin",
                    source="typed",
                )
            )
            await policies.change(session, A, MORNING, by=None, public_sources=on)
            self.account_id = account.id

    async def poll(self) -> int:
        """What another poller does on this database."""
        served = lambda: ["test"]  # noqa: E731
        poller = PublicPoller(
            self.database,
            self.clock,
            served,
            self.web.guarded,
            pace=self.pace,
            sources=self.sources,
            playbooks=Playbooks(SHIPPED_PLAYBOOK),
        )
        return await poller.poll()

    async def texts(self) -> list[Snapshot]:
        """What is on file about the account."""
        async with self.database.read() as session:
            return list(await public_sources.snapshots(session, A, self.account_id))

    async def outcomes(self) -> dict[str, str]:
        """What became of each source."""
        async with self.database.read() as session:
            row = await public_sources.look_up_of(session, A, self.account_id)
        return {one["source"]: one["outcome"] for one in row.tried} if row else {}


@pytest.fixture(params=ENGINES)
async def desk(request: pytest.FixtureRequest, tmp_path: Path, web: Web) -> AsyncIterator[Desk]:
    """A desk whose account is not on file yet."""
    async with database_on(request.param, tmp_path) as database:
        yield Desk(database, web)


def whole(web: Web) -> None:
    """A company that all sources know."""
    host = web.host(DOMAIN)
    host.says("/", HOME, ETag='"1"')
    host.says("/careers/", page('<a href="https://boards.greenhouse.io/northwind">Jobs</a>'))
    host.says(
        "/feed.xml",
        "<rss version='2.0'><channel><item><title>A depot</title>"
        "<link>/depot</link></item></channel></rss>",
    )
    greenhouse(web, job(1, "RevOps lead", "<p>Move to Salesforce. Write to tom@nw.example</p>"))
    site = [claim("https://northwind.example/")]
    wikidata(web, {"Q42": item("Northwind", P856=site, P5531=[claim("320193")])}, [])
    filings(web, ("8-K", "5.02", "2026-11-10", "a.htm"))
    web.host(SEC, for_programs=True).says(
        "/Archives/edgar/data/320193/000032019326000000/a.htm", "<p>Jana Novak, age 52, is COO.</p>"
    )


async def test_one_source_leads_to_the_next(desk: Desk) -> None:
    whole(desk.web)
    await desk.open()
    assert await desk.poll() == 1
    assert set((await desk.outcomes()).values()) == {"found"}
    texts = {one.source: one for one in await desk.texts()}
    assert set(texts) == {"site", "feed", "jobs", "wikidata", "sec"}
    assert "Move to Salesforce. Write to […]" in texts["jobs"].text
    assert texts["sec"].text == "Jana Novak, […], is COO."
    assert texts["sec"].evidence == "linked"
    assert await desk.poll() == 0


async def test_a_look_makes_proposals_and_ends_those_that_the_source_no_longer_supports(
    desk: Desk,
) -> None:
    whole(desk.web)
    await desk.open()
    await _planned_later(desk)
    await desk.poll()
    assert await _proposed(desk) == {"RevOps lead": "proposed"}
    desk.clock.moment = MORNING + 2 * DAY + timedelta(minutes=15)
    greenhouse(desk.web, job(2, "Driver", "<p>Drive.</p>"))
    await desk.poll()
    assert await _proposed(desk) == {"RevOps lead": "expired", "Driver": "proposed"}
    greenhouse(desk.web, job(1, "RevOps lead", "<p>Move to Salesforce.</p>"))
    desk.clock.moment = MORNING + 4 * DAY + timedelta(minutes=30)
    await desk.poll()
    assert await _proposed(desk) == {"RevOps lead": "proposed", "Driver": "expired"}


async def test_nobody_is_proposed_who_is_erased_while_proposals_are_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole(desk.web)
    greenhouse(desk.web, job(1, "Assistant to Jana Novak", "<p>Move to Salesforce.</p>"))
    await desk.open()
    make = PublicPoller._proposed

    async def erasing(
        poller: PublicPoller, account: DueAccount, now: datetime
    ) -> Sequence[ProposedAnswer] | None:
        made = await make(poller, account, now)
        assert "Novak" in str([row.quote for row in made or ()])
        async with desk.database.write() as session:
            jana = Contact(tenant=A, account_id=desk.account_id, name="Jana Novak")
            session.add(jana)
            await session.flush()
            await erase_contact(session, jana, now, forgetting)
        return made

    monkeypatch.setattr(PublicPoller, "_proposed", erasing)
    await desk.poll()
    async with desk.database.read() as session:
        rows = await proposals.of_account(session, A, desk.account_id, get_args(ProposalState))
    assert "A depot" in {row.quote for row in rows}
    assert "Novak" not in str([(row.quote, row.claim) for row in rows])


async def _proposed(desk: Desk) -> dict[str, str]:
    """The state of each proposal about open roles, by its quote."""
    async with desk.database.read() as session:
        rows = await proposals.of_account(session, A, desk.account_id, get_args(ProposalState))
    return {row.quote: row.state for row in rows if row.question_id == "hiring-for"}


async def test_nothing_is_asked_unless_an_admin_switched_it_on(desk: Desk) -> None:
    whole(desk.web)
    await desk.open(on=False)
    assert await desk.poll() == 0
    assert all(host.asked == [] for host in desk.web.hosts.values())


async def test_each_source_is_asked_at_its_own_interval(desk: Desk) -> None:
    whole(desk.web)
    await desk.open()
    await desk.poll()
    site, jobs = desk.web.host(DOMAIN), desk.web.host(GREENHOUSE)
    for host in (site, jobs):
        host.asked.clear()
    desk.clock.moment = MORNING + timedelta(hours=23, minutes=30)  # before the call
    assert await desk.poll() == 0
    await _planned_later(desk)
    desk.clock.moment = MORNING + DAY + timedelta(minutes=15)
    assert await desk.poll() == 1
    assert site.asked == ["/robots.txt", "/feed.xml"]
    assert jobs.asked == []
    desk.clock.moment = MORNING + 2 * DAY + timedelta(minutes=15)
    assert await desk.poll() == 1
    assert jobs.asked == ["/v1/boards/northwind/jobs"]


async def _planned_later(desk: Desk) -> None:
    async with desk.database.write() as session:
        at = MORNING + 6 * DAY
        session.add(
            Call(
                tenant=A,
                account_id=desk.account_id,
                starts_at=at,
                ends_at=at + timedelta(minutes=30),
                planned_at=MORNING,
                zone="Europe/Berlin",
                source="typed",
            )
        )


async def test_a_source_that_falls_through_leaves_what_was_known(desk: Desk) -> None:
    whole(desk.web)
    await desk.open()
    await _planned_later(desk)
    await desk.poll()
    known = {one.url for one in await desk.texts()}
    desk.clock.moment = MORNING + 2 * DAY + timedelta(minutes=15)
    board = desk.web.host(GREENHOUSE)
    board.says("/v1/boards/northwind/jobs", status=500)
    await desk.poll()
    assert (await desk.outcomes())["jobs"] == "failed"
    assert {one.url for one in await desk.texts()} == known
    async with desk.database.read() as session:
        row = await public_sources.look_up_of(session, A, desk.account_id)
    assert row
    assert row.next_at <= desk.clock.moment + timedelta(hours=1, minutes=10)


async def test_a_source_with_a_mistake_does_not_stop_the_others(desk: Desk) -> None:
    class Broken:
        name: PublicSource = "site"
        every = DAY

        async def look(self, company: Company, client: PublicClient) -> Looked:
            raise ZeroDivisionError(company, client)

    whole(desk.web)
    desk.sources = (Broken(), *desk.sources[3:])
    await desk.open()
    await desk.poll()
    assert await desk.outcomes() == {"site": "failed", "wikidata": "nothing", "sec": "not linked"}


async def test_a_claim_that_ended_stores_nothing(desk: Desk) -> None:
    class SwitchedOff:
        name: PublicSource = "site"
        every = DAY

        async def look(self, company: Company, client: PublicClient) -> Looked:
            async with desk.database.write() as session:
                await public_sources.switch(session, A, desk.account_id, MORNING, off=True, by=None)
            return await OwnSite(desk.web.addresses).look(company, client)

    whole(desk.web)
    desk.sources = (SwitchedOff(),)
    await desk.open()
    assert await desk.poll() == 1
    assert await desk.texts() == []
    assert await desk.outcomes() == {}


async def test_a_corrected_domain_is_looked_up_at_once_and_the_other_company_goes(
    desk: Desk,
) -> None:
    whole(desk.web)
    await desk.open()
    await desk.poll()
    desk.web.host("bakery.example").says("/", page("We bake bread."))
    wikidata(desk.web, {}, [])
    async with desk.database.write() as session:
        account = await session.get_one(Account, desk.account_id)
        await domains.remove(session, account, [DOMAIN])
        await domains.add(session, account, "bakery.example")
    desk.clock.moment = MORNING + timedelta(hours=2)
    assert await desk.poll() == 1
    assert [one.url for one in await desk.texts()] == [f"{desk.web.base('bakery.example')}/"]


async def test_another_domain_is_looked_up_and_what_was_known_stays(desk: Desk) -> None:
    whole(desk.web)
    await desk.open()
    await desk.poll()
    await _planned_later(desk)
    known = {one.url for one in await desk.texts()}
    async with desk.database.write() as session:
        account = await session.get_one(Account, desk.account_id)
        await domains.add(session, account, "another.example")
    desk.web.host(GREENHOUSE).says("/v1/boards/northwind/jobs", status=500)
    desk.clock.moment = MORNING + DAY + timedelta(minutes=15)
    assert await desk.poll() == 1
    assert (await desk.outcomes())["jobs"] == "failed"  # although it was not due yet
    assert {one.url for one in await desk.texts()} == known


async def test_two_processes_look_an_account_up_once(desk: Desk) -> None:
    whole(desk.web)
    await desk.open()
    assert sorted(await asyncio.gather(desk.poll(), desk.poll())) == [0, 1]


async def test_all_accounts_that_are_due_are_looked_up(desk: Desk) -> None:
    for number in range(ACCOUNTS_PER_CLAIM + 2):
        await desk.open(name=f"Customer {number}", domain=f"customer{number}.example")
    assert await desk.poll() == ACCOUNTS_PER_CLAIM + 2


async def test_admins_are_told_if_nothing_can_be_read_for_any_account(desk: Desk) -> None:
    for name, fails in (("First", False), ("Second", False), ("Third", True)):
        await desk.open(name=name, domain=f"{name.lower()}.example")
        await desk.poll()
        async with desk.database.read() as session:
            found = await problems.found(session, ["test"], desk.clock.now())
        assert [one.what for one in found.get(A, [])] == ["public_sources"] * fails
    whole(desk.web)
    await desk.open()
    await desk.poll()
    async with desk.database.read() as session:
        assert await problems.found(session, ["test"], desk.clock.now()) == {}


async def test_a_domain_that_many_companies_share_is_not_looked_up(desk: Desk) -> None:
    await desk.open(domain="gmail.com")
    await desk.poll()
    assert desk.web.hosts == {}
    assert set((await desk.outcomes()).values()) == {"nothing"}


async def test_a_parked_domain_leaves_no_leads(desk: Desk) -> None:
    whole(desk.web)
    desk.web.host(DOMAIN).says("/", "<p>This domain is for sale</p>")
    wikidata(desk.web, {}, [])
    await desk.open()
    await desk.poll()
    assert await desk.outcomes() == {
        "site": "parked",
        "feed": "not linked",
        "jobs": "not linked",
        "wikidata": "nothing",
        "sec": "not linked",
    }


def test_the_sources_are_all_that_there_are() -> None:
    assert tuple(source.name for source in all_sources()) == PUBLIC_SOURCES


def test_failures_wait_longer_each_time_and_keep_what_was_named() -> None:
    lead = SourceLead("jobs", "lever:northwind", "linked")
    looked = Looked("found", DOMAIN, leads=(lead,))
    tried: Tried = schedule.after("site", 7 * DAY, looked, None, now=MORNING, account_id=1)
    assert timedelta() <= tried.next_at - MORNING - 7 * DAY < timedelta(minutes=10)
    waits = []
    for _ in range(12):
        tried = schedule.after("site", 7 * DAY, Looked("failed"), tried, now=MORNING, account_id=1)
        waits.append((tried.next_at - MORNING) // timedelta(hours=1))
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == 7 * 24
    assert (tried.leads, tried.found_at, tried.failures) == ((lead,), MORNING, 12)
    asked = Looked("failed", wait=timedelta(days=3))
    tried = schedule.after("feed", DAY, asked, None, now=MORNING, account_id=1)
    assert tried.next_at >= MORNING + 3 * DAY
