"""Right after a call was moved or planned, a few hasty words correct its time."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "actually no leave it at 1430",
        "no keep it at 14:30",
        "leave it at 230",
        "no leave it as it was",
        "wait keep it on wed",
        "no leave it",
        "no dont",
        "wait dont move it",
    ],
)
async def test_the_call_goes_back_to_its_earlier_time(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind to thursday 3pm")
    await lena.types(typed)
    lena.sees("Moved Northwind back to tomorrow 14:30.")


@in_turn(
    ("typed", "moved"),
    [
        ("make it from 4", "Thursday 16:00"),
        ("leave it at 1100", "Thursday 11:00"),
        ("sorry meant wed", "tomorrow 15:00"),
        ("oops fri i mean", "Friday 15:00"),
        ("from 4 to 5 i meant", "Thursday 16:00"),
        ("thats wrong its fri", "Friday 15:00"),
        ("no back to 10:40", "Thursday 10:40"),
        ("hm keep it on fri", "Friday 15:00"),
    ],
)
async def test_the_call_moves_again(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind to thursday 3pm")
    await lena.types(typed)
    lena.sees(*moved_to(f"Northwind to {moved}."))


@in_turn(
    "typed", ["leave it", "leave it alone", "keep it simple", "thats wrong", "they leave at 4"]
)
async def test_other_words_move_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind to thursday 3pm")
    await lena.types(typed)
    lena.sees_nothing_of("Moved Northwind from")


@in_turn("typed", ["sorry meant thu", "thats wrong its thu", "thu i mean"])
async def test_a_promise_gets_the_day_that_was_meant(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder the quote by wed")
    await lena.types(typed)
    lena.sees("Moved: the quote (to Alder and Finch), by Thursday 26 November.")


@in_turn("typed", ["no leave it", "no dont", "no keep it as it was"])
async def test_a_promise_gets_its_earlier_day_back(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("pricing for 40 seats moved to fri")
    lena.sees("Moved: Pricing for 40 seats (to Northwind), by Friday 27 November.")
    await lena.types(typed)
    lena.sees("Moved back: Pricing for 40 seats")


@in_turn(
    ("typed", "moved"),
    [
        ("not thu, fri", "Friday 15:00"),
        ("no not thursday but friday", "Friday 15:00"),
        ("sorry not thu fri", "Friday 15:00"),
        ("fri not thu", "Friday 15:00"),
        ("not at 3, at 4", "Thursday 16:00"),
        ("not thu, fri 10am", "Friday 10:00"),
    ],
)
async def test_a_day_that_is_denied_is_replaced(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind moved to thu 3pm")
    await lena.types(typed)
    lena.sees(*moved_to(f"Northwind to {moved}."), "Undo")


@in_turn(
    "typed", ["not wed, fri", "not sure, friday maybe", "not 400, 450", "not yet", "not in, friday"]
)
async def test_another_denied_day_moves_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind moved to thu 3pm")
    await lena.types(typed)
    lena.sees_nothing_of("Moved Northwind", "Fill it in")
    await lena.types("i owe alder the quote by fri")
    await lena.types(typed)
    lena.sees_nothing_of("Moved:")


@in_turn("typed", ["not friday, next tue", "no not fri but next tue", "next tue not fri"])
async def test_the_denied_day_of_a_promise_is_replaced(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder brief")
    await lena.types("send them the ethics doc by friday")
    await lena.presses("Save as my promise")
    lena.sees("Promised to Alder and Finch", "by Friday 27 November.")
    await lena.types(typed)
    lena.sees("Moved: send them the ethics doc (to Alder and Finch), by Tuesday 1 December.")
    await lena.types("undo")
    lena.sees("Moved back")


async def test_the_newest_change_gets_the_day_that_was_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off fri")
    await lena.types("not fri, mon")
    lena.sees("Away from Monday")
    await lena.types("i owe alder the quote by mon")
    await lena.types("not mon, tue")
    lena.sees("Moved: the quote (to Alder and Finch), by Tuesday 1 December.")
