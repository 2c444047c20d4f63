"""Wikidata and the SEC: the right company, what it says, and nothing about its people."""

import json
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web as http

from bot.public_sources.company import Company, KnownText
from bot.public_sources.sec import SecFilings
from bot.public_sources.wikidata import Wikidata
from handlers.sources.public.public import Looked, SourceLead
from tests.delivery.world import MORNING
from tests.public_sources.web import Host, Web

WIKIDATA, DATA, SEC = "www.wikidata.org", "data.sec.gov", "www.sec.gov"


def claim(value: Any, rank: str = "normal", **qualifiers: str) -> dict[str, Any]:  # noqa: ANN401
    """A statement, with the years of qualifiers."""
    times = {
        name: [{"datavalue": {"value": {"time": f"+{year}-00-00T00:00:00Z"}, "type": "time"}}]
        for name, year in qualifiers.items()
    }
    return {
        "mainsnak": {"snaktype": "value", "datavalue": {"value": value}},
        "rank": rank,
        "qualifiers": times,
    }


def wikidata(web: Web, items: dict[str, dict[str, Any]], found: list[str]) -> Host:
    """An interface that knows these items, and finds these ids for every name."""
    host = web.host(WIKIDATA, for_programs=True)

    async def api(request: http.Request) -> http.Response:
        asked = parse_qs(request.query_string)
        if asked["action"] == ["wbsearchentities"]:
            assert set(asked) == {"action", "search", "language", "type", "limit", "format"}
            return http.json_response({"search": [{"id": id_} for id_ in found]})
        assert asked["action"] == ["wbgetentities"]
        ids = asked["ids"][0].split("|")
        if not set(ids) <= items.keys():
            return http.json_response({"error": {"code": "no-such-entity"}})
        return http.json_response({"entities": {id_: items[id_] for id_ in ids}, "success": 1})

    host.pages["/w/api.php"] = api
    return host


def item(label: str, **claims: list[dict[str, Any]]) -> dict[str, Any]:
    """An item with these statements."""
    return {"labels": {"en": {"language": "en", "value": label}}, "claims": claims}


async def look(web: Web, *leads: SourceLead) -> Looked:
    """What a look at Wikidata gives."""
    company = Company("Northwind", ("northwind.example",), MORNING, leads)
    async with web.guarded() as guarded:
        return await Wikidata(web.base(WIKIDATA)).look(company, web.client(guarded))


NORTHWIND = item(
    "Northwind Freight",
    P856=[claim("http://old.example/"), claim("https://www.northwind.example", "preferred")],
    P1128=[
        claim({"amount": "+250", "unit": "1"}, P585="2023"),
        claim({"amount": "+90"}, P582="2010"),
    ],
    P571=[claim({"time": "+1998-00-00T00:00:00Z"})],
    P749=[claim({"entity-type": "item", "id": "Q9"})],
    P5531=[claim("0000320193")],
    P169=[claim({"entity-type": "item", "id": "Q77"})],
)


async def test_the_item_that_names_the_domain(web: Web) -> None:
    items = {
        "Q1": item("Northwind", P856=[claim("https://northwind-bakery.example/")]),
        "Q2": NORTHWIND,
        "Q9": item("Big Freight"),
    }
    wikidata(web, items, ["Q1", "Q2"])
    looked = await look(web)
    (text,) = looked.texts
    assert (text.url, text.publisher) == ("https://www.wikidata.org/wiki/Q2", "Wikidata")
    assert (text.title, text.evidence) == ("Northwind Freight", "same domain")
    assert text.published_at is None
    assert text.text.splitlines() == [
        "Official website: https://www.northwind.example",
        "Founded: 1998 (undated)",
        "Employees: 250 (as of 2023)",
        "Parent company: Big Freight (undated)",
    ]
    assert looked.leads == (SourceLead("sec", "320193", "same domain"),)


async def test_a_company_of_the_same_name_is_left_out(web: Web) -> None:
    wikidata(web, {"Q1": item("Northwind", P856=[claim("https://bakery.example/")])}, ["Q1"])
    assert await look(web) == Looked("nothing", "wikidata.org", complete=True)


async def test_a_website_that_the_company_had_before_does_not_count(web: Web) -> None:
    gone = item(
        "Northwind",
        P856=[claim("https://northwind.example/"), claim("https://new.example/", "preferred")],
    )
    wikidata(web, {"Q1": gone}, ["Q1"])
    assert (await look(web)).outcome == "nothing"


async def test_a_preferred_statement_that_has_ended_does_not_hide_the_current_one(
    web: Web,
) -> None:
    moved = item(
        "Northwind",
        P856=[
            claim("http://old.example/", "preferred", P582="2019"),
            claim("https://northwind.example/"),
        ],
    )
    wikidata(web, {"Q1": moved}, ["Q1"])
    looked = await look(web)
    assert looked.texts[0].text == "Official website: https://northwind.example/"


async def test_an_item_to_which_the_site_links(web: Web) -> None:
    host = wikidata(web, {"Q5": item("Northwind")}, [])
    looked = await look(web, SourceLead("wikidata", "Q5", "linked"))
    assert looked.outcome == "found"
    assert looked.texts[0].evidence == "linked"
    assert not any("wbsearchentities" in asked for asked in host.asked)


async def test_a_linked_item_of_another_website_does_not_count(web: Web) -> None:
    other = item("Big Freight", P856=[claim("https://bigfreight.example/")])
    wikidata(web, {"Q5": other}, [])
    assert (await look(web, SourceLead("wikidata", "Q5", "linked"))).outcome == "nothing"


async def test_people_in_wikidata_are_not_read(web: Web) -> None:
    host = wikidata(web, {"Q2": NORTHWIND, "Q9": item("Big Freight")}, ["Q2"])
    await look(web)
    assert not any("Q77" in asked for asked in host.asked)


def filings(web: Web, *rows: tuple[str, str, str, str]) -> Host:
    """The filings of a company: form, items, day and document, in parallel arrays."""
    host = web.host(DATA, for_programs=True)
    recent = {
        "form": [row[0] for row in rows],
        "items": [row[1] for row in rows],
        "filingDate": [row[2] for row in rows],
        "reportDate": [row[2] for row in rows],
        "accessionNumber": [f"0000320193-26-{n:06}" for n in range(len(rows))],
        "primaryDocument": [row[3] for row in rows],
    }
    answer = json.dumps({"cik": "320193", "filings": {"recent": recent, "files": []}})
    host.says("/submissions/CIK0000320193.json", answer)
    return host


LEAD = SourceLead("sec", "320193", "register number")
FOLDER = "/Archives/edgar/data/320193/000032019326"


async def sec(web: Web, *leads: SourceLead, known: dict[str, KnownText] | None = None) -> Looked:
    """What a look at the SEC gives."""
    company = Company("Northwind", ("northwind.example",), MORNING, leads, known or {})
    async with web.guarded() as guarded:
        source = SecFilings(web.base(DATA), web.base(SEC))
        return await source.look(company, web.client(guarded))


async def test_the_newest_telling_filings(web: Web) -> None:
    filings(
        web,
        ("10-Q", "", "2026-11-20", "q.htm"),
        ("8-K", "5.02,9.01", "2026-11-10", "a.htm"),
        ("8-K", "9.01", "2026-11-09", "exhibit.htm"),
        ("8-K", "1.01", "2026-11-18", "b.htm"),
        ("8-K", "5.02", "2025-01-10", "old.htm"),
        ("8-K", "5.02", "2026-11-19", "../../etc"),
    )
    files = web.host(SEC, for_programs=True)
    files.says(f"{FOLDER}000001/a.htm", "<p>Jana Novak was appointed COO.</p><p>Nothing else.</p>")
    looked = await sec(web, LEAD)
    assert (looked.outcome, looked.where) == ("found", "sec.gov, CIK 320193")
    (text,) = looked.texts  # b.htm can't be fetched, and the others still count
    assert text.url == f"https://www.sec.gov{FOLDER}000001/a.htm"
    assert text.title == "Form 8-K, item 5.02, officers who join or leave"
    assert text.text == "Jana Novak was appointed COO.\nNothing else."
    assert text.evidence == "register number"
    assert text.published_at
    assert text.published_at.isoformat() == "2026-11-10T00:00:00+00:00"


async def test_a_filing_that_is_known_is_not_read_again(web: Web) -> None:
    filings(web, ("8-K", "5.02", "2026-11-10", "a.htm"))
    known = {f"https://www.sec.gov{FOLDER}000000/a.htm": KnownText("sec")}
    looked = await sec(web, LEAD, known=known)
    assert (looked.outcome, looked.texts) == ("found", ())
    assert looked.unchanged == set(known)


async def test_without_a_number_the_sec_is_not_asked(web: Web) -> None:
    assert await sec(web) == Looked("not linked")


async def test_a_number_that_the_sec_does_not_know(web: Web) -> None:
    web.host(DATA, for_programs=True)
    assert (await sec(web, LEAD)).outcome == "nothing"
