"""A rep says what the customer wants, and what they promised, in one line."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

NOTE = "I kept “{}” as your own note."


@in_turn(
    ("typed", "promise", "remark"),
    [
        (
            "they want sso before anything, told him id send the security paper by thu",
            "the security paper, by Thursday 26 November",
            "they want sso before anything",
        ),
        (
            "jana wants sso first, i said id send the security paper by thu",
            "the security paper, by Thursday 26 November",
            "jana wants sso first",
        ),
        (
            "no budget till may, told her id check in by fri",
            "check in, by Friday 27 November",
            "no budget till may",
        ),
        (
            "she hates the map so i said id send her a video by fri",
            "a video, by Friday 27 November",
            "she hates the map",
        ),
        (
            "jana asked for refs in retail, i send 2 by fri",
            "send 2 refs, by Friday 27 November",
            "jana asked for refs in retail",
        ),
        ("jana wants the nda, i send it thu", "the nda, by Thursday 26 Nov", "jana wants the nda"),
        (
            "they need sso docs n i send those by wed",
            "send sso docs, by Wednesday 25 November",
            "they need sso docs",
        ),
        (
            "they need 40 seats, ill get back to them by thu",
            "get back to them, by Thursday 26 November",
            "they need 40 seats",
        ),
    ],
)
async def test_the_remark_is_a_note_and_no_part_of_the_promise(
    office: Office, typed: str, promise: str, remark: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief northwind")
    await lena.types(typed)
    lena.sees(f"Promised to Northwind: {promise}", NOTE.format(remark))
    await lena.types("undo")
    lena.sees("Removed: “")
    await lena.types("show me my northwind notes")
    lena.sees(remark)


async def test_the_account_in_the_line_counts(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief northwind")
    await lena.types("mia berg wants references, ill send a list by fri")
    lena.sees("Promised to Alder and Finch: a list, by Friday 27 November.")
    lena.sees(NOTE.format("mia berg wants references"))


@in_turn(
    "typed",
    [
        "they hate the map, told jana its gone by wed",
        "call moved to 12, they get a new cfo fri",
        "they want reports, we send them every friday",
        "they want trucks on time, they send 3 by friday",
        "jana asked for 3 trucks by friday",
    ],
)
async def test_other_lines_are_read_as_before(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief northwind")
    await lena.types(typed)
    lena.sees_nothing_of("Promised")


async def test_right_after_a_call_the_whole_line_is_the_report(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")  # the call with Alder and Finch has ended
    await lena.types("mia asked for refs in retail, i send 2 by fri")
    lena.sees("Saved: Alder and Finch.", "You promised: send 2 refs, by Friday", "Undo")


async def test_what_somebody_asked_for_is_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana asked for a longer trial")
    lena.sees("Noted, only you see it: Northwind.", "Undo")
