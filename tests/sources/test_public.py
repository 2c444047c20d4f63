"""What public sources say is cleaned, stored once, and leaves nothing private about persons."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.public.public import (
    MAX_TEXT,
    Looked,
    PublicText,
    SourceLead,
    Tried,
    place_of,
    tried_from,
)
from handlers.sources.public.public_persons import without_private
from handlers.sources.public.public_taking import take_in
from storage.choices import PublicSource
from storage.customers import accounts, domains, suppressed_names
from storage.sources import public_sources
from storage.tables import Account, Call, Snapshot
from storage.upkeep.retention import prune
from storage.upkeep.retention_days import RetentionDays
from storage.workspace import policies
from tests.databases import ENGINES, database_on
from tests.delivery.world import MORNING, A, B

NEWS = PublicText(
    source="site",
    url="https://northwind.example/about",
    publisher="northwind.example",
    title="About Northwind",
    text="We move freight.\n  Jana\x00 Novak became\tCOO. \n\n",
    evidence="own site",
    published_at=datetime(2026, 11, 18, tzinfo=UTC),
    language="de-DE",
)
WEEK = timedelta(days=7)


@pytest.fixture(params=ENGINES)
async def session(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncSession]:
    """A transaction on an empty database."""
    async with database_on(request.param, tmp_path) as database, database.write() as found:
        yield found


async def account(session: AsyncSession, tenant: str = A, name: str = "Northwind") -> Account:
    """An account with a domain."""
    made = await accounts.add(session, tenant, name, MORNING)
    await session.flush()
    await domains.add(session, made, f"{name.lower()}.example")
    return made


async def stored(
    session: AsyncSession, looked: Looked, of: Account, *, blocked: frozenset[str] = frozenset()
) -> list[Snapshot]:
    """What is on file about an account after a look at its site."""
    await take_in(session, A, of.id, "site", looked, now=MORNING, blocked=blocked)
    return list(await public_sources.snapshots(session, A, of.id))


async def call(session: AsyncSession, of: Account, starts_at: datetime) -> None:
    """A planned call with an account."""
    session.add(
        Call(
            tenant=of.tenant,
            account_id=of.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
            planned_at=MORNING,
            zone="Europe/Berlin",
            source="typed",
        )
    )
    await session.flush()


async def test_a_text_is_cleaned_and_stored_once(session: AsyncSession) -> None:
    northwind = await account(session)
    looked = Looked("found", texts=(NEWS,))
    assert await take_in(session, A, northwind.id, "site", looked, now=MORNING) == 1
    assert await take_in(session, A, northwind.id, "site", looked, now=MORNING + WEEK) == 0
    (one,) = await public_sources.snapshots(session, A, northwind.id)
    assert one.text == "We move freight.\nJana Novak became COO."
    assert (one.language, one.published_at, one.evidence) == ("de", NEWS.published_at, "own site")
    assert one.seen_at == MORNING + WEEK


async def test_what_is_long_hostile_or_empty_is_cut_or_left_out(session: AsyncSession) -> None:
    northwind = await account(session)
    odd = (
        replace(NEWS, text="word " * 100_000, title="\u202ea\nb" * 500, language="\ud800"),
        replace(NEWS, url="https://northwind.example/empty", text=" \n\x00"),
        replace(NEWS, url="https://northwind.example/" + "a" * 3_000),
    )
    (one,) = await stored(session, Looked("found", texts=odd), northwind)
    assert len(one.text) <= MAX_TEXT
    assert one.title.startswith("a b a b")
    assert one.language == ""


async def test_a_date_in_the_future_is_no_date(session: AsyncSession) -> None:
    northwind = await account(session)
    ahead = replace(NEWS, published_at=MORNING + WEEK)
    (one,) = await stored(session, Looked("found", texts=(ahead,)), northwind)
    assert one.published_at is None
    with pytest.raises(ValueError, match="aware"):
        replace(NEWS, published_at=datetime(2026, 11, 18))  # noqa: DTZ001 - what is refused


async def test_only_a_complete_look_deletes_what_is_gone(session: AsyncSession) -> None:
    northwind = await account(session)
    other = replace(NEWS, url="https://northwind.example/news")
    await stored(session, Looked("found", texts=(NEWS, other), complete=True), northwind)
    assert len(await stored(session, Looked("failed"), northwind)) == 2
    kept = Looked("found", unchanged=frozenset({NEWS.url}), complete=True)
    assert [one.url for one in await stored(session, kept, northwind)] == [NEWS.url]


async def test_a_blocked_place_is_left_out_and_forgotten(session: AsyncSession) -> None:
    northwind = await account(session)
    looked = Looked("found", texts=(NEWS,))
    assert await stored(session, looked, northwind)
    assert not await stored(session, looked, northwind, blocked=frozenset({"northwind.example"}))


@pytest.mark.parametrize(
    ("source", "url", "place"),
    [
        ("site", "https://Northwind.example/about?x=1", "northwind.example"),
        ("jobs", "https://jobs.lever.co/northwind/1-2", "jobs.lever.co/northwind"),
        ("wikidata", "https://www.wikidata.org/wiki/Q42", "www.wikidata.org/wiki/Q42"),
        (
            "sec",
            "https://www.sec.gov/Archives/edgar/data/320193/1/a.htm",
            "www.sec.gov/Archives/edgar/data/320193",
        ),
        ("dns", "dns:northwind.example?type=TXT", "dns:northwind.example"),
    ],
)
def test_the_place_that_is_blocked(source: PublicSource, url: str, place: str) -> None:
    assert place_of(source, url) == place


def test_what_was_tried_is_kept_whole() -> None:
    lead = SourceLead("jobs", "https://jobs.lever.co/northwind", "linked")
    tried = Tried(
        "site",
        "found",
        MORNING,
        MORNING + WEEK,
        "northwind.example",
        MORNING,
        2,
        (lead,),
        ("a.example",),
    )
    assert tried_from(tried.as_json()) == tried
    with pytest.raises(ValueError, match="not an outcome"):
        tried_from({**tried.as_json(), "outcome": "guessed"})


KEPT = [
    "Jana Novak, Chief Operating Officer, joined Northwind on 01.12.2024.",
    "We own 1,200,000 pallets and 14 depots.",
    "“Rates will fall in 2027”, said Jana Novak.",
    "Our software helps hospitals treat cancer.",
    "09/11/2024 New depot in Porto",
]
LEFT_OUT = {
    "Write to jana.novak@northwind.example today.": "Write to […] today.",
    "Write to jana (at) northwind.example.": "Write to […].",
    "Call +49 30 123 456 78 now": "Call […] now",
    "Call (555) 123-4567 now": "Call […] now",
    "Call 1-800-555-0100 now": "Call […] now",
    "Call 020 7946 0018 now": "Call […] now",
    "The board appointed Jane Doe, age 52, as CFO.": "The board appointed Jane Doe, […], as CFO.",
    "See https://www.linkedin.com/in/jana-novak for more": "See […] for more",
    "She leads sales. She lives in Porto with her husband. Sales grew.": (
        "She leads sales. Sales grew."
    ),
    "Born in 1970 in Brno, he joined in 2010.": "",
    "Er ist verheiratet. Er leitet den Vertrieb.": "Er leitet den Vertrieb.",
    "He is active in the catholic church.": "",
    "After his illness he came back.": "",
}


@pytest.mark.parametrize("sentence", KEPT)
def test_what_people_do_at_work_is_kept(sentence: str) -> None:
    assert without_private(sentence, "site") == sentence


@pytest.mark.parametrize("said", LEFT_OUT)
def test_what_is_private_is_left_out(said: str) -> None:
    assert without_private(said, "site") == LEFT_OUT[said]


async def test_somebody_who_was_erased_is_not_taken_in_again(session: AsyncSession) -> None:
    northwind = await account(session)
    said = (
        "Jana Novak is COO. We move freight. Novak, Jana leads 40 people.\n"
        "JANA M. NOVAK said so. Tom Novak is CFO. A janus head."
    )
    named = replace(NEWS, text=said, title="Jana Novak becomes COO")
    await suppressed_names.add(session, A, ("Jana Novak", None), MORNING)
    await suppressed_names.add(session, B, ("Tom Novak",), MORNING)
    (one,) = await stored(session, Looked("found", texts=(named,)), northwind)
    assert one.text == "We move freight.\nTom Novak is CFO. A janus head."
    assert one.title == ""


async def test_what_a_source_no_longer_has_is_deleted_after_90_days(tmp_path: Path) -> None:
    async with database_on("sqlite", tmp_path) as database:
        async with database.write() as session:
            northwind = await account(session)
            await stored(session, Looked("found", texts=(NEWS,)), northwind)
        for days, left in ((90, 1), (91, 0)):
            await prune(database, RetentionDays(), MORNING + timedelta(days=days))
            async with database.read() as session:
                assert len(await public_sources.snapshots(session, A, northwind.id)) == left


def test_recruiters_are_left_out_of_postings() -> None:
    posting = "You own Salesforce. Questions? Your recruiter is Tom Lee. Berlin."
    assert without_private(posting, "jobs") == "You own Salesforce. Berlin."
    assert without_private("Ansprechpartnerin: Anna Groß", "jobs") == ""


async def test_an_account_is_due_if_it_has_a_domain_a_call_and_the_switch(
    session: AsyncSession,
) -> None:
    northwind = await account(session)
    for name, starts_at in (("Late", MORNING + WEEK), ("Past", MORNING - WEEK)):
        await call(session, await account(session, name=name), starts_at)
    nameless = await accounts.add(session, A, "Without a domain", MORNING)
    await session.flush()
    for each in (northwind, nameless, await account(session, B)):
        await call(session, each, MORNING + timedelta(days=1))
    await call(session, northwind, MORNING + timedelta(days=2))
    assert await public_sources.tenants_on(session, ["test"]) == []
    await policies.change(session, A, MORNING, by=None, public_sources=True)
    assert await public_sources.tenants_on(session, ["test"]) == [A]
    (due,) = await public_sources.claim(session, [A], MORNING, 10)
    assert (due.name, due.domains) == ("Northwind", ("northwind.example",))
    assert due.lease == MORNING + public_sources.LEASE
    assert await public_sources.claim(session, [A], MORNING, 10) == []
    assert await public_sources.claim(session, [A], due.lease, 10) != []


async def test_an_account_that_was_switched_off_is_not_due(session: AsyncSession) -> None:
    northwind = await account(session)
    await call(session, northwind, MORNING + timedelta(days=1))
    await public_sources.switch(session, A, northwind.id, MORNING, off=True, by=None)
    assert await public_sources.claim(session, [A], MORNING, 10) == []
    await public_sources.switch(session, A, northwind.id, MORNING, off=False, by=None)
    assert await public_sources.claim(session, [A], MORNING, 10) != []


async def test_nothing_of_another_tenant_is_read(session: AsyncSession) -> None:
    northwind = await account(session)
    await stored(session, Looked("found", texts=(NEWS,)), northwind)
    await public_sources.forget_all(session, B, northwind.id)
    assert await public_sources.snapshots(session, B, northwind.id) == []
    found = await public_sources.snapshots(session, A, northwind.id)
    assert [one.url for one in found] == [NEWS.url]
    assert await public_sources.look_up_of(session, B, northwind.id) is None
