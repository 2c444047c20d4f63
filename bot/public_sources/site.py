"""Read a company's own site: the first page, the page about the company, its news and its jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.public_sources import site_links
from bot.public_sources.client import PublicClient, RefusedByRobots
from bot.public_sources.company import (
    AddressesOf,
    Company,
    KnownText,
    addresses_of,
    failed,
    host_of,
)
from bot.public_sources.parser import Unparsable
from bot.public_sources.parsing.page import FEW_WORDS, ReadPage
from handlers.knowledge.web_addresses import NotFetched
from handlers.sources.public.public import Looked, PublicText, SourceLead
from storage.choices import PublicSource


@dataclass
class _Reading:
    """What has been read so far."""

    texts: list[PublicText] = field(default_factory=list)
    unchanged: set[str] = field(default_factory=set)
    pages: dict[str, ReadPage] = field(default_factory=dict)  # new and changed pages
    missed: bool = False  # whether we failed to read a page that may exist
    is_unreadable: bool = False  # whether the parser could not read a page


class OwnSite:
    """The company's own site."""

    name: PublicSource = "site"
    every = timedelta(days=7)

    def __init__(self, addresses: AddressesOf = addresses_of) -> None:
        self._addresses = addresses

    async def look(self, company: Company, client: PublicClient) -> Looked:
        """Read the company's site at the first domain where we find one.

        If we find no site, return the outcome for the last domain.
        """
        looked = Looked("failed")
        for domain in company.domains:
            looked = await self._look_at(domain, company, client)
            if looked.outcome == "found":
                return looked
        return looked

    async def _look_at(self, domain: str, company: Company, client: PublicClient) -> Looked:
        """Read the site at the first of its addresses that answers."""
        reading, why = _Reading(), NotFetched("")
        start_known = [url for url in company.known_of("site") if site_links.is_start(url, domain)]
        for address in dict.fromkeys((*start_known, *self._addresses(domain))):
            try:
                start, stray = await _read(address, company, client, reading)
            except NotFetched as error:
                # Keep the first reason, because the first address is the most likely one.
                why = why if why.reason else error
                if isinstance(error, RefusedByRobots):
                    break
                continue
            return stray or await _rest(start, company, client, reading)
        return failed(why, domain)


async def _rest(start: str, company: Company, client: PublicClient, reading: _Reading) -> Looked:
    """Read the other pages of a site, after its first page."""
    where = host_of(start)
    first = reading.pages.get(start)
    if first and first.needs_browser and not reading.texts:
        return Looked("needs a browser", where)
    for url in await _others(start, first, company, client, reading):
        # After a page that the parser could not read, we read no more pages of this site.
        if not reading.is_unreadable:
            await _try(url, company, client, reading)
    leads = tuple(_leads(reading, company))
    return Looked(
        "found" if reading.texts or reading.unchanged else "nothing",
        where,
        tuple(reading.texts),
        frozenset(reading.unchanged),
        # We did not read unchanged pages again, so we keep the leads that we found on them before.
        tuple(dict.fromkeys((*leads, *company.leads))) if reading.unchanged else leads,
        complete=not reading.missed,
    )


async def _others(
    start: str, first: ReadPage | None, company: Company, client: PublicClient, reading: _Reading
) -> Sequence[str]:
    """Return the addresses of the pages to read after the first page.

    Read the news page here already, because it links to the articles. If the first page has not
    changed, return the addresses of the site's other pages on file.
    """
    if first is None:
        return [
            url for url, known in company.known.items() if known.source == "site" and url != start
        ]
    found = site_links.sections(first.links, company)
    if len(found) < len(site_links.SECTION_NAMES):
        found = {**site_links.sections(await _sitemap(start, client), company), **found}
    urls = [url for url in dict.fromkeys(found.values()) if url != start]
    news = found.get("news")
    if news in urls and (at := await _try(news, company, client, reading)):
        urls.remove(news)
        page = reading.pages.get(at)
        earlier = [url for url in company.known_of("site") if site_links.is_below(url, at)]
        urls += site_links.articles(page, at, company) if page else earlier
    return await client.permitted(urls)


async def _sitemap(start: str, client: PublicClient) -> Sequence[str]:
    try:
        found = await client.page(f"{start.rstrip('/')}/sitemap.xml")
        return await client.parser.sitemap(found.body, found.url, found.content_type)
    except NotFetched:
        return ()


async def _try(url: str, company: Company, client: PublicClient, reading: _Reading) -> str:
    """Read a page, and return its address, or "" if the page can't be read.

    Set `reading.missed` if the page can't be read although it may exist and robots.txt allows it.
    """
    try:
        return (await _read(url, company, client, reading))[0]
    except RefusedByRobots:
        return ""
    except Unparsable:
        reading.missed = reading.is_unreadable = True
        return ""
    except NotFetched as why:
        reading.missed = reading.missed or why.status not in (404, 410)
        return ""


async def _read(
    url: str, company: Company, client: PublicClient, reading: _Reading, *, forwarded: bool = False
) -> tuple[str, Looked | None]:
    """Read one page. Return its address and None.

    If the page is parked or leads to another domain, return its address and the outcome. If the
    page has few words and forwards to another page of the site, read that page instead, but follow
    no second forward.
    """
    known = company.known.get(url, KnownText("site"))
    fetched = await client.page(url, etag=known.etag, modified=known.modified)
    if not company.has_address(fetched.url):
        return fetched.url, Looked("elsewhere", host_of(fetched.url))
    if fetched.status == 304:
        reading.unchanged.add(url)
        return url, None
    page = await client.parser.page(fetched.body, fetched.url, fetched.content_type)
    if page.leads_to and not company.has_address(page.leads_to):
        return fetched.url, Looked("elsewhere", host_of(page.leads_to))
    if page.leads_to and len(page.text) < FEW_WORDS and not forwarded:
        return await _read(page.leads_to, company, client, reading, forwarded=True)
    if page.is_parked:
        return fetched.url, Looked("parked", host_of(fetched.url))
    reading.pages[fetched.url] = page
    if page.text and not page.needs_browser:
        reading.texts.append(
            PublicText(
                source="site",
                url=fetched.url,
                publisher=host_of(fetched.url),
                title=page.title,
                text=page.text,
                evidence="own site",
                published_at=page.published_at,
                language=page.language,
                etag=fetched.etag or "",
                modified=fetched.modified or "",
            )
        )
    return fetched.url, None


def _leads(reading: _Reading, company: Company) -> Sequence[SourceLead]:
    """Return leads to the feeds, job boards and register entries that the pages name.

    The modules `news_feeds`, `jobs`, `wikidata` and `sec` follow these leads.
    """
    pages = list(reading.pages.values())
    careers = [page for url, page in reading.pages.items() if site_links.is_about_jobs(url)]
    others = [page for page in pages if page not in careers]
    items = dict.fromkeys(item for page in pages for item in page.wikidata)
    numbers = {page.cik for page in pages if page.cik}
    names = dict.fromkeys(name for page in pages for name in page.names)
    return [
        *site_links.feeds(pages, company),
        *site_links.job_boards([*careers, *others]),
        *(SourceLead("wikidata", item, "linked") for item in items),
        *(SourceLead("wikidata", f"name:{name}", "name only") for name in list(names)[:2]),
        *(SourceLead("sec", number, "register number") for number in numbers if len(numbers) == 1),
    ]
