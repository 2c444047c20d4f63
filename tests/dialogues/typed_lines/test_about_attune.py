"""Questions about Attune itself: what it can do, saved and sends, and why it asks."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file


async def test_what_attune_can_do_comes_as_lines_that_a_rep_would_type(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what can you do")
    lena.sees("brief me on northwind", "i owe northwind the deck by friday", "“help” lists")
    lena.sees_nothing_of("/prep", "You can ask for:")
    await lena.types("brief me on northwind")
    lena.sees("Tomorrow 14:30.", "Open with:")
    await lena.types("help")
    lena.sees("You can ask for:", "/prep")


async def test_what_was_just_saved_is_shown_with_who_reads_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("hm what did you just save")
    lena.sees(
        "your reflection on Northwind", "The pricing must stay under 40k.", "Only you can read it."
    )
    lena.sees_nothing_of("undo")
    await office.until(24, "09:05")
    await lena.types("northwind: they have a new cfo")
    await lena.types("what did you just keep?")
    lena.sees("24 November 09:05: your own note on Northwind, “they have a new cfo”", "type “undo”")
    await office.until(24, "09:20")
    await lena.types("i owe northwind a roi sheet by thursday")
    await lena.types("so what did you save there")
    lena.sees("a promise to Northwind, “a roi sheet”, by Thursday 26 November")
    lena.sees("Your colleagues can read promises.")
    await lena.types("undo")
    await lena.types("what did you just note down")
    lena.sees("they have a new cfo")
    lena.sees_nothing_of("roi sheet", "undo")


async def test_what_was_stopped_is_listed_and_can_be_turned_on(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what did i stop")
    lena.sees("Nothing is stopped.")
    await lena.types("stop the listening lines")
    for typed in ("what did i stop", "which messages are off?", "what have i muted"):
        await lena.types(typed)
        lena.sees("This is what is off.", "Off: listening lines.", "Listening lines (off)")
    await lena.types("northwind: what did they stop using")
    lena.sees_nothing_of("This is what is off.")


async def test_how_to_switch_attune_off_and_why_it_asks(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("how do i switch u off", "how can i turn this off?", "how do i shut you up"):
        await lena.types(typed)
        lena.sees("“Pause…” stops all of them for a while.", "Pause…")
    for typed in ("why do you ask me this every time", "why do you keep asking?"):
        await lena.types(typed)
        lena.sees("I ask so that the brief before your next call", "Reflection prompts")
    for typed in ("why did you say try again thursday", "why do you suggest a pilot?"):
        await lena.types(typed)
        lena.sees("What I say comes from your calls")
    await lena.types("are you a robot lol")
    lena.sees("I am Attune, a bot.")


async def test_why_after_an_answer_says_where_it_came_from(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("why")
    lena.sees("I don't know what you mean.")
    await lena.types("when did we last talk to northwind")
    await lena.types("why")
    lena.sees("My last answer comes from what is on file")
    await office.until(24, "09:30")
    await lena.types("why")
    lena.sees("I don't know what you mean.")
