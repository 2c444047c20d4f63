"""Before a call: plan it, get a brief, answer open questions, set a goal."""

import re

import pytest
from sqlmodel import select

from storage.customers import accounts
from storage.tables import Contact
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan

pytestmark = pytest.mark.every_platform


async def test_a_new_account_is_asked_about_before_it_is_opened(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind tomorrow 3pm")
    lena.sees("For tomorrow 15:00: there is no account called “Northwind” yet.")
    await lena.presses("Add “Northwind”")
    lena.sees("Northwind", "Tomorrow 15:00", "Open with:")


async def test_a_typing_slip_finds_the_account_that_was_meant(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/prep Northwnd Thursday 10am")
    lena.sees("Did you mean Northwind?")
    await lena.presses("Northwind")
    lena.sees("Thursday 10:00")
    await lena.types("/calls")
    lena.sees("Tuesday 24 November 15:00 Northwind", "Thursday 26 November 10:00 Northwind")
    lena.sees_nothing_of("Northwnd")


async def test_among_very_many_accounts_it_is_ones_own_or_one_that_begins_alike(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "MAX_COMPARED", 2)  # there are three
    lena, tomas = office.lena, office.tomas
    await plan(office)
    for name in ("Halden", "Alder"):
        await tomas.types(f"/prep {name} Thursday 10am")
        await tomas.presses(f"Add “{name}”")
    await lena.types("/prep Morthwind Thursday 10am")
    lena.sees("Did you mean Northwind?")
    await lena.types("/prep Haldne Thursday 10am")
    lena.sees("Did you mean Halden?")
    await tomas.types("/prep Morthwind Thursday 3pm")
    tomas.sees("there is no account called “Morthwind” yet.")
    tomas.sees_nothing_of("Did you mean")


async def test_planning_the_same_call_again_finds_it(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/prep northwind tomorrow at 15:00")
    await lena.types("/calls")
    assert lena.screen.count("Northwind") == 1


async def test_another_time_that_day_is_a_question(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/prep Northwind tomorrow 16:30")
    lena.sees("You already have a call with Northwind tomorrow 15:00.")
    await lena.presses("Move it")
    lena.sees("Tomorrow 16:30")
    await lena.types("/prep Northwind tomorrow 9:00")
    await lena.presses("A second call")
    await lena.types("/calls")
    lena.sees("24 November 09:00 Northwind", "24 November 16:30 Northwind")


async def test_a_day_without_a_time_is_that_days_call(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind Wednesday 3pm")
    await plan(office, "Halden tomorrow 3pm")
    for typed in ("/prep Northwind wed", "/prep Northwind on Wednesday"):
        await lena.types(typed)
        lena.sees("Northwind", "Wednesday 15:00")
    await lena.types("/prep Northwind Wednesday morning")
    lena.sees("What time on Wednesday morning?")
    await lena.types("/prep Northwind Wednesday 9:00")
    await lena.presses("A second call")
    await lena.types("/prep Northwind wed")
    lena.sees("You have 2 calls with Northwind Wednesday. Which brief?")
    await lena.presses("09:00")
    lena.sees("Wednesday 09:00")


async def test_with_two_calls_that_day_either_can_be_moved(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 11:00")
    await lena.types("/prep Northwind tomorrow 14:00")
    await lena.presses("A second call")
    await lena.types("/prep Northwind tomorrow 3pm")
    lena.sees("You already have calls with Northwind tomorrow at 11:00 and 14:00.")
    lena.sees("Move one to tomorrow 15:00, or is this another call?")
    await lena.presses("Move 14:00")
    lena.sees("Tomorrow 15:00")
    await lena.types("/prep Northwind tomorrow 16:00")
    await lena.presses("Another call")
    await lena.types("/calls")
    lena.sees("11:00 Northwind", "15:00 Northwind", "16:00 Northwind")


async def test_the_list_stays_while_one_of_its_calls_is_changed(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await plan(office, "Halden Thursday 10:00")
    await lena.types("/calls")
    await lena.presses("Change")
    await lena.fills(when="Friday same time")
    await lena.submits()
    lena.sees("Northwind", "Friday 15:00")
    await lena.presses("Cancel")  # the list still shows the call tomorrow
    lena.sees("has moved from tomorrow 15:00 to Friday 15:00. Shall I cancel it?")
    await lena.presses("Cancel the call")
    lena.sees("Cancelled: Northwind, Friday")
    await lena.presses("Undo")
    lena.sees("Northwind", "Friday 15:00")


async def test_a_call_that_was_not_planned_is_put_on_file_and_looked_back_on(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind")
    await lena.presses("Add “Northwind”")
    await lena.types("/reflect Northwind")
    lena.sees("I have no past call with Northwind on file. When was the call?")
    await lena.presses("Fill it in")
    await lena.fills(when="yesterday 3pm")
    await lena.submits()
    lena.sees("Yesterday 15:00 was 17 hours ago. Did you mean today 15:00?")
    await lena.presses("It took place: reflect on it")
    await lena.fills(goal_reached="yes", heard="We had a planner", promised="The list by Fri")
    await lena.submits()
    lena.sees("Saved: Northwind.", "You promised: The list, by Friday")
    await lena.types("/prep Northwind tomorrow 3pm")
    lena.sees("You noted yesterday: We had a planner.")
    await lena.presses("Everything on file")
    lena.sees("We had a planner", "Speaker not on file, yesterday")


async def test_a_weekday_and_a_date_that_have_passed_are_never_read_as_next_year(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind")
    await lena.presses("Add “Northwind”")
    await lena.types("/prep Northwind Friday 20 November 1pm")
    lena.sees("Friday 20 November is over.")
    lena.sees_nothing_of("2027", "Saturday")
    await lena.presses("It took place: reflect on it")
    await lena.fills(goal_reached="yes", heard="We had a planner")
    await lena.submits()
    lena.sees("Saved: Northwind.")


async def test_without_a_time_it_is_the_next_call(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await plan(office, "Halden Thursday 10:00")
    await lena.types("/prep")
    lena.sees("Northwind", "Tomorrow 15:00")
    await lena.types("/prep Halden")
    lena.sees("Halden", "Thursday 10:00")


async def test_with_nothing_planned_the_way_on_is_shown(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep")
    lena.sees("You have no calls planned.")
    await lena.presses("Plan a call")
    await lena.fills(account="Northwind", when="tomorrow")
    await lena.submits()
    assert "What time tomorrow?" in lena.problems["when"]
    await lena.fills(when="tomorrow 15:00")
    await lena.submits()
    lena.sees("there is no account called “Northwind” yet")


async def test_a_time_that_cannot_be_is_a_question_not_a_call(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/prep Northwind yesterday 3pm")
    lena.sees("Yesterday 15:00 was 17 hours ago. Did you mean today 15:00?")
    await lena.types("/prep Northwind 28 March 2027 02:30")
    lena.sees("02:30", "does not exist")
    await lena.types("/prep Northwind Thursday")
    lena.sees("What time on Thursday?")
    await lena.types("/calls")
    assert lena.screen.count("Northwind") == 1


async def test_a_suggested_time_is_one_press_away(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/prep Northwind yesterday 3pm")
    await lena.presses("today 15:00")
    lena.sees("Today 15:00, in 7 hours")


async def test_a_pitch_without_a_need_is_said(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Demo the route planner to Jana", guess1="They fear the migration")
    await lena.submits()
    lena.sees(
        "Goal: Demo the route planner to Jana",
        "Guess: They fear the migration",
        "Your goal is a pitch, and nothing is on file yet about what they need.",
    )
    await lena.presses("Change goal or guesses")
    lena.sees("Demo the route planner to Jana", "They fear the migration")
    await lena.fills(goal="Hear who decides about the depot", guess1="")
    await lena.submits()
    lena.sees_nothing_of("what they need", "They fear the migration")


async def test_who_is_coming_and_where_stand_in_the_brief(office: Office) -> None:
    lena = office.lena
    await plan(office)
    lena.sees("Nothing on file about who is coming.")
    await lena.presses("Change time or people")
    await lena.fills(
        when="Thursday 9:15",
        minutes="45",
        coming="Jana Novak, head of dispatch\nRuben Falk",
        join_url="https://meet.example.com/northwind",
        stage="evaluation",
    )
    await lena.submits()
    lena.sees("Thursday 09:15", "Jana Novak, head of dispatch", "Ruben Falk", "Join the call")


async def contacts(office: Office) -> dict[str, str]:
    """The ids of the contacts on file, by name."""
    async with office.attune.database.read() as session:
        return {one.name: str(one.id) for one in (await session.exec(select(Contact))).all()}


async def test_people_of_the_account_are_offered_for_the_next_call(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak, head of dispatch\nRuben Falk")
    await lena.submits()
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees("Who is coming?", "Jana Novak, head of dispatch", "Ruben Falk")
    people = await contacts(office)
    await lena.answers_in_message(contact=people["Jana Novak"])
    lena.sees("Noted: Jana Novak is coming to the Northwind call.")
    await lena.answers_in_message(contact=people["Ruben Falk"])  # the brief stays
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees("Jana Novak, head of dispatch", "Ruben Falk")
    lena.sees_nothing_of("Who is coming?")


async def test_a_wrong_link_or_length_is_said_at_its_field(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Change time or people")
    await lena.fills(join_url="javascript:alert(1)")
    await lena.submits()
    assert lena.problems == {
        "join_url": "A link starts with https:// and has no spaces: https://example.com/page"
    }
    await lena.fills(join_url="", minutes="soon")
    await lena.submits()
    assert lena.problems == {"minutes": "How many minutes? For example: 30."}


async def test_a_colleague_joins_the_call_with_goals_of_their_own(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear who decides")
    await lena.submits()
    await tomas.types("/prep Northwind tomorrow 3pm")
    tomas.sees("Lena Brandt has a call with Northwind tomorrow 15:00.")
    await tomas.presses("Join it")
    tomas.sees("Northwind", "Write your goal and guesses")
    tomas.sees_nothing_of("Hear who decides")


async def test_two_colleagues_have_calls_of_their_own_at_one_time(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await tomas.types("/prep Northwind tomorrow 3pm")
    await tomas.presses("Plan mine")
    tomas.sees("Tomorrow 15:00")
    tomas.sees_nothing_of("Lena Brandt is also in this call")
    await office.delivers()
    lena.sees("Tomas Keller also has a call with Northwind: Tuesday 24 November 15:00.")
    await tomas.types("/prep Northwind tomorrow 3pm")  # each finds their own
    tomas.sees("Write your goal and guesses")
    await tomas.presses("Everything on file")
    await tomas.presses("Cancel this call")
    tomas.sees("Cancelled: Northwind, tomorrow 15:00. Nothing more will be sent")
    await lena.types("/prep Northwind tomorrow 3pm")
    lena.sees("Tomorrow 15:00", "Write your goal and guesses")


async def test_a_call_moves_to_a_colleagues_time_but_not_to_ones_own(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind tomorrow 15:00")
    await tomas.types("/prep Northwind December 10 10:00")
    await tomas.presses("Change time or people")
    await tomas.fills(when="tomorrow 15:00")
    await tomas.submits()
    tomas.sees("Lena Brandt has a call with Northwind tomorrow 15:00.", "Tomorrow 15:00")
    await lena.types("/prep Northwind December 10 10:00")
    await lena.presses("Change time or people")
    await lena.fills(when="tomorrow 15:00")
    await lena.submits()
    assert lena.problems == {"when": "You already have a call with this account at that time."}


async def test_a_cancelled_call_does_not_come_back_beside_ones_own_at_that_time(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 15:00")
    await lena.presses("Everything on file")
    await lena.presses("Cancel this call")
    await lena.types("/prep Northwind tomorrow 15:00")
    await lena.presses("Undo")
    lena.sees("You already have a call with this account at that time.")


async def test_colleagues_on_one_account_hear_of_each_other_before_they_plan(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind tomorrow 10:00")
    await tomas.types("/prep Northwind tomorrow 10:30")
    tomas.sees(
        "Lena Brandt has a call with Northwind tomorrow 10:00. "
        "Join it, or plan yours for tomorrow 10:30?"
    )
    await tomas.presses("Plan mine")
    tomas.sees("Tomorrow 10:30")
    await office.delivers()
    lena.sees("Tomas Keller also has a call with Northwind: Tuesday 24 November 10:30.")
    await lena.presses("Join it")
    lena.sees("Tomorrow 10:30")


async def test_a_call_that_is_moved_near_a_colleagues_is_said_to_both(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind tomorrow 10:00")
    await tomas.types("/prep Northwind December 10 10:00")
    tomas.sees_nothing_of("Lena Brandt")
    await tomas.presses("Change time or people")
    await tomas.fills(when="tomorrow 10:30")
    await tomas.submits()
    tomas.sees("Lena Brandt has a call with Northwind tomorrow 10:00.", "Tomorrow 10:30")
    await office.delivers()
    lena.sees("Tomas Keller also has a call with Northwind: Tuesday 24 November 10:30.")


async def test_a_colleagues_call_on_that_day_can_be_joined(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind tomorrow 10:00")
    await tomas.types("/prep Northwind tomorrow 16:00")
    tomas.sees("Lena Brandt has a call with Northwind tomorrow 10:00.")
    await tomas.presses("Join it")
    tomas.sees("Tomorrow 10:00")
    await office.delivers()
    told = "Tomas Keller has joined your call with Northwind, Tuesday 24 November 10:00."
    assert sum(told in each for each in lena.messages) == 1
    await tomas.types("/prep Northwind Friday 14:00")
    tomas.sees_nothing_of("Lena Brandt has a call")


async def test_a_second_call_at_a_time_that_is_taken_is_said(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 15:00")
    await plan(office, "Halden tomorrow 15:00")
    lena.sees("This overlaps with Northwind.", "Tomorrow 15:00", "Change time or people")
    await lena.presses("Change time or people")
    await lena.fills(when="tomorrow 15:30")
    await lena.submits()
    lena.sees("Tomorrow 15:30")
    lena.sees_nothing_of("This overlaps with")
    await lena.presses("Change time or people")
    await lena.fills(when="tomorrow 14:45", minutes="30")
    await lena.submits()
    lena.sees("This overlaps with Northwind at 15:00.")
    await office.tomas.types("/prep Halden tomorrow 15:10")
    office.tomas.sees_nothing_of("This overlaps with")


async def test_the_form_to_plan_says_that_a_time_is_taken(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 15:00")
    await plan(office, "Halden Friday 15:00")
    await lena.types("/calls")
    await lena.presses("Plan a call")
    await lena.fills(account="Halden", when="tomorrow 15:10")
    await lena.submits()
    lena.sees("This overlaps with Northwind at 15:00.")


async def test_calls_that_do_not_fit_are_one_press_away(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 09:00")
    for hour in range(10, 24):
        await lena.types(f"/prep Northwind December {hour} 9:00")
    await lena.types("/calls")
    lena.sees("Monday 23 November 09:00", "20 December 09:00")
    lena.sees_nothing_of("21 December", "23 December")
    lena.sees("Brief", "type “move Northwind to Friday 3pm” or “cancel Northwind”.")
    lena.sees_nothing_of("Change", "Cancel")
    await lena.opens_home()
    lena.sees("13 December", "These are the next 5. There are more.", "All calls")
    lena.sees_nothing_of("14 December")
    await lena.types("/calls")
    await lena.presses("Show later calls")
    lena.sees("21 December 09:00", "23 December 09:00")
    await lena.types("/calls Northwind")
    lena.sees_nothing_of("23 December")
    await lena.presses("Show later calls")
    lena.sees("23 December 09:00")


async def test_later_calls_of_a_day_are_of_this_day(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 8:00")
    for hour in range(7, 20):
        await plan(office, f"Alder{hour} thursday {hour}:00")
    await plan(office, "Brightwater friday 10:00")
    await lena.types("/calls thursday")
    lena.sees_nothing_of("Alder19")
    await lena.presses("Show later calls")
    lena.sees("Thursday 26 November 19:00 Alder19")
    lena.sees_nothing_of("Alder18", "Brightwater")
    await office.until(26, "19:30")
    await lena.presses("Show later calls")
    lena.sees("The later calls of that list are over")


async def test_a_colleagues_call_is_offered_once_and_only_on_its_day(office: Office) -> None:
    tomas = office.tomas
    await plan(office, "Northwind Thursday 14:00")
    offer = "Lena Brandt has a call with Northwind"
    await tomas.types("/prep Northwind tomorrow 14:00")  # two days before it
    tomas.sees("Tomorrow 14:00")
    tomas.sees_nothing_of(offer)
    await tomas.types("/prep Northwind Friday 11:00")  # a day after it
    tomas.sees("Friday 11:00")
    tomas.sees_nothing_of(offer)
    await tomas.types("/prep Northwind Thursday 11:00")
    tomas.sees(offer)
    await tomas.presses("Plan mine")
    tomas.sees("Thursday 11:00")
    tomas.sees_nothing_of(offer)


async def test_what_nobody_sees_is_no_name(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep \u3164 tomorrow 3pm")
    lena.sees("Which account is the call with?")
    lena.sees_nothing_of("Add “")


async def test_the_examples_of_the_form_lie_ahead_on_every_day(office: Office) -> None:
    lena = office.lena
    await office.until(28, "09:00")
    await lena.types("/calls")
    await lena.presses("Plan a call")
    (hint,) = re.findall(r"As you would say it: (.*)", lena.screen)
    for number, example in enumerate(hint.split(", ")):
        await lena.fills(account=f"Kestrel {number}", when=example)
        await lena.submits()
        await lena.presses(f"Add “Kestrel {number}”")
        lena.sees(f"Kestrel {number}", example.split()[-1].replace("3pm", "15:00").split("-")[0])
        lena.sees_nothing_of("2027")  # a date that had passed would be that of next year
        await lena.types("/calls")
        await lena.presses("Plan a call")
