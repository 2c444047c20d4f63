"""A CRM that the operator's settings connect."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import select

from bot.base.clock import FixedClock
from bot.crm.http import CrmClient
from bot.crm.poller import CrmPoller
from bot.doctor.crm import check_crm, check_key
from bot.service_settings import CrmSettings
from bot.settings import Settings
from handlers.sources.crm.crm_records import CrmSignIn
from handlers.sources.crm_ports import CrmSystem
from storage.customers import accounts
from storage.database.connection import Database
from storage.tables import CrmCompany, CrmConnection, Policy
from tests.crm.book import Book
from tests.crm.hubspot_fake import TOKEN, HubSpotStandIn
from tests.crm.hubspot_world import NOW
from tests.databases import ENGINES, database_on

OWN = CrmSignIn("", "hubspot", "", "key")


@pytest.fixture(params=ENGINES)
async def new(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with database_on(request.param, tmp_path) as made:
        yield made


async def connections(database: Database) -> list[tuple[str, str | None]]:
    async with database.read() as session:
        rows = (await session.exec(select(CrmConnection))).all()
        policies = {row.tenant: row.crm for row in (await session.exec(select(Policy))).all()}
    assert {row.tenant: row.kind for row in rows} == {t: c for t, c in policies.items() if c}
    return [(row.tenant, row.secret) for row in rows]


async def poll(
    database: Database, served: list[str], own: CrmSignIn | None, label: str = "Corvane"
) -> Book:
    """What the first turn of a process does."""
    book = Book(label=label)
    poller = CrmPoller(database, FixedClock(NOW), book.opened, lambda: served, own=own)
    await poller.poll()
    return book


async def test_the_only_tenant_gets_the_crm_of_the_settings(new: Database) -> None:
    book = await poll(new, ["slack:T1"], OWN)
    assert await connections(new) == [("slack:T1", None)]
    assert [one.secret for one in book.opened_with] == ["key"]
    await poll(new, ["slack:T1"], None)
    assert await connections(new) == []


async def test_a_new_key_for_another_account_forgets_what_was_read_at_once(new: Database) -> None:
    tenant = "slack:T1"
    await poll(new, [tenant], OWN)
    async with new.write() as session:
        account = await accounts.add(session, tenant, "Northwind", NOW)
        await session.flush()
        one = CrmCompany(
            account_id=account.id, tenant=tenant, match="one", crm_id="1", looked_at=NOW
        )
        session.add(one)
    await poll(
        new, [tenant], OWN
    )  # after a restart with the same key, or a new one for the account
    assert await on_file(new) == ["Corvane", "1"]
    book = await poll(new, [tenant], OWN, label="Another company")
    assert await on_file(new) == ["Another company"]
    assert book.asked == ["check"]


async def on_file(database: Database) -> list[str]:
    """The name of the account that is connected, and the companies that were read there."""
    async with database.read() as session:
        (connected,) = (await session.exec(select(CrmConnection))).all()
        companies = (await session.exec(select(CrmCompany.crm_id))).all()
    return [connected.label, *companies]


async def test_nobody_gets_it_where_several_tenants_are_served(new: Database) -> None:
    await poll(new, ["slack:T1", "slack:T2"], OWN)
    assert await connections(new) == []


async def test_doctor_tries_the_key() -> None:
    async with HubSpotStandIn(FixedClock(NOW)) as fake, CrmClient() as http:

        def opened(sign_in: CrmSignIn) -> CrmSystem:
            return fake.opened(http, token=sign_in.secret)

        (found,) = await check_key(CrmSettings("hubspot", "", SecretStr(TOKEN)), opened)
        assert (found.ok, found.what) == (True, "HubSpot answers.")
        fake.scopes.discard("crm.objects.deals.write")
        *_, reads = await check_key(CrmSettings("hubspot", "", SecretStr(TOKEN)), opened)
        assert "may only read HubSpot" in reads.what
        (refused,) = await check_key(CrmSettings("hubspot", "", SecretStr("wrong")), opened)
        assert (refused.ok, refused.what) == (False, "HubSpot can't be read: disconnected.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        (
            {"salesforce_url": "https://acme.my.salesforce.com"},
            [
                "Salesforce is not connected: SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET "
                "are missing."
            ],
        ),
        (
            {"salesforce_url": "https://acme.my.salesforce.com", "salesforce_client_id": "3MVG"},
            ["Salesforce is not connected: SALESFORCE_CLIENT_SECRET is missing."],
        ),
    ],
)
async def test_doctor_names_what_is_missing(given: dict[str, str], said: list[str]) -> None:
    settings = Settings(_env_file=None, **given)  # type: ignore[arg-type]
    assert [one.what for one in await check_crm(settings)] == said


async def test_a_key_of_the_settings_goes_to_its_own_crm_only(new: Database) -> None:
    await poll(new, ["slack:T1"], OWN)
    base = "https://acme.my.salesforce.com"
    other = CrmSignIn("", "salesforce", base, "id\nsecret")
    book = await poll(new, ["slack:T1"], other)
    opened = [(one.kind, one.base, one.secret) for one in book.opened_with]
    assert opened == [("salesforce", base, "id\nsecret")]
