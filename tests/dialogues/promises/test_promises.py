"""Promises: ours and theirs, done, moved, dropped, and a plan to share."""

from datetime import datetime

import pytest

from tests.dialogue import HasMenus
from tests.dialogues.office import BERLIN, Office
from tests.dialogues.rep_does import held, plan, reflect
from tests.playground.driver import PlaygroundUser
from tests.slack.driver import SlackUser
from tests.teams import cards
from tests.teams.driver import TeamsUser
from tests.teams.test_dialogs import card_of, choose, hand_in

pytestmark = pytest.mark.every_platform


async def promised(office: Office) -> None:
    """A call is over in which both sides promised something."""
    await held(office)
    await reflect(
        office,
        goal_reached="yes",
        promised="Pricing for 40 seats by Wednesday\nThey: Names of two dispatchers by Wednesday",
    )


async def test_ours_and_theirs_stand_apart(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    ours, theirs = lena.screen.split("They promised")
    assert "Pricing for 40 seats" in ours
    assert "Names of two dispatchers" in theirs


async def test_a_day_in_the_words_of_the_form_is_read_or_left_open_and_never_today(
    office: Office,
) -> None:
    lena = office.lena
    await promised(office)
    for text in (
        "the offer next Wednesday by ten o'clock",
        "two pages by the ninth",
        "the draft by Friday week",
        "the plan the Wednesday after by ten o'clock",
    ):
        await lena.types("/promises Northwind")
        await lena.presses("Add a promise")
        await lena.fills(account="Northwind", text=text)
        await lena.submits()
    await lena.types("/promises Northwind")
    shown = " ".join(lena.screen.split())
    for words, day in (
        ("the offer by 10:00", "by Wednesday 2 December"),
        ("two pages", "by Wednesday 9 December"),
        ("the draft", "by Friday 4 December"),
    ):
        assert f"{words}, {day}" in shown, shown
    assert "due today" not in shown.lower()


async def test_done_can_be_undone(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    await lena.presses("Done")
    lena.sees("Done: You owed Northwind: Pricing for 40 seats", "Undo")
    assert [lena.screen.count(label) for label in ("Move", "Drop")] == [1, 1]  # of the other one
    await lena.presses("Undo")
    lena.sees("You owe Northwind: Pricing for 40 seats", "Names of two dispatchers")
    lena.sees_nothing_of("Done: ", "Undo")


async def test_undo_is_not_where_done_was(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    above, below = lena.screen.split("You owe Northwind: ")
    where_done_was = below.splitlines()[1]
    assert "Done" in where_done_was
    await lena.presses("Done")
    still_above, below = lena.screen.split("Done: You owed Northwind: ")
    assert above.splitlines()[0] == "Open promises"
    assert still_above.splitlines() == ["Promises", *above.splitlines()[1:]]
    assert below.splitlines()[1] == "You can open it again."
    assert "Wednesday" not in below.splitlines()[0]
    assert lena.screen.count("Undo") == lena.screen.count("Done: ") == 1
    lena.sees("Northwind promised: Names of two dispatchers")
    await office.until(24, "09:00")
    await lena.types("/promises")
    lena.sees_nothing_of("Pricing for 40 seats")


async def test_moving_moves_the_morning_it_is_said(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    await lena.presses("Move")
    await lena.fills(due_on="2026-11-26")
    await lena.submits()
    lena.sees("Moved: ", "by Thursday")
    await office.until(25, "08:30")
    lena.sees("One promise is due.")
    await office.until(26, "08:30")
    lena.sees("One promise is due. One promise is overdue.")
    lena.sees("overdue since Wednesday 25 November", "due today")


async def test_a_promise_is_not_moved_into_the_past(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    await lena.presses("Move")
    await lena.fills(due_on="2026-11-22")
    await lena.submits()
    assert lena.problems == {"due_on": "That day has passed. Choose today or a later one."}
    await lena.fills(due_on="2026-11-23")
    await lena.submits()
    lena.sees("Moved: Pricing for 40 seats (due today).")


async def test_the_agenda_shows_todays_promises_and_the_oldest_and_the_rest_behind_a_button(
    office: Office,
) -> None:
    lena = office.lena
    await promised(office)  # theirs is due on Wednesday, ours too
    await lena.types("/prep Northwind Friday 15:00")
    for day, text in ((23, "the oldest list"), (24, "the second list"), (27, "the newest list")):
        await lena.types("/promises Northwind")
        await lena.presses("Add a promise")
        await lena.fills(account="Northwind", text=text, due_on=f"2026-11-{day}")
        await lena.submits()
    await office.until(27, "08:30")
    lena.sees("One promise is due. 4 promises are overdue.", "2 more.")
    lena.sees_nothing_of("the second list", "Names of two dispatchers")
    shown = lena.screen
    assert shown.index("the newest list") < shown.index("Pricing") < shown.index("the oldest list")
    await lena.presses("All promises")
    lena.sees("Names of two dispatchers", "the second list", "the oldest list")


async def test_an_overdue_promise_is_said_once_and_then_each_monday_until_it_is_settled(
    office: Office,
) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    await lena.presses("Drop")
    before = len(lena.messages)
    await office.until_december(18, "12:00")
    # Due on Wednesday 25 November, overdue on Thursday, then on Mondays up to 14 December.
    mornings = lena.messages[before:]
    assert len(mornings) == 5
    assert all("overdue since Wednesday 25 November" in each for each in mornings[1:])
    lena.sees("One promise is overdue.", "Stop the morning agenda")
    await lena.presses("Done")
    lena.sees("Nothing on today.", "Done: ")
    await office.until_december(30, "12:00")
    assert len(lena.messages) == before + 5


async def test_the_morning_message_settles_them(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await office.until(25, "08:30")
    lena.sees("2 promises are due.", "Pricing for 40 seats", "Names of two dispatchers")
    await lena.presses("Done: Pricing for 40 seats (Northwind)")
    await lena.presses("Drop: Names of two dispatchers (Northwind)")
    lena.sees("Done: You owed", "Dropped: Northwind promised", "Nothing on today.")
    await lena.types("/promises")
    lena.sees("No open promises.")


async def test_a_kept_promise_is_told_in_the_next_brief(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises Northwind")
    await lena.presses("Drop: Pricing for 40 seats (Northwind)")
    await lena.presses("Done: Names of two dispatchers (Northwind)")
    await lena.types("/prep Northwind Friday 10:00")
    await lena.presses("Everything on file")
    lena.sees("– kept", "– dropped")


async def test_a_plan_to_share(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises Northwind")
    await lena.presses("Action plan as text")
    lena.sees(
        "Northwind: mutual action plan, 23 November",
        "[ ] Pricing for 40 seats, by 25 November",
        "[ ] Names of two dispatchers, by 25 November",
    )


async def test_overdue_promises_come_again_after_a_long_absence(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/rhythm")
    await lena.presses("Pause…")
    await lena.presses("Away…")
    await lena.fills(back="2026-12-21", **{"from": "2026-11-24"})
    await lena.submits()
    before = len(lena.messages)
    await office.until_december(18, "18:00")
    assert len(lena.messages) == before
    await office.until_december(22, "12:00")
    mornings = lena.messages[before:]
    assert len(mornings) == 1
    assert all("overdue since Wednesday 25 November" in each for each in mornings)


async def test_overdue_promises_come_again_after_an_absence_that_slack_tells(
    office: Office,
) -> None:
    lena = office.lena
    if not isinstance(lena, SlackUser):
        return
    await promised(office)
    back = datetime(2026, 12, 21, 7, tzinfo=BERLIN)
    lena.fake.users[lena.id]["profile"] |= {
        "status_emoji": ":palm_tree:",
        "status_expiration": int(back.timestamp()),
    }
    before = len(lena.messages)
    await office.until_december(18, "18:00")
    assert len(lena.messages) == before
    await office.until_december(22, "12:00")
    mornings = [each for each in lena.messages[before:] if "overdue since" in each]
    assert len(mornings) == 1


async def test_a_promise_outside_a_call(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(text="The reference list", side="ours", due_on="2026-11-27")
    await lena.submits()
    lena.sees("The reference list", "by Friday")
    await lena.presses("Add a promise")
    await lena.fills(account="Nowhere", text="Something")
    await lena.submits()
    assert "account" in lena.problems


async def test_a_promise_that_is_typed_again_is_moved(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises Northwind")
    for text, due_on, said in (
        ("The reference list", "2026-11-27", "The reference list, by Friday"),
        ("reference list", "2026-11-27", "Already on file: The reference list."),
        (
            "Send the reference list",
            "2026-11-30",
            "Moved from Friday to Monday 30 November: The reference",
        ),
        ("The pricing for 40 seats", "2026-11-26", "Moved from Wednesday to Thursday: Pricing"),
    ):
        await lena.presses("Add a promise")
        await lena.fills(text=text, side="ours", due_on=due_on)
        await lena.submits()
        lena.sees(said)
    lena.sees("The reference list, by Monday", "Pricing for 40 seats, by Thursday")
    assert lena.screen.count("owe Northwind: The reference list") == 1
    for text in ("The longer reference list", "Pricing for 60 seats"):
        await lena.presses("Add a promise")
        await lena.fills(text=text, side="ours")
        await lena.submits()
    lena.sees("The reference list, by Monday", "The longer reference list, no day set")
    lena.sees("Pricing for 40 seats, by Thursday", "Pricing for 60 seats, no day set")


async def test_a_promise_that_is_made_again_in_a_call_is_moved_and_stays_where_it_was_noted(
    office: Office,
) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/prep Northwind today 11:00")
    await office.until(23, "11:36")
    await reflect(
        office, goal_reached="yes", promised="the pricing for 40 seats by Friday\nA visit"
    )
    lena.sees("Moved from Wednesday to Friday: Pricing for 40 seats.")
    lena.sees_nothing_of("A colleague has already noted")
    await lena.types("/promises")
    lena.sees("Pricing for 40 seats, by Friday", "A visit")
    assert lena.screen.lower().count("pricing") == 1
    await lena.types("forget everything about this call")
    lena.sees("Until you delete it all, your colleagues can see this promise:", "We: A visit")
    lena.sees_nothing_of("We: Pricing")
    await lena.presses("Delete all of it")
    await lena.types("/promises")
    lena.sees("Pricing for 40 seats, by Friday")
    lena.sees_nothing_of("A visit")


async def test_fewer_words_may_mean_a_promise_on_file(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/prep Northwind today 11:00")
    await office.until(23, "11:36")
    await reflect(office, goal_reached="yes", promised="We: pricing tonight\nThey: figures")
    lena.sees(
        "You promised: pricing, today",
        "You already owe them: Pricing for 40 seats (by Wednesday). Is “pricing” the same promise?",
    )
    await lena.presses("Yes, the same, due today")
    lena.sees("Moved from Wednesday to today: Pricing for 40 seats.")
    await lena.presses("Yes, the same, due today")
    lena.sees("One of the two promises is no longer open.")
    await lena.types("/promises Northwind")
    lena.sees("You owe Northwind: Pricing for 40 seats, today.", "Northwind promised: figures")
    assert lena.screen.lower().count("pricing") == 1
    await lena.presses("Add a promise")
    await lena.fills(text="Dispatchers", side="theirs")
    await lena.submits()
    lena.sees("They already owe you: Names of two dispatchers (by Wednesday). Is “Dispatchers”")
    await lena.presses("Yes, the same")
    lena.sees("Already on file: Names of two dispatchers.")
    assert lena.screen.count("ispatchers, by Wednesday") == 1


async def test_a_date_that_may_be_two_is_chosen_in_the_form(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(text="The manual by 12/4", side="ours")
    await lena.submits()
    if isinstance(lena, SlackUser):  # whose locale, en-US in Berlin, leaves it open
        said = lena.problems["due_on"]
        assert said == "12/4 may be 12 April or 4 December. Choose the day here."
        await lena.fills(text="The manual", due_on="2026-12-04")
        await lena.submits()
        lena.sees("The manual, by Friday 4 December")
    else:
        lena.sees("12/4 is read as 12 April (day first).")


async def test_a_day_beside_the_numbers_of_its_date_is_that_date(office: Office) -> None:
    lena = office.lena
    await promised(office)
    for typed, said in (
        ("The manual by Fri 11.12", "The manual, by Friday 11 December"),
        ("The price list before Fri 11.12", "The price list, by Thursday 10 December"),
    ):
        await lena.types("/promises Northwind")
        await lena.presses("Add a promise")
        await lena.fills(text=typed, side="ours")
        await lena.submits()
        lena.sees(said)
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(text="The plan by Friday 4-12", side="ours")
    await lena.submits()
    assert lena.problems["due_on"] == "That may be a date or a time. Choose the day here."


async def test_a_message_of_ones_own_is_kept_as_a_promise_and_stays(office: Office) -> None:
    lena = office.lena
    if not isinstance(lena, HasMenus):
        return  # Teams' menu opens a dialog: see the next test
    await promised(office)
    said = "I will send the reference list by Thursday"
    await lena.types(said)
    await lena.uses("promise", on=said)
    lena.sees("send the reference list")
    lena.sees_nothing_of("I will send the reference list", "by Thursday")
    await lena.fills(account="Northwind")
    await lena.submits()
    lena.sees("Already on file: the reference list.")
    lena.sees("You owe Northwind: the reference list, by Thursday.")
    await lena.uses("promise", on="/prep Northwind tomorrow 3pm")
    lena.sees("That is a command, not a promise.")


async def test_the_form_has_what_is_promised_and_not_who_owes_it(office: Office) -> None:
    lena = office.lena
    if not isinstance(lena, HasMenus):
        return  # Teams' menu opens a dialog: see the test below
    await promised(office)
    for said, account, saved in (
        ("owe jana a link to the demo env", "Northwind", "a link to the demo env"),
        ("jana hates it so i owe them a mock up", "Northwind", "a mock up"),
        ("n jana sends me her excel", "Northwind", "her excel"),
    ):
        await lena.types(said)
        await lena.types("undo")
        await lena.uses("promise", on=said)
        assert lena.form
        lena.sees(saved)
        lena.sees_nothing_of("owe", "sends me")
        await lena.fills(account=account)
        await lena.submits()
        lena.sees("Open promises with Northwind", saved)


async def saves_as_a_promise(office: Office, text: str, day: str) -> None:
    """Choose “Save as a promise” on a message with these words, and save the form."""
    lena = office.lena
    if isinstance(lena, TeamsUser):
        opened = (await lena.send(choose(lena, "promise", {"content": text}))).body
        short = text.removeprefix("I will ")  # as the dialog has it
        filled = {"account": "Northwind", "side": "ours", "text": short, "due_on": day}
        handed_in = hand_in(lena, opened, **filled)
        await lena.send(handed_in | {"name": "composeExtension/submitAction"})
        return
    if not isinstance(lena, HasMenus):
        pytest.skip("the platform has no menus")
    await lena.types(text)
    await lena.uses("promise", on=text)
    await lena.fills(account="Northwind", due_on=day)
    await lena.submits()


async def test_a_promise_of_the_call_that_is_kept_already_is_not_saved_again(
    office: Office,
) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    await lena.presses("Done")
    lena.sees("Done: You owed Northwind: Pricing for 40 seats")
    await saves_as_a_promise(office, "I will send the pricing for 40 seats", "2026-11-25")
    lena.sees("Already done: Pricing for 40 seats.", "Names of two dispatchers")
    lena.sees_nothing_of("You owe Northwind")
    await saves_as_a_promise(office, "I will send the pricing for 40 seats", "2026-11-30")
    lena.sees("You owe Northwind: send the pricing for 40 seats, by Monday 30 November.")
    await lena.types("/promises")
    await lena.presses("Done")
    await lena.types("/reflect Northwind")
    await lena.fills(promised="Send the pricing for the 40 seats")
    await lena.submits()
    lena.sees("Already done: Pricing for 40 seats.")
    lena.sees_nothing_of("You promised")


async def test_on_teams_a_message_is_kept_as_a_promise_in_a_dialog(office: Office) -> None:
    lena = office.lena
    if not isinstance(lena, TeamsUser):
        return
    await promised(office)
    body = {"contentType": "text", "content": "I will send the reference list by Thursday"}
    opened = (await lena.send(choose(lena, "promise", body))).body
    dialog = cards.visible(card_of(opened))
    assert "What was promised\nsend the reference list" in dialog
    assert "by Thursday" not in dialog  # the day has a field of its own
    filled = {"account": "Northwind", "side": "ours", "due_on": "2026-11-26"}
    handed_in = hand_in(lena, opened, text="I will send the reference list", **filled)
    await lena.send(handed_in | {"name": "composeExtension/submitAction"})
    lena.sees("You owe Northwind: Send the reference list, by Thursday.")
    body = {"contentType": "text", "content": "/prep Northwind tomorrow 3pm"}
    answer = (await lena.send(choose(lena, "promise", body))).body
    assert "That is a command, not a promise." in str(answer)


async def test_an_account_without_any(office: Office) -> None:
    lena = office.lena
    await lena.types("/promises")
    lena.sees("No open promises.")
    await lena.types("/promises Nowhere")
    lena.sees("There is no account called “Nowhere” yet.")


async def test_an_example_of_a_day_lies_ahead(office: Office) -> None:
    lena = office.lena
    if not isinstance(lena, PlaygroundUser):
        return  # the other platforms' inputs hold nothing but days
    await promised(office)
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(text="The manual", due_on="soon")
    await lena.submits()
    assert lena.problems["due_on"] == "Which day? For example: 2026-11-24."


@pytest.mark.parametrize("office", ["playground"], indirect=True)
async def test_a_typed_promise_fills_in_its_account_side_and_day(office: Office) -> None:
    lena = office.lena
    assert isinstance(lena, PlaygroundUser)
    await plan(office, "Northwind tomorrow 10:00")
    await lena.types("promise: we send Ruben the price list at Northwind by Friday")
    lena.sees("Promised to Northwind: send Ruben the price list at Northwind, by Friday")
    await lena.uses("promise", on="Promise: Northwind will send the plans by Friday")
    await lena.submits()
    lena.sees("Northwind promised: send the plans, by Friday.")


async def test_a_time_that_is_no_exact_day_is_read_or_said(office: Office) -> None:
    lena = office.lena
    await held(office)
    lines = ("We: the plan next week", "They: terms in ten minutes", "We: the visit in week 51")
    await reflect(office, promised="\n".join(lines))
    lena.sees(
        "“next week” is not an exact day, so no day is set for “the plan next week”.",
        "I read the week as “by Friday 18 December”.",
    )
    await lena.types("/promises Northwind")
    shown = " ".join(lena.screen.split())
    assert "terms in ten minutes, today" in shown, shown
    assert "the visit, by Friday 18 December" in shown, shown
    await lena.presses("Add a promise")
    await lena.fills(account="Northwind", text="the samples by Easter")
    await lena.submits()
    lena.sees("“by Easter” is not an exact day")
