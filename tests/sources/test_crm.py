"""Accounts of a CRM come in: new ones as they are, known ones only where something is missing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import limits
from handlers.sources.crm import crm
from handlers.sources.records import CrmAccount, CrmContact
from storage.customers import accounts, contacts, domains
from storage.database.connection import Database
from storage.tables import Account
from tests import sqlite
from tests.delivery.world import MORNING, A
from tests.postgres import migrated

NORTHWIND = CrmAccount(
    "Northwind Ltd",
    domains=("https://www.northwind.example/", "northwind.example", "gmail.com", "no domain"),
    industry="Logistics",
    stage="evaluation",
    contacts=(
        CrmContact("Jana Novak", "head of dispatch", "Jana@Northwind.example"),
        CrmContact("  ", "nobody"),
    ),
)


@pytest.fixture(params=["sqlite", "postgresql"])
async def session(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncSession]:
    """A transaction on an empty database."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
        async with database.write() as found:
            yield found
        await database.close()
        return
    async with migrated() as url:
        database = Database(url)
        async with database.write() as found:
            yield found
        await database.close()


async def taken_in(session: AsyncSession, record: CrmAccount) -> Account:
    """The account that a record was taken in for."""
    account = await crm.take_in(session, A, record, MORNING)
    assert account
    return account


async def people(session: AsyncSession, account: Account) -> dict[str, tuple[str, str | None]]:
    """The account's contacts: role and address, by name."""
    on_file = (await contacts.by_accounts(session, [account.id])).get(account.id, [])
    return {one.name: (one.role, one.email) for one in on_file}


async def test_a_new_account_is_as_the_record_says(session: AsyncSession) -> None:
    account = await taken_in(session, NORTHWIND)
    assert (account.name, account.industry, account.stage) == (
        "Northwind Ltd",
        "Logistics",
        "evaluation",
    )
    assert await domains.of_account(session, A, account.id) == ["northwind.example"]
    assert await people(session, account) == {
        "Jana Novak": ("head of dispatch", "jana@northwind.example")
    }
    assert (await taken_in(session, NORTHWIND)).id == account.id
    assert len(await people(session, account)) == 1


async def test_what_people_typed_stays(session: AsyncSession) -> None:
    typed = await accounts.add(session, A, "Northwind", MORNING)
    await domains.add(session, typed, "northwind.example")
    typed.stage = "decision"
    first = CrmAccount("Northwind", contacts=(CrmContact("jana novak", "CEO"),))
    assert (await taken_in(session, first)).id == typed.id
    account = await taken_in(session, NORTHWIND)  # found by its domain
    assert (account.id, account.name, account.stage) == (typed.id, "Northwind", "decision")
    assert account.industry == "Logistics"
    assert await people(session, account) == {"jana novak": ("CEO", "jana@northwind.example")}


async def test_a_domain_stays_with_the_account_that_has_it(session: AsyncSession) -> None:
    first = await taken_in(session, NORTHWIND)
    both = CrmAccount("Halden", domains=("halden.example",))
    second = await taken_in(session, both)
    await domains.add(session, second, "northwind.example")
    assert await domains.account_at(session, A, "mail.northwind.example") == first
    assert await domains.account_at(session, "slack:other", "northwind.example") is None


async def test_hostile_and_boundless_records_are_cut(session: AsyncSession) -> None:
    long = "x" * 5_000
    contacts = tuple(CrmContact(f"{n} <!channel>\u202e\n{long}", long, long) for n in range(999))
    record = CrmAccount(long, domains=(long, "<script>"), industry=long, contacts=contacts)
    account = await taken_in(session, record)
    assert (len(account.name), len(account.industry)) == (200, 200)
    found = await people(session, account)
    assert len(found) == crm.MAX_CONTACTS
    assert all(len(name) <= 200 and "\u202e" not in name for name in found)
    assert all(len(role) <= 200 and email is None for role, email in found.values())
    assert await domains.of_account(session, A, account.id) == []


async def test_an_account_with_a_long_name_keeps_the_stage_that_people_chose(
    session: AsyncSession,
) -> None:
    record = CrmAccount("N" * 1_000_000, stage="decision")
    account = await taken_in(session, record)
    account.stage = "customer"
    assert await taken_in(session, record) is account
    assert account.stage == "customer"


async def test_text_that_no_database_can_store_comes_in_without_it(session: AsyncSession) -> None:
    odd = "\0 \ud800"
    contact = CrmContact(f"Jana{odd}", f"buyer{odd}", "\ud800jana@northwind.example")
    record = CrmAccount(f"North{odd}wind", (f"{odd}.example",), f"Lo{odd}gistics", None, (contact,))
    account = await taken_in(session, record)
    assert (account.name, account.industry) == ("North \ufffdwind", "Lo \ufffdgistics")
    assert await people(session, account) == {"Jana \ufffd": ("buyer \ufffd", None)}
    assert await taken_in(session, record) is account


@pytest.mark.parametrize("name", ["", " ", "\u202e\u200b", "\0"])
async def test_a_record_without_a_name_adds_no_account(session: AsyncSession, name: str) -> None:
    unnamed = CrmAccount(name, ("northwind.example",), "Retail")
    assert await crm.take_in(session, A, unnamed, MORNING) is None
    known = await taken_in(session, CrmAccount("Halden", unnamed.domains))
    assert await taken_in(session, unnamed) is known
    assert (known.name, known.industry) == ("Halden", "Retail")


async def test_an_account_takes_as_many_domains_as_its_form(session: AsyncSession) -> None:
    for number in range(3):
        names = tuple(f"{number * 7 + each}.acme.example" for each in range(7))
        await crm.take_in(session, A, CrmAccount("Acme", domains=names), MORNING)
    [account] = (await accounts.by_names(session, A, ["Acme"])).values()
    assert len(await domains.of_account(session, A, account.id)) == limits.DOMAINS
