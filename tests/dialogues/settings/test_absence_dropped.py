"""While a question about an absence is open, “only fri afternoon” and “im fine” answer it."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ASKED = "While you are away, shall I cancel this call?"


@in_turn("typed", ["actually only wed morning", "sorry, just wed morning"])
async def test_half_of_the_day_is_set_instead(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off wed")
    lena.sees(ASKED)
    await lena.types(typed)
    lena.sees("Away tomorrow until 12:00.")
    assert (await on_file(office))[0] == []


async def test_an_absence_on_another_day_stays_until_it_is_replaced(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im at the dentist thu 9-10")
    await lena.types("off wed")
    await lena.types("actually only wed morning")
    lena.sees("I keep only one absence. Shall I set this one instead?")


@in_turn("typed", ["scrap that im fine", "false alarm, im in after all", "nvm i feel better"])
async def test_the_question_is_dropped(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sick wed")
    lena.sees(ASKED)
    await lena.types(typed)
    lena.sees("All right. I set no absence, and your calls stay as they are.")
    await lena.types("am i away wed")
    lena.sees("You are not away.")
    assert (await on_file(office))[0] == []


async def test_an_absence_just_set_is_undone(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sick friday")
    await lena.types("scrap that im fine")
    lena.sees("not away")


async def test_an_earlier_absence_stays_if_a_question_is_dropped(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im at the dentist thu 9-10")
    await lena.types("off wed")
    await lena.types("scrap that im fine")
    await lena.types("am i away thu")
    lena.sees("Away from Thursday 09:00")


@in_turn(
    "typed",
    ["not sick anymore, cancel that", "cancel that", "cancel it", "cancel that, im fine"],
)
async def test_cancel_that_ends_the_absence_just_set(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats at brightwater")  # a call that could be meant otherwise
    await lena.types("im out sick friday morning")
    lena.sees("Away Friday until 12:00.")
    await lena.types(typed)
    lena.sees("You are not away.", "Undo")
    lena.sees_nothing_of("Shall I cancel your call")
    await lena.presses("Undo")
    lena.sees("Away", "Friday")


async def test_cancel_that_after_another_line_is_about_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im out sick friday morning")
    await lena.types("when do i see brightwater")
    await lena.types("cancel that")
    lena.sees("Which call do you want to cancel?")
    await lena.types("am i away friday")
    lena.sees("Away")
