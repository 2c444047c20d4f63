"""A rep drops or moves a promise with "drop it" or "move it" after a remark about it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "dropped"),
    [
        ("dont need the one pager anymore, drop it", "One pager (to Brightwater Clinics)"),
        ("the deck is not needed anymore, scrap it pls", "Deck (to Northwind)"),
        ("they no longer want the deck. cancel it", "Deck (to Northwind)"),
        ("northwind doesnt need the deck, remove it", "Deck (to Northwind)"),
        ("drop the deck, she told me already", "Deck (to Northwind)"),
        ("northwind deck - drop", "Deck (to Northwind)"),
        ("one pager: drop it pls", "One pager (to Brightwater Clinics)"),
    ],
)
async def test_what_nobody_needs_is_dropped(office: Office, typed: str, dropped: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Dropped: {dropped}.")
    lena.sees_nothing_of("Shall I cancel")
    await lena.types("undo")
    lena.sees("Open again:")


@in_turn("typed", ["dont need it anymore, drop it", "they dont want it, scrap that", "drop it"])
async def test_it_is_the_promise_just_listed(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    for asked in ("what do i owe brightwater", "/promises Brightwater"):
        await lena.types(asked)
        await lena.types(typed)
        lena.sees("Dropped: One pager (to Brightwater Clinics).")
        await lena.types("undo")
        lena.sees("Open again: One pager")


async def test_of_several_listed_promises_the_answer_asks_which(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what do i owe northwind")
    await lena.types("dont need it anymore, drop it")
    lena.sees("Which promise do you want to drop?", "Pricing for 40 seats", "Deck")
    lena.sees_nothing_of("One pager", "Shall I cancel")


@in_turn("typed", ["the one pager is off, drop it", "one pager is moot now, scrap it"])
async def test_a_doubtful_remark_is_asked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Which promise do you want to drop?", "One pager")


@in_turn("typed", ["brightwater doesnt need the roadmap anymore, drop it"])
async def test_what_is_no_promise_cancels_no_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("I can't tell what to change")
    lena.sees_nothing_of("Shall I cancel", "Dropped:")


@in_turn("typed", ["we dont need the alder call anymore, cancel it", "alder never shows, drop it"])
async def test_a_call_is_still_asked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Shall I cancel your call with Alder and Finch")


@in_turn(
    ("typed", "moved"),
    [
        ("pricing gets done tmrw not today, move it", "Pricing for 40 seats (to Northwind)"),
        ("the pricing is due tomorrow not today, pls move it", "Pricing for 40 seats"),
    ],
)
async def test_move_it_after_another_day_moves_the_promise(
    office: Office, typed: str, moved: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what do i owe northwind")
    await lena.types(typed)
    lena.sees(f"Moved: {moved}", "by Wednesday 25 November")


@in_turn("typed", ["northwind call - drop", "northwind demo: drop it"])
async def test_a_call_at_the_end_drops_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Dropped:")


async def test_the_last_drop_is_undone(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("drop the deck, they told me already")
    await lena.types("undo that last one")
    lena.sees("Open again: Deck")
