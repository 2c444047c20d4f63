"""A rep adds somebody to an account in one line, corrects the name, or takes them off file."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "seen"),
    [
        ("add tom berg to northwind, dispatcher", "Tom Berg, dispatcher, is on file at Northwind."),
        ("add tom berg at northwind, dispatcher", "Tom Berg, dispatcher, is on file at Northwind."),
        ("add tom berg to alder as the dispatcher", "Tom Berg, dispatcher, is on file at Alder"),
        ("pls add marta klein from northwind, cfo", "Marta Klein, CFO, is on file at Northwind."),
        (
            "add tom berg, dispatcher, to northwind",
            "Tom Berg, dispatcher, is on file at Northwind.",
        ),
    ],
)
async def test_the_account_is_no_part_of_the_name(office: Office, typed: str, seen: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees(seen)


@in_turn("typed", ["add tom berg from halden", "add tom berg to halden, dispatcher"])
async def test_nobody_is_added_at_an_unknown_account(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees_nothing_of("is on file at")


async def test_an_account_is_not_hidden_by_a_contact_of_that_name(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("new contact at northwind: Karl Northwind, owner")
    await lena.types("whats on file for northwind")
    lena.sees("This is what I have on Northwind:")
    lena.sees_nothing_of("Karl Northwind, owner (", "Nothing that Karl")
    await lena.types("who is karl")
    lena.sees("Karl Northwind, owner")


@in_turn(
    "typed",
    [
        "tom berg depot is wrong, its just tom berg",
        "its just tom berg",
        "no, it's only tom berg",
        "tom berg depot is wrong, should be tom berg",
    ],
)
async def test_the_name_just_put_on_file_is_corrected(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("new contact at northwind: tom berg depot")
    lena.sees("Tom Berg Depot is on file")
    await lena.types(typed)
    lena.sees("Tom Berg is on file at Northwind.")
    lena.sees_nothing_of("Noted, only you see it")


@in_turn("typed", ["remove tom berg from northwind", "remove tom berg", "delete tom berg pls"])
async def test_who_was_just_added_is_taken_off_file(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("add tom berg to northwind, dispatcher")
    await lena.types(typed)
    lena.sees("Undone: Tom Berg is not on file any more.")
    lena.sees_nothing_of("Which call")


@in_turn(
    "typed", ["remove jana novak", "remove jana", "remove jana from file", "remove jana from alder"]
)
async def test_who_was_on_file_before_stays(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Jana Novak stays on file at Northwind.")
    lena.sees_nothing_of("Which call")


@in_turn("typed", ["remove jana from the northwind call", "remove jana from northwind"])
async def test_a_person_is_taken_off_the_list_for_a_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Northwind, tomorrow 14:30: without Jana Novak.")
    lena.sees_nothing_of("account erase")
    await lena.presses("Undo")
    lena.sees("Undone: Northwind, tomorrow 14:30, is as before.")


async def test_who_was_just_put_on_a_call_is_taken_off_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("mia brings her ops guy Marek to the alder call")
    await lena.types("remove marek from alder")
    lena.sees("Alder and Finch, today 16:00: without Marek.", "Undo")


async def test_a_call_is_still_deleted_by_its_account(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("remove the northwind call")
    lena.sees("Delete everything of yours from the call with Northwind")


@in_turn("typed", ["jana left the company btw", "jana is no longer with northwind"])
async def test_who_left_is_listed_as_such(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief northwind")
    await lena.types(typed)
    for asked in ("who do we know at northwind", "who is jana"):
        await lena.types(asked)
        lena.sees("Jana Novak, head of dispatch", "You noted that they left (Tuesday 24 November)")
    lena.sees_nothing_of("Ruben Haas, managing director (likely economic buyer). You")
    await office.tomas.types("who do we know at northwind")
    office.tomas.sees_nothing_of("You noted that they left")
