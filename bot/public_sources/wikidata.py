"""Find a company in Wikidata, by its website. Wikidata's data is in the public domain (CC0)."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from bot.public_sources.client import PublicClient
from bot.public_sources.company import Company
from bot.public_sources.parsing.registers import WikidataFact, WikidataItem
from handlers.sources.public.public import Looked, PublicText, SourceLead
from storage.choices import CompanyEvidence, PublicSource

CANDIDATES = 5  # we read at most this many items with the company's name
NAMES = 2  # we search for at most this many of a company's names


class Wikidata:
    """Reads the item about a company in Wikidata, if there is one.

    An item is about the company in two cases:

    - The item names the company's domain.
    - The item names no website, and the company's site links to the item.

    A matching name is not enough, because several companies can share a name.
    """

    name: PublicSource = "wikidata"
    every = timedelta(days=7)

    def __init__(self, base: str = "https://www.wikidata.org") -> None:
        self._api = f"{base}/w/api.php"

    async def look(self, company: Company, client: PublicClient) -> Looked:
        """Try the items that the company's site links to, then items with the company's name."""
        leads = company.leads_of("wikidata")
        linked = [lead.at for lead in leads if lead.evidence == "linked"]
        names = [lead.at.removeprefix("name:") for lead in leads if lead.evidence == "name only"]
        for id_ in linked:
            found = await self._item(id_, client)
            if found and (not found.websites or _names_domain(found, company)):
                return await self._looked(found, "linked", company, client)
        for id_ in await self._candidates((company.name, *names), linked, client):
            found = await self._item(id_, client)
            if found and _names_domain(found, company):
                return await self._looked(found, "same domain", company, client)
        return Looked("nothing", "wikidata.org", complete=True)

    async def _candidates(
        self, names: Iterable[str], without: Sequence[str], client: PublicClient
    ) -> list[str]:
        """Return the ids of items with one of these names, without those in `without`."""
        ids: dict[str, None] = {}
        for name in list(dict.fromkeys(names))[:NAMES]:
            found = await self._ask(
                client,
                action="wbsearchentities",
                search=name[:200],
                language="en",
                type="item",
                limit=str(CANDIDATES),
            )
            ids.update(dict.fromkeys(await client.parser.found_items(found)))
        return [id_ for id_ in ids if _is_id(id_) and id_ not in without][:CANDIDATES]

    async def _item(self, id_: str, client: PublicClient) -> WikidataItem | None:
        found = await self._ask(
            client, action="wbgetentities", ids=id_, props="labels|claims", languages="en"
        )
        items = await client.parser.items(found)
        return next((item for item in items if item.id == id_), None)

    async def _looked(
        self, item: WikidataItem, evidence: CompanyEvidence, company: Company, client: PublicClient
    ) -> Looked:
        """Return the facts in the company's item.

        If the item has the company's number at the SEC, also return a lead to the SEC's data.
        """
        labels = await self._labels([fact.item for fact in item.facts], client)
        lines = [f"Official website: {site}" for site in item.websites if company.has_address(site)]
        lines += [line for fact in item.facts if (line := _line(fact, labels))]
        text = PublicText(
            source="wikidata",
            url=f"https://www.wikidata.org/wiki/{item.id}",
            publisher="Wikidata",
            title=item.label or company.name,
            text="\n".join(lines),
            evidence=evidence,
            language="en",
        )
        number = item.cik.lstrip("0")
        is_number = number.isascii() and number.isdecimal() and len(number) <= 10
        leads = (SourceLead("sec", number, evidence),) if is_number else ()
        return Looked("found", "wikidata.org", (text,), leads=leads, complete=True)

    async def _labels(self, ids: Iterable[str], client: PublicClient) -> dict[str, str]:
        wanted = [id_ for id_ in dict.fromkeys(ids) if _is_id(id_)]
        if not wanted:
            return {}
        found = await self._ask(
            client, action="wbgetentities", ids="|".join(wanted), props="labels", languages="en"
        )
        return {item.id: item.label for item in await client.parser.items(found)}

    async def _ask(self, client: PublicClient, **asked: str) -> bytes:
        query = urlencode({**asked, "format": "json"})
        return (await client.answer(f"{self._api}?{query}")).body


def _names_domain(item: WikidataItem, company: Company) -> bool:
    return any(company.has_address(site) for site in item.websites)


def _line(fact: WikidataFact, labels: dict[str, str]) -> str:
    value = labels.get(fact.item, "") if fact.item else fact.value
    if not value:
        return ""
    return f"{fact.label}: {value} ({fact.since or 'undated'})"


def _is_id(text: str) -> bool:
    return text[:1] == "Q" and text[1:].isascii() and text[1:].isdecimal() and len(text) < 15
