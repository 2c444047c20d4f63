"""What a rep says about somebody never becomes part of a promise, which colleagues can read."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def talks_about_northwind(office: Office) -> None:
    await put_on_file(office)
    await office.lena.types("brief northwind")


@in_turn(
    "typed",
    [
        "my lawyer asked for the contract, i send it by fri",
        "doctor asked for the x-ray, i send it by fri",
        "my boss asked for refs, i send 2 by fri",
        "no budget till may, my boss wants refs, ill send 2 by fri",
        "mum asked for pics, i send 2 by fri",
    ],
)
async def test_what_others_want_is_a_note_with_an_offer(office: Office, typed: str) -> None:
    lena = office.lena
    await talks_about_northwind(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Northwind.", "Add the promise", "Undo")
    lena.sees_nothing_of("Promised to")


@in_turn(
    ("typed", "promise"),
    [
        ("owe jana an apology, she is a pain", "to Northwind: an apology (Jana Novak), no day"),
        (
            "promised jana the deck by fri, god she is slow",
            "to Northwind: the deck (Jana Novak), by Friday 27 November.",
        ),
        ("owe jana a link, shes useless with tech", "to Northwind: a link (Jana Novak), no day"),
        ("n she sends me her excel, the cow", "by Northwind: her excel, no day set."),
        ("jana sends me the list fri, the cow", "by Northwind: the list, by Friday 27 November."),
        (
            "i promised jana the plan by fri, she was upset",
            "to Northwind: the plan (Jana Novak), by Friday 27 November.",
        ),
        (
            "i promised northwind a list by wed and jana wants 4 seats",
            "to Northwind: a list, by Wednesday 25 November.",
        ),
    ],
)
async def test_what_follows_a_promise_is_a_note(office: Office, typed: str, promise: str) -> None:
    lena = office.lena
    await talks_about_northwind(office)
    await lena.types(typed)
    lena.sees(f"Promised {promise}", "I kept your whole line as your own note.", "Undo")
    await lena.types("undo")
    lena.sees("Removed: “")


async def test_an_order_after_a_promise_is_left_out_and_named(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a list 2 by wed. and cancel alder")
    lena.sees("Promised to Northwind: a list 2, by Wednesday 25 November.")
    lena.sees("Not done: “and cancel alder”.")


@in_turn(
    "typed",
    [
        "owe jana a divorce lol",
        "they owe us big time",
        "jana asked for silence, i send nothing by fri",
        "ill send my lawyer the contract by fri",
        "owe my lawyer the contract by fri",
    ],
)
async def test_jokes_and_promises_to_others_are_none(office: Office, typed: str) -> None:
    lena = office.lena
    await talks_about_northwind(office)
    await lena.types(typed)
    lena.sees_nothing_of("Promised")


@in_turn(
    ("typed", "promise"),
    [
        ("i promised northwind a discount, if she signs, by fri", "a discount, if she signs"),
        ("i promised northwind the map, the plan and a quote by fri", "the map, the plan and a"),
        ("i promised northwind a map and the ones they need by fri", "a map and the ones they"),
    ],
)
async def test_what_belongs_to_the_promise_stays(office: Office, typed: str, promise: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Promised to Northwind: {promise}", "by Friday 27 November.")
    lena.sees_nothing_of("own note")
