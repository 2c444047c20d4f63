"""What the reply to a reflection gives back: a lesson, the next step, a pattern, an offer."""

import pytest
from sqlmodel import col, select

from storage.tables import Call, Reflection
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan, reflect

pytestmark = pytest.mark.every_platform


async def reflected(office: Office, hours: int, **answers: str) -> None:
    """Lena had one more call with Northwind today, some hours after 10:00, and reflects on it.

    The answers are stored as if the form had asked for them, and the reply is drawn again.
    """
    lena = office.lena
    if hours:
        await lena.types(f"/prep Northwind today {10 + hours}:00")
    await office.until(23, f"{10 + hours}:36")
    await lena.types("/reflect Northwind")  # the prompt may be over the day's limit
    await lena.fills(goal_reached="yes")
    await lena.submits()
    if answers:
        by_id = select(Reflection).order_by(col(Reflection.id))
        async with office.attune.database.write() as session:
            written = (await session.exec(by_id)).all()[-1]
            for name, answer in answers.items():
                setattr(written, name, answer)
        await lena.types("/reflect Northwind")
        await lena.submits()


async def test_a_wrong_guess_comes_back_at_once(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", **{"guess-1": "wrong"})
    lena.sees(
        "“They fear the migration” turned out wrong. Good to know, and noted for your next brief."
    )
    lena.sees_nothing_of("New to you", "Plan it")


async def test_what_was_learned_stands_beside_the_wrong_guess(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", surprise="The drivers", **{"guess-1": "wrong"})
    lena.sees("New to you: “The drivers”. So “They fear the migration” was wrong.")


async def test_a_surprise_comes_back_and_the_same_step_for_all_comes_first(office: Office) -> None:
    lena = office.lena
    await held(office)
    step = "Send them the ROI deck"
    await reflect(office, goal_reached="yes", surprise="The drivers stopped it.", next_step=step)
    lena.sees("New to you: “The drivers stopped it”. Noted for your next brief.")
    await lena.types("/prep Halden today 11:00")
    await lena.presses("Add “Halden”")
    await office.until(23, "11:36")
    await reflect(office, goal_reached="yes", surprise="The owner", next_step=step)
    lena.sees("You also planned “ROI deck” for Northwind.")
    lena.sees_nothing_of("New to you")


async def test_words_come_back_with_their_speaker(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak, head of dispatch")
    await lena.submits()
    await office.until(23, "10:36")
    await reflect(office, goal_reached="yes", heard="Jana: The drivers switched it off.")
    lena.sees("I noted who said it: Jana.")


async def test_nobody_is_put_down_as_the_speaker_whom_the_rep_did_not_name(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await office.until(23, "10:36")
    await reflect(office, goal_reached="yes", heard="Nobody can plan offline.")
    lena.sees("Saved: Northwind.")
    lena.sees_nothing_of("I noted who said it", "Who said it?")
    await lena.types('northwind: "the tunnel kills the app twice a day"')
    await lena.answers_in_message("Keep it")
    lena.sees_nothing_of("I noted who said it")
    await lena.types("/prep Northwind tomorrow 10:00")
    await lena.presses("Everything on file")
    lena.sees("Nobody can plan offline.", "the tunnel kills the app")
    lena.sees_nothing_of("Jana Novak, today")


async def test_the_next_step_becomes_a_call(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="Talk to two dispatchers.")
    lena.sees("Next: Talk to two dispatchers.")
    await lena.presses("Plan it")
    lena.sees(
        "Do you want to plan “Talk to two dispatchers” as a call, or make it a promise with a day?"
    )
    await lena.presses("Plan a call: Northwind")
    await lena.fills(when="Thursday 15:00")
    await lena.submits()
    lena.sees("Northwind", "Thursday 15:00")


async def test_a_call_that_is_planned_already_can_be_the_next_step(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/prep Northwind Thursday 15:00")
    await reflect(office, goal_reached="yes", next_step="Talk to two dispatchers.")
    await lena.presses("Plan it")
    lena.sees(
        "You already have a call with Northwind Thursday 15:00. "
        "Keep it for “Talk to two dispatchers”, or plan another call?"
    )
    await lena.presses("Keep it")
    lena.sees("Thursday 15:00", "Everything on file")


@pytest.mark.parametrize("step", ["Talk to two dispatchers Thursday 3pm", "Demo on Thursday"])
async def test_a_next_step_whose_call_is_planned_says_so(office: Office, step: str) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/prep Northwind Thursday 15:00")
    await reflect(office, goal_reached="yes", next_step=step)
    lena.sees(f"Next: {step}. Thursday 15:00 is planned already.")
    lena.sees_nothing_of("Plan it")
    async with office.attune.database.write() as session:
        for call in (await session.exec(select(Call))).all():
            call.source, call.source_id = "google", f"from the calendar {call.id}"
    await lena.types("/reflect Northwind")
    await lena.submits()
    lena.sees(f"Next: {step}. Thursday 15:00 is in your calendar.")
    await lena.types("/reflect Northwind")
    await lena.fills(next_step="Talk to two dispatchers Thursday 5pm")
    await lena.submits()
    lena.sees("Plan it")


async def test_the_second_call_of_the_steps_day_may_be_the_planned_one(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/prep Northwind Thursday 10:00")
    await lena.types("/prep Northwind Thursday 15:00")
    await lena.presses("A second call")
    step = "Talk to two dispatchers Thursday 3pm"
    await reflect(office, goal_reached="yes", next_step=step)
    lena.sees(f"Next: {step}. Thursday 15:00 is planned already.")


async def test_the_day_by_which_a_step_is_done_counts_from_when_it_was_written(
    office: Office,
) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="Send the rollout plan by tomorrow")
    await office.until(24, "08:00")
    await lena.presses("Plan it")
    await lena.presses("Plan a call: Northwind")
    lena.sees("Tuesday 24 November")


async def test_before_another_try_a_planned_call_is_named(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/prep Northwind Thursday 15:00")
    await lena.presses("They didn't come")
    await lena.presses("Plan another try")
    lena.sees(
        "You already have a call with Northwind Thursday 15:00. Keep it, or plan another call?"
    )
    await lena.presses("Keep it")
    lena.sees("Nobody came today.", "Thursday 15:00")
    await office.tomas.types("/prep Northwind Wednesday 9:00")  # a colleague's call changes nothing
    await office.until(26, "15:36")
    await lena.presses("They didn't come")
    await lena.types("/prep Northwind Friday 15:00")
    lena.sees("Nobody came on Monday or today.")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Agree on the kick-off")
    await lena.submits()
    lena.sees("Looks like a discovery call.")  # nobody ever came, so there is nothing to kick off
    await office.until(27, "15:36")
    await lena.types("/calls")
    await lena.presses("They didn't come")
    await lena.types("/prep Northwind Monday 15:00")
    lena.sees("Nobody came on Monday, yesterday or today.")


async def test_only_their_words_are_quoted_and_the_next_brief_has_what_was_learned(
    office: Office,
) -> None:
    lena = office.lena
    await held(office)
    note = "Jana: 'we hate typing it twice'. I'll send her the security sheet by Wednesday."
    learned = "The CFO, Mr Otte, has to sign anything over 20k"
    await reflect(office, heard=note, surprise=learned)
    lena.sees(f"New to you: “{learned}”. Noted for your next brief.")
    await lena.types("/prep Northwind Thursday 15:00")
    lena.sees(f"Today you learned: “{learned}”.", "“we hate typing it twice”")
    lena.sees_nothing_of("I'll send her")
    await lena.presses("Everything on file")
    lena.sees(f"Today you learned: “{learned}”.", note, "Your note, today")


async def test_the_time_of_the_next_step_is_filled_in_and_its_call_does_not_repeat_it(
    office: Office,
) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="next Tuesday 10am")
    await lena.presses("Plan it")
    lena.sees("Tuesday 1 December 10:00")
    lena.sees_nothing_of("What it is about")
    await lena.submits()
    lena.sees("Tuesday 1 December 10:00")
    lena.sees_nothing_of("10am", "next step", "Next Tuesday")
    await lena.types("/reflect Northwind")
    await lena.fills(next_step="Thursday 9am, Northwind sets it up")
    await lena.submits()
    await lena.presses("Plan it")
    lena.sees("Thursday 26 November 09:00")
    lena.sees_nothing_of("You already have")
    await lena.submits()
    lena.sees("Thursday 09:00", "This call is the next step: Northwind sets it up.")
    lena.sees_nothing_of("9am")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Thursday the tenth, same time. Nine o'clock.", "The next step is: Thursday 10 December"),
        ("Thursday the tenth, half nine, my time.", "The next step is: Thursday 10 December"),
        ("Same time. Nine o'clock.", ""),
        (
            "Tuesday the first of December, at thirteen, on Teams, with Otto",
            ": On Teams, with Otto",
        ),
    ],
)
async def test_a_step_that_is_only_a_time_is_shown_as_its_day_or_not_at_all(
    office: Office, said: str, shown: str
) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step=said)
    await lena.types("/prep Northwind 1 December 15:00")
    lena.sees(shown)
    lena.sees_nothing_of("ame time", "o'clock", "half nine", "thirteen")


async def test_the_words_of_the_next_step_say_the_kind_and_the_goal(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="Demo for the dispatchers on Friday")
    await lena.presses("Plan it")
    await lena.presses("Plan a call: Northwind")
    lena.sees("Friday 27 November", "Demo for the dispatchers")
    await lena.fills(when="Friday 10:00")
    await lena.submits()
    lena.sees("Friday 10:00", ": a demo.", "Goal: Demo for the dispatchers")
    lena.sees_nothing_of("next step", "on Friday")


async def test_a_pricing_call_is_one_of_pricing(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="We have a pricing call")
    await lena.presses("Plan it")
    await lena.presses("Plan a call: Northwind")
    await lena.fills(when="Friday 10:00", about="Pricing call")
    await lena.submits()
    lena.sees(": a pricing call.")
    lena.sees_nothing_of("Goal:")
    await lena.types("/prep Northwind Friday 16:00 re renewal")
    await lena.presses("A second call")
    lena.sees(": a renewal.")
    lena.sees_nothing_of("Goal:")


async def test_the_next_step_becomes_a_promise_with_its_day(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="Send the rollout plan by Friday")
    await lena.presses("Plan it")
    await lena.presses("Make it a promise")
    await lena.submits()
    lena.sees("You owe Northwind: Send the rollout plan, by Friday.")


async def test_a_call_on_another_day_is_not_offered_for_the_next_step(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/prep Northwind Thursday 15:00")
    await reflect(office, goal_reached="yes", next_step="Demo for the dispatchers on Friday")
    await lena.presses("Plan it")
    lena.sees(
        "Do you want to plan “Demo for the dispatchers on Friday” as a call, or make it a promise "
        "with a day?"
    )
    await lena.types("/reflect Northwind")
    await lena.fills(next_step="Demo for the dispatchers, Thursday 2pm")
    await lena.submits()
    await lena.presses("Plan it")
    lena.sees("You already have a call with Northwind Thursday 15:00. Keep it")


async def test_what_is_sent_is_a_promise_first_and_is_on_file_once(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/prep Northwind Thursday 15:00")
    step = "I'll send Karl Otte a one-page business case by Friday"
    await reflect(office, goal_reached="yes", next_step=step)
    await lena.presses("Plan it")
    lena.sees(f"Do you want to make “{step}” a promise with a day, or plan a call?")
    lena.sees_nothing_of("Keep it")
    await lena.types("/promises")
    await lena.presses("Add a promise")
    await lena.fills(account="Northwind", text="business case for Karl by Friday")
    await lena.submits()
    await lena.presses("Make it a promise")
    lena.sees("You promised this already: business case for Karl, by Friday 27 November.")
    await lena.presses("Promises: Northwind")
    lena.sees("You owe Northwind: business case for Karl, by Friday.")


async def test_a_step_becomes_a_promise_with_its_day_wherever_it_stands(office: Office) -> None:
    lena = office.lena
    await held(office)
    for step, said in (
        (
            "Thursday 9am we send the list",
            "You owe Northwind: Send the list at 09:00, by Thursday.",
        ),
        (
            "On Thursday Northwind sets it up",
            "Northwind promised: Northwind sets it up, by Thursday.",
        ),
        (
            "On Friday we demo the module",
            "You owe Northwind: Demo the module, by Friday.",
        ),
        ("Call Irina next week", "You owe Northwind: Call Irina next week, no day set."),
    ):
        await lena.types("/reflect Northwind")
        await lena.fills(goal_reached="yes", next_step=step)
        await lena.submits()
        await lena.presses("Plan it")
        await lena.presses("Make it a promise")
        await lena.submits()
        lena.sees(said)


async def test_the_day_of_the_next_step_is_when_the_call_is(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="I call Irina Wednesday")
    await lena.presses("Plan it")
    await lena.presses("Plan a call: Northwind")
    lena.sees("Plan a call", "Wednesday")


async def test_a_promise_to_call_somebody_has_its_day(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="I call Irina Wednesday")
    await lena.presses("Plan it")
    await lena.presses("Make it a promise")
    await lena.submits()
    lena.sees("You owe Northwind: Call Irina, by Wednesday.")
    lena.sees_nothing_of("I call")


async def test_a_promise_labelled_with_a_contact_is_theirs(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/prep Northwind today 11:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Dieter Grothe, owner")
    await lena.submits()
    await office.until(23, "11:36")
    promised = "Herr Grothe: talks to his brother by Friday\nLena: the offer"
    await reflect(office, goal_reached="yes", promised=promised)
    lena.sees("They promised: talks to his brother, by Friday", "You promised: the offer, no day")
    await lena.types("/promises")
    lena.sees("Northwind promised: talks to his brother, by Friday.")


async def test_each_typed_line_is_read_for_its_side_and_for_what_is_done(office: Office) -> None:
    lena = office.lena
    await held(office)
    promised = (
        "we owe: revised quote w growth seats by thursday\n"
        "she'll send petras feedback fri\n"
        "nda went out this morning"
    )
    await reflect(office, goal_reached="yes", promised=promised)
    lena.sees("You promised: revised quote w growth seats, by Thursday")
    lena.sees("They promised: send petras feedback")
    lena.sees("“nda went out this morning” is noted as done. To undo, use /promises.")
    lena.sees_nothing_of("promised: nda", "Owe:")
    await lena.types("/promises")
    lena.sees("Done: You owed Northwind: nda went out this morning", "Undo")
    await lena.presses("Undo")
    lena.sees("You owe Northwind: nda went out this morning")


async def test_a_promise_is_dropped_by_its_words(office: Office) -> None:
    lena = office.lena
    await held(office)
    promised = "Revised quote for the growth seats by thursday\nThe dispatcher list"
    await reflect(office, goal_reached="yes", promised=promised)
    for words in (
        "drop the promise 'revised quote'",
        "delete my promise: Revised quote for the growth seats",
        "cancel the promise about the quote",
    ):
        await lena.types(words)
        lena.sees("Dropped: Revised quote for the growth seats (to Northwind).")
        lena.sees_nothing_of("dispatcher list", "Shall I keep this")
        await lena.presses("Undo")
    await lena.types("drop the promise 'zebra'")
    lena.sees("No open promise has these words.", "dispatcher list")


async def test_who_promised_is_said_once(office: Office) -> None:
    lena = office.lena
    await held(office)
    promised = "We send the list by Friday\nI’ll ring Irina\nWe: I will check the quote"
    await reflect(office, goal_reached="yes", promised=promised)
    lena.sees("You promised: Send the list, by Friday", "You promised: Ring Irina", ": Check the")
    lena.sees_nothing_of("We send", "I will", "I’ll")


async def test_a_step_that_was_promised_in_the_call_needs_no_plan(office: Office) -> None:
    lena = office.lena
    await held(office)
    step = "Send the rollout plan"
    await reflect(office, goal_reached="yes", next_step=step, promised="the rollout plan")
    lena.sees("You promised: the rollout plan, no day set")
    lena.sees_nothing_of("Plan it", "Next:")


async def test_from_the_third_reflection_on_there_is_a_pattern_and_none_twice_in_two_weeks(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    for hours in (0, 1):
        await reflected(office, hours, next_step_by="ours", talk="more_me")
        lena.sees_nothing_of("From your last")
    await reflected(office, 2, next_step_by="ours", talk="more_me")
    lena.sees("From your last 3 answers. Only you see this.")
    for hours in range(3, 6):
        await reflected(office, hours, next_step_by="ours", talk="more_me")
    await lena.types("/reflect Northwind")
    await lena.submits()
    lena.sees_nothing_of("From your last")
    shown = await _patterns(office)
    assert len(shown) == len(set(shown)) > 1
    await lena.types("/prep Northwind 8 December 10:00")
    await office.until_december(8, "10:36")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes")
    await lena.submits()
    lena.sees("Only you see this.")


async def _patterns(office: Office) -> list[str]:
    """The ids of the patterns that Lena was shown."""
    async with office.attune.database.read() as session:
        rows = (await session.exec(select(Reflection).order_by(col(Reflection.id)))).all()
    return [id_ for row in rows for id_ in (row.pattern or "").split()]


async def test_the_same_step_for_several_accounts_is_asked_about_once(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="Send the ROI deck")
    await lena.types("/prep Halden today 12:00")
    await lena.presses("Add “Halden”")
    await office.until(23, "12:36")
    for _ in range(2):
        await lena.types("/reflect Halden")
        await lena.fills(goal_reached="yes", next_step="Send the ROI deck")
        await lena.submits()
    asked = [said for said in lena.messages if "You also planned “ROI deck” for Northwind." in said]
    assert len(asked) == 1


async def test_a_focus_that_was_kept_three_times_makes_room_for_the_next(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.presses("More…")
    await lena.presses("Choose a focus")
    await lena.fills(focus="count-after-answer")
    await lena.submits()
    await plan(office, "Northwind today 10:00")
    for hours in range(3):
        lena.sees_nothing_of("Choose the next focus")
        await reflected(office, hours, focus_id="count-after-answer", kept_focus="yes")
    lena.sees("You kept your focus in 3 calls. You can take on the next focus.")
    await lena.presses("Choose the next focus")
    await lena.fills(focus="and-then")
    await lena.submits()
    lena.sees("Your focus", "If they tell me that something went wrong")


async def test_a_promise_of_theirs_that_came_true_is_offered_as_done(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(
        office, goal_reached="yes", promised="They: Tom from IT joins\nThey: The price list"
    )
    lena.sees_nothing_of("Done?")
    await lena.types("/prep Northwind today 11:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Tom Berg, IT lead")
    await lena.submits()
    await office.until(23, "11:36")
    await reflect(office, goal_reached="yes")
    lena.sees("They promised: Tom from IT joins. Done?")
    await lena.presses("Yes, done")
    lena.sees("Done: Tom from IT joins")
    await lena.types("/promises")
    lena.sees(
        "Done: Northwind promised: Tom from IT joins", "Northwind promised: The price list, no day"
    )


async def test_names_that_were_promised_are_offered_as_done_in_the_brief(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", promised="They: The names of two dispatchers")
    await lena.types("/prep Northwind Thursday 11:00")
    lena.sees("They owe: The names of two dispatchers")
    lena.sees_nothing_of("Done?")
    await lena.presses("Change time or people")
    await lena.fills(coming="Irina Sokol, dispatcher\nPaul Weber, night dispatcher")
    await lena.submits()
    lena.sees("They promised: The names of two dispatchers. Done?")
    lena.sees_nothing_of("They owe: ")
    await lena.presses("Yes, done")
    lena.sees("Done: The names of two dispatchers")


async def test_my_patterns_have_a_place_of_their_own(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind today 10:00")
    for hours in range(5):
        await reflected(office, hours, talk="more_me")
    await lena.types("/rhythm")
    await lena.presses("More…")
    await lena.presses("My patterns")
    lena.sees(
        "Your patterns. Only you see them.",
        "By your own guess, you talked more in 5 of 5 calls (your last 5 answers).",
        "These cover up to ten of your latest answers. A few more calls can change them.",
        "43% (Gong Labs, 2016: a correlation in one vendor's calls).",
    )
    await tomas.types("my patterns")
    tomas.sees("Reflect on 3 more calls, and your first patterns may show up here.")
    tomas.sees_nothing_of("too few", "Gong Labs")
