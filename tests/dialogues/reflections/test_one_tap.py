"""After a call: one tap, one line in place, and what follows if nobody from the account came."""

import pytest
from sqlmodel import select

from storage.tables import Reflection
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.team.test_page import opens_call, opens_calls
from tests.dialogues.turns import in_turn
from tests.slack.driver import SlackUser
from tests.teams.driver import TeamsUser

pytestmark = pytest.mark.every_platform

SAID = "They said: They want to start in March"  # nobody is named, so it is not saved at once
THEY = "Jana Novak, head of dispatch\nRuben Falk, CFO"


async def with_two_of_theirs(office: Office) -> None:
    """Jana and Ruben came to a call with Lena, who had set no goal."""
    await plan(office, "Northwind today 10:00")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming=THEY)
    await office.lena.submits()
    await office.until(23, "10:36")


async def with_tomas(office: Office) -> None:
    """Lena and Tomas were both in a call."""
    await plan(office, "Northwind today 10:00")
    await office.tomas.types("/prep Northwind today 10:00")
    await office.tomas.presses("Join it")
    await office.until(23, "10:36")


async def test_who_said_it_is_asked_where_several_came(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    lena.sees("What did they say that matters?", "Who said it?")
    await lena.answers_in_message(heard="The drivers had it off by week two.", heard_from="2")
    await lena.presses("Change it")
    lena.sees("The drivers had it off by week two.", "Ruben Falk")
    await lena.fills(heard_from="1", heard="By week three.")
    await lena.submits()
    await lena.types("/reflect Northwind")
    lena.sees("By week three.")


async def test_an_empty_line_is_refused_and_a_second_one_is_kept_too(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.presses("Yes")
    await lena.forces_in_message(heard="  ")
    lena.sees_problem("Write down what they said, then save it.")
    await lena.answers_in_message(heard="The first line")
    await lena.presses("Change it")
    lena.sees("The first line")


async def test_taps_can_be_changed_and_repeated_without_harm(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.presses("Yes")
    await lena.presses("Change")
    lena.sees("Northwind: did you reach your goal? Hear who decides about the depot")
    await lena.presses("No")
    lena.sees("Saved: Northwind. Did you reach your goal? No.")
    await lena.answers_in_message(heard="Ruben decides.")
    await lena.types("/reflect Northwind")
    lena.sees("Ruben decides.")
    await lena.fills(goal_reached="partly")
    await lena.submits()
    lena.sees("Saved: Northwind.")


async def test_an_older_question_does_not_replace_an_answer(office: Office) -> None:
    lena = office.lena
    await held(office)
    for said in (SAID, "They said: Ruben has to sign"):
        await lena.types(said)
        await lena.answers_in_message("Keep it", heard_from="other")
    await lena.answers_in_message("Keep it", goal_reached="yes")
    await lena.presses("No")
    lena.sees("“Yes” is on file for Northwind, so “No” was not saved.", "Change it")
    lena.sees("Change “Yes” to “No”")
    lena.sees_nothing_of("Saved: Northwind.")
    await lena.presses("Change it")
    await lena.fills(goal_reached="no")
    await lena.submits()
    await lena.answers_in_message("Keep it", goal_reached="partly")
    lena.sees("“No” was on file and stays.")


async def test_a_tap_does_not_replace_one_from_elsewhere(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/reflect")
    await lena.fills(goal_reached="yes")
    await lena.submits()
    await lena.presses("They didn't come")
    lena.sees("“Yes” is on file for Northwind, so “They didn't come” was not saved.")
    await lena.presses("Change")
    await lena.presses("Partly")
    lena.sees("Saved: Northwind. Did you reach your goal? Partly.")


async def test_add_more_asks_only_what_is_open_and_writes_nothing_else(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.presses("Partly")
    await lena.answers_in_message(heard="The drivers decide.")
    await lena.presses("Add more")
    lena.sees_nothing_of("Did you reach your goal?", "What did they say that matters?")
    lena.sees("You guessed: They fear the migration", "You guessed: Ruben decides")
    lena.sees("What did you not see coming?", "What happens next?", "Who promised what?")
    await lena.fills(next_step="Talk to two dispatchers", promised="They: two names by Friday")
    await lena.submits()
    lena.sees("They promised: two names, by Friday")
    await lena.presses("Add more")
    lena.sees_nothing_of("What happens next?", "Who promised what?")
    await lena.fills(surprise="The drivers did it")
    await lena.submits()
    lena.sees("They promised: two names, by Friday")
    await lena.presses("Change it")
    lena.sees(
        "The drivers decide.", "Talk to two dispatchers", "They: two names by Friday 27 November"
    )


async def test_a_focus_is_asked_about(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.presses("More…")
    await lena.presses("Choose a focus")
    await lena.fills(focus="count-after-answer")
    await lena.submits()
    await held(office)
    await lena.presses("Yes")
    await lena.presses("Add more")
    asked = "Did you keep to your focus?" in lena.screen
    assert asked or "Who talked more?" in lena.screen


async def test_nobody_came(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.presses("They didn't come")
    lena.sees("Northwind, Monday 23 November 10:00: they didn't come.")
    await lena.types("/calls")
    lena.sees_nothing_of("Calls without a reflection", "Northwind")
    await lena.types("/reflect")
    lena.sees("There is no past call to reflect on yet.")
    before = len(lena.messages)
    await office.until(24, "12:00")
    assert len(lena.messages) == before
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees("Northwind", "Thursday 10:00")


async def test_a_no_show_can_be_undone_or_tried_again(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.presses("They didn't come")
    await lena.presses("Undo")
    lena.sees("Northwind: did you reach your goal?")
    await lena.presses("Yes")
    lena.sees("Saved: Northwind. Did you reach your goal? Yes.")
    await lena.presses("Change")
    await lena.presses("They didn't come")
    await lena.presses("Plan another try")
    lena.sees("Northwind")
    await lena.fills(when="tomorrow 10:00")
    await lena.submits()
    lena.sees("Northwind", "Tomorrow 10:00")


async def test_what_was_written_keeps_a_call_from_being_a_no_show(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/reflect")
    await lena.fills(goal_reached="missed", heard="Words")
    await lena.submits()
    assert "You have notes on this call" in lena.problems["goal_reached"]
    await lena.fills(goal_reached="missed", heard="")
    await lena.submits()
    lena.sees("they didn't come", "Plan another try")


async def test_colleagues_see_a_no_show_alike(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await with_tomas(office)
    await lena.presses("They didn't come")
    lena.sees("Tomas Keller will be told.")
    await tomas.presses("It went well")
    tomas.sees("Lena Brandt noted that nobody came.")
    await office.delivers()
    tomas.sees("Lena Brandt noted that nobody came to your call with Northwind")
    await tomas.presses("They did come")
    await tomas.presses("It went well")
    tomas.sees("Saved: Northwind. How did it go? It went well.")
    await office.delivers()
    lena.sees("Tomas Keller restored your call with Northwind")
    await lena.types("/calls")
    lena.sees("Calls without a reflection")
    lena.sees_nothing_of("no goal set yet")  # they are over


async def test_only_who_may_see_a_call_learns_that_nobody_came(office: Office) -> None:
    tomas = office.tomas
    await held(office)
    await office.lena.presses("They didn't come")
    await tomas.types("/prep Northwind Thursday 10:00")
    tomas.sees_nothing_of("Nobody came", "missed")
    await tomas.presses("Everything on file")
    tomas.sees_nothing_of("Nobody came", "missed")
    await opens_call(office, opened=True)
    await tomas.types("/prep Northwind")
    tomas.sees_nothing_of("Nobody came")  # a colleague learns of no past call
    await office.leads(tomas, [office.lena])
    await tomas.types("/prep Northwind")
    tomas.sees("Nobody came today.")
    await opens_call(office, opened=None)
    await tomas.types("/prep Northwind")
    tomas.sees_nothing_of("Nobody came")
    await opens_calls(office)
    await tomas.types("/prep Northwind")
    tomas.sees("Nobody came today.")
    await opens_call(office, opened=False)
    await tomas.types("/prep Northwind")
    tomas.sees_nothing_of("Nobody came")


async def test_a_colleague_who_reflected_met_them(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await with_tomas(office)
    await tomas.presses("Mixed")
    await lena.presses("They didn't come")
    lena.sees("A colleague has reflected on this call")


async def test_several_calls_in_one_message(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await plan(office, "Halden today 10:00")
    await office.until(23, "10:36")
    lena.sees("Northwind: how did it go?", "Halden: how did it go?")
    await lena.presses("It went well: Northwind, Monday 23 November 10:00")
    lena.sees("Saved: Northwind.")
    await lena.answers_in_message(heard="Northwind said this")
    await lena.presses("Badly: Halden, Monday 23 November 10:00")
    lena.sees("Saved: Halden. How did it go? Badly.")
    await lena.answers_in_message(heard="Halden said that")
    await lena.types("/reflect Northwind")
    lena.sees("Northwind said this")


async def test_words_typed_while_the_question_waits_are_offered_as_its_line(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types(SAID)
    lena.sees("I didn't get that.")
    await held(office)
    await lena.types(SAID)
    lena.sees("Shall I keep this for Northwind?", "Who said it?")
    lena.sees("They want to start in March", "Nothing is saved yet.")
    await lena.types("/calls")
    lena.sees("Calls without a reflection")  # nothing is saved yet
    await lena.types("prepp")  # a single word is a command with a mistake in it
    lena.sees("I didn't get that.")
    await lena.types("do you train anything on this?")
    lena.sees("I can't answer that.", "begin with who said them")
    await lena.types("is this used to rate me")
    lena.sees("No manager or colleague sees your figures")
    await lena.types("forget what I told you")
    lena.sees("I'm not sure what you want to delete, so nothing was deleted.")
    await lena.types("forget what I said about Northwind")
    lena.sees("None of them")
    await lena.types("They asked: who signs?")
    lena.sees("Shall I keep this for Northwind?")
    await lena.types(SAID)
    await lena.answers_in_message("Keep it", heard_from="other")
    lena.sees("Did you reach your goal?")
    await lena.answers_in_message("Keep it", goal_reached="partly")
    lena.sees("Saved: Northwind.")
    await lena.types("They want to start in April")
    lena.sees("Noted, only you see it: Northwind.")
    await lena.types("/reflect Northwind")
    lena.sees("They want to start in March")


async def test_yes_at_the_start_of_a_line_answers_the_goal(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("yes, they want to start in March")
    lena.sees("Saved: Northwind.")
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Reflection.goal_reached))).all() == ["yes"]
    await lena.presses("Undo")
    lena.sees("Removed: “", "Northwind: did you reach your goal?")


async def test_a_kept_line_without_a_tap_asks_for_the_tap(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types(SAID)
    await lena.answers_in_message("Keep it", heard_from="other")
    await lena.answers_in_message("Keep it")
    lena.sees("Did you reach your goal?", "They want to start in March")
    await lena.fills(goal_reached="yes")
    await lena.submits()
    lena.sees("Saved: Northwind.")


async def test_a_line_typed_after_the_tap_is_kept_with_its_speaker(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.types("Ruben: we would start in March")
    lena.sees("I noted who said it: Ruben.")
    await lena.types("/prep Northwind tomorrow 10:00")
    lena.sees("we would start in March")
    lena.sees_nothing_of("Ruben: we would")


async def test_a_label_that_names_the_speaker_is_not_shown_twice(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.answers_in_message(heard="Jana: we would start in March.", heard_from="1")
    await lena.types("/prep Northwind tomorrow 10:00 with Jana Novak")
    lena.sees("we would start in March.")
    lena.sees_nothing_of("Jana: we would")
    await lena.presses("Everything on file")
    lena.sees("we would start in March.")
    lena.sees_nothing_of("Jana: we would")


async def test_what_is_typed_in_the_message_is_carried_into_add_more(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.presses("Yes")
    if not isinstance(lena, SlackUser | TeamsUser):
        return  # the playground doesn't send it
    lena.begins_in_message(heard="Ruben decides about the depot.")
    await lena.presses("Add more")
    lena.sees("Ruben decides about the depot.")
    await lena.submits()
    await lena.types("/reflect Northwind")
    lena.sees("Ruben decides about the depot.")


async def test_a_second_line_takes_nobodys_words_away(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.answers_in_message(heard="The drivers had it off by week two.", heard_from="2")
    await lena.types("Northwind said the depots are far apart")
    await lena.answers_in_message("Keep it", heard_from="other")
    await lena.presses("Change it")
    lena.sees("Ruben Falk: The drivers had it off by week two.")
    lena.sees("Northwind said the depots are far apart")


@in_turn(
    "typed",
    [
        "mia didnt show again. second time",
        "no show again, 2nd time now",
        "mia no show, third time in a row",
        "nobody came, twice now",
    ],
)
async def test_how_often_nobody_came_is_no_report(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:45")
    await lena.types(typed)
    lena.sees("Alder and Finch, Tuesday 24 November 16:00: they didn't come.", "Undo")
    lena.sees_nothing_of("Did you reach your goal", "Saved")
