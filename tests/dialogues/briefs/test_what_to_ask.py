"""A rep asks what to ask in a call, or types only a contact's name."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file

OPENING = "Open with: Who have you told about our last call, and what did they say?"


async def test_the_questions_of_the_brief_answer_what_to_ask(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "what should i ask jana tomorrow",
        "give me 3 good questions for northwind",
        "what do i say to jana",
        "how should i open tomorrow?",
    ):
        await lena.types(typed)
        lena.sees("For Northwind, tomorrow 14:30:", OPENING, "Ask Ruben the first question today")
    await lena.types("goal northwind: find out who signs")
    await lena.types("good questions for northwind")
    lena.sees("Your goal: find out who signs")
    await lena.types("prep northwind")
    lena.sees("Open with: ")


async def test_without_an_account_the_next_call_is_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("how should i open", "what do i ask at 4", "what should i ask in my next call"):
        await lena.types(typed)
        lena.sees("For Alder and Finch, today 16:00:", "Open with: ")


async def test_an_account_that_is_not_on_file_has_no_questions(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what should i ask fabrikam")
    lena.sees("I don't know any account or person called “fabrikam”.")
    await lena.types("what was my goal last time")
    lena.sees_nothing_of("an account or a person called")
    for note in ("jana has 3 questions for us", "questions for jana: who signs?"):
        await lena.types(note)
        lena.sees("Noted, only you see it: Northwind.")


async def test_a_contacts_name_alone_shows_the_person(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("jana", "Jana Novak", "jana!"):
        await lena.types(typed)
        lena.sees("Jana Novak, head of dispatch (likely user), Northwind.")
    await lena.types("jana left")
    lena.sees_nothing_of("head of dispatch (likely user)")


async def test_a_rep_asks_about_their_own_figures(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("how am i doing?", "am i getting better"):
        await lena.types(typed)
        lena.sees("Your patterns. Only you see them.")
    for typed in ("do i talk too much?", "did i listen"):
        await lena.types(typed)
        lena.sees("Drop the transcript of a call here", "Only you see this.")


async def test_an_account_is_summed_up(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("summarise northwind", "what happened with northwind last month"):
        await lena.types(typed)
        lena.sees("This is what I have on Northwind:", "On file: 1 note, 4 open promises")
    await lena.types("what did we agree with northwind")
    lena.sees("Your next step after the call on Monday 23 November: Meet the dispatchers.")
    await lena.types("northwind summarised their needs")
    lena.sees("Noted, only you see it: Northwind.")
