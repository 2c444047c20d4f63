"""In a report or a note, the promises of both sides are saved, or offered with their words."""

from tests.dialogues.office import Office
from tests.dialogues.reflections.test_reported_after_prompt import asked
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "seen"),
    [
        (
            "partly. mia liked it, wants a price per ward by wed, she checks w her cfo friday",
            ("Add the promise", "Add their promise"),
        ),
        (
            "good call. max weil wants api docs, i said monday. mia will send their volumes by fri",
            ("You promised: send api docs, by Monday", "They promised: send their volumes, by Fri"),
        ),
        (
            "good. next step: i send sec docs today, she intros their IT guy",
            ("You promised: send sec docs, today", "Add their promise"),
        ),
    ],
)
async def test_a_report_has_all_of_them(office: Office, typed: str, seen: tuple[str]) -> None:
    lena = office.lena
    await asked(office)
    await lena.types(typed)
    lena.sees("Saved: Alder and Finch.", *seen)


@in_turn(
    "typed",
    [
        "mia checks with her cfo on friday",
        "mia talks to her boss fri",
        "mia decides by friday",
        "mia intros their IT guy",
    ],
)
async def test_what_they_do_for_themselves_is_offered(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.", "Add their promise")


async def test_two_buttons_say_which_promise_they_add(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder: they liked it, i send a quote by 2 dec, i send the roi deck by 3 dec")
    lena.sees(
        "Add the promise: send a quote by 2 dec", "Add the promise: send the roi deck by 3 dec"
    )


async def test_two_promises_in_one_line_are_saved(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder: i send the quote by 2 dec and i send the roi deck by 3 dec")
    lena.sees("send the quote, by Wednesday 2 December.", "send the roi deck, by Thursday 3 Dec")


@in_turn(
    "typed",
    ["mia checks stock on fridays", "mia asks a lot on friday", "mia said monday is bad"],
)
async def test_habits_are_not_offered(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Add their promise", "Add the promise")
