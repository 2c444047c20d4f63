"""The team's morning: what a manager hears at 08:45, and when there is nothing to say."""

from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from storage.tables import Outbox
from storage.team import teams
from tests.dialogues.admin.test_teams import admin_makes_dach
from tests.dialogues.office import Office
from tests.dialogues.promises.test_promises import promised
from tests.dialogues.rep_does import plan
from tests.dialogues.team.test_help import QUESTION, ask
from tests.dialogues.team.test_page import HEARD, opens_call, opens_calls, shared

pytestmark = pytest.mark.every_platform

LEAD = "Your team, "


def mornings(office: Office) -> list[str]:
    """The messages about his team that Tomas has got."""
    return [message for message in office.tomas.messages if message.startswith(LEAD)]


async def test_the_days_opened_calls_and_nothing_private(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await plan(office, "Northwind today 15:00")
    await office.lena.presses("Write your goal and guesses")
    await office.lena.fills(goal="Hear who decides", guess1="They fear the migration")
    await office.lena.submits()
    await plan(office, "Fabrikam today 16:00")
    await opens_calls(office)
    await opens_call(office, opened=False)
    await office.until(23, "08:45")
    tomas.sees(
        "Your team, Monday 23 November: 1 call open to you.",
        "15:00 Northwind – Lena Brandt",
        "Stop the team's morning",
    )
    tomas.sees_nothing_of("Fabrikam", "Hear who decides", "They fear", "prepared", "goal")
    await tomas.presses("Your team")
    tomas.sees("DACH: 1 call open to you in the next seven days.")


async def test_nothing_to_say_is_no_message_and_the_next_morning_is_planned(
    office: Office,
) -> None:
    await office.leads(office.tomas, [office.lena])
    await plan(office, "Northwind today 15:00")
    await office.until_december(9, "09:00")
    assert mornings(office) == []
    assert (await office.reasons())["team"] == "nothing due today"
    await office.lena.types("/prep Northwind tomorrow 9:00")
    await opens_calls(office)
    await office.until_december(10, "08:45")
    (said,) = mornings(office)
    assert said.startswith("Your team, Thursday 10 December: 1 call open to you.")


async def test_what_was_shared_is_told_once_with_a_surprise_worth_praising(office: Office) -> None:
    tomas = office.tomas
    await shared(office, surprise="It was the drivers, not IT")
    await office.until(24, "08:45")
    tomas.sees(
        "Your team, Tuesday 24 November: 1 shared reflection.",
        "Lena Brandt shared: Northwind, Monday 23 November",
        "Lena Brandt heard something unexpected at Northwind: “It was the drivers, not IT”",
        "You can say: “I would have missed that. What made them tell you?”",
    )
    await tomas.presses("Read Northwind")
    tomas.sees(HEARD, "Thank")
    await office.until(25, "09:00")
    assert len(mornings(office)) == 1


async def test_a_promise_is_told_when_it_is_overdue_and_when_the_week_begins(
    office: Office,
) -> None:
    await office.leads(office.tomas, [office.lena])
    await promised(office)  # both by Wednesday
    await office.until(26, "09:00")
    (said,) = mornings(office)
    assert said.startswith("Your team, Thursday 26 November: 1 promise overdue.")
    late = "Northwind – Lena Brandt: Pricing for 40 seats, overdue since Wednesday 25 November"
    assert late in said
    assert "dispatchers" not in said
    await plan(office, "Fabrikam Friday 15:00")
    await opens_calls(office)
    await office.until(27, "09:00")
    friday = mornings(office)[1]
    assert friday.startswith(
        "Your team, Friday 27 November: 1 call open to you, 1 promise overdue."
    )
    assert "Fabrikam" in friday
    assert late in friday  # the oldest one goes first whenever there is a message
    await office.until(30, "09:00")
    assert late in mornings(office)[2]


async def test_all_overdue_promises_are_counted_and_the_oldest_and_the_new_ones_are_named(
    office: Office,
) -> None:
    lena = office.lena
    await office.leads(office.tomas, [lena])
    await promised(office)  # by Wednesday
    await lena.types("promised northwind the rollout plan by wednesday")
    await lena.types("promised northwind a one pager by thursday")
    await office.until(26, "09:00")
    assert mornings(office)[0].startswith("Your team, Thursday 26 November: 2 promises overdue.")
    await office.until(27, "09:00")
    friday = mornings(office)[1]
    assert friday.startswith("Your team, Friday 27 November: 3 promises overdue.")
    oldest = friday.index("Pricing for 40 seats, overdue since Wednesday 25 November")
    assert oldest < friday.index("one pager, overdue since Thursday 26 November")
    assert "rollout plan" not in friday
    assert "and 1 more" in friday
    await office.tomas.presses("Your team")
    office.tomas.sees("DACH: 3 promises overdue.")


async def test_a_promise_of_old_is_not_said_each_week_for_ever(office: Office) -> None:
    await office.leads(office.tomas, [office.lena])
    await promised(office)
    for day in (7, 14, 21, 28):
        await office.until_december(day, "09:00")
    days = [said.split(":")[0].removeprefix("Your team, ") for said in mornings(office)]
    assert days == [
        "Thursday 26 November",
        "Monday 30 November",
        "Monday 7 December",
        "Monday 14 December",
        "Monday 21 December",
    ]


async def test_a_promise_that_was_kept_is_worth_praising(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await promised(office)
    await lena.types("/promises Northwind")
    await lena.presses("Done")
    await office.until(24, "08:45")
    tomas.sees(
        "Your team, Tuesday 24 November: good news.",
        "Lena Brandt kept a promise to Northwind: Pricing for 40 seats",
        "You can say: “Northwind got what you promised. How did they take it?”",
    )


async def test_it_can_be_stopped_moved_and_sent_again(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await plan(office, "Northwind today 15:00")
    await office.lena.types("/prep Northwind tomorrow 15:00")
    await opens_calls(office)
    await office.until(23, "08:45")
    await tomas.presses("Stop the team's morning")
    await office.until(24, "09:00")
    assert len(mornings(office)) == 1
    await tomas.types("/rhythm")
    tomas.sees("Off: the team's morning.")
    await tomas.types("send the team's morning again")
    await tomas.types("/rhythm")
    tomas.sees("calls and news at 08:45")
    await office.lena.types("/prep Northwind Wednesday 15:00")
    await tomas.types("/rhythm")
    await tomas.presses("Change times")
    await tomas.fills(team_at="10:15")
    await tomas.submits()
    await office.until(24, "10:15")
    assert len(mornings(office)) == 2
    await office.until(25, "10:00")
    assert len(mornings(office)) == 2
    await office.until(25, "10:15")
    assert len(mornings(office)) == 3


async def test_a_rep_hears_nothing_of_it(office: Office) -> None:
    lena = office.lena
    await office.leads(office.tomas, [lena])
    await lena.types("/rhythm")
    lena.sees_nothing_of("calls and news", "08:45")
    await lena.presses("Change times")
    lena.sees_nothing_of("The team's morning at")


async def test_who_no_longer_leads_a_team_gets_none(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await plan(office, "Northwind today 15:00")
    await opens_calls(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        for team in await teams.led_by(session, await office.row(session, tomas)):
            team.manager_id = None
    await office.until(23, "09:00")
    assert mornings(office) == []


async def test_a_full_morning_fits_on_a_phone(office: Office) -> None:
    await office.leads(office.tomas, [office.lena])
    await promised(office)
    for number in range(9):
        await plan(office, f"Kunde{number} tomorrow 1{number}:00")
    await opens_calls(office)
    await office.until(26, "08:00")
    for number in range(9):
        await office.lena.types(f"/prep Kunde{number} today 1{number}:00")
    await office.until(26, "08:45")
    said = mornings(office)[-1]
    assert "and 5 more" in said
    assert len(said.split()) < 140, said


async def test_nobody_is_told_at_night_or_on_a_day_off(office: Office) -> None:
    await office.leads(office.tomas, [office.lena])
    async with office.attune.database.read(office.lena_tenant) as session:
        wanted = select(Outbox.due_at).where(col(Outbox.kind) == "team")
        due = sorted((await session.exec(wanted)).all())
    assert len(due) == 10
    assert due[0] == datetime(2026, 11, 23, 7, 45, tzinfo=UTC)
    assert all(moment.weekday() < 5 and moment.hour == 7 for moment in due)


async def test_a_question_that_waits_comes_first_and_is_answered_there(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office, "Northwind tomorrow 15:00")
    await office.until(24, "08:45")
    tomas.sees(
        "Your team, Tuesday 24 November: 1 question.",
        f"Lena Brandt asks about Northwind: “{QUESTION[:40]}",
    )
    await tomas.presses("Answer Lena")
    await tomas.fills(answer="Ask who loads the vans.")
    await tomas.submits()
    await office.delivers()
    lena.sees("Ask who loads the vans.")


async def test_a_team_made_in_chat_has_its_morning_and_a_deleted_one_none(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind today 15:00")
    await admin_makes_dach(office)
    await office.delivers()
    await lena.presses("Open my calls")
    await office.until(23, "08:45")
    (said,) = mornings(office)
    assert "15:00 Northwind – Lena Brandt" in said
    await lena.types("/prep Northwind tomorrow 15:00")
    await tomas.types("teams")
    await tomas.presses("Open")
    await tomas.presses("Delete…")
    await tomas.presses("Delete it")
    await office.until(24, "09:00")
    assert len(mornings(office)) == 1
    await tomas.presses("Your team")  # in the message from before
    tomas.sees("You don't lead a team here.")
    tomas.sees_nothing_of("Northwind")


async def test_a_question_that_was_answered_goes_from_the_morning(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office, "Northwind tomorrow 15:00")
    await office.until(24, "08:45")
    assert "1 question" in mornings(office)[-1]
    await tomas.presses("Answer Lena")
    await tomas.fills(answer="Ask who loads the vans.")
    await tomas.submits()
    await office.delivers()
    said = mornings(office)[-1]
    assert said.startswith("Your team, Tuesday 24 November: nothing is waiting any more.")
    assert QUESTION[:40] not in said
    await tomas.presses("Answer Lena")  # in the message of the day before
    tomas.sees("Change your answer", "Ask who loads the vans.")


async def test_a_question_that_was_taken_back_goes_from_all_mornings(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office, "Halden Wednesday 15:00")
    await office.until(24, "08:45")
    assert ["1 question" in one for one in mornings(office)] == [True, True]
    await lena.types("/prep Halden")
    await lena.presses("What you asked")
    await lena.presses("Take it back")
    await office.delivers()
    past, today = mornings(office)
    assert "this message is empty, because something in it was taken back, or" in past
    assert "nothing is waiting any more." in today
    assert not any(QUESTION[:40] in one for one in mornings(office))


async def test_a_question_about_a_cancelled_call_goes_from_the_morning(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office, "Northwind tomorrow 15:00")
    await office.until(24, "08:45")
    assert QUESTION[:40] in mornings(office)[-1]
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await lena.presses("Cancel this call")
    await office.delivers()
    assert QUESTION[:40] not in mornings(office)[-1]


async def test_who_no_longer_leads_a_team_keeps_no_mornings_about_it(office: Office) -> None:
    tomas = office.tomas
    await shared(office, surprise="It was the drivers, not IT")
    await office.makes("Tomas Keller", "admin")
    await office.until(24, "08:45")
    assert "It was the drivers" in mornings(office)[-1]
    await office.until(25, "09:00")
    await tomas.types("teams")
    await tomas.presses("Open")
    await tomas.presses("Delete…")
    await tomas.presses("Delete it")
    await office.until(25, "09:10")
    (past,) = mornings(office)
    assert "It was the drivers" not in past
    assert "taken back, or your team has changed." in past


async def test_what_is_taken_back_goes_also_from_a_morning_with_a_listening_line(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office, surprise="It was the drivers, not IT")
    await tomas.types("/prep Halden tomorrow 8:55")
    await tomas.presses("Add “Halden”")
    await office.until(24, "08:45")
    (said,) = (one for one in tomas.messages if "It was the drivers" in one)
    assert "Halden" in said  # the listening line
    await lena.presses("Stop sharing it")
    await office.delivers()
    assert said in tomas.messages  # a different line would take the place of this one
    await office.until(24, "09:10")
    assert not any("It was the drivers" in one for one in tomas.messages)


async def test_a_question_that_nobody_answered_is_named_on_the_mornings_after_the_call(
    office: Office,
) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await ask(office, "Northwind today 15:00")
    for day, said in ((24, "Tuesday 24 November"), (25, "Wednesday 25 November")):
        await office.until(day, "08:45")
        tomas.sees(f"Your team, {said}: 1 question", QUESTION[:40], "Answer Lena")
    await tomas.types("who needs help?")
    tomas.sees("1 question waits for your answer.")
