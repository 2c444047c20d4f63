"""A verb such as "going" is not what a question is about, and other short questions."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "answer"),
    [
        ("hows it going w northwind", "This is what I have on Northwind"),
        ("is northwind confirmed", "Your next call with Northwind: tomorrow 14:30"),
        ("is the alder call confirmed", "Your next call with Alder and Finch: today 16:00"),
        ("is jana back yet", "Nothing on file at Northwind says that."),
        ("when was the last call w northwind n what came out", "Monday 23 November 09:00."),
        ("what came out of the northwind call", "The pricing must stay under 40k."),
        ("alder everything on file", "Everything on file: Alder and Finch"),
        ("what else is tmrw", "Wednesday 25 November 14:30 Northwind"),
        ("whats on thu afternoon", "Thursday 26 November 15:00 Brightwater Clinics"),
        ("whats left this morning", "You have no more calls this morning."),
        ("what do i have tmrw morning", "You have no calls tomorrow morning."),
        ("do alder and northwind overlap", "No, these calls don't overlap."),
        ("any clashes tmrw", "No, these calls don't overlap."),
        ("is tomas ok w that", "I have no question from you to Tomas."),
        ("tomas any news on my question", "I have no question from you to Tomas."),
        ("anything from tomas or marketing", "You haven't sent marketing anything yet."),
    ],
)
async def test_a_short_question_is_answered(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(answer)
    lena.sees_nothing_of("Nothing on file about", "Noted")


@in_turn(
    "typed",
    [
        "legal needs everything on file",
        "their project overlaps with the audit",
        "they have a conflict with the union on friday",
        "tomas answered her question already",
        "dispatch is back in the office, all trucks going out",
        "prices go up in may",
    ],
)
async def test_a_statement_with_such_words_is_still_a_note(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("tell me about northwind")
    await lena.types(typed)
    lena.sees("Noted, only you see it: Northwind.", "Undo")


async def test_only_the_calls_of_the_part_of_the_day_are_listed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats on this afternoon")
    lena.sees("Tuesday 24 November 16:00 Alder and Finch")
    lena.sees_nothing_of("Northwind", "Brightwater Clinics")


async def test_calls_that_overlap_are_named(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder tmrw 1430")
    await lena.types("northwind tmrw 1430 collides w alder right?")
    lena.sees("These overlap: Northwind (tomorrow 14:30) and Alder and Finch (tomorrow 14:30).")


async def test_a_question_about_them_is_answered_from_the_next_step(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")  # the call with Alder and Finch has ended
    await lena.types("went ok")
    await lena.types("next step w alder: demo thu 3pm, she brings her dispatcher")
    await lena.types("does she bring her dispatcher thu")
    lena.sees("Your next step after the call", "she brings her dispatcher")
    await lena.types("does she like excel")
    lena.sees("I can't answer that.")


async def test_what_is_still_open_leaves_out_what_is_done(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sent northwind the pricing")
    lena.sees("Done: Pricing for 40 seats")
    await lena.types("whats still open")
    lena.sees("Open promises", "Call Jana")
    lena.sees_nothing_of("Pricing for 40 seats", "Done: ")
