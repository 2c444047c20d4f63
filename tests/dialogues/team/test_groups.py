"""The people of a team come from a user group of Slack."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.calendars.http import ProviderClient
from bot.platform.user_groups import EVERY, GroupsCheck
from bot.problems import watch
from handlers.composing.erasing import erase
from handlers.features.admin import user_groups
from handlers.views.admin import group_words
from storage.choices import GroupTrouble
from storage.tables import Outbox, Team
from storage.team import teams
from storage.workspace import audit
from tests.dialogues.office import Office
from tests.slack.driver import SlackUser
from tests.slack.fake import FakeSlack
from tests.slack.wire import Failure
from tests.teams.entra import EntraStandIn
from tests.teams.fake import TENANT

pytestmark = pytest.mark.every_platform

on_slack = pytest.mark.parametrize("office", ["slack"], indirect=True)
elsewhere = pytest.mark.parametrize("office", ["teams", "playground"], indirect=True)
GROUP, OTHER = "SDACH", "SBENELUX"


def slack(office: Office) -> FakeSlack:
    assert isinstance(office.lena, SlackUser)
    return office.lena.fake


def joins_slack(office: Office, user: str, name: str) -> SlackUser:
    """Somebody of the workspace who has not used Attune yet."""
    slack(office).add_user(user, name, "Europe/Berlin")
    assert isinstance(office.lena, SlackUser)
    return replace(office.lena, id=user)


async def made(office: Office, name: str = "DACH") -> Team:
    """Tomas, an admin, has made a team without people."""
    for one in (office.lena, office.tomas):
        await office.knows(one)
    await office.makes("Tomas Keller", "admin")
    async with office.attune.database.write(office.lena_tenant) as session:
        team = await teams.create(session, office.lena_tenant, name, office.clock.now())
        assert team is not None
        return team


async def follows(office: Office, *members: str) -> Team:
    """DACH follows the group with these members."""
    team = await made(office)
    slack(office).groups.add(GROUP, "Sales DACH", "dach", *members)
    await chooses(office, GROUP)
    return team


async def chooses(office: Office, group: str, *, problem: bool = False) -> None:
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses("Members from a group")
    await office.tomas.fills(group=group)
    await office.tomas.submits()
    assert bool(office.tomas.problems) is problem
    await goes_on(office)


async def goes_on(office: Office) -> None:
    """Tomas presses “Follow it” if he is asked."""
    if "Follow it" in office.tomas.screen:
        await office.tomas.presses("Follow it")


async def members(office: Office, team: Team) -> list[str]:
    async with office.attune.database.read(office.lena_tenant) as session:
        return [one.name for one in await teams.members(session, office.lena_tenant, [team.id])]


def check(office: Office) -> GroupsCheck:
    attune = office.attune
    return GroupsCheck(
        attune.database, office.clock, office.conversation, attune.user_groups, pause=0
    )


async def in_six_hours(office: Office, known: GroupsCheck) -> None:
    office.clock.moment += EVERY
    await known.run([office.lena_tenant])


async def told_admins(office: Office) -> list[str]:
    """The keys of the messages about a group that are planned or sent."""
    async with office.attune.database.read() as session:
        wanted = select(Outbox.key).where(col(Outbox.kind) == "group_trouble")
        return list((await session.exec(wanted)).all())


@on_slack
async def test_the_people_of_a_group_join_and_are_told(office: Office) -> None:
    team = await follows(office, "ULENA", "UNEW1", "UNEW2")
    office.tomas.sees(
        "Members: Lena Brandt.",
        "2 of 3 have not used Attune yet. They join on first use.",
        "The members of this team come from the group “Sales DACH” in your directory.",
    )
    office.tomas.sees_nothing_of("Add people", "Take people out")
    await office.delivers()
    assert "You're in DACH now." in office.lena.messages[-1]
    async with office.attune.database.read(office.lena_tenant) as session:
        assert "team changed" in [x.act for x in await audit.page(session, office.lena_tenant, 9)]
    assert await members(office, team) == ["Lena Brandt"]


@on_slack
async def test_a_group_is_chosen_for_a_team_that_has_people(office: Office) -> None:
    team = await made(office)
    await made(office, "Nordics")
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "UTOMAS")
    async with office.attune.database.write(office.lena_tenant) as session:
        await teams.put_in(session, await office.row(session, office.lena), team, team.made_at)
    await office.tomas.types("teams")
    await office.tomas.presses("Members from a group")
    await office.tomas.fills(team=str(team.id), group=GROUP)
    await office.tomas.submits()
    office.tomas.sees(
        "Let DACH follow the group “Sales DACH” in your directory?",
        "Joins: Tomas Keller.",
        "Leaves: Lena Brandt.",
    )
    assert await members(office, team) == ["Lena Brandt"]
    await office.tomas.presses("Follow it")
    office.tomas.sees("Joined: Tomas Keller.", "Left: Lena Brandt.")
    assert await members(office, team) == ["Tomas Keller"]
    await office.delivers()
    assert "You're no longer in a team here." in office.lena.messages[-1]


@on_slack
async def test_changes_of_the_group_come_every_six_hours(office: Office) -> None:
    team, known = await follows(office, "ULENA"), check(office)
    await known.run([office.lena_tenant])
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "UTOMAS")
    office.clock.moment += EVERY - timedelta(minutes=1)
    await known.run([office.lena_tenant])
    assert await members(office, team) == ["Lena Brandt"]
    office.clock.moment += timedelta(minutes=1)
    await known.run([office.lena_tenant])
    assert await members(office, team) == ["Tomas Keller"]
    await office.delivers()
    assert "You're no longer in a team here." in office.lena.messages[-1]


@on_slack
async def test_a_newcomer_joins_soon_after_the_first_use(office: Office) -> None:
    ines = joins_slack(office, "UINES", "Ines Roth")
    team, known = await follows(office, "ULENA", "UINES"), check(office)
    await known.run([office.lena_tenant])
    await ines.types("/calls")
    await known.run([office.lena_tenant])
    assert await members(office, team) == ["Ines Roth", "Lena Brandt"]
    asked = len(slack(office).called("usergroups.users.list"))
    await known.run([office.lena_tenant])
    assert len(slack(office).called("usergroups.users.list")) == asked


@on_slack
async def test_a_newcomer_joins_although_slack_first_fails(office: Office) -> None:
    ines = joins_slack(office, "UINES", "Ines Roth")
    team, known = await follows(office, "ULENA", "UINES"), check(office)
    await check(office).run([office.lena_tenant])  # another process, which has the lease now
    await known.run([office.lena_tenant])
    await ines.types("/calls")
    slack(office).fail("usergroups.users.list", Failure("internal_error"))
    await known.run([office.lena_tenant])
    assert await members(office, team) == ["Lena Brandt"]
    await known.run([office.lena_tenant])
    assert await members(office, team) == ["Ines Roth", "Lena Brandt"]


@on_slack
async def test_an_erased_person_does_not_come_back(office: Office) -> None:
    team, known = await follows(office, "ULENA"), check(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        lena = await office.row(session, office.lena)
        await erase(session, lena, office.clock.now())
    await in_six_hours(office, known)
    assert await members(office, team) == []


@on_slack
async def test_nobody_moves_from_another_team(office: Office) -> None:
    other = await made(office, "Benelux")
    async with office.attune.database.write(office.lena_tenant) as session:
        await teams.put_in(session, await office.row(session, office.lena), other, other.made_at)
        dach = await teams.create(session, office.lena_tenant, "A team", office.clock.now())
        assert dach is not None
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "ULENA", "UTOMAS")
    await chooses(office, GROUP)
    office.tomas.sees(
        "1 of 2 is in another team, and stays there: Lena Brandt (in Benelux).",
        "Members: Tomas Keller.",
    )
    assert await members(office, other) == ["Lena Brandt"]


@on_slack
async def test_the_group_is_read_again_on_a_tap_and_given_up(office: Office) -> None:
    team = await follows(office, "ULENA")
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "ULENA", "UTOMAS")
    await office.tomas.presses("Read the group again")
    office.tomas.sees("Members: Lena Brandt and Tomas Keller.")
    await office.tomas.presses("Members from a group")
    await office.tomas.fills(group="by hand")
    await office.tomas.submits()
    office.tomas.sees("DACH no longer follows the group “Sales DACH” in your directory.")
    office.tomas.sees("Add people", "Take people out", "Members: Lena Brandt and Tomas Keller.")
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "UTOMAS")
    await in_six_hours(office, check(office))
    assert await members(office, team) == ["Lena Brandt", "Tomas Keller"]


def breaks(fake: FakeSlack, trouble: GroupTrouble) -> None:
    """Let the group's members be unreadable from now on, for this reason."""
    match trouble:
        case "no permission":
            fake.scopes = fake.scopes.replace("usergroups:read,", "")
        case "gone":
            fake.groups.disable(GROUP)
        case "empty":
            fake.groups.add(GROUP, "Sales DACH", "dach")
        case "not in the plan":
            failures = [Failure("plan_upgrade_required")] * 9
            fake.fail("usergroups.users.list", *failures)
        case "unreachable":
            fake.fail("usergroups.users.list", *[Failure("internal_error")] * 9)


@on_slack
@pytest.mark.parametrize(
    "trouble", ["no permission", "gone", "empty", "not in the plan", "unreachable"]
)
async def test_a_group_that_cannot_be_taken_over_leaves_the_team(
    office: Office, trouble: GroupTrouble
) -> None:
    team, known = await follows(office, "ULENA"), check(office)
    breaks(slack(office), trouble)
    await office.tomas.presses("Read the group again")
    office.tomas.sees(group_words.TROUBLE[trouble])
    for _ in range(3):
        await in_six_hours(office, known)
    assert await members(office, team) == ["Lena Brandt"]
    passes = trouble == "unreachable"
    assert len(await told_admins(office)) == (0 if passes else 1)
    if not passes:
        await office.until(24, "10:00")
        told = [each for each in office.tomas.messages if "The people in DACH" in each]
        assert len(told) == 1
        assert not [each for each in office.lena.messages if "The people in DACH" in each]


@on_slack
async def test_a_group_that_cannot_be_read_is_on_the_health_card_until_it_is_read(
    office: Office,
) -> None:
    tomas = office.tomas
    _, known = await follows(office, "ULENA"), check(office)
    breaks(slack(office), "gone")
    await in_six_hours(office, known)
    for _ in range(2):
        await watch(office.attune.database, [office.lena_tenant], office.clock.now())
        await office.until(24, "10:00")
    await tomas.types("health")
    tomas.sees(
        "One team can't be updated from its group (since Monday 23 November).",
        "press “Read the group again”, which says why.",
    )
    assert not [each for each in tomas.messages if each.startswith("One team can")]
    await tomas.opens_home()
    tomas.sees("Something is failing: groups of teams.")
    await tomas.types("health")
    await tomas.presses("Teams")
    await tomas.presses("Open")
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "ULENA")
    await tomas.presses("Read the group again")
    await tomas.types("health")
    tomas.sees("Nothing is failing.")
    await watch(office.attune.database, [office.lena_tenant], office.clock.now())
    await office.delivers()
    tomas.sees("The groups of all teams can be read again.")


@on_slack
async def test_slack_asks_to_wait_and_the_group_is_read_soon(office: Office) -> None:
    team, known = await follows(office, "ULENA"), check(office)
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "ULENA", "UTOMAS")
    limited = Failure("ratelimited", 429, {"Retry-After": "30"})
    slack(office).fail("usergroups.users.list", limited)
    await in_six_hours(office, known)
    assert await members(office, team) == ["Lena Brandt"]
    office.clock.moment += timedelta(minutes=10)
    await known.run([office.lena_tenant])
    assert await members(office, team) == ["Lena Brandt", "Tomas Keller"]


@on_slack
async def test_an_unknown_group_and_a_deleted_team_are_refused(office: Office) -> None:
    team = await made(office)
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "ULENA")
    slack(office).groups.add(OTHER, "Sales Benelux", "benelux", "ULENA")
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses("Members from a group")
    slack(office).groups.disable(OTHER)
    await office.tomas.fills(group=OTHER)
    await office.tomas.submits()
    assert office.tomas.problems == {"group": user_groups.NOT_FOUND}
    async with office.attune.database.write(office.lena_tenant) as session:
        found = await teams.by_id(session, office.lena_tenant, team.id)
        assert found is not None
        await teams.remove(session, found)
    await office.tomas.fills(group=GROUP)
    await office.tomas.submits()
    assert "not on file any more" in " ".join(office.tomas.problems.values())


@on_slack
async def test_in_a_large_directory_the_handle_is_typed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_groups, "LISTED", 1)
    slack(office).groups.add(OTHER, "Sales Benelux", "benelux", "UTOMAS")
    team = await made(office)
    slack(office).groups.add(GROUP, "Sales DACH", "dach", "ULENA")
    await chooses(office, "sales dach")
    assert await members(office, team) == ["Lena Brandt"]
    await office.tomas.presses("Members from a group")
    office.tomas.sees("Sales DACH")
    await office.tomas.fills(group="@benelux")
    await office.tomas.submits()
    await office.tomas.presses("Follow it")
    assert await members(office, team) == ["Tomas Keller"]


@on_slack
async def test_only_admins_choose_a_group(office: Office) -> None:
    await follows(office, "ULENA")
    await office.makes("Tomas Keller", "manager")
    for label in ("Read the group again", "Members from a group"):
        await office.tomas.presses(label)
        assert "Only admins can change teams." in office.tomas.screen


@elsewhere
async def test_no_group_is_offered_where_none_can_be_read(office: Office) -> None:
    await made(office)
    await office.tomas.types("teams")
    office.tomas.sees_nothing_of("Members from a group")
    await office.tomas.presses("Open")
    office.tomas.sees("Add people")
    office.tomas.sees_nothing_of("Members from a group")


@pytest.mark.parametrize("office", ["teams"], indirect=True)
async def test_on_teams_the_people_come_from_a_group_in_entra(office: Office) -> None:
    group = "10000000-0000-4000-8000-000000000000"
    async with EntraStandIn(TENANT) as graph, ProviderClient() as http:
        graph.add(group, "Sales DACH", office.lena.id, "another", devices=("laptop",))
        groups = graph.opened(http, office.clock)
        office.attune.user_groups.add("teams", groups)
        team = await made(office)
        await chooses(office, group)
        office.tomas.sees("Members: Lena Brandt.", "1 of 2 has not used Attune yet")
        graph.add(group, "Sales DACH", office.tomas.id)
        await in_six_hours(office, check(office))
        assert await members(office, team) == ["Tomas Keller"]
        graph.granted = False
        await office.tomas.presses("Read the group again")
        office.tomas.sees_problem(group_words.TROUBLE["no permission"])
        assert await members(office, team) == ["Tomas Keller"]
        assert graph.complaints == []
