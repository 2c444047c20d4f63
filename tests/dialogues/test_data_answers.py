"""Plain questions about data get their own short answers, in the chat."""

from tests.dialogues.office import Office


async def test_questions_about_data_are_answered(office: Office) -> None:
    lena = office.lena
    await lena.types("/calls")
    for words, answer in (
        ("can the admin read my chat with you?", "may be able to export the chat"),
        ("stop measuring me", "To stop me reading them, type /rhythm transcripts."),
        ("do you use AI", "No. I use no language model"),
        ("when are transcripts deleted", "kept for as long as your reflections (730 days)"),
        ("what happens when I leave the company", "I erase what is yours after 30 days."),
        ("take the line back", "Press “Take it back from marketing”"),
        ("send me a copy of my data", "What is kept about you"),
        ("delete my account", "Erase me…"),
    ):
        await lena.types(words)
        lena.sees(answer)
        lena.sees_nothing_of("Save as a promise")


async def test_a_customers_person_is_not_taken_for_any_call(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:36")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard="They want the zebra")
    await lena.submits()
    await lena.types("delete everything about Anke Dreßler")
    lena.sees("nothing was deleted", "account erase")
    lena.sees_nothing_of("Which call's data")
    await lena.types("delete everything about Northwind")
    lena.sees("Delete everything of yours from the call with Northwind")
