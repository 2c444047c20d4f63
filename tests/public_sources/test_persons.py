"""What must not be collected about persons is nowhere in the database after a look."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.rights import owned_rows
from tests.databases import ENGINES, database_on
from tests.public_sources.test_jobs import greenhouse, job
from tests.public_sources.test_poller import Desk
from tests.public_sources.test_registers import claim, filings, item, wikidata
from tests.public_sources.test_site import DOMAIN, WORDS
from tests.public_sources.web import Web

PERSON = {
    "@type": "Person",
    "name": "Jana Novak",
    "jobTitle": "COO",
    "birthDate": "1980-02-03",
    "telephone": "+420 222 333 444",
    "address": {"@type": "PostalAddress", "streetAddress": "Dlouhá 7"},
    "spouse": {"@type": "Person", "name": "Petr Novak"},
    "sameAs": "https://www.linkedin.com/in/jana-novak-7",
    "memberOf": {"@type": "Organization", "legalName": "Choir of Brno", "foundingDate": "1901"},
}
DATA = {"@type": "Organization", "name": "Northwind", "founder": PERSON, "employee": [PERSON]}
HOME = f"""<html lang="en"><head><title>Northwind</title>
<script type="application/ld+json">{json.dumps(DATA)}</script></head><body>
<a href="/about">About</a> <a href="https://boards.greenhouse.io/northwind">Jobs</a><p>{WORDS}</p>
</body></html>"""
ABOUT = f"""<html lang="en"><body><h2>Jana Novak, Chief Operating Officer</h2>
<p>Jana Novak runs our depots. She was born on 3 February 1980 in Brno. She lives in Prague with her
husband Petr and their two children. A practising Catholic, she sings in her church. After her
cancer she came back in 2019. In 2024 she joined the board.</p>
<p>Write to <a href="mailto:jana@northwind.example">jana@northwind.example</a> or
jana [at] northwind.example, or call +420 222 333 444 or (555) 123-4567.</p>
<p><img src="/jana.jpg" alt="Jana at home"> https://www.linkedin.com/in/jana-novak-7</p>
<p>{WORDS}</p></body></html>"""
POSTING = """<p>You own our move to Salesforce.</p><p>Your recruiter: Tom Lee,
tom.lee@northwind.example, +49 170 1234567.</p><p>Ansprechpartnerin: Anna Groß</p>"""
NEVER = (
    *("1980", "Brno", "Prague", "husband", "Petr", "Catholic", "church", "cancer", "Dlouhá"),
    *("jana@", "[at]", "222 333", "123-4567", "linkedin", "jana.jpg", "at home"),
    *("Tom Lee", "tom.lee", "170 1234567", "Anna Groß", "age 52", "Q77", "Choir", "1901"),
)


@pytest.mark.parametrize("engine", ENGINES)
async def test_only_what_people_do_at_work_is_stored(engine: str, tmp_path: Path, web: Web) -> None:
    host = web.host(DOMAIN)
    host.says("/", HOME)
    host.says("/about", ABOUT)
    greenhouse(web, job(1, "RevOps lead", POSTING, recruiter={"name": "Tom Lee"}))
    people = {"P169": [claim({"id": "Q77"})], "P1037": [claim({"id": "Q77"})]}
    site = [claim("https://northwind.example/")]
    wikidata(web, {"Q2": item("Northwind", P856=site, P5531=[claim("320193")], **people)}, ["Q2"])
    filings(web, ("8-K", "5.02", "2026-11-10", "a.htm"))
    web.host("www.sec.gov", for_programs=True).says(
        "/Archives/edgar/data/320193/000032019326000000/a.htm",
        "<p>The Board appointed Jana Novak, age 52, as Chief Operating Officer.</p>",
    )
    async with database_on(engine, tmp_path) as database:
        desk = Desk(database, web)
        await desk.open()
        assert await desk.poll() == 1
        async with database.read() as session:
            connection = await session.connection()
            rows = [
                tuple(row)
                for table in ("snapshot", "researched", "contact")
                for row in (await connection.execute(select(owned_rows.table(table)))).all()
            ]
        stored = repr(rows)
        assert {text.source for text in await desk.texts()} == {"site", "jobs", "wikidata", "sec"}
    assert [word for word in NEVER if word in stored] == []
    for kept in (
        "Jana Novak, Chief Operating Officer",
        "In 2024 she joined the board.",
        "You own our move to Salesforce.",
        "The Board appointed Jana Novak, […], as Chief Operating Officer.",
    ):
        assert kept in stored
