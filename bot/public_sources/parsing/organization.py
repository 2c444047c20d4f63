"""Read the JSON-LD of a page: facts about a company, and when an article was published.

We read only these objects:

- those at the top of the data
- those in `@graph`
- those in `mainEntity`

Elsewhere there are other companies (customers, publishers, parents), and people with birth dates,
addresses and pictures.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

_DEEPEST = 6
_NODES = 500  # how many objects we look at
_COMPANIES = ("organization", "corporation", "localbusiness", "onlinebusiness", "brand")
_ARTICLES = ("article", "newsarticle", "blogposting", "pressrelease", "reportagenewsarticle")
_FACTS = {
    "legalName": "Legal name",
    "foundingDate": "Founded",
    "numberOfEmployees": "Employees",
    "slogan": "Slogan",
    "leiCode": "LEI",
}
_MAX = 300  # characters of one fact


def things(blocks: Sequence[str]) -> list[Mapping[str, Any]]:
    """Parse blocks of JSON-LD, and return the objects that the module's docstring lists.

    Broken blocks are left out.
    """
    found: list[Mapping[str, Any]] = []
    for block in blocks:
        try:
            read = json.loads(block)
        except (ValueError, RecursionError):
            continue
        found += _walk(read, 0)
        if len(found) > _NODES:
            break
    return found[:_NODES]


def own(found: Sequence[Mapping[str, Any]], page: str) -> list[Mapping[str, Any]]:
    """Return all objects except companies whose site is on another host than the page.

    `page` is the page's address.
    """
    host = _host(page)
    return [
        thing
        for thing in found
        if not _is_a(thing, _COMPANIES) or _host(_value(thing.get("url"))) in ("", host)
    ]


def company_facts(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return facts about the company, each as a line: "Legal name: Northwind Ltd"."""
    lines = [
        f"{label}: {value}"
        for thing in found
        if _is_a(thing, _COMPANIES)
        for name, label in _FACTS.items()
        if (value := _value(thing.get(name)))
    ]
    return list(dict.fromkeys(lines))


def legal_name(found: Sequence[Mapping[str, Any]]) -> str:
    """Return the company's legal name, or its name, or ""."""
    names = [
        value
        for name in ("legalName", "name")
        for thing in found
        if _is_a(thing, _COMPANIES) and (value := _value(thing.get(name)))
    ]
    return names[0] if names else ""


def same_as(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the addresses of pages about the company on other sites."""
    links: list[str] = []
    for thing in found:
        if _is_a(thing, _COMPANIES):
            written = thing.get("sameAs")
            links += [one for one in _listed(written) if isinstance(one, str)]
    return links


def published(found: Sequence[Mapping[str, Any]]) -> str:
    """Return when the page's article was published, as written.

    Return "" if the page gives no such date, or more than one.
    """
    dates = {
        date
        for thing in found
        if _is_a(thing, _ARTICLES) and (date := _value(thing.get("datePublished")))
    }
    return dates.pop() if len(dates) == 1 else ""


def _walk(node: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the objects that we read (see the module's docstring)."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for each in node[:_NODES]:
            yield from _walk(each, depth + 1)
    elif isinstance(node, dict):
        yield node
        for name in ("@graph", "mainEntity"):
            yield from _walk(node.get(name), depth + 1)


def _is_a(thing: Mapping[str, Any], kinds: Sequence[str]) -> bool:
    said = [one.lower() for one in _listed(thing.get("@type")) if isinstance(one, str)]
    return any(one.rpartition("/")[2] in kinds for one in said)


def _value(written: object) -> str:
    """Return a value as text. A range becomes "10–50", from its lowest and highest value."""
    if isinstance(written, dict):
        parts = [_value(written.get(name)) for name in ("value", "minValue", "maxValue")]
        return "–".join(part for part in parts if part)
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return ""
    return " ".join(str(written).split())[:_MAX]


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").casefold().removeprefix("www.")
    except ValueError:
        return ""


def _listed(written: object) -> list[Any]:
    return written if isinstance(written, list) else [written]
