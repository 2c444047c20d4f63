"""Words that name a change take it back: “undo the alder move”, “put it back”."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

BACK = "Moved Northwind back to tomorrow 14:30."


@in_turn(
    "typed", ["undo the northwind move", "put it back", "pls undo that move", "take back the move"]
)
async def test_the_move_just_made_is_taken_back(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types(typed)
    lena.sees(BACK)


async def test_a_move_is_taken_back_after_other_changes(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("alder: they have 3 depots")
    await lena.types("undo the northwind move")
    lena.sees(BACK)
    assert len((await on_file(office))[0]) == 1


async def test_the_move_of_another_call_stays(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("undo the alder move")
    lena.sees("Nothing undone yet: I can't tell which change you mean.", "Call moved: Northwind")
    await lena.presses("Undo")
    lena.sees(BACK)


@in_turn(
    ("first", "typed", "seen"),
    [
        (
            "northwind: they have 3 depots",
            "undo the northwind note",
            "Removed: “they have 3 depots”",
        ),
        ("pricing to northwind is sent", "undo the promise", "Open again: Pricing for 40 seats"),
        ("move the pricing promise to friday", "put it back", "Moved back: Pricing for 40 seats"),
        ("move the pricing promise to friday", "undo that move", "Moved back: Pricing"),
    ],
)
async def test_a_note_or_a_promise_is_taken_back(
    office: Office, first: str, typed: str, seen: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(first)
    await lena.types(typed)
    lena.sees(seen)


async def test_the_promise_was_meant_and_not_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("no u moved the call i meant the depot list promise")
    lena.sees("Moved: Depot list (promised by Northwind), by Friday 27 November.", BACK)
    await lena.types("undo")
    lena.sees("Moved back: Depot list")


async def test_a_new_promise_moves_no_call_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("i meant to promise them a deck")
    lena.sees_nothing_of(BACK)


async def test_a_promise_that_is_not_named_is_asked_for(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("no i meant the promise")
    lena.sees("Which promise do you want to move?", "Depot list", BACK)


ROUTIQ, WARDS = "they use routiq since may", "they have 4 wards"


@in_turn(
    ("typed", "seen"),
    [
        ("undo the pricing move", "Moved back: Pricing for 40 seats"),
        ("undo the northwind move", BACK),
        ("undo the northwind note", f"Removed: “{ROUTIQ}”"),
        ("undo last note", f"Removed: “{WARDS}”"),
        ("undo the brief setting", "Undone. Briefs come 60 minutes before your calls."),
        ("undo away friday", "You are not away."),
    ],
)
async def test_the_newest_change_of_the_kind_is_taken_back(
    office: Office, typed: str, seen: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief me 30 min before")
    await lena.types(f"northwind: {ROUTIQ}")
    await lena.types("push northwind to fri 10am")
    await lena.types("move the pricing promise to friday")
    await lena.types("im off mon 30")
    await lena.types(f"brightwater: {WARDS}")
    await lena.types(typed.replace("friday", "monday"))
    lena.sees(seen)


async def test_two_that_were_made_at_once_are_listed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder: i send the quote by 2 dec and i send the roi deck by 3 dec")
    await lena.types("undo the promise")
    lena.sees("Promise: send the roi deck", "Promise: send the quote")
    await lena.types("undo the roi promise")
    lena.sees("Removed: “send the roi deck”", "Put it back")


async def test_the_last_three_changes_are_listed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for each in ("northwind: they have 3 depots", f"northwind: {ROUTIQ}", f"brightwater: {WARDS}"):
        await lena.types(each)
    await lena.types("stop the agenda")
    await lena.types("undo the castell note")
    lena.sees("Stopped messages", WARDS, ROUTIQ)
    lena.sees_nothing_of("3 depots")


@in_turn("typed", ["undo last", "undo my last change", "undo the last thing"])
async def test_the_last_change_is_undone(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(f"northwind: {ROUTIQ}")
    await lena.types(typed)
    lena.sees(f"Removed: “{ROUTIQ}”", "Put it back")


@in_turn(
    "typed",
    [
        "del last note",
        "scrap the last note",
        "take that note away",
    ],
)
async def test_a_note_just_kept_is_removed(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(f"northwind: {ROUTIQ}")
    await lena.types(typed)
    lena.sees(f"Removed: “{ROUTIQ}”", "Put it back")
    assert (await on_file(office))[0] == []


@in_turn(
    "typed",
    [
        "that note bout routiq isnt northwind delete it",
        "that note about routiq is not for northwind, remove it pls",
        "drop the routiq note",
    ],
)
async def test_a_named_note_is_asked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(f"northwind: {ROUTIQ}")
    await lena.types(typed)
    lena.sees("Do you want to delete your own note on Northwind?", ROUTIQ)
    await lena.presses("Delete it")
    assert (await on_file(office))[0] == []


@in_turn(
    "typed",
    ["the routiq note is for alder", "that note about routiq goes to alder not northwind"],
)
async def test_a_named_note_goes_to_another_account(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(f"northwind: {ROUTIQ}")
    await lena.types(f"brightwater: {WARDS}")
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.", "Undo")
    assert sorted((await on_file(office))[0]) == [WARDS, ROUTIQ]


async def test_a_note_for_an_unknown_account_stays(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(f"northwind: {ROUTIQ}")
    await lena.types("that note goes to castell")
    lena.sees("I don't know an account called “castell”, so your note stays where it is.")
    assert (await on_file(office))[0] == [ROUTIQ]
