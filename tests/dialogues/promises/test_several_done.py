"""One line settles several promises: "board pager n roi deck both sent"."""

from tests.dialogues.office import Office
from tests.dialogues.promises.test_promise_reported_short import promised
from tests.dialogues.turns import in_turn

DECK, PAGER, PLAN = (
    f"{what} (to Northwind)" for what in ("ROI deck", "One pager for the board", "Rollout plan")
)
LIST, SHIFTS = (f"{what} (promised by Northwind)" for what in ("Driver list", "Shift plan"))


@in_turn(
    ("typed", "done"),
    [
        ("board pager n roi deck both sent", f"{PAGER}; {DECK}"),
        ("roi deck n 1pager went out yday, both done", f"{DECK}; {PAGER}"),
        ("roi deck and rollout plan are out", f"{DECK}; {PLAN}"),
        ("sent the roi deck, the one pager and the rollout plan", f"{DECK}; {PAGER}; {PLAN}"),
        ("deck + 1-pager + rollout plan all three done", f"{DECK}; {PAGER}; {PLAN}"),
        ("got the driver list and the shift plan", f"{LIST}; {SHIFTS}"),
        ("jana sent the driver list and the shift plan", f"{LIST}; {SHIFTS}"),
        ("deck n rp both sent", f"{DECK}; {PLAN}"),
    ],
)
async def test_each_promise_that_is_named_is_done(office: Office, typed: str, done: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types(typed)
    lena.sees(f"Done: {done}.", "Undo")
    await lena.types("undo")
    lena.sees("Open again: ")
    await lena.types("promises")
    lena.sees_nothing_of("Done: ")


async def test_words_that_fit_no_promise_are_named(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("roi deck n brandbook both sent")
    lena.sees(f"Done: {DECK}. I found no open promise for “brandbook”.")
    await lena.types("put it back")
    lena.sees("Open again: ROI deck")


@in_turn("typed", ["both", "yes both", "both sent", "all of them"])
async def test_both_of_two_likely_promises(office: Office, typed: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("sent the roi plan")
    lena.sees("Which promise is done?", "ROI deck", "Rollout plan", "Both done")
    await lena.types(typed)
    lena.sees(f"Done: {DECK}; {PLAN}.")


async def test_several_can_be_chosen_with_one_button(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("all three sent")
    lena.sees("Which promises are done?", "ROI deck", "One pager", "Rollout plan")
    await lena.presses("All 3 done")
    lena.sees(f"Done: {DECK}; {PAGER}; {PLAN}.")
    await lena.types("all three sent")
    lena.sees_nothing_of("Which promises are done?")


@in_turn(
    "typed",
    [
        "roi deck and rollout plan not sent yet",
        "roi deck and rollout plan are nearly done",
        "are roi deck and rollout plan both sent?",
        "will send roi deck and rollout plan, both done by fri",
    ],
)
async def test_nothing_is_done_that_is_not_kept_yet(office: Office, typed: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types(typed)
    lena.sees_nothing_of("Done: ")


async def test_what_was_said_beside_one_promise_names_no_other(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("sent the one pager and talked to jana and ruben")
    lena.sees(f"Done: {PAGER}.")
    lena.sees_nothing_of("no open promise")


@in_turn(
    ("typed", "opened"),
    [
        ("wrong, the deck isnt out yet", "Open again: ROI deck"),
        ("no wrong the deck didn't go out", "Open again: ROI deck"),
        ("didnt go out", "Open again: ROI deck"),
        ("still owe it", "Open again: ROI deck"),
        ("i still owe them the deck", "Open again: ROI deck"),
        (
            "wrong, the deck isnt out yet, sending it thu",
            "Open again: ROI deck (to Northwind), by Thursday 26 November.",
        ),
        (
            "wrong, the deck isnt out yet, sending it after lunch",
            "Open again: ROI deck (tomorrow). I kept nothing else of your line: “sending it after "
            "lunch”.",
        ),
    ],
)
async def test_a_correction_opens_the_promise_again(
    office: Office, typed: str, opened: str
) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("roi deck sent")
    await lena.types("brief alder")
    await lena.types(typed)
    lena.sees(opened)
    await lena.types("promises northwind")
    lena.sees("You owe Northwind: ROI deck")


async def test_one_of_several_is_opened_again(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("roi deck and rollout plan sent")
    await lena.types("wrong, the rollout plan isnt out yet")
    lena.sees("Open again: Rollout plan")
    await lena.types("roi deck and one pager sent")
    await lena.types("not sent yet")
    lena.sees("Open again: One pager for the board")


async def test_what_follows_an_open_promise_is_not_lost(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("brief northwind")
    await lena.types("the roi deck isnt ready, jana wants sso in it")
    lena.sees_nothing_of("Still open:")
