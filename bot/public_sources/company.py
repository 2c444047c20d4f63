"""The company that a source looks up, and what all sources share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from yarl import URL

from bot.public_sources.client import PublicClient, RefusedByRobots
from handlers.knowledge.web_addresses import NotFetched
from handlers.sources.public.public import Looked, SourceLead
from storage.choices import PublicSource


@dataclass(frozen=True)
class KnownText:
    """A text that an earlier look-up stored, with the headers that tell whether it has changed."""

    source: PublicSource
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Company:
    """A company to look up.

    - `domains`: the company's domains on file, except domains that many companies share.
    - `leads`: other sources that the company's own site or Wikidata names.
    - `known`: the texts that earlier look-ups stored, by address.
    - `now`: when we look (UTC).
    """

    name: str
    domains: tuple[str, ...]
    now: datetime
    leads: tuple[SourceLead, ...] = ()
    known: Mapping[str, KnownText] = field(default_factory=dict)

    def has(self, host: str | None) -> bool:
        """Return whether a host is one of the company's domains, or below one of them."""
        name = (host or "").casefold().removesuffix(".")
        return any(name == domain or name.endswith(f".{domain}") for domain in self.domains)

    def has_address(self, url: str) -> bool:
        """Return whether an address is on a host of the company."""
        try:
            return self.has(URL(url).raw_host)
        except ValueError:
            return False

    def known_of(self, source: PublicSource) -> dict[str, KnownText]:
        """Return the texts that earlier look-ups in this source stored, by address."""
        return {url: one for url, one in self.known.items() if one.source == source}

    def leads_of(self, source: PublicSource) -> list[SourceLead]:
        """Return the leads to this source.

        Leads whose only evidence is the company's name come last.
        """
        return sorted(
            (lead for lead in self.leads if lead.source == source),
            key=lambda lead: lead.evidence == "name only",
        )


class Source(Protocol):
    """One public source.

    `every` is the usual time between two looks for the same company.
    """

    name: PublicSource
    every: timedelta

    async def look(self, company: Company, client: PublicClient) -> Looked:
        """Look a company up. May raise NotFetched."""
        ...


AddressesOf = Callable[[str], tuple[str, ...]]


def addresses_of(domain: str) -> tuple[str, ...]:
    """Return the addresses at which a domain's site may be, the most likely first."""
    return f"https://{domain}/", f"https://www.{domain}/", f"http://{domain}/"


def failed(why: NotFetched, where: str) -> Looked:
    """Return the result of a look-up that could not fetch anything."""
    if isinstance(why, RefusedByRobots):
        return Looked("not allowed", where)
    return Looked("failed", where, wait=why.retry_after)


def host_of(url: str) -> str:
    """Return the host of an address in readable form.

    "https://www.xn--mller-kva.example/about" → "müller.example"
    """
    return (URL(url).host or "").removeprefix("www.")
