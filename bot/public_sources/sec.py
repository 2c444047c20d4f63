"""Read a company's 8-K filings with the SEC, by the company's number (CIK)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from bot.public_sources.client import PublicClient
from bot.public_sources.company import Company, failed
from bot.public_sources.parsing.registers import SecFiling
from handlers.knowledge.web_addresses import NotFetched
from handlers.sources.public.public import Looked, PublicText, SourceLead
from storage.choices import PublicSource

_FILES = "https://www.sec.gov"
FILINGS = 4  # how many of the newest filings we read
RECENT = timedelta(days=120)
# The items of an 8-K that matter to a rep, and what they report.
ITEMS = {
    "1.01": "an agreement",
    "1.05": "a cybersecurity incident",
    "2.01": "a completed acquisition or sale",
    "2.02": "results",
    "5.02": "officers who join or leave",
}


class SecFilings:
    """Filings with the SEC. We find a company's number on the company's own site, or in Wikidata.

    `data` and `files` are the SEC's two hosts. Tests replace them.
    """

    name: PublicSource = "sec"
    every = timedelta(days=1)

    def __init__(self, data: str = "https://data.sec.gov", files: str = _FILES) -> None:
        self._data = data
        self._files = files

    async def look(self, company: Company, client: PublicClient) -> Looked:
        """Read the newest 8-K filings that have one of `ITEMS`."""
        leads = company.leads_of("sec")
        if not leads:
            return Looked("not linked")
        number = int(leads[0].at)
        where = f"sec.gov, CIK {number}"
        try:
            found = await client.answer(f"{self._data}/submissions/CIK{number:010}.json")
        except NotFetched as why:
            return Looked("nothing", where) if why.status == 404 else failed(why, where)
        filings = worth_reading(await client.parser.filings(found.body), company.now)
        known = company.known_of("sec")
        by_address = {_address(number, one): one for one in filings}
        texts = await self._texts(
            {url: one for url, one in by_address.items() if url not in known}, leads[0], client
        )
        return Looked(
            "found" if filings else "nothing",
            where,
            tuple(texts),
            frozenset(url for url in by_address if url in known),
        )

    async def _texts(
        self, filings: dict[str, SecFiling], lead: SourceLead, client: PublicClient
    ) -> list[PublicText]:
        """Return the words of these filings. Leave out a document that can't be fetched."""
        bodies: dict[str, bytes] = {}
        for url in filings:
            try:
                fetched = await client.answer(url.replace(_FILES, self._files, 1))
            except NotFetched:
                continue
            bodies[url] = fetched.body
        if not bodies:
            return []
        texts = await client.parser.filings_text(list(bodies.values()))
        return [
            PublicText(
                source="sec",
                url=url,
                publisher="SEC",
                title=_title(filings[url]),
                text=text,
                evidence=lead.evidence,
                # This is the day of the filing. The reported event may have been days earlier.
                published_at=datetime.combine(filings[url].filed_on, time(), UTC),
                language="en",
            )
            for url, text in zip(bodies, texts, strict=True)
        ]


def worth_reading(filings: Sequence[SecFiling], now: datetime) -> list[SecFiling]:
    """Return the newest 8-K filings that are recent and have one of `ITEMS`."""
    found = [
        one
        for one in filings
        if one.form in ("8-K", "8-K/A")
        and not ITEMS.keys().isdisjoint(one.items)
        and one.filed_on >= (now - RECENT).date()
    ]
    return sorted(found, key=lambda one: one.filed_on, reverse=True)[:FILINGS]


def _address(number: int, filing: SecFiling) -> str:
    folder = filing.accession.replace("-", "")
    return f"{_FILES}/Archives/edgar/data/{number}/{folder}/{filing.document}"


def _title(filing: SecFiling) -> str:
    items = "; ".join(f"{one}, {ITEMS[one]}" for one in filing.items if one in ITEMS)
    return f"Form {filing.form}, item {items}"
