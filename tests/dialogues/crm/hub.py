"""A HubSpot with a deal, which an admin connects and from which a rep's briefs are made."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from bot.crm.http import CrmClient
from bot.crm.hubspot import HubSpot
from handlers.sources.crm.crm_records import CrmSignIn
from storage.customers import domains
from storage.tables import Account
from tests.crm.hubspot_data import Pipeline
from tests.crm.hubspot_fake import TOKEN, HubSpotStandIn
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan

LATER = timedelta(minutes=16)
STAGES = [("new", "Qualified", False), ("sent", "Proposal sent", False), ("won", "Won", True)]


@dataclass
class Hub:
    """A HubSpot with one deal of Northwind's, which belongs to Tomas."""

    fake: HubSpotStandIn
    office: Office
    deal: str = ""
    company: str = ""

    def fill(self) -> None:
        data = self.fake.data
        data.pipelines = [
            Pipeline(
                "default",
                "Sales",
                [
                    ("new", "Qualified", False),
                    ("sent", "Proposal sent", False),
                    ("won", "Won", True),
                ],
            )
        ]
        data.owners["77"] = {
            "id": "77",
            "type": "PERSON",
            "archived": False,
            "email": "tomas@attune.example",
            "firstName": "Tomas",
            "lastName": "Keller",
        }
        self.company = data.put("companies", name="Northwind AB", domain="northwind.example")
        self.deal = data.put(
            "deals",
            dealname="Route planning",
            dealstage="new",
            pipeline="default",
            amount="40000",
            closedate="2026-12-18T11:00:00Z",
            hubspot_owner_id="77",
            hs_next_step="Send the pricing",
            hs_is_closed="false",
        )
        data.link(("companies", self.company), ("deals", self.deal))

    def has_stages(self, *stages: tuple[str, str, bool]) -> None:
        self.fake.data.pipelines = [Pipeline("default", "Sales", stages)]

    async def reads(self) -> None:
        """Read the CRM as the chore does, and again after a quarter of an hour."""
        for work in self.office.attune.crm_work:
            await work.poller.poll()

    async def writes(self) -> None:
        """Write as the chore does."""
        for work in self.office.attune.crm_work:
            await work.writer.write()

    def all(self, kind: str) -> list[dict[str, str]]:
        found = self.fake.data.objects[kind].values()
        return [dict(one.properties) for one in found if not one.archived]

    def of_deal(self, name: str) -> str:
        return self.fake.data.objects["deals"][self.deal].properties[name]


@asynccontextmanager
async def opened_hub(office: Office) -> AsyncIterator[Hub]:
    async with HubSpotStandIn(office.clock) as fake, CrmClient() as http:

        def opened(sign_in: CrmSignIn) -> HubSpot:
            return fake.opened(http, token=sign_in.secret)

        for opener in (office.attune.open_crm, office.attune.open_demo_crm):
            opener.by_kind["hubspot"] = opened
        made = Hub(fake, office)
        before = office.clock.moment
        office.clock.moment -= timedelta(days=1)  # what is in HubSpot has been there for a while
        made.fill()
        office.clock.moment = before
        yield made


async def connected(office: Office, hub: Hub) -> None:
    """Northwind has a call tomorrow, and Tomas has connected HubSpot."""
    await plan(office)
    await connects(office, hub)


async def connects(office: Office, hub: Hub) -> None:
    """Tomas has connected HubSpot."""
    async with office.attune.database.write(office.lena_tenant) as session:
        account = (
            await session.exec(select(Account).where(col(Account.tenant) == office.lena_tenant))
        ).one()
        await domains.add(session, account, "northwind.example")
    await office.knows(office.tomas)
    await office.makes("Tomas Keller", "admin")
    await office.tomas.types("crm")
    await office.tomas.presses("Connect HubSpot")
    await office.tomas.fills(crm_key=TOKEN)
    await office.tomas.submits()
    await hub.reads()


async def reflected(office: Office, hub: Hub, *, shared: bool = False) -> None:
    """Lena has reflected on the call, with a promise and a next step."""
    await connected(office, hub)
    await office.until(24, "15:36")
    await office.lena.types("/reflect Northwind")
    await office.lena.fills(
        goal_reached="yes",
        heard="They want the zebra plan",
        promised="Pricing for 40 seats by Friday",
        next_step="Meet the dispatchers",
    )
    await office.lena.submits()
    if shared:
        await office.lena.presses("Share or pass on")
        await office.lena.presses("Share with my colleagues")
        await office.lena.presses("Share this")


async def nothing(*_: object) -> None:
    """The process died before it recorded the outcome."""


async def sends_a_note(office: Office, hub: Hub) -> None:
    await at_the_form(office, hub)
    await office.lena.fills(crm_note="One note", crm_tasks="")
    await office.lena.submits()


async def at_the_form(office: Office, hub: Hub) -> None:
    """Lena has reflected on the call, and opens the form that sends it to HubSpot."""
    await reflected(office, hub)
    await office.lena.presses("Send to HubSpot")
