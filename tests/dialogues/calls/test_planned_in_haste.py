"""A rep plans a call in a hasty line, with people or with words before it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "coming"),
    [
        ("next one with mia and tom tues 10", "Their attendees: Mia Berg, Tom."),
        ("n the next one w mia on tues at 10", "Their attendees: Mia Berg."),
        ("next one tues 10", "Brief"),
    ],
)
async def test_the_next_one_is_a_call_with_the_same_account(
    office: Office, typed: str, coming: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types(typed)
    lena.sees("Planned: Alder and Finch, Tuesday 1 December 10:00.", coming)


@in_turn(
    ("typed", "coming"),
    [
        ("next one w alder tues 10, mia + jo", "Mia Berg, Jo."),
        ("next one with alder is tues 10 with mia", "Mia Berg."),
        ("setup a call w alder next tues 10 for half an hr w mia and jo", "Mia Berg, Jo."),
        ("new call alder next tues 10 half an hour mia + jo", "Mia Berg, Jo."),
        ("lets meet alder next tues 10 w mia n jo", "Mia Berg, Jo."),
        ("alder next tues 10, 45 min, mia and jo", "Mia Berg, Jo."),
        ("try alder again next tues 10 w mia", "Mia Berg."),
    ],
)
async def test_an_account_is_not_among_the_people_of_a_new_call(
    office: Office, typed: str, coming: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types(typed)
    lena.sees("Planned: Alder and Finch, Tuesday 1 December 10:00.")
    lena.sees(f"Their attendees: {coming}")


@in_turn("typed", ["im seeing alder next tues 10", "we're meeting alder next tues 10"])
async def test_words_about_the_rep_are_no_part_of_the_name(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types(typed)
    lena.sees("Planned: Alder and Finch, Tuesday 1 December 10:00.")


@in_turn("typed", ["next one with castell tues 10", "the next one w castell foods tues 10"])
async def test_a_name_that_is_not_on_file_may_be_another_company(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types(typed)
    lena.sees("Which account is the call with?")
    lena.sees_nothing_of("Planned")


@in_turn(
    "typed",
    [
        "try alder again thurs same time",
        "try again thurs same time",
        "next one w alder thurs same time",
    ],
)
async def test_another_try_after_nobody_came(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types("alder: no show")
    await lena.types(typed)
    lena.sees("Planned: Alder and Finch, Thursday 16:00.")
    await lena.types("wait no, fri 2pm works better for mia")
    lena.sees("Shall I move your call with Alder and Finch, Thursday 16:00?")
    await lena.presses("Move it to Friday 14:00")
    lena.sees("Moved Alder and Finch from Thursday 16:00 to Friday 14:00.")


@in_turn(
    ("typed", "planned"),
    [
        ("plan alder monday 10", "Alder and Finch, Monday 10:00"),
        ("put in alder mon 10", "Alder and Finch, Monday 10:00"),
        (
            "and put an intro with alder monday 10am",
            "Alder and Finch, Monday 10:00: a discovery call",
        ),
    ],
)
async def test_an_order_plans_the_call(office: Office, typed: str, planned: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Planned: {planned}.")


@in_turn("typed", ["n put an intro with delta foods friday 9am", "plan delta foods fri 9"])
async def test_a_new_account_is_offered(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("For Friday 09:00: there is no account called “delta foods” yet.")


@in_turn(
    "typed", ["next one should be cheaper", "plan the rollout by friday", "plan for friday 10"]
)
async def test_other_plans_are_no_calls(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees_nothing_of("Planned:", "there is no account called")
