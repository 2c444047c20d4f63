"""One account of HubSpot with a company, a deal and people, for tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.crm.http import CrmClient
from handlers.sources.crm_ports import CrmSystem
from tests.crm.hubspot_data import HubSpotData, Pipeline
from tests.crm.hubspot_fake import Fault, HubSpotStandIn

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=1)


@dataclass
class HubSpotWorld:
    """One account with a company, contacts and deals."""

    fake: HubSpotStandIn
    http: CrmClient
    crm: CrmSystem
    company: str = field(init=False)
    deal: str = field(init=False)
    lost_deal: str = field(init=False)
    ada: str = field(init=False)
    bo: str = field(init=False)

    def __post_init__(self) -> None:
        clock = self.fake.clock
        clock.moment = LONG_AGO
        put = self.data.put
        self.data.pipelines = [
            Pipeline("default", "Sales", [("new", "New", False), ("won", "Won", True)]),
            Pipeline("18", "Partners", [("81", "New", False)], "READ_ONLY"),
        ]
        owner = {"id": "77", "type": "PERSON", "archived": False, "email": "lena@attune.example"}
        self.data.owners["77"] = {**owner, "firstName": "Lena", "lastName": "Vogt"}
        self.company = put(
            "companies",
            name="Northwind",
            domain="northwind.example",
            hs_additional_domains="northwind.test;nw.example",
            website="https://www.northwind.example/",
            industry="LOGISTICS",
            notes_last_updated="2026-11-20T08:30:00Z",
        )
        self.deal = put(
            "deals",
            dealname="Northwind 40 seats",
            dealstage="new",
            pipeline="default",
            amount="40000.50",
            closedate="2026-12-30T23:30:00Z",
            hubspot_owner_id="77",
            hs_next_step="Send the pricing",
            hs_is_closed="false",
        )
        self.lost_deal = put("deals", dealname="Old", hs_is_closed="true", dealstage="won")
        self.ada = put("contacts", firstname="Ada", lastname="Byron", jobtitle="COO")
        self.bo = put("contacts", firstname="Bo", email="bo@northwind.example", jobtitle="CFO")
        company = ("companies", self.company)
        for deal in (self.deal, self.lost_deal):
            self.data.link(company, ("deals", deal))
        for person in (self.ada, self.bo):
            self.data.link(company, ("contacts", person))
        self.data.link(("deals", self.deal), ("contacts", self.bo), "Decision maker")
        clock.moment = NOW

    @property
    def data(self) -> HubSpotData:
        return self.fake.data

    def fails(self, method: str, fault: Fault) -> None:
        self.fake.faults.append((method, fault))
