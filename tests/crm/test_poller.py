"""What a connected CRM says reaches accounts with calls, and an outage takes nothing away."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.base.clock import FixedClock
from bot.crm.poller import CrmPoller
from handlers.sources.crm import crm as crm_accounts
from handlers.sources.crm.crm_records import CrmDetails, CrmPerson, CrmSignIn
from handlers.sources.crm_ports import CrmFailed
from handlers.sources.records import CrmAccount
from storage import plan_changes
from storage.customers import suppressed_names
from storage.database.connection import Database
from storage.sales_calls.call_seats import take_seat
from storage.sources import crm_connections
from storage.tables import Account, Call, Contact, CrmCompany, CrmConnection, CrmDeal, Person
from tests.crm.book import Book, deal
from tests.databases import ENGINES, database_on

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TENANT, OTHER = "slack:T1", "slack:T2"
NORTHWIND = CrmDetails(
    "c1",
    "Northwind AB",
    ("northwind.example", "northwind.se"),
    "Logistics",
    people=(CrmPerson("p1", "Jana Novak", "Head of dispatch", "jana@northwind.example"),),
    deals=(deal(amount="38000", currency="EUR", closes_on=date(2026, 12, 18)),),
)


@pytest.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with database_on(request.param, tmp_path) as made:
        for tenant in (TENANT, OTHER):
            await _add_call(made, tenant, "Northwind", "northwind.example")
        async with made.write() as session:
            await crm_connections.connect(session, TENANT, "hubspot", NOW, secret=None)
        yield made


async def _add_call(database: Database, tenant: str, name: str, domain: str) -> None:
    async with database.write() as session:
        account = await crm_accounts.take_in(
            session, tenant, CrmAccount(name=name, domains=(domain,)), NOW
        )
        assert account
        person = Person(tenant=tenant, external=f"U-{name}", name="Lena Brandt", zone="UTC")
        session.add(person)
        await session.flush()
        call = Call(
            tenant=tenant,
            account_id=account.id,
            starts_at=NOW + timedelta(days=1),
            ends_at=NOW + timedelta(days=1, hours=1),
            planned_at=NOW,
            zone="UTC",
        )
        session.add(call)
        await session.flush()
        await take_seat(session, call, person.id)
        await plan_changes.discard(session)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def book() -> Book:
    return Book({"northwind.example": [NORTHWIND]})


@pytest.fixture
def poller(database: Database, clock: FixedClock, book: Book) -> CrmPoller:
    own = CrmSignIn("", "hubspot", "", "key")
    return CrmPoller(database, clock, book.opened, lambda: [TENANT, OTHER], own=own)


async def deals(database: Database) -> list[CrmDeal]:
    async with database.read() as session:
        return [*(await session.exec(select(CrmDeal))).all()]


async def test_the_company_of_an_account_is_found_by_its_domain(
    database: Database, poller: CrmPoller, book: Book
) -> None:
    assert await poller.poll() == 1
    (found,) = await deals(database)
    assert (found.tenant, found.stage_name, found.amount) == (TENANT, "Qualified to buy", "38000")
    async with database.read() as session:
        (contact,) = (await session.exec(select(Contact))).all()
        assert (contact.tenant, contact.role, contact.crm_id) == (TENANT, "Head of dispatch", "p1")
    assert await poller.poll() == 0


async def test_what_moved_in_the_crm_moves_here_and_a_closed_deal_goes(
    database: Database, poller: CrmPoller, book: Book, clock: FixedClock
) -> None:
    async with database.write() as session:
        connection = await crm_connections.of_tenant(session, TENANT)
        assert connection
        connection.stages = {"s1": "discovery", "s2": "evaluation"}
    await poller.poll()
    book.companies["northwind.example"] = [replace(NORTHWIND, deals=(deal(stage="s2"),))]
    book.changed_ids = {"c1", "somebody else"}
    clock.moment += timedelta(minutes=15)
    await poller.poll()
    (found,) = await deals(database)
    assert (found.stage_name, found.amount) == ("Proposal sent", "")
    assert await stage(database) == "evaluation"

    # What a rep says holds until the deal moves again.
    async with database.write() as session:
        account = (await session.exec(select(Account).where(col(Account.tenant) == TENANT))).one()
        account.stage = "decision"
    clock.moment += timedelta(minutes=15)
    await poller.poll()
    assert await stage(database) == "decision"
    book.companies["northwind.example"] = [replace(NORTHWIND, deals=())]
    clock.moment += timedelta(minutes=15)
    await poller.poll()
    assert await deals(database) == []
    assert await stage(database) == "decision"


async def stage(database: Database) -> str:
    async with database.read() as session:
        wanted = select(Account.stage).where(col(Account.tenant) == TENANT)
        return (await session.exec(wanted)).one()


async def test_an_unchanged_company_is_not_read_again(
    poller: CrmPoller, book: Book, clock: FixedClock
) -> None:
    await poller.poll()
    book.asked.clear()
    clock.moment += timedelta(minutes=15)
    assert await poller.poll() == 1
    assert book.asked == ["stages", "changed"]


async def test_several_companies_with_one_domain_wait_for_somebody_to_choose(
    database: Database, poller: CrmPoller, book: Book, clock: FixedClock
) -> None:
    book.companies["northwind.example"] = [
        NORTHWIND,
        replace(NORTHWIND, id="c2", name="Northwind UK"),
    ]
    await poller.poll()
    assert (await company(database)).match == "several"
    names = [name for _, name in (await company(database)).candidates]
    assert names == ["Northwind AB", "Northwind UK"]
    assert await deals(database) == []


async def company(database: Database) -> CrmCompany:
    async with database.read() as session:
        return (await session.exec(select(CrmCompany))).one()


async def test_an_unknown_company_is_looked_for_again_a_day_later(
    database: Database, poller: CrmPoller, book: Book, clock: FixedClock
) -> None:
    found, book.companies = book.companies, {}
    await poller.poll()
    assert (await company(database)).match == "none"
    book.companies = found
    clock.moment += timedelta(hours=20)
    await poller.poll()
    assert (await company(database)).match == "none"
    clock.moment += timedelta(hours=5)
    await poller.poll()
    assert (await company(database)).match == "one"


async def test_a_deleted_company_is_forgotten_with_its_deals(
    database: Database, poller: CrmPoller, book: Book, clock: FixedClock
) -> None:
    await poller.poll()
    book.companies, book.changed_ids = {}, {"c1"}
    clock.moment += timedelta(minutes=15)
    await poller.poll()
    assert (await company(database)).match == "none"
    assert await deals(database) == []


FAILURES = [
    (CrmFailed("no answer"), 15),
    (CrmFailed("asked to wait", timedelta(hours=3)), 180),
    (CrmFailed("asked to wait", timedelta(days=30)), 24 * 60),
]


@pytest.fixture(params=FAILURES, ids=["silent", "waits", "waits too long"])
def failure(request: pytest.FixtureRequest, book: Book) -> timedelta:
    """A failure from now on, and after how long the CRM is tried again."""
    book.then_fails, minutes = request.param
    return timedelta(minutes=minutes)


async def test_a_crm_that_fails_takes_nothing_away_and_is_left_in_peace(
    database: Database, poller: CrmPoller, book: Book, clock: FixedClock, failure: timedelta
) -> None:
    await poller.poll()
    book.failing = book.then_fails
    clock.moment += timedelta(minutes=15)
    await poller.poll()
    assert len(await deals(database)) == 1
    clock.moment += failure - timedelta(minutes=1)
    assert await poller.poll() == 0
    clock.moment += timedelta(minutes=1)
    book.failing = None
    assert await poller.poll() == 1
    async with database.read() as session:
        connection = (await session.exec(select(CrmConnection))).one()
    assert (connection.failures, connection.trouble, connection.failing_since) == (0, None, None)


async def test_a_result_that_comes_after_the_crm_was_disconnected_is_dropped(
    database: Database, poller: CrmPoller, book: Book
) -> None:
    async def disconnected() -> None:
        async with database.write() as session:
            await crm_connections.disconnect(session, TENANT, NOW)

    book.before_company = disconnected
    await poller.poll()
    assert await deals(database) == []


async def test_an_erased_contact_does_not_come_back(
    database: Database, poller: CrmPoller, book: Book
) -> None:
    async with database.write() as session:
        await suppressed_names.add(session, TENANT, ("jana NOVAK",), NOW)
    await poller.poll()
    async with database.read() as session:
        assert (await session.exec(select(Contact))).all() == []


async def test_hostile_values_are_cut_and_cleaned(
    database: Database, poller: CrmPoller, book: Book
) -> None:
    hostile = deal(amount="1e999", currency="<b>", next_step="a\x00b\n" + "x" * 90_000)
    people = tuple(CrmPerson(f"p{n}", f"Name {n} {'y' * 500}") for n in range(400))
    many = tuple(replace(hostile, id=f"d{number}") for number in range(50))
    book.companies["northwind.example"] = [replace(NORTHWIND, people=people, deals=many)]
    await poller.poll()
    found = await deals(database)
    assert len(found) == 20
    assert (found[0].amount, found[0].currency, len(found[0].next_step)) == ("", "", 65_535)
    async with database.read() as session:
        assert len((await session.exec(select(Contact))).all()) == 200


async def test_an_unexpected_answer_stops_neither_the_poller_nor_another_tenant(
    database: Database, poller: CrmPoller, book: Book, clock: FixedClock
) -> None:
    async with database.write() as session:
        await crm_connections.connect(session, OTHER, "hubspot", NOW, secret=None)
    book.broken_for = TENANT
    assert await poller.poll() == 2
    (found,) = await deals(database)
    assert found.tenant == OTHER


async def test_two_accounts_of_one_company_do_not_stop_the_reading(
    database: Database, poller: CrmPoller, book: Book, clock: FixedClock
) -> None:
    await _add_call(database, TENANT, "Northwind UK", "northwind.uk")
    book.companies["northwind.uk"] = [replace(NORTHWIND, id="c2", name="Northwind UK")]
    await poller.poll()
    (found,) = await deals(database)
    async with database.read() as session:
        connection = (await session.exec(select(CrmConnection))).one()
        read = (await session.exec(select(CrmCompany.read_at))).all()
    assert (found.crm_id, connection.trouble) == ("d1", None)
    assert read == [NOW, NOW]


async def test_one_company_that_the_crm_refuses_does_not_stop_the_others(
    database: Database, poller: CrmPoller, book: Book, clock: FixedClock
) -> None:
    await _add_call(database, TENANT, "Kestrel", "kestrel.example")
    book.companies["kestrel.example"] = [replace(NORTHWIND, id="c2", deals=(deal("d2"),))]

    async def refuses_the_first() -> None:
        if book.asked[-1] == "read c1":
            raise CrmFailed("refused")

    book.before_company = refuses_the_first
    await poller.poll()
    (found,) = await deals(database)
    async with database.read() as session:
        connection = (await session.exec(select(CrmConnection))).one()
    assert (found.crm_id, connection.trouble, connection.read_at) == ("d2", None, NOW)


async def test_an_erased_contact_does_not_come_back_from_a_duplicate(
    database: Database, poller: CrmPoller, book: Book
) -> None:
    async with database.write() as session:
        await suppressed_names.add(session, TENANT, ("Jana Novak",), NOW)
    people = (CrmPerson("p1", "JANA Novak"), CrmPerson("p2", "Jana NOVAK"))
    book.companies["northwind.example"] = [replace(NORTHWIND, people=people)]
    await poller.poll()
    async with database.read() as session:
        assert (await session.exec(select(Contact))).all() == []


async def test_another_deal_with_a_customer_does_not_begin_anew(
    database: Database, poller: CrmPoller, book: Book, clock: FixedClock
) -> None:
    async with database.write() as session:
        connection = await crm_connections.of_tenant(session, TENANT)
        assert connection
        connection.stages = {"s1": "discovery", "s2": "evaluation"}
        account = (await session.exec(select(Account).where(col(Account.tenant) == TENANT))).one()
        account.stage = "customer"
    await poller.poll()
    assert await stage(database) == "customer"
    book.companies["northwind.example"] = [replace(NORTHWIND, deals=(deal(stage="s2"),))]
    book.changed_ids = {"c1"}
    clock.moment += timedelta(minutes=15)
    await poller.poll()
    assert await stage(database) == "evaluation"
