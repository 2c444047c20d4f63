"""A company's own site: what is read, and what a look says if it is not the company's site."""

import json
import sys

import pytest

from bot.intake.guard import Limits
from bot.public_sources.client import LIMITS, PublicClient
from bot.public_sources.company import Company, KnownText
from bot.public_sources.parser import Parser, Unparsable
from bot.public_sources.parsing.page import ReadPage
from bot.public_sources.site import OwnSite
from handlers.sources.public.public import Looked, SourceLead
from tests.delivery.world import MORNING
from tests.public_sources.web import Host, Web

DOMAIN = "northwind.example"
WORDS = "Northwind moves freight between forty depots in Europe. " * 10
HOME = f"""<!doctype html><html lang="en-GB"><head><title>Northwind Freight</title>
<meta property="og:site_name" content="Northwind">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
 {{"@type": "Organization", "legalName": "Northwind Freight Ltd", "foundingDate": "1998",
   "numberOfEmployees": {{"@type": "QuantitativeValue", "value": 250}},
   "telephone": "+49 30 1234567", "employee": [{{"@type": "Person", "name": "Jana Novak",
   "birthDate": "1980-02-03", "email": "jana@northwind.example"}}],
   "sameAs": ["https://www.wikidata.org/wiki/Q42"]}}]}}</script></head>
<body><nav><a href="/about-us">About</a> <a href="/news">News</a> <a href="/careers/">Jobs</a>
<a href="https://elsewhere.example/about">Partner</a></nav>
<h1>Freight, on time</h1><p>{WORDS}</p><script>track("words")</script></body></html>"""


def page(words: str, *, title: str = "Page", lang: str = "en", head: str = "") -> str:
    """A page with these words and enough others."""
    return (
        f'<html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body><main><p>{words}</p><p>{WORDS}</p></main></body></html>"
    )


def northwind(web: Web) -> Host:
    """A site with a first page only."""
    host = web.host(DOMAIN)
    host.says("/", HOME)
    return host


async def look(
    web: Web,
    *domains: str,
    known: dict[str, KnownText] | None = None,
    leads: tuple[SourceLead, ...] = (),
    limits: Limits | None = None,
) -> Looked:
    """What a look at the site gives."""
    company = Company("Northwind", domains or (DOMAIN,), MORNING, leads, known or {})
    async with web.guarded(limits or LIMITS) as guarded:
        return await OwnSite(web.addresses).look(company, web.client(guarded))


async def test_the_pages_that_say_what_a_company_does(web: Web) -> None:
    host = northwind(web)
    host.says("/about-us", page("Jana Novak is COO."))
    host.says("/news", page('<a href="/news/new-depot-in-porto">Porto</a> <a href="/news/2">2</a>'))
    published = '<meta property="article:published_time" content="2026-11-18T09:00:00+01:00">'
    host.says("/news/new-depot-in-porto", page("A depot opens in Porto.", head=published))
    host.says("/careers/", page('<a href="https://jobs.lever.co/northwind">Openings</a>'))
    looked = await look(web)
    assert (looked.outcome, looked.where, looked.complete) == ("found", DOMAIN, True)
    texts = {text.url.removeprefix(web.base(DOMAIN)): text for text in looked.texts}
    assert list(texts) == ["/", "/news", "/about-us", "/careers/", "/news/new-depot-in-porto"]
    home = texts["/"]
    assert (home.title, home.language, home.evidence) == ("Northwind Freight", "en", "own site")
    assert "Freight, on time" in home.text
    assert "Legal name: Northwind Freight Ltd\nFounded: 1998\nEmployees: 250" in home.text
    assert "track" not in home.text
    porto = texts["/news/new-depot-in-porto"].published_at
    assert porto
    assert porto.isoformat() == "2026-11-18T08:00:00+00:00"
    assert home.published_at is None
    assert looked.leads == (
        SourceLead("feed", f"{web.base(DOMAIN)}/feed.xml", "own site"),
        SourceLead("jobs", "lever:northwind", "linked"),
        SourceLead("wikidata", "Q42", "linked"),
        SourceLead("wikidata", "name:Northwind", "name only"),
        SourceLead("wikidata", "name:Northwind Freight Ltd", "name only"),
    )


async def test_persons_in_data_for_machines_are_not_read(web: Web) -> None:
    northwind(web)
    text = (await look(web)).texts[0].text
    assert "Jana" not in text
    assert "1980" not in text
    assert "123" not in text


async def test_one_request_a_second(web: Web) -> None:
    host = northwind(web)
    host.says("/about-us", page("About us."))
    await look(web)
    assert len(web.waits) == len(host.asked) - 1
    assert all(wait == 1 for wait in web.waits)


async def test_robots_txt_is_obeyed_for_some_pages(web: Web) -> None:
    host = northwind(web)
    host.robots = "User-agent: *\nDisallow: /about*\nAllow: /"
    host.says("/about-us", page("Secret."))
    looked = await look(web)
    assert [text.url for text in looked.texts] == [f"{web.base(DOMAIN)}/"]


async def test_a_site_that_wants_no_programs_is_not_read(web: Web) -> None:
    host = northwind(web)
    host.robots = "User-agent: attune\nDisallow: /\n\nUser-agent: *\nAllow: /"
    assert await look(web) == Looked("not allowed", DOMAIN)
    assert host.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_while_a_robots_txt_cannot_be_read_nothing_is(web: Web, status: int) -> None:
    host = northwind(web)
    host.robots_status = status
    assert (await look(web)).outcome == "failed"
    assert host.asked == ["/robots.txt"]


async def test_facts_of_other_companies_are_not_taken_for_the_companys(web: Web) -> None:
    parent = {"@type": "Organization", "legalName": "Big Freight Inc", "numberOfEmployees": 9_000}
    customer = {"@type": "Corporation", "url": "https://customer.example", "legalName": "Customer"}
    own = {
        "@type": ["Organization"],
        "url": f"https://www.{DOMAIN}/",
        "legalName": "Northwind Ltd",
        "parentOrganization": parent,
    }
    data = f'<script type="application/ld+json">{json.dumps([own, customer])}</script>'
    web.host(DOMAIN).says("/", page("Freight.", head=data))
    text = (await look(web)).texts[0].text
    assert text.endswith("Legal name: Northwind Ltd")
    assert "Big Freight" not in text
    assert "Customer" not in text


async def test_robots_txt_counts_where_a_redirect_leads(web: Web) -> None:
    web.host(DOMAIN).leads("/", web.base(f"www.{DOMAIN}") + "/start")
    www = web.host(f"www.{DOMAIN}")
    www.robots = "User-agent: *\nDisallow: /start"
    assert (await look(web)).outcome == "not allowed"


async def test_a_redirect_to_another_company_is_not_the_company(web: Web) -> None:
    web.host(DOMAIN).leads("/", web.base("bigfreight.example") + "/")
    web.host("bigfreight.example").says("/", page("We bought Northwind."))
    assert await look(web) == Looked("elsewhere", "bigfreight.example")


async def test_a_redirect_to_another_domain_on_file_is_the_company(web: Web) -> None:
    web.host(DOMAIN).leads("/", web.base("northwind-freight.example") + "/")
    web.host("northwind-freight.example").says("/", page("We move freight."))
    looked = await look(web, DOMAIN, "northwind-freight.example")
    assert (looked.outcome, looked.where) == ("found", "northwind-freight.example")


async def test_a_page_that_forwards_to_another_company(web: Web) -> None:
    refresh = '<meta http-equiv="refresh" content="0; url=https://bigfreight.example/">'
    web.host(DOMAIN).says("/", f"<html><head>{refresh}</head></html>")
    assert await look(web) == Looked("elsewhere", "bigfreight.example")


async def test_a_page_that_forwards_within_the_site_is_followed_once(web: Web) -> None:
    refresh = '<meta http-equiv="refresh" content="0;URL=/en/">'
    host = web.host(DOMAIN)
    host.says("/", f"<html><head>{refresh}</head></html>")
    host.says("/en/", page("Freight."))
    assert [text.url for text in (await look(web)).texts] == [f"{web.base(DOMAIN)}/en/"]
    host.says("/en/", f"<html><head>{refresh}</head></html>")
    assert (await look(web)).texts == ()


@pytest.mark.parametrize(
    "words",
    [
        "<p>This domain is for sale. Make an offer.</p>",
        '<p>Related searches</p><script src="https://a.bodis.com/x.js"></script>',
        "<p>Diese Domain steht zum Verkauf.</p>",
    ],
)
async def test_a_parked_domain(web: Web, words: str) -> None:
    web.host(DOMAIN).says("/", f"<html><title>{DOMAIN}</title><body>{words}</body></html>")
    assert await look(web) == Looked("parked", DOMAIN)


async def test_a_page_that_needs_a_browser(web: Web) -> None:
    app = '<html><body><div id="root"></div><script src="/app.js"></script></body></html>'
    web.host(DOMAIN).says("/", app)
    assert await look(web) == Looked("needs a browser", DOMAIN)


async def test_another_language(web: Web) -> None:
    host = web.host(DOMAIN)
    host.says("/", page('Wir fahren. <a href="/ueber-uns">Über uns</a>', lang="de-DE"))
    host.says("/ueber-uns", page("Seit 1998.", lang="de"))
    looked = await look(web)
    assert [text.language for text in looked.texts] == ["de", "de"]


async def test_a_page_larger_than_two_megabytes(web: Web) -> None:
    host = northwind(web)
    host.says("/about-us", b"<p>" + b"word " * 500_000)
    looked = await look(web)
    assert (looked.outcome, looked.complete) == ("found", False)
    assert len(looked.texts) == 1
    host.says("/", b"<p>" + b"word " * 500_000)
    assert (await look(web)).outcome == "failed"


async def test_a_slow_site(web: Web) -> None:
    host = northwind(web)

    async def never(_: object) -> None:
        await web.closing.wait()

    host.pages["/"] = never  # type: ignore[assignment]
    limits = Limits(seconds=0.2, size=2_000_000)
    assert (await look(web, limits=limits)).outcome == "failed"


async def test_a_site_that_does_not_answer_for_its_robots_txt_is_left_alone(web: Web) -> None:
    host = northwind(web)
    looked = await look(web, "unknown.invalid.example")
    assert looked.outcome == "failed"
    assert host.asked == []


async def test_pages_that_have_not_changed_are_not_read_again(web: Web) -> None:
    host = web.host(DOMAIN)
    host.says("/", HOME, ETag='"1"')
    host.says("/about-us", page("About us."), ETag='"2"')
    first = await look(web)
    known = {text.url: KnownText("site", text.etag, text.modified) for text in first.texts}
    again = await look(web, known=known, leads=first.leads)
    assert (again.outcome, again.texts) == ("found", ())
    assert again.unchanged == set(known)
    assert again.leads == first.leads
    host.says("/about-us", page("New words."), ETag='"3"')
    assert [text.url for text in (await look(web, known=known)).texts] == [
        f"{web.base(DOMAIN)}/about-us"
    ]


async def test_a_sitemap_names_what_the_first_page_does_not(web: Web) -> None:
    host = web.host(DOMAIN)
    host.says("/", page("Freight."))
    at = web.base(DOMAIN)
    locations = f"<url><loc>{at}/en/company</loc></url><url><loc>{at}/x</loc></url>"
    host.says("/sitemap.xml", f"<?xml version='1.0'?><urlset>{locations}</urlset>")
    host.says("/en/company", page("Since 1998."))
    assert [text.url for text in (await look(web)).texts] == [f"{at}/", f"{at}/en/company"]


async def test_hostile_markup_ends_in_time(web: Web) -> None:
    host = northwind(web)
    host.says("/about-us", "<div>" * 200_000 + WORDS)
    host.says("/news", '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + WORDS)
    assert (await look(web)).outcome == "found"


async def test_after_a_page_that_takes_too_long_the_site_is_left(web: Web) -> None:
    host = northwind(web)
    for path in ("/about-us", "/careers/"):
        host.says(path, page("Words."))
    company = Company("Northwind", (DOMAIN,), MORNING)
    started: list[str] = []

    class OnlyOnce(Parser):
        """Reads the first page. The processes for all others are killed."""

        async def page(self, body: bytes, url: str, content_type: str) -> ReadPage:
            started.append(url)
            if len(started) > 1:
                raise Unparsable
            return await super().page(body, url, content_type)

    async with web.guarded() as guarded:
        client = PublicClient(guarded, OnlyOnce(), web.pace())
        looked = await OwnSite(web.addresses).look(company, client)
    assert (looked.outcome, looked.complete, len(looked.texts)) == ("found", False, 1)
    assert len(started) == 2


@pytest.mark.parametrize(
    "parser",
    [
        Parser(seconds=0.01),
        Parser(command=(sys.executable, "-c", "print('nothing')")),
        Parser(command=(sys.executable, "-c", "print('[' * 9_000_000)")),
    ],
)
async def test_a_process_that_hangs_or_answers_nonsense(web: Web, parser: Parser) -> None:
    northwind(web)
    async with web.guarded() as guarded:
        client = PublicClient(guarded, parser, web.pace())
        company = Company("Northwind", (DOMAIN,), MORNING)
        assert (await OwnSite(web.addresses).look(company, client)).outcome == "failed"
