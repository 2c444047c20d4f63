"""An absence ends earlier or later, or is dropped, in the words that people use for that."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

CLOSED = "Away from Monday 14 December, back "


@in_turn(
    ("typed", "back"),
    [
        ("only till 24", "Friday 25 December."),
        ("no only until the 24th", "Friday 25 December."),
        ("back on 29", "Tuesday 29 December."),
        ("actually back on the 29th", "Tuesday 29 December."),
    ],
)
async def test_it_has_another_end(office: Office, typed: str, back: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off from mon 14 to 31")
    await lena.types(typed)
    lena.sees(f"{CLOSED}{back}", "Undo")


@in_turn(
    ("typed", "asked"),
    [
        ("nah ill do northwind, only tmrw off", "Northwind, tomorrow 14:30"),
        ("no, only today off", "Alder and Finch, today 16:00"),
    ],
)
async def test_only_one_of_the_days_is_off(office: Office, typed: str, asked: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sick today and tmrw")
    await lena.types(typed)
    lena.sees("While you are away, shall I cancel this call?", asked)


@in_turn(
    "typed",
    [
        "actually im back friday, forget that",
        "undo away friday",
        "im not away anymore, dentist moved",
    ],
)
async def test_it_is_dropped(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im away friday")
    await lena.types(typed)
    lena.sees("You are not away.", "Undo")


@in_turn("typed", ["actually im back thursday, forget that", "undo away thursday"])
async def test_an_open_question_is_dropped(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im away thursday")
    await lena.types(typed)
    lena.sees_nothing_of("Noted", "can't tell what to change", "I didn't get that")
    await lena.types("when am i away")
    lena.sees("You are not away.")


async def test_a_reason_of_the_family_is_read(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off tmrw afternoon from 4, kid's recital")
    lena.sees("Away tomorrow from 16:00, back Thursday.", "Undo")
