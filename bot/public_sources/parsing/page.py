"""Read a page of a company's site."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.intake.entries import web_link
from bot.public_sources.parsing import organization
from bot.public_sources.parsing.markup import Markup, markup_of
from bot.public_sources.parsing.moments import moment
from handlers.sources.public.public import MAX_TEXT

FEW_WORDS = 200  # characters; a company's page usually has more
_PARKED_WORDS = 3_000  # characters; a parked domain's page usually has fewer
# Phrases on pages of domains that are for sale or show only advertisements.
_FOR_SALE = (
    "domain is for sale",
    "domain may be for sale",
    "domain name is for sale",
    "buy this domain",
    "purchase this domain",
    "inquire about this domain",
    "domain is parked",
    "parked free",
    "parked domain",
    "domain parking",
    "this domain has been registered",
    "this domain was recently registered",
    "make an offer on this domain",
    "domain steht zum verkauf",
    "domain kaufen",
    "diese domain wurde",
    "ce domaine est à vendre",
    "este dominio está en venta",
)
# Pages of parked domains link to these hosts, or embed something from them.
_TEMPLATES = ("sedoparking.com", "parkingcrew.net", "bodis.com", "hugedomains.com", "dan.com")
# A company's number at the SEC, after the word CIK.
_CIK = re.compile(
    r"\bCIK\b[^\w\n]{0,10}(?:(?:no|number)\b[^\w\n]{0,5})?(\d{5,10})\b", re.IGNORECASE
)
_WIKIDATA = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/(Q\d{1,12})")


@dataclass(frozen=True)
class ReadPage:
    """What a page says. Addresses are absolute."""

    title: str = ""
    language: str = ""
    text: str = ""
    published_at: datetime | None = None
    names: tuple[str, ...] = ()  # what the site calls its company
    links: tuple[str, ...] = ()
    embedded: tuple[str, ...] = ()  # scripts and frames
    feeds: tuple[str, ...] = ()
    wikidata: tuple[str, ...] = ()  # ids of items
    cik: str = ""
    leads_to: str = ""  # where the page itself forwards the reader
    is_parked: bool = False
    needs_browser: bool = False


def read_page(body: bytes, url: str, content_type: str) -> ReadPage:
    """Read a page that was fetched from `url`."""
    found = markup_of(decoded(body, content_type))
    base = web_link(found.base, url) or url
    data = organization.own(organization.things(found.data), url)
    facts = organization.company_facts(data)
    text = "\n".join((*found.lines, *facts))[:MAX_TEXT]
    everything = "".join(found.everything)[: 4 * MAX_TEXT]
    numbers = set(_CIK.findall(everything))
    return ReadPage(
        title=" ".join((found.title or found.metas.get("og:title", "")).split())[:300],
        language=found.language.strip()[:2],
        text=text,
        published_at=moment(
            found.metas.get("article:published_time", "") or organization.published(data)
        ),
        names=_names(organization.legal_name(data), found.metas),
        links=_absolute(found.links, base),
        embedded=_absolute(found.embedded, base),
        feeds=_absolute(found.feeds, base),
        wikidata=tuple(dict.fromkeys(_WIKIDATA.findall(" ".join(organization.same_as(data))))),
        cik=numbers.pop() if len(numbers) == 1 else "",
        leads_to=_forwards_to(found.refresh, base),
        is_parked=_is_parked(found, everything),
        needs_browser=len(text) < FEW_WORDS and found.scripts > 0,
    )


def read_sitemap(body: bytes, url: str, content_type: str) -> list[str]:
    """Return the addresses in a sitemap."""
    return list(_absolute(markup_of(decoded(body, content_type)).locations, url))


def decoded(body: bytes, content_type: str) -> str:
    """Decode a page with the charset that its header or its text names, or with UTF-8."""
    head = body[:2_000].decode("ascii", "replace")
    said = re.search(r"charset=[\"' ]{0,3}([\w-]{2,30})", content_type[:200] + head, re.IGNORECASE)
    try:
        return body.decode(said[1] if said else "utf-8", "replace")
    except LookupError:
        return body.decode(errors="replace")


def _names(legal: str, metas: Mapping[str, str]) -> tuple[str, ...]:
    said = (metas.get("og:site_name", ""), legal)
    return tuple(dict.fromkeys(" ".join(name.split())[:100] for name in said if name.strip()))


def _absolute(written: Iterable[str], base: str) -> tuple[str, ...]:
    links = (web_link(one, base).partition("#")[0] for one in written)
    return tuple(dict.fromkeys(link for link in links if link))


def _forwards_to(refresh: str, base: str) -> str:
    _, mark, address = refresh[:2_000].partition("=")
    return web_link(address.strip(" '\""), base) if mark else ""


def _is_parked(found: Markup, everything: str) -> bool:
    """Return whether the page only says that the domain is for sale or not in use."""
    hosts = " ".join((*found.links[:50], *found.embedded[:50]))
    if len(everything) > _PARKED_WORDS:
        return False
    said = " ".join((found.title, everything)).casefold()
    return any(words in said for words in _FOR_SALE) or any(each in hosts for each in _TEMPLATES)
