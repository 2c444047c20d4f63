"""A question about somebody or something on file gets the nearest thing on file about it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ON_FILE = "This is what I have on"


@in_turn(
    ("typed", "answer"),
    [
        ("what about brightwater", "Your next call: Thursday 15:00."),
        ("how about alder", "Your next call: today 16:00."),
        ("what do i know abt northwind", "Your last call: Monday 23 November 09:00."),
        ("whats northwind", "You promised: Pricing for 40 seats"),
    ],
)
async def test_what_is_on_file_names_calls_and_promises(
    office: Office, typed: str, answer: str
) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees(ON_FILE, answer)


async def test_what_about_repeats_a_question_only_right_after_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("who is at northwind")
    await office.until(24, "09:02")
    await lena.types("what about brightwater")
    lena.sees("On file at Brightwater Clinics:", "Dr. Anders Lund")
    await office.until(24, "09:06")
    await lena.types("what about brightwater")
    lena.sees("This is what I have on Brightwater Clinics:", "One pager")


@in_turn("typed", ["what do i know abt lund", "what else do we know about dr lund", "who is lund"])
async def test_a_person_on_file(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("Dr. Anders Lund, medical director, Brightwater Clinics.")


async def test_a_name_that_only_notes_have(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what else do we have on routewise")
    lena.sees("I don't know any account or person called “routewise”.")
    await lena.types("northwind: the competitor is routewise, they pay 12k now")
    for typed in ("what else do we have on routewise", "whats routewise"):
        await lena.types(typed)
        lena.sees("This is what you noted about “routewise”:", "they pay 12k now", "Northwind,")
    await office.tomas.types("what else do we have on routewise")
    office.tomas.sees_nothing_of("they pay 12k now")


async def test_a_name_that_nobody_knows(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats castell")
    lena.sees("I only know that name from your calendar")
    await lena.types("who is marcus")
    lena.sees("I don't know any account or person called “marcus”.")
    for typed in ("who is responsible", "what is lunch", "what is going on here"):
        await lena.types(typed)
        lena.sees_nothing_of("I don't know any account or person")


async def test_a_role_at_the_account_just_talked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("when do i see northwind")
    for typed in ("and who is their cfo", "who is the cfo", "who is cfo there?"):
        await lena.types(typed)
        lena.sees("Nobody at Northwind is on file as CFO.", "Ruben Haas, managing director")
    await lena.types("who is their managing director")
    lena.sees("Ruben Haas, managing director (likely economic buyer), Northwind.")
    await lena.types("who is their neighbour")
    lena.sees_nothing_of("Nobody at Northwind")


async def test_what_somebody_sent_is_a_promise_that_is_done(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana just sent the depot list")
    lena.sees("Done: Depot list")
    await lena.types("which two depot lists did jana send")
    lena.sees("They promised, and that is done: Depot list")


@in_turn("typed", ["is the northwind one on teams or phone", "is northwind by phone or video?"])
async def test_where_a_call_takes_place(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("Your next call with Northwind: tomorrow 14:30", "is not on file")
    await office.lena.types("northwind: they want it on teams, not by phone")
    office.lena.sees("Noted, only you see it: Northwind.")


async def test_a_question_after_a_remark_is_a_question(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("too long, whats the one thing i need to ask jana", "what must i ask jana"):
        await lena.types(typed)
        lena.sees("Northwind", "Everything on file")
        lena.sees_nothing_of("Noted, only you see it", "I can't answer that")
    await lena.types("northwind: the list is too long, so what they want is a short one")
    lena.sees("Noted, only you see it: Northwind.")


async def test_an_account_alone_with_a_question_mark(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel brightwater")
    await lena.presses("Cancel the call")
    await lena.types("brightwater?")
    lena.sees(ON_FILE, "You promised: One pager")
    await lena.types("northwind?")
    lena.sees("Tomorrow 14:30.", "Open with:")


@in_turn(
    ("typed", "answer"),
    [
        ("who else works with northwind", "Tomas Keller has a call with Northwind Thursday 11:00."),
        ("has anyone talked to northwind before?", "Tomas Keller has a call with Northwind"),
        ("who else talked to brightwater", "Nobody whose calls you may see talks to Brightwater"),
        ("has anyone spoken to alder", "Nobody whose calls you may see talks to Alder and Finch."),
        ("is anyone else from our side joining", "Your colleagues in this call: nobody."),
        ("anyone else joining?", "Coming from Alder and Finch, today 16:00:"),
    ],
)
async def test_colleagues_are_named_as_far_as_the_rep_may_see(
    office: Office, typed: str, answer: str
) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees(answer)
    office.lena.sees_nothing_of("No manager or colleague sees")


async def test_a_call_that_was_missed_is_not_the_last_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "17:00")
    await lena.types("alder didnt show up")
    for typed in ("when did i last speak to alder", "last call with alder?"):
        await lena.types(typed)
        lena.sees("You haven't had a call with Alder and Finch yet.", "nobody from their side came")
    await lena.types("when did i last speak to northwind")
    lena.sees("Your last call with Northwind: Monday 23 November 09:00")
    lena.sees_nothing_of("nobody from their side came")


async def test_what_is_on_file_has_what_the_brief_of_the_next_call_has(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief brightwater")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Agree on one ward", guess1="It all lives in one person's head")
    await lena.submits()
    await lena.types("whats on file for brightwater")
    lena.sees(
        "Your next call: Thursday 15:00.",
        "Coming: Dr. Anders Lund, medical director.",
        "Your goal: Agree on one ward",
        "Your guess: It all lives in one person's head",
    )


async def test_what_is_on_file_says_that_nobody_came(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder today 9:10")
    await lena.presses("A second call")
    await office.until(24, "09:50")
    await lena.types("alder no show")
    await lena.types("whats on file for alder")
    lena.sees("nobody from their side came.", "Mia Berg, store manager")
