"""When the demo's week starts over, its CRM has forgotten what was written to it."""

from datetime import UTC, datetime
from pathlib import Path

from aiohttp.test_utils import TestServer

from bot.base.clock import FixedClock
from bot.build import build
from bot.playground.crm import demo_sign_in
from bot.settings import Settings
from handlers.sources.crm.crm_records import CrmOrder
from tests.playground.client import Client

NOW = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)
DOMAIN = "northwind.example"


async def test_starting_over_forgets_what_was_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/demo.db"
    attune = await build(Settings(_env_file=None, database_url=url), FixedClock(NOW))
    await attune.start()
    crm = attune.open_demo_crm(demo_sign_in())
    server = TestServer(attune.web)
    await server.start_server()
    async with Client(str(server.make_url("/")), "lena") as lena:
        details = await crm.company(DOMAIN)
        assert details is not None
        deal = details.deals[0]
        await crm.write(
            CrmOrder(
                key="one",
                kind="next_step",
                text="Depot visit",
                at=NOW,
                company=DOMAIN,
                deal=deal.id,
                owner="",
                seen=deal.next_step,
            )
        )
        assert await crm.value(deal.id, "next_step") == "Depot visit"
        await lena.act("start-over")
        assert await crm.value(deal.id, "next_step") == deal.next_step
    await server.close()
    await attune.stop()


async def test_an_admin_lets_the_demo_team_follow_a_team_in_the_crm(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/demo.db"
    settings = Settings(_env_file=None, database_url=url, admins=frozenset({"tomas"}))
    attune = await build(settings, FixedClock(NOW))
    await attune.start()
    server = TestServer(attune.web)
    await server.start_server()
    async with Client(str(server.make_url("/")), "tomas") as tomas:
        await tomas.say("teams")
        asked = str(await tomas.press(None, "teams.group", "1"))
        assert "HubSpot: Enterprise DACH" in asked
        assert "HubSpot does not say who leads a team" in asked
        fields = {"group": "hubspot:Enterprise DACH"}
        await tomas.submit("teams.group", fields, subject="1")
        shown = str((await tomas.history())[-1])
        assert "Leaves: Chiara Conti" in shown
        await tomas.press(None, "teams.follow_group", "1 hubspot:Enterprise DACH")
        shown = str((await tomas.history())[-1])
        assert "Members: Aylin Demir, Bram Visser and Lena Brandt." in shown
        assert "1 of 4 has an address in HubSpot that Attune does not know." in shown
    async with Client(str(server.make_url("/")), "lena") as lena:
        assert "no longer in a team" not in str(await lena.history())
    await server.close()
    await attune.stop()
