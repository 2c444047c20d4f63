"""Admins make teams, and everybody concerned is told who leads them and what is seen."""

from datetime import timedelta

import pytest
from sqlmodel import select

from handlers.request import Means, Request, Sender
from storage.tables import Person
from storage.team import teams
from storage.workspace import audit, people
from tests.dialogues.office import Office


async def admin_makes_dach(office: Office) -> None:
    """Tomas, an admin, makes DACH with Lena in it, and leads it."""
    await office.lena.types("/calls")
    await office.tomas.types("/calls")
    await office.makes("Tomas Keller", "admin")
    await office.tomas.types("teams")
    await office.tomas.presses("New team")
    office.tomas.sees(
        "share, including earlier ones", "upcoming calls that people in the team have opened"
    )
    ids = await ids_of(office)
    await office.tomas.fills(team="DACH", manager=ids["Tomas Keller"], people=ids["Lena Brandt"])
    await office.tomas.submits()


async def ids_of(office: Office) -> dict[str, str]:
    """The row ids of the people here, by name."""
    async with office.attune.database.read(office.lena_tenant) as session:
        found = (
            await session.exec(select(Person).where(Person.tenant == office.lena_tenant))
        ).all()
    return {one.name: str(one.id) for one in found}


async def acts(office: Office) -> list[str]:
    async with office.attune.database.read(office.lena_tenant) as session:
        return [one.act for one in await audit.page(session, office.lena_tenant, 20)]


async def test_a_member_is_told_once_who_leads_and_what_is_seen(office: Office) -> None:
    await admin_makes_dach(office)
    office.tomas.sees("DACH", "Tomas Keller leads DACH.", "Members: Lena Brandt.")
    await office.delivers()
    told = [each for each in office.lena.messages if "You're in DACH now." in each]
    assert len(told) == 1
    seen = "Tomas sees what you share with your colleagues, and what you have shared already."
    assert f"Tomas Keller leads DACH. {seen}" in told[0]
    assert "Tomas sees your upcoming calls only if you open them." in told[0]
    assert "Open my calls" in told[0]
    assert "team changed" in await acts(office)
    await office.lena.presses("What Tomas sees")
    office.lena.sees(
        "You're in DACH.", "Your upcoming calls, with account and time: not until you open them."
    )


async def test_only_admins_see_and_change_teams(office: Office) -> None:
    await office.leads(office.tomas, [office.lena])
    for one in (office.lena, office.tomas):
        await one.types("teams")
        one.sees("Only admins can change teams.")


async def test_a_rep_who_leads_becomes_a_manager(office: Office) -> None:
    await admin_makes_dach(office)
    ids = await ids_of(office)
    await office.tomas.presses("Change")
    await office.tomas.fills(team="DACH and Benelux", manager=ids["Lena Brandt"])
    await office.tomas.submits()
    office.tomas.sees("Lena Brandt leads DACH and Benelux.")
    assert (await acts(office)).count("role changed") == 1
    await office.delivers()
    assert [each for each in office.lena.messages if "You lead DACH and Benelux now." in each]
    await office.tomas.presses("All teams")
    await office.tomas.presses("People and roles")
    office.tomas.sees("Lena Brandt: Manager, leads DACH and Benelux")
    await office.tomas.presses("Change")
    await office.tomas.fills(role="rep")
    await office.tomas.submits()
    assert "This person leads" in office.tomas.problems["role"]


async def test_a_name_is_given_to_one_team(office: Office) -> None:
    await admin_makes_dach(office)
    await office.tomas.presses("All teams")
    await office.tomas.presses("New team")
    await office.tomas.fills(team=" dach ")
    await office.tomas.submits()
    assert office.tomas.problems == {"team": "There is a team with this name already."}


async def test_people_move_and_leave(office: Office) -> None:
    tomas = office.tomas
    await admin_makes_dach(office)
    ines = str(await office.adds("Ines Roth"))
    await tomas.types("teams")
    await tomas.presses("Open")
    await tomas.presses("Add people")
    await tomas.fills(people=ines)
    await tomas.submits()
    tomas.sees("Members: Ines Roth and Lena Brandt.")
    lena = (await ids_of(office))["Lena Brandt"]
    await tomas.presses("Take people out")
    await tomas.fills(people=lena)
    await tomas.submits()
    tomas.sees("Members: Ines Roth.")
    await office.delivers()
    assert "You're no longer in a team here." in office.lena.messages[-1]
    await office.lena.types("my team")
    office.lena.sees("You're not in a team here.")


async def test_a_deleted_team_is_gone_from_old_buttons(office: Office) -> None:
    tomas = office.tomas
    await admin_makes_dach(office)
    await tomas.presses("Add people")
    await office.adds("Ines Roth")
    await deletes_all(office)
    await tomas.fills(people=(await ids_of(office))["Tomas Keller"])
    await tomas.submits()
    assert "not on file any more" in " ".join(tomas.problems.values())


async def deletes_all(office: Office) -> None:
    """Somebody else deletes the teams."""
    async with office.attune.database.write(office.lena_tenant) as session:
        for team in await teams.of_tenant(session, office.lena_tenant):
            await teams.remove(session, team)


async def test_a_team_is_deleted_after_a_question(office: Office) -> None:
    await admin_makes_dach(office)
    await office.tomas.presses("Delete…")
    office.tomas.sees("Delete DACH?")
    await office.tomas.presses("Delete it")
    office.tomas.sees("There are no teams yet.")
    await office.delivers()
    assert "You're no longer in a team here." in office.lena.messages[-1]


@pytest.mark.parametrize("typed", ["Nobody Known", "Twin Name"])
async def test_in_a_large_workspace_names_are_typed(office: Office, typed: str) -> None:
    tomas = office.tomas
    await tomas.types("/calls")
    await office.lena.types("/calls")
    await office.makes("Tomas Keller", "admin")
    for number in range(101):
        await office.adds(f"Colleague {number:03}")
    async with office.attune.database.write(office.lena_tenant) as session:
        for number in range(2):
            session.add(
                Person(
                    tenant=office.lena_tenant,
                    external=f"twin-{number}",
                    name="Twin Name",
                    zone="UTC",
                )
            )
    await tomas.types("teams")
    await tomas.presses("New team")
    await tomas.fills(team="DACH", manager="tomas keller", people=f"Lena Brandt\n{typed}")
    await tomas.submits()
    assert typed in tomas.problems["people"]
    await tomas.fills(people="lena brandt\n\nColleague 007")
    await tomas.submits()
    tomas.sees("Tomas Keller leads DACH.", "Members: Colleague 007 and Lena Brandt.")


async def test_a_manager_who_was_erased_leads_nothing(office: Office) -> None:
    await office.leads(office.tomas, [office.lena])
    async with office.attune.database.write(office.lena_tenant) as session:
        people.mark_left(await office.row(session, office.tomas), office.clock.now())
    office.clock.moment += timedelta(minutes=1)
    await office.lena.types("my team")
    office.lena.sees("Nobody leads DACH.")
    office.lena.sees_nothing_of("Tomas", "Open my calls")


async def test_the_role_form_chooses_the_team_too(office: Office) -> None:
    tomas = office.tomas
    await office.lena.types("/calls")
    await tomas.types("/calls")
    await office.makes("Tomas Keller", "admin")
    await office.adds("Ines Roth")
    team = await office.leads(tomas, [], admin=True)
    await tomas.types("people and roles")
    await tomas.presses("Change: Lena Brandt")
    await tomas.fills(team=str(team))
    await tomas.submits()
    tomas.sees("Lena Brandt: Rep, DACH", "Ines Roth: Rep")
    await tomas.presses("Change: Lena Brandt")
    await tomas.fills(team="")
    await tomas.submits()
    tomas.sees_nothing_of("Rep, DACH")
    assert await members(office, team) == []
    await tomas.presses("Change: Ines Roth")
    await deletes_all(office)
    await tomas.fills(team=str(team))
    await tomas.submits()
    assert "not on file any more" in tomas.problems["team"]


async def members(office: Office, team: int) -> list[str]:
    async with office.attune.database.read(office.lena_tenant) as session:
        return [one.name for one in await teams.members(session, office.lena_tenant, [team])]


async def test_the_manager_hears_who_joined_and_that_somebody_else_leads(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    team = await office.leads(lena, [])
    await tomas.types("/calls")
    await office.makes("Tomas Keller", "admin")
    ines = str(await office.adds("Ines Roth"))
    await tomas.types("teams")
    tomas.sees("DACH: 0 people, led by Lena Brandt")
    await tomas.presses("Open")
    await tomas.presses("Add people")
    await tomas.fills(people=ines)
    await tomas.submits()
    await office.delivers()
    lena.sees("You lead DACH now. Members: Ines Roth.")
    await lena.presses("What I see")
    lena.sees("You see what they share with their colleagues", "whether they prepared")
    await tomas.presses("Change")
    await tomas.fills(manager=ines)
    await tomas.submits()
    await office.delivers()
    assert "You no longer lead a team here" in lena.messages[-1]
    assert await members(office, team) == ["Ines Roth"]


async def test_a_new_team_says_who_moves_and_from_which_team(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena], team="Nordic", admin=True)
    ines = str(await office.adds("Ines Roth"))
    await office.until(23, "09:00")
    await tomas.types("teams")
    await tomas.presses("New team")
    tomas.sees("Lena Brandt (in Nordic)", "Whoever is in another team moves to this one.")
    await tomas.fills(team="DACH", manager=ines, people=(await ids_of(office))["Lena Brandt"])
    await tomas.submits()
    await office.delivers()
    told = [each for each in lena.messages if "You're in DACH" in each]
    assert len(told) == 1
    assert "You're in DACH now, and no longer in Nordic. Ines Roth leads DACH." in told[0]


async def test_a_leader_who_is_in_the_team_gets_one_true_message(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena], team="Nordic", admin=True)
    ines = str(await office.adds("Ines Roth"))
    await office.until(23, "09:00")
    await tomas.types("teams")
    await tomas.presses("New team")
    own = (await ids_of(office))["Lena Brandt"]
    await tomas.fills(team="DACH", manager=own, people=f"{own},{ines}")
    await tomas.submits()
    await office.delivers()
    told = [each for each in lena.messages if "DACH" in each]
    assert len(told) == 1
    said = "You lead DACH now. You're in it yourself, and no longer in Nordic."
    assert f"{said} Other members: Ines Roth." in told[0]
    await lena.presses("What I see")
    lena.sees("You lead DACH. You're in it yourself. Other members: Ines Roth.")


async def test_the_manager_hears_who_left_for_a_new_team(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    nordic = await office.leads(lena, [], team="Nordic")
    ines = await office.adds("Ines Roth", team=nordic)
    await tomas.types("/calls")
    await office.makes("Tomas Keller", "admin")
    await office.until(23, "09:00")
    await tomas.types("teams")
    await tomas.presses("New team")
    await tomas.fills(team="DACH", people=str(ines))
    await tomas.submits()
    await office.delivers()
    lena.sees("You lead Nordic now. Members: nobody. No longer members: Ines Roth.")


async def test_a_member_hears_of_a_new_manager(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena], admin=True)
    ines = str(await office.adds("Ines Roth"))
    await office.until(23, "09:00")
    await tomas.types("teams")
    await tomas.presses("Open")
    await tomas.presses("Change")
    await tomas.fills(manager=ines)
    await tomas.submits()
    await office.delivers()
    lena.sees("Ines Roth now leads your team, DACH. Ines sees what you share with your colleagues")
    lena.sees_nothing_of("You're in DACH now")


async def test_two_changes_make_one_message(office: Office) -> None:
    """Lena is put in, taken out and put in again before anything is sent."""
    lena, tomas = office.lena, office.tomas
    team = await office.leads(tomas, [], admin=True)
    await lena.types("/calls")
    await tomas.types("people and roles")
    for chosen in (str(team), "", str(team)):
        await tomas.presses("Change: Lena Brandt")
        await tomas.fills(team=chosen)
        await tomas.submits()
    await office.delivers()
    told = [each for each in lena.messages if "DACH" in each or "in a team" in each]
    assert len(told) == 1
    assert told[0].count("You're in DACH now.") == 1


async def test_the_log_names_the_team(office: Office) -> None:
    await admin_makes_dach(office)
    await office.tomas.types("audit log")
    await office.tomas.presses("Who did what")
    office.tomas.sees(
        "Tomas Keller, team changed, DACH: made",
        "Tomas Keller, team changed, DACH: Tomas Keller leads it",
        "Tomas Keller, team changed, DACH: Lena Brandt joined",
    )
    await office.tomas.types("people and roles")
    await office.tomas.presses("Change: Lena Brandt")
    await office.tomas.fills(team="")
    await office.tomas.submits()
    await office.tomas.types("audit log")
    await office.tomas.presses("Who did what")
    office.tomas.sees("Tomas Keller, team changed, DACH: Lena Brandt left")
    async with office.attune.database.read(office.lena_tenant) as session:
        (left, *_) = await audit.page(session, office.lena_tenant, 1)
        lena = await office.row(session, office.lena)
        assert left.target.split()[1:] == ["left", str(lena.id), "name=DACH"]


async def test_a_manager_who_leads_no_team_any_more_is_a_rep_again(office: Office) -> None:
    tomas = office.tomas
    await admin_makes_dach(office)
    lena = str((await ids_of(office))["Lena Brandt"])
    await tomas.types("teams")
    await tomas.presses("New team")
    await tomas.fills(team="Nordics", manager=lena)
    await tomas.submits()
    await tomas.types("teams")
    await tomas.presses("Open: DACH")
    await tomas.presses("Change")
    await tomas.fills(manager=lena)
    await tomas.submits()
    await tomas.presses("Delete…")
    await tomas.presses("Delete it")
    await tomas.types("people and roles")
    tomas.sees("Lena Brandt: Manager")  # she still leads Nordics
    await tomas.types("teams")
    await tomas.presses("Open")
    await tomas.presses("Change")
    await tomas.fills(manager="")
    await tomas.submits()
    await tomas.types("people and roles")
    tomas.sees("Lena Brandt: Rep", "Tomas Keller: Admin")
    await tomas.types("audit log")
    await tomas.presses("Who did what")
    tomas.sees("Lena Brandt: was manager, is rep")


async def test_what_an_admin_types_about_people_and_teams_is_no_note(office: Office) -> None:
    tomas = office.tomas
    await admin_makes_dach(office)
    await tomas.types("/prep Northwind tomorrow 3pm")
    await tomas.presses("Add “Northwind”")
    for words in ("change the team DACH", "add Priya to DACH", "who leads DACH?"):
        await tomas.types(words)
        tomas.sees("Tomas Keller leads DACH.", "Add people")
    await tomas.types("make Hans Wurst an admin")
    tomas.sees("Nothing is changed yet. Press “Change” beside the person.", "People and roles")
    await tomas.types("make lena an admin")
    tomas.sees("Nothing is changed yet. The role of Lena Brandt is “Rep”.")
    await tomas.presses("Change")
    await tomas.fills(role="admin")
    await tomas.submits()
    tomas.sees("Lena Brandt: Admin")
    await tomas.types("write to Hans")
    tomas.sees("“write to people”", "Write to people")
    await tomas.types("offer lena a focus")
    if "Open it" in tomas.screen:
        await tomas.presses("Open it")
    tomas.sees("Offer a focus", "To whom?")


async def test_the_log_keeps_the_name_that_a_team_had(office: Office) -> None:
    await admin_makes_dach(office)
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses("Change")
    await office.tomas.fills(team="Nordics & Benelux", manager="")
    await office.tomas.submits()
    await office.tomas.types("audit log")
    await office.tomas.presses("Who did what")
    office.tomas.sees(
        "Tomas Keller, team changed, DACH: made",
        "Tomas Keller, team changed, Nordics & Benelux: renamed, was DACH",
        "Nordics & Benelux: nobody leads it (before: Tomas Keller)",
    )


async def test_the_log_shows_no_id_of_a_team(office: Office) -> None:
    await admin_makes_dach(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        (team,) = await teams.of_tenant(session, office.lena_tenant)
        for target in (f"7 {team.id}", "none all"):
            at = office.clock.now()
            audit.note(session, team.tenant, "playbook chosen", ("playbook", target), at)
    await office.tomas.types("audit log")
    await office.tomas.presses("Who did what")
    office.tomas.sees("playbook chosen, a playbook that was deleted, for DACH")
    office.tomas.sees("playbook chosen, none of the uploaded ones, for everybody")
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses("Delete…")
    await office.tomas.presses("Delete it")
    await office.tomas.types("audit log")
    await office.tomas.presses("Who did what")
    office.tomas.sees(
        "Tomas Keller, team changed, DACH: deleted, with 1 person, led by Tomas Keller",
        "Tomas Keller, team changed, DACH: made",
    )
    office.tomas.sees("a playbook that was deleted, for a team that was deleted")
    office.tomas.sees_nothing_of(f"team {team.id}")


async def test_a_manager_and_a_rep_can_force_nothing(office: Office) -> None:
    """The buttons and forms of admins, sent by people who are not admins."""
    team = await office.leads(office.tomas, [office.lena])
    ines = await office.adds("Ines Roth")
    registry = office.attune.conversation().registry
    forced = [
        (means, name)
        for means in (Means.BUTTON, Means.FORM)
        for name in registry.names(means)
        if name.startswith("teams.")
    ]
    assert len(forced) >= 11
    for who in (office.lena, office.tomas):
        sender = Sender(office.lena_tenant, who.id, "Somebody", "Europe/Berlin")
        for means, name in forced:
            fields = {"team": "Taken", "manager": str(ines), "people": str(ines)}
            request = Request(office.request_id(), sender, means, name, str(team), fields)
            answer = await office.conversation.answer(request, office.clock.now())
            assert "Only admins" in str(answer), name
    assert len(await members(office, team)) == 1
    assert "team changed" not in await acts(office)
