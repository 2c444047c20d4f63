"""The people of a team come from the CRM: a team in HubSpot, or the people of a manager."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlmodel import col, select

from bot.crm.http import CrmClient
from bot.crm.salesforce import Salesforce
from handlers.sources.crm.crm_records import CrmSignIn
from storage.sources import crm_connections
from storage.tables import Person, Team
from storage.team import teams
from storage.workspace import audit, people
from tests.crm.hubspot_fake import TOKEN, fails, gateway
from tests.crm.salesforce_fake import SalesforceStandIn
from tests.dialogue import Dialogue
from tests.dialogues.crm.hub import Hub
from tests.dialogues.office import Office
from tests.dialogues.team.test_groups import (
    GROUP,
    check,
    goes_on,
    in_six_hours,
    made,
    members,
    slack,
    told_admins,
)

pytestmark = pytest.mark.usefixtures("sealing")
on_slack = pytest.mark.parametrize("office", ["slack"], indirect=True)
DACH = "hubspot:62515:11"
LENA, TOMAS = "lena@attune.example", "tomas@attune.example"


async def connects_hubspot(office: Office) -> Team:
    """Tomas, an admin, has connected HubSpot, and made a team without people."""
    team = await made(office)
    await office.tomas.types("crm")
    await office.tomas.presses("Connect HubSpot")
    await office.tomas.fills(crm_key=TOKEN)
    await office.tomas.submits()
    return team


async def has_address(office: Office, one: Dialogue, address: str) -> None:
    """Somebody has signed in to a calendar with this address."""
    async with office.attune.database.write(office.lena_tenant) as session:
        (await office.row(session, one)).email = address


async def chooses(office: Office, group: str) -> None:
    label = f"Members from {'a group' if 'slack' in office.lena_tenant else 'HubSpot'}"
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses(label)
    office.tomas.sees("Attune recognises people in HubSpot by their email address.")
    await office.tomas.fills(group=group)
    await office.tomas.submits()
    await goes_on(office)


async def follows(office: Office, hub: Hub) -> Team:
    """DACH follows a team in HubSpot with Lena and a colleague who has not used Attune."""
    team = await connects_hubspot(office)
    await has_address(office, office.lena, LENA)
    hub.fake.data.own("1", LENA.title(), "11 Sales DACH", "12 Nordics", main="11")
    hub.fake.data.own("2", "ines@attune.example", "11 Sales DACH")
    hub.fake.data.own("3", TOMAS, "11 Sales DACH", "12 Nordics", main="12")
    await chooses(office, DACH)
    return team


async def test_people_of_a_team_in_hubspot_join_and_are_told(office: Office, hub: Hub) -> None:
    team = await follows(office, hub)
    office.tomas.sees(
        "Members: Lena Brandt.",
        "1 of 2 has an address in HubSpot that Attune does not know.",
        "The members of this team come from “Sales DACH” in HubSpot.",
        "Nobody leads DACH yet.",
    )
    office.tomas.sees_nothing_of("Add people", "Take people out")
    await office.delivers()
    assert "You're in DACH now." in office.lena.messages[-1]
    assert await members(office, team) == ["Lena Brandt"]
    async with office.attune.database.read(office.lena_tenant) as session:
        noted = [x.target for x in await audit.page(session, office.lena_tenant, 9)]
        assert f"{team.id} regrouped hubspot name=DACH group=Sales%20DACH" in noted
        known = await people.not_left(session, office.lena_tenant)
        assert "ines@attune.example" not in {one.email for one in known}
    assert hub.fake.complaints == []


async def test_the_team_in_hubspot_is_named_and_kept_until_by_hand_is_chosen(
    office: Office, hub: Hub
) -> None:
    tomas, team = office.tomas, await follows(office, hub)
    label = f"Members from {'a group' if 'slack' in office.lena_tenant else 'HubSpot'}"
    await tomas.presses(label)
    tomas.sees("Now: DACH: “Sales DACH” in HubSpot.")
    await tomas.submits()  # the present team is chosen
    tomas.sees("The members of this team come from “Sales DACH” in HubSpot.")
    await tomas.presses(label)
    await tomas.fills(group="")
    await tomas.submits()
    assert "group" in tomas.problems
    await tomas.fills(group="by hand")
    await tomas.submits()
    tomas.sees("DACH no longer follows “Sales DACH” in HubSpot.", "Nobody has left.", "Add people")
    assert await members(office, team) == ["Lena Brandt"]
    await tomas.types("audit log")
    await tomas.presses("Who did what")
    tomas.sees(
        "DACH: its people come from HubSpot: “Sales DACH”",
        "DACH: admins choose its people, was “Sales DACH”",
    )


@on_slack
async def test_what_changes_in_hubspot_comes_every_six_hours(office: Office, hub: Hub) -> None:
    team, known = await follows(office, hub), check(office)
    await known.run([office.lena_tenant])
    await has_address(office, office.tomas, TOMAS)
    hub.fake.data.own("3", TOMAS, "11 DACH renamed", main="11")
    hub.fake.data.own("1", LENA, "11 DACH renamed", main="11", archived=True)
    await in_six_hours(office, known)
    assert await members(office, team) == ["Tomas Keller"]
    await office.delivers()
    assert "You're no longer in a team here." in office.lena.messages[-1]
    async with office.attune.database.read(office.lena_tenant) as session:
        found = await teams.by_id(session, office.lena_tenant, team.id)
        assert found is not None
        assert found.name == "DACH"


@on_slack
async def test_whoever_has_no_known_address_or_another_team_stays(office: Office, hub: Hub) -> None:
    team = await connects_hubspot(office)
    ben = await office.adds("Ben Ali", team=team.id)
    other = await made(office, "Benelux")
    async with office.attune.database.write(office.lena_tenant) as session:
        await teams.put_in(session, await office.row(session, office.lena), other, other.made_at)
    await has_address(office, office.lena, LENA)
    hub.fake.data.own("1", LENA, "11 Sales DACH")
    hub.fake.data.own("9", "somebody@attune.example", "11 Sales DACH")
    await office.tomas.types("teams")
    await office.tomas.presses("Members from a group")
    await office.tomas.fills(team=str(team.id), group=DACH)
    await office.tomas.submits()
    office.tomas.sees(
        "Members: Ben Ali.", "1 of 2 is in another team, and stays there: Lena Brandt (in Benelux)."
    )
    async with office.attune.database.write(office.lena_tenant) as session:
        found = await people.by_id(session, office.lena_tenant, ben)
        assert found is not None
        found.email = "ben@attune.example"
    await in_six_hours(office, check(office))
    assert await members(office, team) == []


async def breaks(office: Office, hub: Hub, trouble: str) -> None:
    """Let HubSpot's team be unreadable from now on, for this reason."""
    match trouble:
        case "scope":
            hub.fake.scopes -= {"crm.objects.owners.read"}
        case "gone":
            for owner in hub.fake.data.owners.values():
                owner["teams"] = []
        case "down":
            hub.fake.faults.extend([("GET", gateway)] * 40)
        case "limit":
            daily = {"errorType": "RATE_LIMIT", "policyName": "DAILY"}
            hub.fake.faults.extend([("GET", fails(429, daily))] * 40)
        case "key":
            hub.fake.token = "another"
        case "disconnected":
            async with office.attune.database.write(office.lena_tenant) as session:
                await crm_connections.disconnect(session, office.lena_tenant, office.clock.now())
        case "another account":
            hub.fake.portal = 4711


@on_slack
@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("scope", "The key needs the scope crm.objects.owners.read."),
        ("gone", "That team is not in HubSpot any more, or nobody is in it."),
        ("another account", "That team is not in HubSpot any more, or nobody is in it."),
        ("key", "HubSpot does not accept Attune's key any more."),
        ("disconnected", "HubSpot is not connected any more."),
        ("down", "HubSpot can't be read right now."),
        ("limit", "HubSpot can't be read right now."),
    ],
)
async def test_a_crm_that_cannot_be_read_leaves_the_team(
    office: Office, hub: Hub, trouble: str, said: str
) -> None:
    team, known = await follows(office, hub), check(office)
    await breaks(office, hub, trouble)
    await office.tomas.presses("Read the group again")
    office.tomas.sees(said, "The team stays as it is.")
    for _ in range(3):
        await in_six_hours(office, known)
    assert await members(office, team) == ["Lena Brandt"]
    assert len(await told_admins(office)) == (0 if trouble in ("down", "limit") else 1)
    await office.until(24, "10:00")
    told = [each for each in office.tomas.messages if "come from HubSpot, but Attune" in each]
    assert len(told) == (0 if trouble in ("down", "limit") else 1)


@on_slack
async def test_groups_of_both_are_offered_and_one_may_fail(office: Office, hub: Hub) -> None:
    await connects_hubspot(office)
    await has_address(office, office.lena, LENA)
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "ULENA")
    hub.fake.data.own("1", LENA, "11 Sales DACH")
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses("Members from a group")
    office.tomas.sees("Sales DACH (@dach)", "HubSpot: Sales DACH")
    hub.fake.faults.append(("GET", gateway))
    await office.tomas.presses("Members from a group")
    office.tomas.sees("Sales DACH (@dach)", "HubSpot can't be read right now.")
    await office.tomas.fills(group=GROUP)
    await office.tomas.submits()
    await goes_on(office)
    office.tomas.sees("Members: Lena Brandt.", "come from the group “Sales DACH” in your")


@on_slack
async def test_a_directory_is_read_while_the_crm_is_down(office: Office, hub: Hub) -> None:
    await follows(office, hub)
    async with office.attune.database.write(office.lena_tenant) as session:
        second = await teams.create(session, office.lena_tenant, "Nordics", office.clock.now())
        assert second is not None
        second.user_group = GROUP
    slack(office).groups.add(GROUP, "Nordics", "nordics", "UTOMAS")
    hub.fake.faults.extend([("GET", gateway)] * 9)
    await in_six_hours(office, check(office))
    assert await members(office, second) == ["Tomas Keller"]


@pytest_asyncio.fixture(loop_scope="session")
async def salesforce(office: Office) -> AsyncIterator[SalesforceStandIn]:
    """A Salesforce in which Lena reports to Tomas."""
    async with SalesforceStandIn(office.clock) as fake, CrmClient() as http:
        crm_there = fake.opened(http)

        def opened(sign_in: CrmSignIn) -> Salesforce:
            return crm_there

        office.attune.open_crm.by_kind["salesforce"] = opened
        staff = {"IsActive": True, "UserType": "Standard"}
        boss = fake.data.put("User", Name="Tomas Keller", Email=TOMAS, **staff)
        fake.data.put("User", Name="Lena Brandt", Email=LENA, ManagerId=boss, **staff)
        yield fake


async def follows_salesforce(office: Office, fake: SalesforceStandIn) -> Team:
    """DACH follows the people who report to Tomas in Salesforce. Lena's address is known."""
    team = await made(office)
    await has_address(office, office.lena, LENA)
    async with office.attune.database.write(office.lena_tenant) as session:
        await crm_connections.connect(
            session, office.lena_tenant, "salesforce", office.clock.now(), secret="a\nb", base="b"
        )
    boss = next(each["Id"] for each in fake.data.live("User") if each["Email"] == TOMAS)
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses("Members from a group")
    office.tomas.sees("Salesforce: Reports to Tomas Keller")
    await office.tomas.fills(group=f"salesforce:manager:{boss}")
    await office.tomas.submits()
    await office.tomas.presses("Follow it")
    office.tomas.sees("Members: Lena Brandt.")
    return team


async def leader(office: Office, team: Team) -> str:
    async with office.attune.database.read(office.lena_tenant) as session:
        return (await teams.manager_names(session, office.lena_tenant)).get(team.id, "nobody")


@on_slack
async def test_the_manager_in_salesforce_leads_the_team_if_nobody_else_does(
    office: Office, salesforce: SalesforceStandIn
) -> None:
    team = await follows_salesforce(office, salesforce)
    assert await leader(office, team) == "nobody"
    async with office.attune.database.write(office.lena_tenant) as session:
        tomas = await office.row(session, office.tomas)
        tomas.rhythm = {**tomas.rhythm, "own_addresses": [TOMAS]}  # Tomas only says so
    known = check(office)
    await in_six_hours(office, known)
    assert await leader(office, team) == "nobody"
    await has_address(office, office.tomas, TOMAS)
    await in_six_hours(office, known)
    assert await leader(office, team) == "Tomas Keller"
    await office.until(24, "10:00")  # after the quiet hours
    assert "Tomas Keller now leads" in " ".join(office.lena.messages)
    assert "You lead DACH now." in " ".join(office.tomas.messages)


@on_slack
async def test_whoever_an_admin_chose_stays_the_leader(
    office: Office, salesforce: SalesforceStandIn
) -> None:
    team = await follows_salesforce(office, salesforce)
    await has_address(office, office.tomas, TOMAS)
    ben = await office.adds("Ben Ali")
    async with office.attune.database.write(office.lena_tenant) as session:
        found = await teams.by_id(session, office.lena_tenant, team.id)
        assert found is not None
        found.manager_id = ben
    await in_six_hours(office, check(office))
    assert await leader(office, team) == "Ben Ali"
    async with office.attune.database.read(office.lena_tenant) as session:
        wanted = select(Person.role).where(col(Person.name) == "Ben Ali")
        assert (await session.exec(wanted)).one() == "rep"
