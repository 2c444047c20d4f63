"""`/team`, *Figures*: what is true of a team of five or more, and of nobody in it."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from handlers.knowledge import team_months
from handlers.request import Means, Request, Sender
from handlers.views.team import team_page
from storage.tables import Account, Call, Reflection, Seat, TeamMember
from storage.team import teams
from storage.workspace import people
from tests.dialogues.office import MONDAY, Office

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
SAID = (
    "DACH: figures, October 2026",
    "Calls prepared in time: 75%",
    "Calls reflected on: over 90%",
    "Reflections with a surprise: under 10%",
    "Next step: theirs: 50%",
    "Next step: ours: 50%",
    "Next step: together: under 10%",
    "These figures are about the whole team without its manager, never about one person.",
)
NONE = "No figures yet."


async def dach_in_october(office: Office) -> int:
    """Tomas has led DACH since September. Six people had four calls each in October."""
    team = await office.leads(office.tomas, [office.lena])
    names = ("Ines Roth", "Amir Haddad", "Mira Vogt", "Jonas Lind", "Sofia Rey")
    ids = [await office.adds(name, team=team) for name in names]
    await since(office, team, OCTOBER - timedelta(days=20))
    async with office.attune.database.write(office.lena_tenant) as session:
        lena = await office.row(session, office.lena)
        account = Account(
            tenant=office.lena_tenant, name="Northwind", name_key="northwind", created_at=OCTOBER
        )
        session.add(account)
        await session.flush()
        for person in (lena.id, *ids):
            for number in range(4):
                at = OCTOBER + timedelta(days=3 + number, hours=9)
                call = Call(
                    tenant=office.lena_tenant,
                    account_id=account.id,
                    starts_at=at,
                    ends_at=at + timedelta(hours=1),
                    planned_at=OCTOBER,
                    zone="UTC",
                )
                session.add(call)
                await session.flush()
                session.add_all(written(call, person, number))
    return team


def written(call: Call, person: int, number: int) -> list[Seat | Reflection]:
    """What a person did about a call: three of four were prepared."""
    at = call.starts_at
    seat = Seat(
        call_id=call.id,
        person_id=person,
        tenant=call.tenant,
        account_id=call.account_id,
        starts_at=at,
        briefed_at=at - timedelta(hours=1) if number else None,
    )
    reflection = Reflection(
        tenant=call.tenant,
        call_id=call.id,
        account_id=call.account_id,
        author_id=person,
        called_at=at,
        written_at=at,
        goal_reached="yes",
        next_step_by="ours" if number % 2 else "theirs",
    )
    return [seat, reflection]


async def since(
    office: Office, team: int, moment: datetime, leaving_out: Collection[int] = ()
) -> None:
    """Everybody but these people has been in the team since then."""
    async with office.attune.database.write(office.lena_tenant) as session:
        found = await teams.by_id(session, office.lena_tenant, team)
        assert found is not None
        found.made_at = moment
        wanted = select(TeamMember).where(col(TeamMember.team_id) == team)
        for member in (await session.exec(wanted)).all():
            if member.person_id not in leaving_out:
                member.since = moment


async def night(office: Office, now: datetime = MONDAY) -> None:
    await team_months.count_tenant(office.attune.database, office.lena_tenant, now)


async def looks(office: Office) -> None:
    await office.tomas.types("/team")
    await office.tomas.presses("Figures")


async def test_the_last_month_is_shown_as_a_picture_and_in_words(office: Office) -> None:
    await dach_in_october(office)
    tomas = office.tomas
    await looks(office)
    tomas.sees(NONE, "five people or more were in the team all month")
    await night(office)
    await looks(office)
    tomas.sees(*SAID)
    tomas.sees_nothing_of("Lena", "Ines", "Northwind")
    await tomas.presses("Next step")
    tomas.sees("Next step: theirs. Oct: 50%.")
    await tomas.presses("Back")
    tomas.sees("DACH: nothing is waiting.")


async def test_a_month_that_is_named_is_shown_or_named_as_missing(office: Office) -> None:
    tomas = office.tomas
    await dach_in_october(office)
    await night(office)
    await tomas.types("team figures october")
    tomas.sees("DACH: figures, October 2026", *SAID)
    tomas.sees_nothing_of("not counted")
    for typed in ("team figures november", "what are the team figures for november"):
        await tomas.types(typed)
        tomas.sees("November 2026 is not counted yet", "DACH: figures, October 2026")
        await tomas.presses("Next step")
        tomas.sees("November 2026 is not counted yet", "Next step: theirs. Oct: 50%.")
    await tomas.types("team figures march")
    tomas.sees("March 2026 was not counted, or is too long ago.")


async def test_what_changes_later_changes_no_figure(office: Office) -> None:
    await dach_in_october(office)
    await night(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        lena = await office.row(session, office.lena)
        for written in (
            await session.exec(select(Reflection).where(col(Reflection.author_id) == lena.id))
        ).all():
            await session.delete(written)
        await teams.take_out(session, lena)
        people.mark_left(lena, office.clock.now())
    await night(office)
    await looks(office)
    office.tomas.sees(*SAID)


async def test_nothing_is_counted_before_the_third_day_of_the_next_month(office: Office) -> None:
    await dach_in_october(office)
    await night(office, datetime(2026, 11, 2, 23, 59, tzinfo=UTC))
    await looks(office)
    office.tomas.sees(NONE)
    await night(office, datetime(2026, 11, 3, 4, 0, tzinfo=UTC))
    await looks(office)
    office.tomas.sees(*SAID)


async def test_four_people_who_were_there_all_month_have_no_figures(office: Office) -> None:
    """Also not later, when the team is whole again."""
    dach = await dach_in_october(office)
    async with office.attune.database.read(office.lena_tenant) as session:
        members = await teams.members(session, office.lena_tenant, [dach])
    await since(office, dach, MONDAY)
    await since(office, dach, OCTOBER, leaving_out=[one.id for one in members[:2]])
    await night(office)
    await looks(office)
    office.tomas.sees(NONE)
    await since(office, dach, OCTOBER)
    await night(office)
    await looks(office)
    office.tomas.sees(NONE)


async def test_the_manager_is_not_counted(office: Office) -> None:
    """Else a manager could take their own calls out of a team of five."""
    dach = await dach_in_october(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        members = await teams.members(session, office.lena_tenant, [dach])
        await teams.take_out(session, members[0])
        tomas, team = (
            await office.row(session, office.tomas),
            await teams.by_id(session, office.lena_tenant, dach),
        )
        assert team is not None
        await teams.put_in(session, tomas, team, OCTOBER)
        wanted = select(Seat).where(col(Seat.person_id) == members[1].id)
        for seat in (await session.exec(wanted)).all():
            seat.person_id = tomas.id
    await night(office)
    await looks(office)
    office.tomas.sees(NONE)


async def test_while_figures_are_off_none_are_counted_or_shown(office: Office) -> None:
    await dach_in_october(office)
    tomas = office.tomas
    await office.makes("Tomas Keller", "admin")
    await tomas.types("/team")
    await switches(office, "Switch figures off", "Switch them off")
    await night(office)
    await tomas.presses("Figures")
    tomas.sees("Figures about individual people are switched off here")
    await switches(office, "Switch figures on", "Switch them on")
    await night(office)
    await looks(office)
    tomas.sees(NONE)


async def switches(office: Office, *presses: str) -> None:
    await office.tomas.types("workspace privacy")
    for press in presses:
        await office.tomas.presses(press)


async def test_only_whoever_leads_the_team_sees_its_figures(office: Office) -> None:
    dach = await dach_in_october(office)
    await night(office)
    await looks(office)
    await office.lena.types("/team")
    office.lena.sees_nothing_of("October", "75%")
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    forged = Request(office.request_id(), sender, Means.BUTTON, team_page.FIGURES, str(dach))
    refused = await office.conversation.answer(forged, office.clock.now())
    assert "You don't lead a team here." in str(refused)
    assert "75%" not in str(refused)
    async with office.attune.database.write(office.lena_tenant) as session:
        team = await teams.by_id(session, office.lena_tenant, dach)
        assert team is not None
        team.manager_id = (await office.row(session, office.lena)).id
    await office.tomas.presses("Surprises")
    office.tomas.sees("You don't lead a team here.")
    office.tomas.sees_nothing_of("75%")
