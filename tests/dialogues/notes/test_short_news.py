"""News in two or three words is kept at once, as the rep's own note."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file

NEWS = (
    ("northwind signed!!", "Northwind"),
    ("northwind went dark", "Northwind"),
    ("jana got promoted", "Northwind"),
    ("jana left", "Northwind"),
    ("alder ghosted us", "Alder and Finch"),
    ("we lost alder", "Alder and Finch"),
)
NO_NEWS = (
    "northwind signed?",
    "northwind is slow",
    "jana likes excel",
    "northwind went well",
    "Ruben: signed",
    "who left northwind",
)


async def test_news_in_a_few_words_is_kept_without_asking(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, account in NEWS:
        await lena.types(typed)
        lena.sees(f"Noted, only you see it: {account}.", "Undo")
        lena.sees_nothing_of("Shall I keep this", "Who said it?")
    await lena.presses("Undo")
    lena.sees("Removed: “we lost alder”")


async def test_other_short_lines_are_not_kept_without_asking(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in NO_NEWS:
        await lena.types(typed)
        lena.sees_nothing_of("Noted, only you see it")


async def test_news_of_an_account_that_is_not_on_file_is_not_lost(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("lost halden", "halden is lost", "halden went dark"):
        await lena.types(typed)
        lena.sees("I don't know an account called “halden”. Is this about one of these?", typed)
        lena.sees("Northwind", "Alder and Finch", "Plan a call")
    await lena.answers_in_message("Next", about="1")
    lena.sees("Noted, only you see it: Northwind.")
    for other in ("tomas left", "we lost it", "halden signed?"):
        await lena.types(other)
        lena.sees_nothing_of("I don't know an account called")


async def test_without_accounts_news_leads_to_planning_a_call(office: Office) -> None:
    await office.lena.types("lost halden")
    office.lena.sees("I don't know an account called “halden”. Plan a call with it first")
    await office.lena.presses("Plan a call")
    office.lena.sees("halden")
