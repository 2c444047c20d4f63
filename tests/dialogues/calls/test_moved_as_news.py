"""A move told as news moves the call, and further news in the line is kept."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "moved"),
    [
        (
            "northwind tomorrow is 16:00 now says jana, ruben cant make it",
            "Moved Northwind from tomorrow 14:30 to tomorrow 16:00.",
        ),
        (
            "alder today is 17:00 now says mia, she cant make 4",
            "Moved Alder and Finch from today 16:00 to today 17:00.",
        ),
        (
            "mia says alder is 5pm today, her boss cant make it",
            "Moved Alder and Finch from today 16:00 to today 17:00.",
        ),
        (
            "alder 16:00 is now 17:00, mia texted",
            "Moved Alder and Finch from today 16:00 to today 17:00.",
        ),
        (
            "northwind wednesday is thursday 4pm now, jana just called",
            "Moved Northwind from tomorrow 14:30 to Thursday 16:00.",
        ),
    ],
)
async def test_a_new_time_that_somebody_told(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(moved, "Undo")
    lena.sees_nothing_of("cancel", "Type it again")


async def test_an_old_time_without_a_call_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind thursday is 4pm now")
    lena.sees("Shall I move your call with Northwind, tomorrow 14:30?", "New call")


@in_turn(
    ("typed", "told"),
    [
        ("alder to 5pm today, mia's stuck", "I kept “mia's stuck” as your own note."),
        ("push alder by 30 min, kids drop off", "I kept “kids drop off” as your own note."),
        ("move alder to 5, northwind to 3", "Not done: “northwind to 3”."),
        ("alder to 5, jana loved the demo", "as your own note on Northwind."),
        ("alder to 5, mia texted", ""),
        ("move alder to 5 pls running late", ""),
    ],
)
async def test_a_reason_opens_no_form_and_is_never_to_be_typed_again(
    office: Office, typed: str, told: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Moved Alder and Finch from today 16:00", told)
    lena.sees_nothing_of("Type it again", "I ignored", "I left out", *([] if told else ["I kept"]))


@in_turn("typed", ["northwind tomorrow is 3 people now says jana", "mia says alder is 40 seats"])
async def test_a_number_is_no_time(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Moved", "Shall I move", "Shall I cancel")


async def test_a_reason_behind_make_it_is_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder fri 10")
    await lena.types("make it 11 instead, mia cant do afternoons")
    lena.sees("Moved Alder and Finch from Friday 10:00 to Friday 11:00.", "Undo")
    await lena.types("no make it 2, the whole team is in a meeting until 1")
    lena.sees("Moved Alder and Finch from Friday 11:00 to Friday 14:00.")
    lena.sees("I kept “the whole team is in a meeting until 1” as your own note.")
