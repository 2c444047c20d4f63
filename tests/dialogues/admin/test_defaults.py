"""Admins choose defaults for everybody, and a person's own choice always comes first."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from handlers.cards import Aside, Problems
from handlers.features.admin import catching_up, defaults
from handlers.features.settings.time_inputs import inputs
from handlers.inputs import TextInput
from handlers.notices import team_changed
from handlers.request import Means, Request, Sender
from handlers.rhythm_settings import Rhythm, rhythm_of
from storage.tables import Outbox, Person, Policy
from storage.workspace import audit
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan

ABOUT_TEAMS = (team_changed.KIND, team_changed.LEADING)


async def opens(office: Office) -> None:
    """Tomas, an admin, opens the form."""
    await office.knows(office.tomas)
    await office.makes("Tomas Keller", "admin")
    await office.tomas.types("defaults")
    await office.tomas.presses("Change the defaults")


async def saves(office: Office, **fields: str) -> None:
    await opens(office)
    await office.tomas.fills(**fields)
    await office.tomas.submits()


async def goes_back(office: Office) -> None:
    await office.tomas.types("defaults")
    await office.tomas.presses("Attune's own defaults")
    await office.tomas.presses("Go back to them")


async def brief_due(office: Office) -> str:
    """When Lena's brief comes, in UTC."""
    async with office.attune.database.read() as session:
        wanted = select(Outbox.due_at).where(col(Outbox.kind) == "brief")
        return f"{(await session.exec(wanted.where(col(Outbox.state) == 'open'))).one():%H:%M}"


async def test_everybody_gets_the_defaults_and_nudges_move(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)  # at 15:00 tomorrow
    assert await brief_due(office) == "13:00"
    await saves(office, brief_minutes="90", quiet_from="18:00", muted_before_calls="listen,agenda")
    tomas.sees(
        "Quiet from 18:00",
        "brief 90 minutes before",
        "Unless people choose otherwise, these are off: listening lines",
    )
    assert await brief_due(office) == "12:30"
    await lena.types("/rhythm")
    lena.sees(
        "brief 90 minutes before",
        "Your company's defaults: quiet hours, brief; off: listening lines, the morning agenda. "
        "If you change one of them, your choice stays.",
        "Off: the morning agenda, listening lines.",
    )
    await goes_back(office)
    tomas.sees("These are Attune's own defaults.")
    assert await brief_due(office) == "13:00"
    await lena.types("/rhythm")
    lena.sees_nothing_of("Your company's defaults", "Off:")


async def test_what_a_person_chose_stays(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(brief_minutes="30", quiet_from="20:00")
    await lena.submits()
    await saves(office, brief_minutes="30", quiet_from="18:00", agenda_at="07:45")
    await lena.types("/rhythm")
    lena.sees("brief 30 minutes before", "Quiet from 20:00", "agenda at 07:45")
    lena.sees("Your company's defaults: agenda. ")
    # Another change of hers is no choice of what she left as it was.
    await lena.presses("Change times")
    await lena.fills(listen_minutes="5")
    await lena.submits()
    await saves(office, brief_minutes="90", listen_minutes="15", agenda_at="09:00")
    await lena.types("/rhythm")
    lena.sees("brief 30 minutes before", "listening line 5 minutes before", "agenda at 09:00")


async def test_a_time_in_the_quiet_hours_is_said_to_come_after_them(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await saves(office, agenda_at="07:00", team_at="3:00")
    tomas.sees(
        "The agenda at 07:00 is in the quiet hours, so it comes at 07:30.",
        "The team's morning at 03:00 is in the quiet hours, and 07:30 is too late for it",
    )
    await lena.types("/rhythm")
    lena.sees("The agenda at 07:00 is in the quiet hours, so it comes at 07:30. Up to 10 nudges")
    lena.sees_nothing_of("The team's morning", "questions at 16:00 is in")
    await office.until(24, "07:29")
    assert not [each for each in lena.messages if "Your day" in each]
    await office.until(24, "07:30")
    assert "Northwind" in lena.messages[-1]
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(quiet_to="6:00")
    await lena.submits()
    lena.sees_nothing_of("is in the quiet hours")


async def test_an_earlier_time_that_has_passed_starts_tomorrow(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 3pm")  # it is 08:20
    await saves(office, agenda_at="07:30")
    office.tomas.sees("The agenda moves to 07:30 from tomorrow. Today it stays at 08:30.")
    await lena.types("/prep Northwind tomorrow 3pm")
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(agenda_at="08:00", research_at="08:10")
    await lena.submits()
    lena.sees(
        "The message with questions moves to 08:10 from tomorrow. Today it stays at 16:00.",
    )
    before = len(lena.messages)
    await office.until(23, "08:29")
    assert len(lena.messages) == before
    await office.until(23, "08:31")
    assert len(lena.messages) == before + 1
    await office.until(24, "07:59")
    before = len(lena.messages)
    await office.until(24, "08:01")
    assert len(lena.messages) == before + 1


async def test_kinds_are_chosen_one_by_one(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.answers_in_message(message="reflect")
    await lena.presses("Stop reflection prompts")
    await saves(office, muted_before_calls="listen,agenda")
    await lena.types("/rhythm")
    lena.sees("Off: the morning agenda, listening lines, reflection prompts.")
    await lena.answers_in_message(message="listen")
    await lena.presses("Send listening lines")
    lena.sees("Off: the morning agenda, reflection prompts.", "defaults: off: the morning agenda.")
    await saves(office, muted_before_calls="brief,listen")
    await lena.types("/rhythm")
    lena.sees("Off: briefs, reflection prompts.")
    await goes_back(office)
    await lena.types("/rhythm")
    lena.sees("Off: reflection prompts.")


async def test_somebody_new_gets_the_defaults(office: Office) -> None:
    await saves(office, brief_minutes="45")
    sender = Sender(office.lena_tenant, "somebody", "Somebody", "Europe/Berlin")
    async with office.attune.database.write(office.lena_tenant) as session:
        assert rhythm_of(await sender.add_or_update(session)).brief_minutes == 45
    elsewhere = replace(sender, tenant=f"{office.lena_tenant}-2")
    async with office.attune.database.write(elsewhere.tenant) as session:
        assert rhythm_of(await elsewhere.add_or_update(session)).brief_minutes == 60


async def test_the_time_of_the_teams_morning_is_named_to_managers(office: Office) -> None:
    await office.leads(office.tomas, [office.lena], admin=True)
    await office.tomas.types("defaults")
    await office.tomas.presses("Change the defaults")
    await office.tomas.fills(team_at="9:15")
    await office.tomas.submits()
    office.tomas.sees("Managers get “the team's morning” at 09:15.")
    await office.tomas.types("/rhythm")
    office.tomas.sees("calls and news at 09:15", "Your company's defaults: the team's morning.")
    await office.lena.types("/rhythm")
    office.lena.sees_nothing_of("Your company's defaults")


async def test_the_welcome_names_only_what_comes(office: Office) -> None:
    await saves(office, muted_before_calls="listen,agenda,research", brief_minutes="45")
    sender = Sender(office.lena_tenant, "somebody", "Somebody", "Europe/Berlin")
    request = Request(office.request_id(), sender, Means.COMMAND, "calls")
    answer = repr(await office.conversation.answer(request, office.clock.now()))
    assert "I write to you: a brief 45 minutes before and one question afterwards. From" in answer


async def test_many_people_get_the_defaults_in_steps(office: Office) -> None:
    more = 2 * catching_up.STEP + 3
    for number in range(more):
        await office.adds(f"Colleague {number:02}")
    await saves(office, brief_minutes="45")
    left = more + 1 - defaults.CAUGHT_UP_NOW  # Tomas is one of them; Lena may be another
    office.tomas.sees("people will get the change within the next few minutes.")
    done = await catching_up.catch_up(office.attune.database, office.clock.now())
    assert done in (left, left + 1)
    assert await catching_up.catch_up(office.attune.database, office.clock.now()) == 0
    async with office.attune.database.read() as session:
        here = col(Person.tenant) == office.lena_tenant
        found = (await session.exec(select(Person).where(here))).all()
    assert {rhythm_of(one).brief_minutes for one in found} == {45}
    await office.tomas.types("defaults")
    office.tomas.sees_nothing_of("within the next few minutes")


async def test_mistakes_are_refused_at_their_field(office: Office) -> None:
    await opens(office)
    for field, typed, problem in (
        ("brief_minutes", "3", "Brief, minutes before (15 to 720)"),
        ("quiet_from", "whenever", "What time? For example"),
    ):
        await office.tomas.fills(brief_minutes="60", quiet_from="19:00")
        await office.tomas.forces(**{field: typed})
        await office.tomas.submits()
        assert problem in office.tomas.problems[field]
    await office.tomas.forces(brief_minutes="3", quiet_from="whenever", team_at="soon")
    await office.tomas.submits()
    assert office.tomas.problems.keys() == {"brief_minutes", "quiet_from", "team_at"}
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Policy))).all() == []


async def test_each_change_is_in_the_log_once(office: Office) -> None:
    await saves(office, brief_minutes="45")
    await saves(office, brief_minutes="45")
    await goes_back(office)
    async with office.attune.database.read() as session:
        entries = await audit.page(session, office.lena_tenant, 9)
    assert [one.act for one in entries] == ["defaults changed"] * 2
    assert [one.target for one in entries] == ["brief_minutes 45 60", "brief_minutes 60 45"]


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_the_log_says_what_was_changed_from_what_to_what(office: Office) -> None:
    await saves(office, agenda_at="07:45", work_days="0,1,2,3", muted_before_calls="listen")
    await saves(office, muted_before_calls="")
    await office.tomas.opens_home()
    await office.tomas.presses("Privacy")
    await office.tomas.presses("Who did what")
    office.tomas.sees(
        "Tomas Keller, defaults changed, agenda: was 08:30, is 07:45",
        "working days: was Mon, Tue, Wed, Thu, Fri, is Mon, Tue, Wed, Thu",
        "defaults changed, listening lines: off",
        "defaults changed, listening lines: on",
    )


async def test_nobody_else_sees_or_changes_them(office: Office) -> None:
    await office.knows(office.lena)
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    for means, name in (
        *((Means.BUTTON, one) for one in (defaults.SHOW, defaults.EDIT, defaults.ASK_RESET)),
        (Means.BUTTON, defaults.RESET),
        (Means.FORM, defaults.EDIT),
    ):
        request = Request(office.request_id(), sender, means, name, "", {"brief_minutes": "45"})
        answer = await office.conversation.answer(request, office.clock.now())
        assert isinstance(answer, Aside | Problems)
    await office.lena.types("defaults")
    office.lena.sees("Only admins")


async def test_who_sees_what_is_told_to_everybody_at_the_start(office: Office) -> None:
    await opens(office)
    office.tomas.sees(
        "Off: before calls", "What reps pass on (for marketing)", "has not chosen otherwise"
    )
    office.tomas.sees_nothing_of(*(kind.label for kind in ABOUT_TEAMS))
    sender = Sender(office.lena_tenant, office.tomas.id, "Tomas Keller", "Europe/Berlin")
    form = {one.id: one.value for one in inputs(Rhythm()) if isinstance(one, TextInput)}
    forged = {**form, "work_days": "0,1,2,3,4", "calls_open": "yes", "team_at": "8:45"}
    forged["muted_team"] = "team_changed,team_led,listen,nothing"
    request = Request(office.request_id(), sender, Means.FORM, defaults.EDIT, "", forged)
    await office.conversation.answer(request, office.clock.now())
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Policy))).one().rhythm == {"muted": ["listen"]}
