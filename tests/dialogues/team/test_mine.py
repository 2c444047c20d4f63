"""A rep opens and closes upcoming calls to whoever leads the team, and to nobody after that."""

from datetime import timedelta

import pytest
from sqlmodel import col, delete, select

from handlers.cards import Aside
from handlers.features.admin import membership
from handlers.features.team import rights
from handlers.request import Means, Request, Sender
from storage.sales_calls import own_calls
from storage.tables import Person, Seat, TeamMember
from storage.team import teams
from storage.workspace import people
from tests.dialogues.calls.test_colleagues import together
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.team.test_help import pressed

SHOW = "Show it to Tomas"


async def seen_calls(office: Office) -> list[bool]:
    """For each of Lena's calls, whether her manager may see it."""
    async with office.attune.database.read(office.lena_tenant) as session:
        lena = await office.row(session, office.lena)
        found = await own_calls.planned_for(
            session, office.lena_tenant, lena.id, since=office.clock.now()
        )
        return [rights.is_open(one.seat, lena) for one in found]


async def test_nothing_is_open_at_first_and_one_switch_opens_all(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.leads(office.tomas, [lena])
    assert await seen_calls(office) == [False]
    await lena.types("my team")
    lena.sees("You're in DACH. Tomas Keller leads DACH.", "What Tomas sees", "not until you open")
    lena.sees("The team's figures, if five people or more are in it.")
    await lena.presses("Open my calls")
    lena.sees("Tomas sees your upcoming calls now: account and time.")
    assert await seen_calls(office) == [True]
    await lena.presses("Keep my calls to myself")
    lena.sees("Your manager doesn't see your upcoming calls any more.", "Open my calls")
    assert await seen_calls(office) == [False]


async def test_a_manager_does_not_find_a_closed_call_by_planning_one(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await office.leads(tomas, [lena])
    await lena.types("my team")
    lena.sees("not until you open them", "Tomas sees it only if you open it.")
    await tomas.types("/prep Northwind tomorrow 15:00")
    tomas.sees("Tomorrow 15:00")
    tomas.sees_nothing_of("Lena", "Join it")
    await office.delivers()
    lena.sees("Tomas Keller also has a call with Northwind: Tuesday 24 November 15:00.")
    tomas.sees_nothing_of("Lena")


async def test_an_admin_who_stops_leading_finds_no_closed_call(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await office.leads(tomas, [lena], admin=True)
    await tomas.types("teams")
    await tomas.presses("Open")
    await tomas.presses("Change")
    await tomas.fills(manager="")
    await tomas.submits()
    await tomas.types("/prep Northwind tomorrow 15:00")
    tomas.sees("Tomorrow 15:00")
    tomas.sees_nothing_of("Lena", "Join it")
    refused = await pressed(office, tomas, "prep.join", "1:9:")
    assert refused == "That call is no longer planned. /prep plans a new one."


@pytest.mark.parametrize("office", ["slack"], indirect=True)
@pytest.mark.parametrize("way", ["another leader", "out of the team", "another team", "deleted"])
async def test_whoever_led_a_team_finds_no_call_that_was_closed_to_them(
    office: Office, way: str
) -> None:
    lena, tomas, now = office.lena, office.tomas, office.clock.now()
    await plan(office)
    id_ = await office.leads(tomas, [lena])
    ben = await office.adds("Ben Ali")
    async with office.attune.database.write(office.lena_tenant) as session:
        team = await teams.by_id(session, office.lena_tenant, id_)
        other = await teams.create(session, office.lena_tenant, "Nordics", now)
        chosen = await people.by_id(session, office.lena_tenant, ben)
        assert team is not None
        assert other is not None
        match way:
            case "another leader":
                await membership.set_manager(session, team, chosen, now, by=ben)
            case "out of the team":
                row = await office.row(session, lena)
                await membership.take_out(session, team, [row], now, by=ben)
            case "another team":
                row = await office.row(session, lena)
                await membership.put_in(session, other, [row], now, by=ben)
            case _:
                await membership.delete(session, team, now, by=ben)
    await tomas.types("/prep Northwind tomorrow 15:00")
    tomas.sees("Tomorrow 15:00")
    tomas.sees_nothing_of("Lena", "Join it")
    refused = await pressed(office, tomas, "prep.join", "1:9:")
    assert refused == "That call is no longer planned. /prep plans a new one."


async def test_nobody_finds_a_call_that_a_rep_keeps(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await office.leads(tomas, [lena])
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await lena.presses("Show it to Tomas")
    await tomas.types("/prep Northwind tomorrow 16:00")
    tomas.sees("Lena Brandt has a call with Northwind tomorrow 15:00.")
    await lena.presses("Keep this call to myself")
    async with office.attune.database.write(office.lena_tenant) as session:  # a colleague by now
        await session.exec(delete(TeamMember))
    await tomas.types("/prep Northwind tomorrow 17:00")
    tomas.sees("Tomorrow 17:00")
    tomas.sees_nothing_of("Lena")


async def test_a_closed_call_can_be_kept_from_colleagues_too(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await office.leads(tomas, [lena])
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await lena.presses("Keep this call to myself")
    lena.sees("Tomas doesn't see this call", "No colleague who plans a call")
    async with office.attune.database.write(office.lena_tenant) as session:  # a colleague by now
        await session.exec(delete(TeamMember))
    await tomas.types("/prep Northwind tomorrow 17:00")
    tomas.sees("Tomorrow 17:00")
    tomas.sees_nothing_of("Lena")


async def test_a_call_is_kept_by_typing_it_also_without_a_manager(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await lena.types("keep this call to myself")
    lena.sees(
        "You're keeping this call to yourself: Northwind, tomorrow 15:00.", "No colleague who plans"
    )
    await tomas.types("/prep Northwind tomorrow 15:30")
    tomas.sees_nothing_of("Lena", "Join it")
    await lena.presses("Don't keep it to myself")
    lena.sees("You're no longer keeping this call to yourself: Northwind, tomorrow 15:00.")
    async with office.attune.database.read(office.lena_tenant) as session:
        lena_id = (await office.row(session, lena)).id
        seat = (await session.exec(select(Seat).where(col(Seat.person_id) == lena_id))).one()
    assert seat.opened is None
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await lena.presses("Keep this call to myself")
    lena.sees("You're keeping this call to yourself: Northwind")
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    lena.sees("Don't keep it to myself")
    lena.sees_nothing_of("Show it to")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_the_account_says_which_call_is_kept(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await plan(office, "Halden Thursday 10:00")
    await office.leads(office.tomas, [lena])
    await lena.types("keep this call to myself")
    lena.sees("Which account? Type that again, with the account's name.")
    await lena.types("keep my call with Halden to myself")
    lena.sees("Tomas doesn't see this call: Halden", "No colleague who plans a call")
    await lena.types("keep my calls to myself")
    lena.sees("What Tomas sees")
    await lena.types("keep this call to myself Brightwater")
    lena.sees("Which account?")


async def test_a_manager_who_joins_an_open_call_is_named_to_the_rep(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await office.leads(tomas, [lena])
    await lena.types("open my calls")
    await lena.presses("Open my calls")
    await tomas.types("/prep Northwind tomorrow 15:00")
    await tomas.presses("Join it")
    await office.delivers()
    told = "Tomas Keller has joined your call with Northwind, Tuesday 24 November 15:00."
    assert sum(told in each for each in lena.messages) == 1
    await tomas.presses("Everything on file")
    await tomas.presses("Leave it")
    await tomas.presses("Undo")
    await office.delivers()
    assert sum(told in each for each in lena.messages) == 1


async def test_who_leaves_before_it_is_told_is_not_named(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await together(office)
    await tomas.presses("Everything on file")
    await tomas.presses("Leave it")
    before = len(lena.messages)
    await office.delivers()
    assert len(lena.messages) == before


async def test_one_call_is_kept_though_all_are_open(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.leads(office.tomas, [lena])
    await lena.types("what does my manager see?")
    await lena.presses("Open my calls")
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await lena.presses("Keep this call to myself")
    lena.sees("Tomas doesn't see this call: Northwind", "Show it to Tomas")
    lena.sees("No colleague who plans a call with the same account sees it either.")
    assert await seen_calls(office) == [False]
    await lena.types("my team")
    lena.sees("yes, except 1 that you keep to yourself")


async def test_a_call_that_was_kept_stays_so_after_leaving_and_undo(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await together(office)
    await office.leads(tomas, [lena])
    await lena.types("my team")
    await lena.presses("Open my calls")
    for label, opened in (("Keep this call to myself", False), ("Show it to Tomas", True)):
        await lena.types("/prep Northwind")
        await lena.presses("Everything on file")
        await lena.presses(label)
        await lena.types("/prep Northwind")
        await lena.presses("Everything on file")
        await lena.presses("Leave it")
        await lena.presses("Undo")
        assert await seen_calls(office) == [opened]


async def test_a_call_from_before_the_new_manager_is_closed_though_it_moves_later(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await office.leads(tomas, [lena], admin=True)
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await lena.presses(SHOW)
    office.clock.moment += timedelta(days=3)
    await changes_manager(office, str(await office.adds("Ines Roth")))
    async with office.attune.database.read(office.lena_tenant) as session:
        lena_id = (await office.row(session, lena)).id
        seat = (await session.exec(select(Seat).where(col(Seat.person_id) == lena_id))).one()
    assert seat.opened is None


async def test_one_call_is_opened_and_closing_all_closes_it(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.leads(office.tomas, [lena])
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await lena.presses("Show it to Tomas")
    lena.sees("Tomas sees that you have this call: Northwind")
    assert await seen_calls(office) == [True]
    await lena.types("my team")
    lena.sees("only 1 that you opened")
    await lena.presses("Keep this call to myself")
    assert await seen_calls(office) == [False]


async def test_an_old_button_opens_nothing_to_the_next_manager(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.leads(office.tomas, [lena])
    await lena.types("my team")
    async with office.attune.database.write(office.lena_tenant) as session:
        ines = Person(tenant=office.lena_tenant, external="ines", name="Ines Roth", zone="UTC")
        session.add(ines)
        await session.flush()
        (team,) = await teams.of_tenant(session, office.lena_tenant)
        team.manager_id = ines.id
    await lena.presses("Open my calls")
    lena.sees("Your team has changed since, so nothing was opened.", "Ines Roth leads DACH.")
    assert await seen_calls(office) == [False]


async def test_what_was_open_is_closed_for_the_next_manager(office: Office) -> None:
    """Whether the manager changes, the person moves, leaves or comes back."""
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await office.leads(tomas, [lena], admin=True)
    ines = str(await office.adds("Ines Roth"))
    for change in (changes_manager, takes_out, deletes):
        await lena.types("my team")
        await lena.presses("Open my calls")
        await lena.types("/prep Northwind")
        await lena.presses("Everything on file")
        await lena.presses("Keep this call to myself")
        await lena.presses(SHOW)
        assert await seen_calls(office) == [True], change.__name__
        await change(office, ines)
        assert await seen_calls(office) == [False], change.__name__
        await office.leads(tomas, [lena], admin=True)
        assert await seen_calls(office) == [False], change.__name__


async def changes_manager(office: Office, ines: str) -> None:
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses("Change")
    await office.tomas.fills(manager=ines)
    await office.tomas.submits()
    office.tomas.sees("Ines Roth leads DACH.")


async def takes_out(office: Office, _ines: str) -> None:
    async with office.attune.database.read(office.lena_tenant) as session:
        lena = (await office.row(session, office.lena)).id
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses("Take people out")
    await office.tomas.fills(people=str(lena))
    await office.tomas.submits()


async def deletes(office: Office, _ines: str) -> None:
    await office.tomas.types("teams")
    await office.tomas.presses("Open")
    await office.tomas.presses("Delete…")
    await office.tomas.presses("Delete it")


async def test_a_colleague_opens_no_call_of_somebody_else(office: Office) -> None:
    await plan(office)
    await office.leads(office.tomas, [office.lena])
    await office.lena.types("/prep Northwind")
    await office.lena.presses("Everything on file")
    office.lena.sees("Show it to Tomas")
    assert await seen_calls(office) == [False]
    async with office.attune.database.read(office.lena_tenant) as session:
        tomas = await office.row(session, office.tomas)
        lena = await office.row(session, office.lena)
        (one,) = await own_calls.planned_for(
            session, office.lena_tenant, lena.id, since=office.clock.now()
        )
    sender = Sender(office.lena_tenant, office.tomas.id, "Tomas Keller", "Europe/Berlin")
    for call_id in (one.call.id, one.call.id + 77):
        value = f"{call_id}:open:{tomas.id}"
        request = Request(office.request_id(), sender, Means.BUTTON, "team.call", value)
        answer = await office.conversation.answer(request, office.clock.now())
        assert isinstance(answer, Aside)
    assert await seen_calls(office) == [False]
    await office.tomas.types("what do you see")
    office.tomas.sees(
        "You lead DACH. Members: Lena Brandt.", "upcoming calls that they opened to you"
    )
    office.tomas.sees("In a team of five people or more, you also see the team's figures")
    office.tomas.sees_nothing_of("Northwind")


async def test_questions_about_the_manager_get_the_card(office: Office) -> None:
    lena = office.lena
    await office.leads(office.tomas, [lena])
    for words in ("what does Tomas see?", "does my manager see whether I prepared?"):
        await lena.types(words)
        lena.sees("What Tomas sees", "and whether you prepared", "Open my calls")
    await lena.types("hide my calls from my manager")
    lena.sees("What Tomas sees", "not until you open them")
    await lena.types("can Tomas see my calls?")
    lena.sees("Your manager sees your upcoming calls only if you open them.")
    await lena.presses("My team")
    lena.sees("What Tomas sees")
    await lena.types("can my manager see this?")
    lena.sees("No. Nobody else sees this chat in Attune.")


async def test_only_who_may_lead_hears_that_there_is_news_of_their_team(office: Office) -> None:
    await office.leads(office.tomas, [office.lena])
    for one, listed in ((office.lena, False), (office.tomas, True)):
        await one.types("/rhythm")
        assert ("changes to a team you lead" in one.screen) is listed
        one.sees("who leads your team")


async def test_people_without_a_team_show_their_calls_to_nobody(office: Office) -> None:
    await plan(office)
    await office.lena.types("my team")
    office.lena.sees("You're not in a team here.")
    office.lena.sees_nothing_of("Open my calls")
    await office.lena.types("/prep Northwind")
    await office.lena.presses("Everything on file")
    office.lena.sees("Keep this call to myself")
    office.lena.sees_nothing_of("Show it to")
