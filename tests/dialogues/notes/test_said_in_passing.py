"""A line without a name, right after an account was talked about, is kept, done or refused."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

STATEMENTS = (
    "no sso no deal tho",
    "competitor is medintake they said, 20% cheaper",
    "3rd time now",
    "wardlist came too",
    "no budget till may",
    "she'll get me 30 min with linde nxt week",
)
NO_STATEMENTS = (
    "no wait tue",
    "no, friday",
    "thu 10 then",
    "share w team",
    "goal 5 calls",
    "busy now, call me at 5",
    "qwerty asdf hjkl",
)


@in_turn("typed", STATEMENTS)
async def test_what_states_something_is_an_own_note(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: they ask about sso")
    await lena.types(typed)
    lena.sees("Noted, only you see it: Northwind.", "Undo")
    await lena.types("undo")
    lena.sees(f"Removed: “{typed}”")


@in_turn("typed", NO_STATEMENTS)
async def test_other_lines_are_not_kept(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: they ask about sso")
    await lena.types(typed)
    lena.sees_nothing_of("Saved", "Shall I keep")


async def test_without_an_account_in_talk_nothing_is_kept(office: Office) -> None:
    await put_on_file(office)
    await office.lena.types("no sso no deal tho")
    office.lena.sees("I didn't get that.")


@in_turn(
    ("typed", "answered"),
    [
        (
            "northwind call on wed move to thu 2pm",
            "Moved Northwind from tomorrow 14:30 to Thursday 14:00.",
        ),
        (
            "brightwater thu push to fri 2pm",
            "Moved Brightwater Clinics from Thursday 15:00 to Friday 14:00.",
        ),
        (
            "brightwater call pls move it to fri 2pm",
            "Moved Brightwater Clinics from Thursday 15:00 to Friday 14:00.",
        ),
        ("northwind wed cancel pls", "Shall I cancel your call with Northwind, tomorrow 14:30?"),
        ("northwind call cancel", "Shall I cancel your call with Northwind, tomorrow 14:30?"),
    ],
)
async def test_an_order_behind_its_call_is_done(office: Office, typed: str, answered: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(answered)
    lena.sees_nothing_of("Saved")


@in_turn("typed", ["northwind might cancel", "northwind want to move to sap", "they may cancel"])
async def test_what_they_may_do_is_no_order(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees_nothing_of("Moved", "Shall I cancel")


async def test_a_call_is_rebooked_with_a_contact(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types("rebook w mia fri 2pm")
    lena.sees("Planned: Alder and Finch, Friday 14:00.", "Their attendees: Mia Berg.")


async def test_a_next_step_without_a_name_is_set(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what about northwind")
    await lena.types("next step: call w greg and cs lead, fri 10")
    lena.sees("Your next step with Northwind", "“call w greg and cs lead, fri 10”", "Plan it")
    await lena.types("undo")
    lena.sees("The next step is “Meet the dispatchers” again.")


async def test_a_visit_that_the_rep_said_is_a_promise(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what about northwind")
    await lena.types("and i said id come by the depot on mon")
    lena.sees("Promised to Northwind: come by the depot, by Monday 30 November.")


async def test_what_the_rep_did_is_not_kept_and_that_is_said(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what about northwind")
    await lena.types("sent the dpa")
    lena.sees("No open promise to Northwind fits that.", "Promises")
