"""A call that is planned or moved without its account is with the account just talked about."""

import pytest

from handlers.typed.calls.call_reports import plain_report
from handlers.typed.calls.unnamed_call import unnamed_call
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "when"),
    [
        ("second call next tues 10am", "Alder and Finch | Tuesday 1 December 10:00."),
        ("next call w them next tues 10am", "Alder and Finch | Tuesday 1 December 10:00."),
        ("call them again next tues 10am", "Alder and Finch | Tuesday 1 December 10:00."),
        (
            "next demo next tues 10am with mia",
            "Alder and Finch | Tuesday 1 December 10:00: a demo.",
        ),
        ("book a call with them next tues 10am", "Alder and Finch | Tuesday 1 December 10:00."),
        ("rebook thurs 9am", "Moved Alder and Finch from today 16:00 to Thursday 09:00."),
    ],
)
async def test_it_is_with_the_account_just_talked_about(
    office: Office, typed: str, when: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder brief")
    await lena.types(typed)
    lena.sees(*when.split(" | "))


async def test_who_comes_may_follow(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types("next call w them fri 2pm, jana and marlene")
    lena.sees("Friday 14:00.", "Jana Novak", "Marlene")
    lena.sees_nothing_of("Ruben")


async def test_if_no_account_was_talked_about_it_is_asked_which(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("rebook thurs 9am", "second call next tues 10am"):
        await lena.types(typed)
        lena.sees("Which account is the call with?")


async def test_other_lines_plan_nothing(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder brief")
    for typed in (
        *(
            "second call went well",
            "the call with them was short, no budget",
            "next call they want pricing",
            "call them names",
        ),
        *("second call next tues 10am?", "rebook halden thurs 9am"),
    ):
        await lena.types(typed)
        lena.sees_nothing_of("Open with:", "Moved", "You already have")


@in_turn(
    ("typed", "answer"),
    [
        ("northwind again next tues at 2 with pia", "Northwind | Tuesday 1 December 14:00. | Pia"),
        ("ring alder weds 9:30, pia storm", "Alder and Finch | tomorrow 09:30. | Pia Storm"),
        ("ring brightwater again fri 9:30", "Brightwater Clinics | Friday 09:30."),
        ("phone jana fri 2pm", "Northwind | Friday 14:00. | Jana Novak"),
        ("northwind call tmrw now at 10", "Moved Northwind from tomorrow 14:30 to tomorrow 10:00."),
        ("northwind meeting is now at 3", "Moved Northwind from tomorrow 14:30 to tomorrow 15:00."),
        (
            "put brightwater back to 2:30",
            "Moved Brightwater Clinics from Thursday 15:00 to Thursday 14:30.",
        ),
        ("bring northwind forward to 1", "Moved Northwind from tomorrow 14:30 to tomorrow 13:00."),
        ("northwind is now at 40 seats", "Noted, only you see it: Northwind."),
        ("northwind call now at risk", "Noted, only you see it: Northwind."),
    ],
)
async def test_other_words_for_a_call_at_a_time(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(*answer.split(" | "))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("second call next tues 10am", ("call", "next tues 10am")),
        ("and a new demo with them fri 9", ("demo", "fri 9")),
        ("next discovery call is on fri 9", ("discovery call", "fri 9")),
        ("follow up with them again fri 9", ("follow up", "fri 9")),
        ("rebook it for thurs 9am", ("rebooked for", "thurs 9am")),
        ("call fri 9", ("", "")),
        ("call alder fri 9", ("", "")),
        ("them fri 9", ("", "")),
    ],
)
def test_the_words_are_split(typed: str, read: tuple[str, str]) -> None:
    assert unnamed_call(typed) == read


def test_a_stage_is_put_back_and_not_a_call() -> None:
    assert plain_report("put alder back") == "put alder back"
    assert plain_report("alder is now at ease") == "alder is now at ease"
