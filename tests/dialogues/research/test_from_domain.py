"""From an account's domain, through the poller, to a finding in the next brief. Sources fail."""

from collections.abc import Sequence

from bot.public_sources.boards import Greenhouse
from bot.public_sources.company import Source
from bot.public_sources.jobs import JobBoards
from bot.public_sources.news_feeds import NewsFeeds
from bot.public_sources.poller import PublicPoller
from bot.public_sources.sec import SecFilings
from bot.public_sources.site import OwnSite
from bot.public_sources.wikidata import Wikidata
from handlers.playbook.in_use import Playbooks
from storage.workspace import policies
from tests.dialogues.office import Office
from tests.public_sources.test_jobs import GREENHOUSE, greenhouse, job
from tests.public_sources.test_registers import DATA, SEC, WIKIDATA, claim, item, wikidata
from tests.public_sources.test_site import page
from tests.public_sources.web import Web
from tests.shipped import SHIPPED_PLAYBOOK

ACCOUNTS = ("Northwind", "Moved", "Parked", "Silent", "Closed", "Spedition")
SHOWN = "“Northwind moves freight between forty depots in Europe.”"


def sources(web: Web) -> Sequence[Source]:
    """Every source that is asked over HTTP."""
    return (
        OwnSite(web.addresses),
        NewsFeeds(),
        JobBoards({"greenhouse": Greenhouse(web.base(GREENHOUSE))}),
        Wikidata(web.base(WIKIDATA)),
        SecFilings(web.base(DATA), web.base(SEC)),
    )


async def look_up(office: Office, web: Web) -> None:
    """Look up all accounts that are due."""
    tenant = office.lena_tenant
    async with office.attune.database.write(tenant) as session:
        now = office.clock.now()
        await policies.change(session, tenant, now, by=None, public_sources=True)
    poller = PublicPoller(
        office.attune.database,
        office.clock,
        lambda: [tenant],
        web.guarded,
        pace=web.pace(),
        sources=sources(web),
        playbooks=Playbooks(SHIPPED_PLAYBOOK),
        looked_up=office.attune.ask_model_about,
    )
    await poller.poll()
    await office.attune.background.drain()


def all_sites(web: Web) -> None:
    """One site that answers, one in German, and one for each way in which a site is no help."""
    board = '<a href="https://boards.greenhouse.io/northwind">Jobs</a>'
    web.host("northwind.example").says("/", page(board))
    greenhouse(web, job(1, "Dispatcher for the Oslo depot", "<p>You plan vans.</p>"))
    web.host("moved.example").leads("/", web.base("bigfreight.example") + "/")
    web.host("bigfreight.example").says("/", page("Big Freight has acquired everybody."))
    web.host("parked.example").says("/", "<p>This domain is for sale.</p>")
    web.host("silent.example").says("/", status=503)
    closed = '<a href="https://boards.greenhouse.io/closedcompany">Jobs</a>'
    web.host("closed.example").says("/", page(closed))
    german = f"<p>Die Spedition Muster übernimmt die Firma Halden.</p><p>{'Wir fahren. ' * 50}</p>"
    web.host("spedition.example").says("/", f'<html lang="de"><body>{german}</body></html>')
    staff = claim({"amount": "+9000", "unit": "1"}, P585="2025")
    homonym = item("Parked", P856=[claim("https://parked-elsewhere.example")], P1128=[staff])
    wikidata(web, {"Q7": homonym}, ["Q7"])


async def plan_all(office: Office) -> None:
    """Lena plans a call with each account, and types its domain."""
    lena = office.lena
    for hour, name in enumerate(ACCOUNTS, start=10):
        await lena.types(f"/prep {name} tomorrow {hour}:00")
        await lena.presses(f"Add “{name}”")
        await lena.presses("Change time or people")
        await lena.fills(domains=f"{name.lower()}.example")
        await lena.submits()


async def test_a_domain_leads_to_a_kept_finding_and_other_sites_are_no_help(
    office: Office,
) -> None:
    lena = office.lena
    async with Web() as web:
        all_sites(web)
        await plan_all(office)
        await look_up(office, web)
        await office.until(23, "16:00")
        lena.sees(
            SHOWN,
            "“Die Spedition Muster übernimmt die Firma Halden.”",
            "undated, seen 23 November, on their own site.",
            "bigfreight.example (leads to another domain)",
            "parked.example (is for sale)",
            "silent.example (no answer)",
            "boards.greenhouse.io/closedcompany (nothing there)",
            "wikidata.org (nothing there)",
        )
        lena.sees_nothing_of("Big Freight has acquired", "9000", "Possible", "the SEC")
        await lena.presses("Keep: They say where they work:")
        lena.sees("Saved. As things stand, it will be in the brief for Northwind, tomorrow")
        lena.sees_nothing_of(SHOWN)

        web.host("northwind.example").says("/", status=503)
        greenhouse(web).says("/v1/boards/northwind/jobs", status=503)
        await office.until(24, "08:00")
        await look_up(office, web)
    await lena.types("/prep Northwind")
    lena.sees("forty depots in Europe")
