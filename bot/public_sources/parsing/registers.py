"""Read the answers of Wikidata and of the SEC."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.public_sources.parsing.moments import day

_WEBSITE, _CIK = "P856", "P5531"
# Facts about companies. Wikidata also names their people, whom we leave out.
_FACTS = {"P571": "Founded", "P1128": "Employees", "P749": "Parent company", "P1278": "LEI"}
_AS_OF, _START, _END = "P585", "P580", "P582"
MAX_FILINGS = 1_000


@dataclass(frozen=True)
class WikidataFact:
    """A statement about a company.

    Wikidata calls its entries items. If the value is an item, `item` has its id, and `value` is "".
    """

    label: str
    value: str = ""
    item: str = ""
    since: str = ""  # "since 2021", "as of 2023", or "" if it is undated


@dataclass(frozen=True)
class WikidataItem:
    """What Wikidata says about a company. `label` is the company's name."""

    id: str
    label: str
    websites: tuple[str, ...]  # the current websites
    cik: str  # the company's number at the SEC, or ""
    facts: tuple[WikidataFact, ...]


@dataclass(frozen=True)
class SecFiling:
    """A filing with the SEC."""

    form: str
    items: tuple[str, ...]  # the item numbers of an 8-K: ("5.02", "9.01")
    filed_on: date
    accession: str  # the SEC's number of the filing
    document: str  # the file name of the main document


def wikidata_search(body: bytes) -> list[str]:
    """Return the ids of the items that a search found."""
    found = _object(json.loads(body))["search"]
    ids = [_object(one).get("id") for one in _list(found)]
    return [one for one in ids if isinstance(one, str)]


def wikidata_items(body: bytes) -> list[WikidataItem]:
    """Read the items in an answer from wbgetentities."""
    entities = _object(_object(json.loads(body))["entities"])
    return [_item(id_, _object(one)) for id_, one in list(entities.items())[:50]]


def sec_filings(body: bytes) -> list[SecFiling]:
    """Return a company's recent filings. The SEC sends one array for each field of a filing."""
    recent = _object(_object(_object(json.loads(body))["filings"])["recent"])
    columns = ("form", "items", "filingDate", "accessionNumber", "primaryDocument")
    rows = zip(*(_list(recent[name])[:MAX_FILINGS] for name in columns), strict=True)
    return [filing for row in rows if (filing := _filing(row))]


def _filing(row: Sequence[object]) -> SecFiling | None:
    """Return a filing, or None if its date, number or document is missing or malformed."""
    form, items, filed, accession, document = map(_text, row)
    filed_on = day(filed)
    if not (filed_on and _is_plain(accession) and _is_plain(document)):
        return None
    numbers = tuple(one.strip() for one in items.split(",") if one.strip())
    return SecFiling(form, numbers[:20], filed_on, accession, document)


def _is_plain(name: str) -> bool:
    """Return whether a name is short and has only letters, digits and the marks "-_."."""
    marks = set(name) - set("-_.")
    return bool(name) and len(name) < 100 and all(mark.isalnum() for mark in marks)


def _item(id_: str, entity: Mapping[str, Any]) -> WikidataItem:
    claims = _object(entity.get("claims"))
    labels = _object(entity.get("labels"))
    label = next((_text(_object(one).get("value")) for one in labels.values()), "")
    return WikidataItem(
        id_,
        label,
        tuple(value for claim in _current(claims, _WEBSITE) if (value := _string(claim))),
        next((value for claim in _current(claims, _CIK) if (value := _string(claim))), ""),
        tuple(_facts(claims)),
    )


def _facts(claims: Mapping[str, Any]) -> Iterator[WikidataFact]:
    """Yield up to three current statements for each kind of fact."""
    for name, label in _FACTS.items():
        for claim in _current(claims, name)[:3]:
            value = _value(claim)
            if isinstance(value, dict) and "id" in value:
                yield WikidataFact(label, item=_text(value["id"]), since=_since(claim))
            elif shown := _shown(value):
                yield WikidataFact(label, shown, since=_since(claim))


def _current(claims: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the preferred statements, or the normal ones if none is preferred.

    Statements with an end date no longer hold, and do not count.
    """
    said = [one for each in _list(claims.get(name)) if (one := _object(each))]
    holds = [one for one in said if not _qualifier(one, _END)]
    preferred = [one for one in holds if one.get("rank") == "preferred"]
    return preferred or [one for one in holds if one.get("rank") == "normal"]


def _value(claim: Mapping[str, Any]) -> object:
    return _object(_object(claim.get("mainsnak")).get("datavalue")).get("value")


def _string(claim: Mapping[str, Any]) -> str:
    return _text(_value(claim))


def _shown(value: object) -> str:
    """Return a number, the year of a time, or a text, as we show it."""
    if isinstance(value, dict):
        return _text(value.get("amount")).lstrip("+") or _year(value)
    return _text(value)


def _since(claim: Mapping[str, Any]) -> str:
    """Return how old a statement is: "as of 2023", "since 2021", or "" if it has no date."""
    for name, word in ((_AS_OF, "as of"), (_START, "since")):
        if year := _year(_qualifier(claim, name)):
            return f"{word} {year}"
    return ""


def _qualifier(claim: Mapping[str, Any], name: str) -> object:
    found = _list(_object(claim.get("qualifiers")).get(name))
    return _object(_object(found[0]).get("datavalue")).get("value") if found else None


def _year(value: object) -> str:
    """Return the year of a time such as "+2023-00-00T00:00:00Z"."""
    written = _text(_object(value).get("time")).lstrip("+")[:4]
    return written if written.isdecimal() else ""


def _object(read: object) -> Mapping[str, Any]:
    return read if isinstance(read, dict) else {}


def _list(read: object) -> list[Any]:
    return read if isinstance(read, list) else []


def _text(read: object) -> str:
    return " ".join(read.split())[:300] if isinstance(read, str) else ""
