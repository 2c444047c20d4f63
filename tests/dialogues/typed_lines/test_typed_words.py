"""No typed word about a call, a day or a time is lost, on any platform."""

from sqlmodel import select

from storage.tables import Person
from tests.dialogues.office import BERLIN, Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def on_file(office: Office, *calls: str) -> None:
    """Lena has these calls, each with an account of its own; it is Monday 23 November."""
    for words in calls:
        await office.lena.types(f"/prep {words}")
        label = next(line for line in office.lena.screen.split("“") if "”" in line)
        await office.lena.presses(f"Add “{label.partition('”')[0]}”")


async def opens(office: Office, typed: str) -> None:
    """Open a form from plain words; press its button if the platform needs that."""
    await office.lena.types(typed)
    if office.lena.form is None:
        await office.lena.presses("Open it")


async def saves_promise(office: Office) -> None:
    """Submit the form of a promise, unless the promise was kept at once. List the promises."""
    lena = office.lena
    if "Promised" in lena.screen:
        await lena.types("/promises")
        return
    if lena.form is None:
        await lena.presses("Open it")
    await lena.submits()


@in_turn(
    ("words", "said"),
    [
        ("wednesday noonish", "Wednesday 12:00"),
        ("wednesday 10:30-ish", "Wednesday 10:30"),
        ("wednesday", "What time on Wednesday?"),
        ("wednesday lunchtime-ish", "What time on Wednesday?"),
    ],
)
async def test_a_name_matched_in_part_keeps_the_words_behind_it(
    office: Office, words: str, said: str
) -> None:
    lena = office.lena
    await on_file(office, "Brightwater Clinics today 2pm")
    await lena.types(f"/prep Brightwater {words}")
    if "Did you mean" in lena.screen:
        await lena.presses("Brightwater Clinics")
    lena.sees(said)
    lena.sees_nothing_of("Today 14:00")


async def test_words_behind_such_a_name_that_are_no_time_are_kept_in_the_form(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office, "Brightwater Clinics today 2pm")
    await lena.types("/prep Brightwater wednesday elevenses")
    await lena.presses("Brightwater Clinics")
    lena.sees("Brightwater Clinics", "wednesday elevenses")
    assert lena.form is not None


async def test_a_time_field_takes_what_people_type(office: Office) -> None:
    lena = office.lena
    for typed, said in (
        ("7:30 pm", "Quiet from 19:30"),
        ("6pm", "Quiet from 18:00"),
        ("18.30", "Quiet from 18:30"),
        ("noon", "Quiet from 12:00"),
        ("half past nine in the evening", "Quiet from 21:30"),
        ("18.05", "Quiet from 18:05"),
    ):
        await lena.types("/rhythm")
        await lena.presses("Change times")
        await lena.fills(quiet_from=typed)
        await lena.submits()
        assert lena.form is None, lena.problems
        lena.sees(said)


@in_turn(
    ("typed", "first", "back"),
    [
        ("I'm on vacation wed to fri", "2026-11-25", "2026-11-30"),
        ("I'm on vacation from wed through fri", "2026-11-25", "2026-11-30"),
        ("on holiday 1-4 december", "2026-12-01", "2026-12-07"),
        ("out of office dec 1 - 3", "2026-12-01", "2026-12-04"),
        ("I'm away next week", "2026-11-30", "2026-12-07"),
        ("I'm on leave from wed for two weeks", "2026-11-25", "2026-12-09"),
        ("I'm off until friday", "2026-11-23", "2026-11-27"),
        ("I'm away next week, back on the 14th", "2026-11-30", "2026-12-14"),
        ("away until next week", "2026-11-23", "2026-11-30"),
        ("vacation 3.12.-7.12.", "2026-12-03", "2026-12-08"),
        ("holiday 3.-7.12.", "2026-12-03", "2026-12-08"),
        ("I'm off tomorrow", "2026-11-24", "2026-11-25"),
        ("I'm out next week", "2026-11-30", "2026-12-07"),
    ],
)
async def test_an_absence_is_set_with_both_its_days(
    office: Office, typed: str, first: str, back: str
) -> None:
    lena = office.lena
    await lena.types(typed)
    lena.sees("Away", "Undo")
    async with office.attune.database.read() as session:
        person = (await session.exec(select(Person).where(Person.name == "Lena Brandt"))).one()
    assert person.away_from is not None
    assert person.away_until is not None
    days = [each.astimezone(BERLIN).date() for each in (person.away_from, person.away_until)]
    assert [str(day) for day in days] == [first, back]


async def test_a_weekday_is_that_of_the_calls_week(office: Office) -> None:
    await on_file(office, "Northwind 3 December 3pm")
    await office.until(27, "10:00")
    await office.lena.types("move northwind to friday 4pm")
    office.lena.sees("Friday 4 December 16:00")


async def test_an_earlier_weekday_is_that_of_the_calls_week_too(office: Office) -> None:
    await on_file(office, "Northwind 10 December 3pm")
    await office.until(27, "17:00")
    await office.lena.types("move northwind to tuesday 4pm")
    office.lena.sees("Tuesday 8 December 16:00")


async def test_days_that_cannot_be_read_are_said_to(office: Office) -> None:
    await office.knows(office.lena)
    await office.lena.types("I'm on vacation while the kids are off")
    office.lena.sees("Not set yet: I can't read “while the kids are off” as days.", "Other days…")


async def test_only_the_days_that_cannot_be_read_are_named(office: Office) -> None:
    await office.knows(office.lena)
    await office.lena.types("I'm on vacation from foo until friday")
    office.lena.sees("Not set yet: I can't read “foo” as days.")


@in_turn(
    ("typed", "filled"),
    [
        ("move northwind to 4pm", "Tuesday 24 November 16:00"),
        ("move my northwind call tomorrow to wed 10", "Wednesday 25 November 10:00"),
        ("move my call with northwind to wed 10", "Wednesday 25 November 10:00"),
        ("reschedule Halden to friday 9", "Friday 27 November 09:00"),
        ("push alder by an hour", "Thursday 26 November 12:00"),
        ("push alder and finch an hour", "Thursday 26 November 12:00"),
        ("call with Halden was moved to friday 9", "Friday 27 November 09:00"),
    ],
)
async def test_a_call_moved_in_words_is_moved_at_once(
    office: Office, typed: str, filled: str
) -> None:
    lena = office.lena
    await on_file(
        office,
        "Northwind tomorrow 3pm",
        "Halden Logistics thursday 2pm",
        "Alder and Finch thursday 11am",
    )
    await lena.types(typed)
    lena.sees("Moved ", filled.rsplit(maxsplit=1)[-1], "Undo")
    assert lena.form is None
    await lena.types("/calls")
    lena.sees(filled)


@in_turn(
    ("typed", "seen"),
    [
        (
            "move Northwind tomorrow 3pm to Thursday 4pm with Jana Novak re pricing",
            ("Thursday 26 November 16:00", "Jana Novak", "I ignored “re pricing”."),
        ),
        (
            "move halden today to 11:15",
            ("Thursday 26 November 11:15", "No call with Halden Logistics is planned for today."),
        ),
        (
            "move alder to 4pm instead of 5:45",
            ("Thursday 26 November 16:00", "I ignored “instead of 5:45”."),
        ),
        ("alder moved to fri 9, not mon", ("Friday 27 November 09:00", "I ignored “not mon”.")),
    ],
)
async def test_words_behind_a_move_are_used_or_said_to_be_left_out(
    office: Office, typed: str, seen: tuple[str, ...]
) -> None:
    await on_file(
        office,
        "Northwind tomorrow 3pm",
        "Halden Logistics thursday 2pm",
        "Alder and Finch thursday 11am",
    )
    await opens(office, typed)
    office.lena.sees("Change a call", *seen)


@in_turn(
    ("typed", "seen"),
    [
        (
            "move halden thursday to 11:15 because Piet is late",
            "The day stays the same. This overlaps with Alder and Finch at",
        ),
        (
            "move alder ahead 15 minutes",
            "Moved Alder and Finch from Thursday 11:00 to Thursday 10:45.",
        ),
        (
            "push alder by an hour, Bo is ill",
            "Moved Alder and Finch from Thursday 11:00 to Thursday 12:00.",
        ),
        (
            "push alder an hour, Bo is ill",
            "Moved Alder and Finch from Thursday 11:00 to Thursday 12:00.",
        ),
    ],
)
async def test_a_reason_behind_a_move_is_passed_over(office: Office, typed: str, seen: str) -> None:
    await on_file(office, "Halden Logistics thursday 2pm", "Alder and Finch thursday 11am")
    await office.lena.types(typed)
    office.lena.sees(seen)
    office.lena.sees_nothing_of("I ignored", "Open with")


async def test_a_day_named_with_cancel_chooses_that_days_call(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm")
    await lena.types("/prep Northwind friday 3pm")
    await lena.types("cancel Northwind friday, Jana is ill")
    lena.sees("Shall I cancel your call with Northwind, Friday 15:00?")
    lena.sees_nothing_of("I ignored", "Jana is ill")
    await lena.types("cancel northwind thursday, Jana is ill")
    lena.sees("No call with Northwind is planned for Thursday. Which call")
    lena.sees("Which call do you want to cancel?", "Northwind, tomorrow 15:00")
    lena.sees("Northwind, Friday 15:00")
    await lena.types("cancel northwind today")
    lena.sees("No call with Northwind is planned for today.")
    await lena.types("cancel my call tomorrow please")
    lena.sees("Shall I cancel your call with Northwind, tomorrow 15:00?")
    lena.sees_nothing_of("I ignored", "I don't know an account")


async def test_which_of_two_calls_moves_is_asked_and_the_time_is_kept(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm")
    await lena.types("/prep Northwind thursday 3pm")
    await lena.types("move northwind to friday 9")
    lena.sees("Which call do you want to move to “friday 9”? Press its Change button.")
    await lena.types("move northwind to next blursday")
    lena.sees("I can't read “next blursday” as a time.", "Thursday 26 November 15:00")
    await lena.types("move northwind to friday 9")
    await lena.presses("Change")
    lena.sees("Friday 27 November 09:00")


@in_turn(
    "typed", ["call with Alder and Finch got cancelled", "cancel alder", "Alder was called off"]
)
async def test_a_call_that_is_off_is_cancelled_after_a_question(office: Office, typed: str) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm", "Alder and Finch thursday 11am")
    await lena.types(typed)
    lena.sees("Shall I cancel your call with Alder and Finch, Thursday 11:00?")
    await lena.presses("Cancel the call")
    lena.sees("Cancelled: Alder and Finch, Thursday 11:00")


async def test_a_typed_yes_cancels_the_call_and_a_no_leaves_it(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm", "Alder and Finch thursday 11am")
    for no in ("no", "keep it"):
        await lena.types("cancel northwind")
        await lena.types(no)
        lena.sees("The call stays as it is.")
    for yes, name in (("yes cancel", "Northwind"), ("yes", "Alder and Finch")):
        await lena.types(f"cancel {name}")
        await lena.types(yes)
        lena.sees(f"Cancelled: {name}", "Undo")
    await lena.types("yes cancel it")  # nothing was asked
    lena.sees_nothing_of("Cancelled:")


async def test_colleagues_in_the_call_are_named_before_it_is_cancelled(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm")
    await office.tomas.types("/prep Northwind tomorrow 3pm")
    await office.tomas.presses("Join it")
    await lena.types("cancel northwind")
    lena.sees("Shall I cancel your call with Northwind", "is also in this call", "Leave it")


async def test_several_calls_with_an_account_ask_which_to_cancel(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm")
    await lena.types("/prep Northwind thursday 11am")
    await lena.types("cancel northwind")
    lena.sees("Which call do you want to cancel?")
    await lena.presses("Northwind, Thursday 11:00")
    lena.sees("Cancelled: Northwind, Thursday 11:00.")
    await lena.presses("Undo")
    lena.sees("It is planned again.")


async def test_a_call_that_is_not_found_is_not_blamed_on_an_account(office: Office) -> None:
    lena = office.lena
    await lena.types("cancel my call tomorrow")
    lena.sees("You have no calls planned.")
    lena.sees_nothing_of("I don't know an account", "Which call?")
    await lena.types("cancel Zanzibar")
    lena.sees("I don't know an account called “Zanzibar”.", "You have no calls planned.")
    lena.sees_nothing_of("Which call?")
    await on_file(office, "Alder Mills tomorrow 9am", "Alder Finch tomorrow 10am")
    for name in ("mills", "finch"):
        await lena.types(f"cancel alder {name}")
        await lena.presses("Cancel the call")
    await on_file(office, "Northwind tomorrow 3pm")
    await lena.types("cancel alder")
    lena.sees("I found no call with “alder”. Which call? Each has its own buttons.", "Northwind")
    await lena.types("cancel Zanzibar")
    lena.sees("I don't know an account called “Zanzibar”. Which call? Each has its own buttons.")


async def test_who_comes_and_why_are_kept_from_behind_the_time(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm")
    await lena.types("/prep Northwind thu 11am with Jana Novak")
    lena.sees("Thursday 11:00", "Jana Novak")
    await lena.types("/prep Northwind fri 10am w/ Bob Smith and Ana Ruiz re pricing")
    lena.sees("Friday 10:00", "Bob Smith", "Ana Ruiz", "pricing")


@in_turn("typed", ["Newco, fri noon, ", "Newco fri noon, "])
async def test_people_with_a_role_behind_the_time(office: Office, typed: str) -> None:
    lena = office.lena
    await lena.types(f"prep {typed}Dana Reed (CFO), Bo Lee (Buyer)")
    await lena.presses("Add “Newco”")
    lena.sees("Friday 12:00", "Dana Reed, CFO", "Bo Lee, Buyer")


async def test_they_are_kept_through_a_question_too(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Globex thu 11am with Jana Novak re pricing")
    lena.sees("For Thursday 11:00: there is no account called “Globex” yet.")
    await lena.presses("Change it")
    lena.sees("Thursday 26 November 11:00 with Jana Novak re pricing")
    await lena.fills(account="Globex Inc")
    await lena.submits()
    await lena.presses("Add “Globex Inc”")
    lena.sees("Thursday 11:00", "Jana Novak", "pricing")


@in_turn(
    ("typed", "said"),
    [
        ("meeting with Globex on wed 9:30", "For Wednesday 09:30"),
        ("/prep meeting with Globex on wed 9:30", "For Wednesday 09:30"),
        ("book Globex wed 5", "For Wednesday 17:00"),
        ("/prep tomorrow 9 Globex", "For tomorrow 09:00"),
        ("/prep tomorrow 9am with Globex", "For tomorrow 09:00"),
    ],
)
async def test_a_call_with_a_new_account_in_the_words_people_use(
    office: Office, typed: str, said: str
) -> None:
    await office.lena.types(typed)
    office.lena.sees(f"{said}: there is no account called “Globex” yet.")


@in_turn(
    ("typed", "said"),
    [
        ("book Halden Logistics wed 5", "Wednesday 17:00"),
        ("/prep @Halden Logistics 3p tmrw", "Tomorrow 15:00"),
        ("/prep tomorrow 9 Halden Logistics", "Tomorrow 09:00"),
        ("meeting with Halden Logistics on wed 9:30", "Wednesday 09:30"),
    ],
)
async def test_and_with_one_on_file(office: Office, typed: str, said: str) -> None:
    await on_file(office, "Halden Logistics today 2pm")
    await office.lena.types(typed)
    office.lena.sees(said)


async def test_a_part_of_a_name_is_enough_for_the_list_of_calls(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm", "Halden Logistics thursday 2pm")
    await lena.types("/calls Halden")
    lena.sees("Upcoming calls with Halden Logistics")
    lena.sees_nothing_of("Northwind")


async def test_a_snooze_during_an_absence_says_that_it_changes_nothing(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind thursday 3pm")
    await lena.types("I'm off until friday")
    lena.sees("shall I cancel this call?", "Northwind, Thursday 15:00")
    await lena.presses("Away, and keep it")
    await lena.types("/rhythm")
    lena.sees("Away until Friday", "You have a call then.", "/calls shows it.")
    await lena.presses("Pause…")
    await lena.presses("Snooze for an hour")
    lena.sees(
        "Away until Friday",
        "You are away for longer, so this changes nothing.",
        "/calls shows it.",
    )


async def test_and_is_the_same_as_an_ampersand_in_an_accounts_name(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Alder and Finch today 2pm", "Salt & Sons today 3pm")
    words = "Friday half past two with Ms. O'Neill, re: late pallets"
    await lena.types(f"/prep Alder & Finch {words}")
    lena.sees("Friday 14:30", "Ms. O'Neill", "late pallets")
    await lena.types("/prep salt and sons Friday 10:00")
    lena.sees("Friday 10:00")
    await lena.types("/calls Salt and Sons")
    lena.sees("Upcoming calls with Salt & Sons")


async def test_who_comes_may_follow_what_it_is_about(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind thursday 11am regarding renewal with Dr. Lund")
    lena.sees("Thursday 11:00", "Dr. Lund", "renewal")
    lena.sees_nothing_of("renewal with")


@in_turn("tail", ["with 4 re 10", "w/ 3 people", "with two buyers", "re 10"])
async def test_a_number_is_no_person_and_no_goal(office: Office, tail: str) -> None:
    lena = office.lena
    await on_file(office, "Northwind today 2pm")
    await lena.types(f"/prep Northwind thursday 11am {tail}")
    lena.sees(f"I can't read “thursday 11am {tail}” as a time.")
    await lena.types(f"/prep Contoso tomorrow {tail}")
    lena.sees("I'm not sure where the account's name ends and the time begins.")
    await lena.presses("Change it")
    lena.sees(tail)


async def test_working_hours_in_words_open_with_the_start_of_the_day(office: Office) -> None:
    await opens(office, "my working hours are 9:15-17:00")
    office.lena.sees("Working day starts", "09:15")


@in_turn(
    ("typed", "said"),
    [
        ("quiet hours from 7:30 pm to 8", "Quiet from 19:30 to 08:00."),
        ("my quiet hours are 18:30-7:15", "Quiet from 18:30 to 07:15."),
        ("set my quiet hours to between 7pm and 6:30", "Quiet from 19:00 to 06:30."),
    ],
)
async def test_quiet_hours_in_words_open_with_both_times(
    office: Office, typed: str, said: str
) -> None:
    lena = office.lena
    await opens(office, typed)
    lena.sees("Your times")
    await lena.submits()
    assert lena.form is None, lena.problems
    lena.sees(said)


@in_turn(
    ("typed", "kept"),
    [
        (
            "I promised Halden the rollout plan by Thursday",
            "You owe Halden Logistics: The rollout plan, by Thursday",
        ),
        (
            "I promised Jana at Northwind to send 3 references",
            "You owe Northwind: Send 3 references (Jana)",
        ),
        (
            "we promised Jana Novak from Halden to send the plan by Friday",
            "You owe Halden Logistics: Send the plan (Jana Novak), by Friday",
        ),
        ("i promised northwind to ring them", "You owe Northwind: Ring them"),
        (
            "Northwind promised us the list of depots by Fri",
            "Northwind promised: The list of depots, by Friday",
        ),
        (
            "/promises they promised the price list by Friday for Halden",
            "Halden Logistics promised: The price list, by Friday",
        ),
        (
            "Jana at Northwind promised to send the list by Fri",
            "Northwind promised: Send the list (Jana), by Friday",
        ),
    ],
)
async def test_a_promise_in_words_knows_its_account_and_side(
    office: Office, typed: str, kept: str
) -> None:
    lena = office.lena
    await on_file(office, "Northwind today 2pm", "Halden Logistics today 3pm")
    await lena.types(typed)
    await saves_promise(office)
    assert lena.form is None, lena.problems
    assert kept.lower() in lena.screen.lower(), lena.screen


async def test_words_of_a_promise_are_no_account(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Sendler today 2pm", "Plants today 3pm")
    for typed, kept in (
        ("remind me to send the deck", "send the deck"),
        ("I promised Planks for the dock", "Planks for the dock"),
    ):
        await lena.types(typed)
        lena.sees("Which account is this promise to?", kept)
        await lena.presses("Sendler")
        lena.sees(f"Promised to Sendler: {kept}, no day set.")


@in_turn(
    ("typed", "filled"),
    [
        ("tomorrow", "Tuesday 24 November"),
        ("tomorrow with Jana Novak", "Tuesday 24 November with Jana Novak"),
        ("today 15:00 re prices", "Monday 23 November 15:00 re prices"),
    ],
)
async def test_a_day_in_an_open_question_is_still_that_day_on_the_next_one(
    office: Office, typed: str, filled: str
) -> None:
    lena = office.lena
    await office.until(23, "17:00")
    await lena.types(f"/prep Finch {typed}")
    await office.until(24, "09:00")
    await lena.presses("Change it")
    lena.sees(filled)


@in_turn("request_words", ["cancel", "Cancel", "Cancel my call with"])
async def test_prep_with_a_request_to_cancel_shows_the_call_at_that_time(
    office: Office, request_words: str
) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm")
    await lena.types("/prep Northwind Thursday 3pm")
    await lena.types(f"/prep {request_words} Northwind thursday 3pm")
    lena.sees("Northwind", "Thursday 15:00")
    lena.sees_nothing_of("no account called")


async def test_prep_with_a_request_to_plan_keeps_the_names_as_typed(office: Office) -> None:
    lena = office.lena
    await on_file(office, "Northwind tomorrow 3pm")
    await lena.types("/prep Call Northwind thursday 3pm with Jana Novak re SSO")
    lena.sees("Thursday 15:00", "Jana Novak", "SSO")


async def test_words_after_please_are_read_as_without_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("please northwind: Jana is away until May")
    lena.sees_nothing_of("You can ask for:")
    await lena.types("please who decides at northwind")
    lena.sees("Ruben Haas")
    for typed in ("please", "please qwerty asdf"):
        await lena.types(typed)
        lena.sees("You can ask for:")
