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
        lena.sees(f"Kept as your own note on {account}. Only you read it.", "Undo")
        lena.sees_nothing_of("Shall I keep this", "Who said it?")
    await lena.presses("Undo")
    lena.sees("Taken out: “we lost alder”")


async def test_other_short_lines_are_not_kept_without_asking(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in NO_NEWS:
        await lena.types(typed)
        lena.sees_nothing_of("Kept as your own note")
