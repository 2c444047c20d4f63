"""A busy rep's lines about a promise: what came, more time, and an order after a reason."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "got the 2 names from jana: Tibor and Eva",
    ],
)
async def test_what_came_is_done_and_kept(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana promised the names of two drivers by today")
    await lena.types(typed)
    lena.sees("names of two drivers", "Done")
    lena.sees_nothing_of("Noted, only you see it")


@in_turn(
    "typed",
    [
        "northwind havent sent the plan, give em till fri",
    ],
)
async def test_a_customer_gets_more_time(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind promised last weeks plan by wed")
    await lena.types(typed)
    lena.sees("Moved: last weeks plan", "Friday 27 November")


@in_turn(
    "typed",
    ["roi sheet move to fri, finance is slow"],
)
async def test_our_promise_moves(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a roi sheet by thu")
    await lena.types(typed)
    lena.sees("Moved: a roi sheet", "Friday 27 November")


@in_turn(
    "typed",
    [
        "finance killed it, drop the roi sheet",
    ],
)
async def test_an_order_after_a_reason_drops_the_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a roi sheet by thu")
    await lena.types("i promised northwind a trial plan by tue")
    await lena.types(typed)
    lena.sees("Dropped: a roi sheet", "Your line is kept as your own note.")


async def test_a_loose_fit_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a roi sheet by thu")
    await lena.types("budget is gone, drop the sheet with prices")
    lena.sees_nothing_of("Dropped")


@in_turn("typed", ["forget that note about the calc"])
async def test_a_note_to_forget_is_not_a_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a calc by thu")
    await lena.types("note northwind: they hate the calc in excel")
    await lena.types(typed)
    lena.sees("Do you want to delete your own note on Northwind?", "they hate the calc in excel")
    lena.sees_nothing_of("promise")


async def test_without_such_a_note_no_promise_is_offered(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a calc by thu")
    await lena.types("forget that note about the calc")
    lena.sees_nothing_of("Which promise do you want to drop?")


@in_turn(
    "typed",
    [
        "plan still not here, give them until fri",
        "no plan yet. northwind has till fri",
        "give jana until fri for the plan",
        "they can have till fri for the plan",
        "let them have until fri for last weeks plan",
        "last weeks plan: extend to fri",
        "last weeks plan: they get till fri",
        "plan from northwind delayed, now fri",
        "northwind needs more time for the plan, fri is ok",
    ],
)
async def test_more_time_in_other_words(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind promised last weeks plan by wed")
    await lena.types(typed)
    lena.sees("Moved: last weeks plan (promised by Northwind)", "Friday 27 November")


@in_turn("typed", ["give northwind till fri", "give jana more time until fri"])
async def test_their_only_promise_moves(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Moved: Depot list (promised by Northwind)", "Friday 27 November")


async def test_which_of_their_promises_is_asked(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind promised last weeks plan by wed")
    await lena.types("give northwind till fri")
    lena.sees("Which promise do you want to move?", "Depot list", "last weeks plan")


async def test_them_are_those_just_talked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what does northwind owe me")
    await lena.types("give em till fri")
    lena.sees("Moved: Depot list", "Friday 27 November")


async def test_more_time_for_nothing_is_no_promise_of_ours(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("give alder till fri")
    lena.sees("Not done")
    lena.sees_nothing_of("Promised to")


@in_turn("typed", ["northwind has until fri to decide", "northwind has until fri"])
async def test_their_own_deadline_is_a_note(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Northwind.")


@in_turn(
    "typed",
    [
        "roi sheet to fri",
        "roi sheet to fri, finance is slow",
        "finance is slow so roi sheet only on fri",
        "roi sheet from thu to fri",
        "roi sheet not before fri",
        "roi sheet wont be ready before fri",
        "give me till fri for the roi sheet",
    ],
)
async def test_our_promise_moves_in_few_words(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a roi sheet by thu")
    await lena.types(typed)
    lena.sees("Moved: a roi sheet", "Friday 27 November")
    lena.sees_nothing_of("slow so")


@in_turn("typed", ["cancel that note", "cancel the note", "forget that note", "drop that note"])
async def test_the_note_just_kept_goes(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a calc by thu")
    await lena.types("northwind wants a calc in excel")
    await lena.types(typed)
    lena.sees("Removed: “northwind wants a calc in excel”")


@in_turn("typed", ["cancel that note", "delete that note", "forget that note"])
async def test_a_note_to_cancel_is_no_promise_and_no_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a calc by thu")
    await lena.types(typed)
    lena.sees("Nothing deleted: I found no such note of yours.")


async def test_an_older_note_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind wants a calc in excel")
    await lena.types("drop the deck")
    await lena.types("cancel that note")
    lena.sees("Do you want to delete your own note on Northwind?", "northwind wants a calc")


@in_turn("typed", ["cancel the calc note", "scratch what i said about the calc"])
async def test_a_note_is_found_by_its_words(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind wants a calc in excel")
    await lena.types("jana is on holiday next week")
    await lena.types(typed)
    lena.sees("Do you want to delete your own note on Northwind?", "northwind wants a calc")


async def test_a_call_is_cancelled_and_its_reason_noted(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel northwind and note that jana is ill")
    lena.sees("Shall I cancel your call with Northwind")
