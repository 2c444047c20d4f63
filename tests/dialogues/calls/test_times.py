"""Times as people type them, and the buttons of a question about a time."""

from datetime import datetime, timedelta

import pytest

from tests.dialogues.office import BERLIN, Office

pytestmark = pytest.mark.every_platform

MONDAY = datetime(2026, 11, 30, 8, 20, tzinfo=BERLIN)


@pytest.fixture
def monday(office: Office) -> Office:
    """It is Monday 30 November, 08:20 in Berlin."""
    office.clock.moment = MONDAY
    return office


async def on_file(office: Office, *names: str) -> None:
    """These accounts are there, with no call planned."""
    for name in names:
        await office.lena.types(f'/prep "{name}"')
        await office.lena.presses(f"Add “{name}”")


async def writes_dates(office: Office, order: str) -> None:
    """Lena says how she writes dates."""
    await office.lena.types("/rhythm")
    await office.lena.presses("Change times")
    await office.lena.fills(date_order=order)
    await office.lena.submits()


# What follows the name, and how the moment is said back.
MEANT = {
    "tomorrow 3 o'clock am": "tomorrow 03:00",
    "tomorrow 8 o'clock am": "tomorrow 08:00",
    "tomorrow 12 noon": "tomorrow 12:00",
    "two weeks from friday 3pm": "Friday 18 December 15:00",
    "a week on friday 3pm": "Friday 11 December 15:00",
    "friday week 3pm": "Friday 11 December 15:00",
    "first wednesday of december 3pm": "Wednesday 15:00",
    "20th of next month at 3pm": "Sunday 20 December 15:00",
    "tomorrow 15:00 GMT - 18:00 GMT": "tomorrow 16:00-19:00",
    "tomorrow 3p": "tomorrow 15:00",
    "tomorrow 9a-10a": "tomorrow 09:00-10:00",
    "in 1/2 hour": "today 08:50",
    "in about 5 hours": "today 13:20",
    "tomorrow ten thirty": "tomorrow 10:30",
    "tomorrow at 3 15": "tomorrow 15:15",
    "tomorrow 10‑11am": "tomorrow 10:00-11:00",
    "Thu 12/3 3pm": "Thursday 15:00",
    "tomorrow 9am PT": "tomorrow 18:00",
}
NO_TIME = ("tomorrow 15h am", "monday after next 2pm", "every friday 3pm", "tomorrow 3pm maybe")
OPEN = (
    "tomorrow after 4pm",
    "3 or 4pm tomorrow",
    "friday or monday 3pm",
    "tomorrow eod",
    "next week sometime",
)


async def test_every_word_behind_a_new_name_is_read(monday: Office) -> None:
    lena = monday.lena
    for words, said in MEANT.items():
        await lena.types(f"/prep Fabrikam {words}")
        lena.sees(f"For {said}: there is no account called “Fabrikam” yet.")


async def test_what_is_no_time_to_its_last_word_is_asked_about(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Fabrikam")
    for name in ("Fabrikam", "Litware"):
        for words in (*NO_TIME, *OPEN):
            await lena.types(f"/prep {name} {words}")
            assert "?" in lena.screen
            lena.sees_nothing_of("Add “", "Open with:", "Did you mean")
    await lena.types("/calls")
    lena.sees("You have no calls planned.")


async def test_a_day_beside_the_numbers_of_a_date_is_asked_about(monday: Office) -> None:
    lena = monday.lena
    await writes_dates(monday, "day first")
    await on_file(monday, "Fabrikam")
    for name in ("Fabrikam", "Litware"):
        await lena.types(f"/prep {name} fri 11.12")
        lena.sees("What time on Friday 11 December?")
        await lena.types(f"/prep {name} tomorrow 4-12")
        lena.sees("I read that as 16:00 to 00:00, but I'm not sure.")
        await lena.types(f"/prep {name} tomorrow evening 1")
        lena.sees("What time tomorrow evening?")
        await lena.types(f"/prep {name} fri 9.12")
        lena.sees("Is that the time, Friday 09:12, or the date, Wednesday 9 December?")
    await lena.types("/calls")
    lena.sees("You have no calls planned.")


async def test_the_account_on_file_that_begins_the_text_is_the_account(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Alder and Finch", "Group", "Century", "Century 21")
    await lena.types("/prep Alder and Finch tomorrow 12 noon")
    lena.sees("Alder and Finch", "Tomorrow 12:00")
    await lena.types("/prep Group 1001")
    lena.sees("Today 10:01")
    await lena.types("/prep Century 21 tomorrow 3pm")
    lena.sees("Century 21", "Tomorrow 15:00")
    await lena.types("/prep Century 22 December 3pm")
    lena.sees("Century", "Tuesday 22 December 15:00")
    await lena.types("/prep Group Therapy tomorrow 3pm")
    lena.sees("I can't read “Therapy tomorrow 3pm” as a time. When is the call with Group?")
    await lena.presses("Change it")
    await lena.fills(account="Group Therapy", when="tomorrow 3pm")
    await lena.submits()
    lena.sees("For tomorrow 15:00: there is no account called “Group Therapy” yet.")


async def test_a_new_name_is_the_name(monday: Office) -> None:
    lena = monday.lena
    for name in ("Group 1001", "High Noon"):
        await lena.types(f"/prep {name}")
        lena.sees(f"There is no account called “{name}” yet.", f"Add “{name}”")
    await lena.types("/prep Acme Robotics next week sometime")
    lena.sees("Which day next week, and what time?")
    await lena.presses("Change it")
    await lena.fills(when="next Thursday 15:00")
    await lena.submits()
    lena.sees("there is no account called “Acme Robotics” yet.")


async def test_a_button_means_the_moment_that_was_shown(monday: Office) -> None:
    lena = monday.lena
    await lena.types("/prep Contoso in 45 min")
    monday.clock.moment += timedelta(seconds=65)
    await lena.presses("Add “Contoso”")
    lena.sees("Today 09:05")
    await lena.types("/prep Fabrikam tomorrow 3pm-4pm")
    lena.sees("For tomorrow 15:00-16:00")
    monday.clock.moment = MONDAY + timedelta(days=1)
    await lena.presses("Add “Fabrikam”")
    lena.sees("Today 15:00")
    await lena.types("/calls")
    lena.sees("Tuesday 1 December 15:00 Fabrikam")


async def test_a_moment_that_has_passed_meanwhile_is_said_to(monday: Office) -> None:
    lena = monday.lena
    await lena.types("/prep Fabrikam tomorrow 3pm")
    monday.clock.moment = MONDAY + timedelta(days=2)
    await lena.presses("Add “Fabrikam”")
    lena.sees("Yesterday 15:00 was 17 hours ago. When is the call?")
    await lena.types("/calls")
    lena.sees("You have no calls planned.")


async def test_a_form_opened_later_shows_the_moment_that_was_named(monday: Office) -> None:
    lena = monday.lena
    await lena.types("/prep Fabrikam tomorrow 3pm")
    monday.clock.moment = MONDAY + timedelta(days=1)
    await lena.presses("Change it")
    await lena.fills(account="Fabrikam Inc")
    await lena.submits()
    lena.sees("For today 15:00: there is no account called “Fabrikam Inc” yet.")


async def test_a_call_changed_on_the_next_day_stays_where_it_was(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Fabrikam")
    await lena.types("/prep Fabrikam tomorrow 3pm")
    await lena.types("/calls")
    await lena.presses("Change")
    monday.clock.moment = MONDAY + timedelta(days=1)
    await lena.fills(join_url="https://example.com/call")
    await lena.submits()
    lena.sees("Today 15:00")


async def test_the_forms_take_no_time_with_words_unread(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Fabrikam")
    await lena.types("/prep")
    await lena.presses("Plan a call")
    await lena.fills(account="Fabrikam", when="tomorrow 3pm maybe")
    await lena.submits()
    assert "I can't read that as a time" in lena.problems["when"]
    await lena.fills(when="a week on friday 3pm")
    await lena.submits()
    lena.sees("Friday 11 December 15:00")
    await lena.types("/calls")
    await lena.presses("Change")
    await lena.fills(when="friday or monday 3pm")
    await lena.submits()
    assert "?" in lena.problems["when"]
    await lena.fills(when="friday week 3pm")
    await lena.submits()
    lena.sees("Friday 11 December 15:00")


async def test_a_second_call_and_a_moved_one_are_where_they_were_named(monday: Office) -> None:
    lena = monday.lena
    await writes_dates(monday, "day first")
    await on_file(monday, "Fabrikam")
    await lena.types("/prep Fabrikam tomorrow 3pm")
    await lena.types("/prep Fabrikam 1/12/26 4pm")
    lena.sees("You already have a call with Fabrikam tomorrow 15:00. Move it to tomorrow 16:00")
    lena.sees("1/12 is read as 1 December (day first).")
    monday.clock.moment = MONDAY + timedelta(days=1)
    await lena.presses("A second call")
    lena.sees("Today 16:00")
    await lena.types("/prep Fabrikan tomorrow 5pm")
    monday.clock.moment = MONDAY + timedelta(days=2)
    await lena.presses("Fabrikam")
    lena.sees("Today 17:00")


async def test_two_ways_to_read_a_time_are_two_buttons(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Fabrikam")
    await lena.types("/prep Fabrikam tomorrow 10 to 3")
    lena.sees("Is that tomorrow 10:00-15:00 or tomorrow 14:50?")
    await lena.presses("tomorrow 14:50")
    lena.sees("Tomorrow 14:50")
    await lena.types("/prep Fabrikam Thursday half three")
    lena.sees("Is that Thursday 15:30 or Thursday 14:30?")
    await lena.types("/prep Fabrikam 4-12 10am")
    lena.sees("Is that Friday 10:00 or Monday 12 April 10:00?")
    await lena.presses("Fill it in")
    await lena.fills(when="4-12 10am")
    await lena.submits()
    assert lena.problems["when"].endswith("April 10:00? Type the one you mean.")


async def test_how_a_date_was_read_is_said_and_can_be_set(monday: Office) -> None:
    lena = monday.lena
    await writes_dates(monday, "day first")
    await lena.types("/prep Fabrikam 12/4 3pm")
    lena.sees("Monday 12 April 15:00", "12/4 is read as 12 April (day first).")
    await writes_dates(monday, "month first")
    await lena.types("/prep Fabrikam 12/4 3pm")
    lena.sees("For Friday 15:00", "12/4 is read as 4 December (month first).")


async def test_the_days_of_promises(monday: Office) -> None:
    lena = monday.lena
    await writes_dates(monday, "day first")
    await on_file(monday, "Fabrikam")
    await lena.types("/prep Fabrikam in 1 min for 5 min")
    monday.clock.moment = MONDAY + timedelta(minutes=10)
    await lena.types("/reflect Fabrikam")
    await lena.fills(
        goal_reached="yes",
        promised="Test with version 3.12\nOffer by Friday 5pm\nDeck tonight\nPlan by 4/12\n"
        "They: Report on Black Friday\nFabrikam: Figures by EOD tomorrow",
    )
    await lena.submits()
    lena.sees(
        "You promised: Test with version 3.12, no day set",
        "You promised: Offer by 17:00, by Friday",
        "You promised: Deck, today",
        "You promised: Plan, by Friday",
        "They promised: Report on Black Friday, no day set",
        "They promised: Figures, tomorrow",
        "4/12 is read as 4 December (day first).",
    )


async def test_a_name_does_not_swallow_words_of_a_time(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Fabrikam")
    for words in ("wensday 10am", "Montag 10:00", "maybe tomorrow 3pm", "black friday 3pm", "+1h"):
        await lena.types(f"/prep Fabrikm {words}")
        lena.sees("I'm not sure where the account's name ends and the time begins.")
        lena.sees_nothing_of("Add “", "Did you mean")
    await lena.types('/prep "Nova Co" easter monday 10am')
    await lena.presses("Change it")
    await lena.fills(when="Monday 10am")
    await lena.submits()
    lena.sees("there is no account called “Nova Co” yet.")
    await lena.types("/calls")
    lena.sees("You have no calls planned.")


async def test_a_time_without_a_day_leaves_a_call_on_its_day(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Fabrikam")
    await lena.types("/prep Fabrikam Thursday 3pm")
    for typed, shown in (("4pm", "16:00"), ("same day 5:30pm", "17:30")):
        await lena.types("/calls")
        await lena.presses("Change")
        await lena.fills(when=typed)
        await lena.submits()
        lena.sees(f"Thursday {shown}", "The day stays the same.")
    for typed, shown in (
        ("an hour later", "Thursday 18:30"),
        ("+1h", "Thursday 19:30"),
        ("friday same time", "Friday 19:30"),
    ):
        await lena.types("/calls")
        await lena.presses("Change")
        await lena.fills(when=typed)
        await lena.submits()
        lena.sees(shown)


async def test_the_list_says_its_zone_once_somebody_chose_it(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Fabrikam")
    await lena.types("/prep Fabrikam Thursday 3pm")
    await lena.types("/calls")
    lena.sees("Thursday 3 December 15:00 Fabrikam")
    lena.sees_nothing_of("Times are in")
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(zone="Europe/London")
    await lena.submits()
    await lena.types("/calls")
    lena.sees("Thursday 3 December 14:00 Fabrikam", "Times are in London time.")


async def test_an_account_on_file_is_found_beside_small_words(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Northwind", "Fabrikam")
    for typed in (
        "Northwind?",
        "for Northwind",
        "Northwind's",
        "the Northwind",
        "Northwind please",
    ):
        await lena.types(f"/prep {typed}")
        lena.sees("You have no call with Northwind planned.")
    await lena.types("/prep Northwind,tomorrow 3pm")
    lena.sees("Tomorrow 15:00")
    await lena.types("/prep cancel Northwind tomorrow 3pm")
    lena.sees("Tomorrow 15:00")
    await lena.presses("Everything on file")
    lena.sees("Cancel this call")
    await lena.types("/prep cancel Fabrikam tomorrow 3pm")
    lena.sees("You have no call with Fabrikam planned.")
    await lena.types("/prep call with Fabrikam Friday 3pm")
    lena.sees("Fabrikam", "Friday 15:00")
    for typed in ("...", "!"):
        await lena.types(f"/prep {typed}")
        lena.sees("Which account is the call with?")


async def test_a_near_name_drops_no_word(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Fabrikam")
    await lena.types("/prep Fabrikan Foo tomorrow 3pm")
    await lena.presses("Fabrikam")
    await lena.submits()
    assert "I can't read that as a time" in lena.problems["when"]
    await lena.fills(when="tomorrow 3pm")
    await lena.submits()
    lena.sees("Tomorrow 15:00")
    await lena.types("/prep Litware now")
    monday.clock.moment += timedelta(minutes=2)
    await lena.presses("Add “Litware”")
    lena.sees("Today 08:20")


async def test_more_promises_than_fit_are_refused_at_their_field(monday: Office) -> None:
    lena = monday.lena
    await on_file(monday, "Fabrikam")
    await lena.types("/prep Fabrikam in 1 min for 5 min")
    monday.clock.moment = MONDAY + timedelta(minutes=10)
    await lena.types("/reflect Fabrikam")
    await lena.fills(goal_reached="yes", promised="deck\n" * 30)
    await lena.submits()
    assert lena.problems["promised"] == "That is 30 promises. The limit is 20."
    await lena.fills(promised="Demo by Monday\nNot before Friday: pricing")
    await lena.submits()
    lena.sees("You promised: Demo, by Monday 7 December")
