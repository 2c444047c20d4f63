"""Words typed after a call answer the question about it, as the tap does."""

from sqlmodel import select

from handlers.request import Means
from storage.tables import OwnNote, Reflection
from tests.dialogues.office import Office
from tests.dialogues.reflections.test_one_tap import with_two_of_theirs
from tests.dialogues.rep_does import held, plan
from tests.dialogues.test_form_edits import in_another_window
from tests.dialogues.turns import in_turn


async def words_on_file(office: Office) -> list[str]:
    async with office.attune.database.read() as session:
        return [each for each in (await session.exec(select(Reflection.heard))).all() if each]


async def test_what_is_typed_after_a_call_does_what_the_tap_does(office: Office) -> None:
    lena = office.lena
    await held(office)
    for typed in ("No show", "they didn’t come", "nobody came"):
        await lena.types(typed)
        lena.sees("Northwind, Monday 23 November 10:00: they didn't come.")
        await lena.presses("Undo")
    await lena.types("not now")
    lena.sees("All right, nothing is saved.")
    await lena.types("meh")
    lena.sees("Saved: Northwind. Did you reach your goal? Partly.")
    await lena.types("yes")
    lena.sees("I didn't get that.")  # no question is open any more
    assert await words_on_file(office) == []


@in_turn(
    ("typed", "taken", "then", "changed"),
    [
        ("went ok", "Partly", "no it was a yes", "Yes"),
        ("badly", "No", "meh", "Partly"),
        ("it went great", "Yes", "actually a no", "No"),
        ("went bad", "No", "change that to partly", "Partly"),
    ],
)
async def test_words_for_a_goal_are_read_aloud_and_can_be_corrected(
    office: Office, typed: str, taken: str, then: str, changed: str
) -> None:
    lena = office.lena
    await held(office)
    await lena.types(typed)
    lena.sees(f"Did you reach your goal? {taken}.", f"I took “{typed}” as “{taken}”.")
    await lena.types(then)
    lena.sees(f"Saved: Northwind. Did you reach your goal? {changed}.")
    await lena.presses(taken if taken != "Partly" else "No")
    assert await words_on_file(office) == []


async def test_a_report_says_which_answer_it_gave(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("went ok but they want 3 bids")
    lena.sees("“they want 3 bids”", "Did you reach your goal? From your words: Partly.")
    await lena.types("no it was a yes")
    lena.sees("Did you reach your goal? Now: Yes.")
    assert await words_on_file(office) == ["they want 3 bids"]


@in_turn(
    "typed",
    [
        "ok northwind went well, marek wants sso before xmas or its dead",
        "good. marek wants sso before xmas",
    ],
)
async def test_a_report_that_it_went_well_asks_for_the_goal(office: Office, typed: str) -> None:
    lena = office.lena
    await held(office)
    await lena.types(typed)
    lena.sees("Saved: Northwind.", "Did you reach your goal? Hear who decides about the depot")
    lena.sees_nothing_of("From your words")
    await lena.presses("Partly")
    lena.sees("Did you reach your goal? Now: Partly.")


@in_turn(
    ("typed", "taken"),
    [
        ("northwind went great, goal reached. they want to start with ward 4 in feb", "Yes"),
        ("northwind went well but goal not reached, marek was out", "No"),
        ("northwind was good, partly reached my goal - they want ward 4 first", "Partly"),
        ("northwind: goal missed, they only had ten minutes", "No"),
    ],
)
async def test_a_report_that_names_the_goal_answers_it(
    office: Office, typed: str, taken: str
) -> None:
    lena = office.lena
    await held(office)
    await lena.types(typed)
    lena.sees("Saved: Northwind.", f"Did you reach your goal? From your words: {taken}.")
    assert lena.screen.count("Did you reach your goal?") == 1


@in_turn(
    "typed",
    [
        "northwind went great, they reached 40 seats. marek is happy",
        "northwind went well, their goal is 40 trucks by may",
        "northwind went great, they missed their goal last year",
        "northwind: they met on monday, no goals set for the pilot",
    ],
)
async def test_what_the_customer_reached_answers_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await held(office)
    await lena.types(typed)
    lena.sees("Saved: Northwind.", "Did you reach your goal? Hear who decides", "Partly")
    assert lena.screen.count("Did you reach your goal?") == 1


async def test_a_contact_who_did_not_come_is_a_no_show(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Pia Storm, head of dispatch")
    await lena.submits()
    await office.until(23, "10:36")
    for typed in ("pia no show again", "Pia didnt show"):
        await lena.types(typed)
        lena.sees("Northwind, Monday 23 November 10:00: they didn't come.")
        await lena.presses("Undo")
    await lena.types("mia didnt show")  # nobody of that name is on file
    lena.sees("Northwind: how did it go?")
    await lena.presses("They didn't come")
    lena.sees("Northwind, Monday 23 November 10:00: they didn't come.")
    assert await words_on_file(office) == []


async def test_where_several_came_one_who_did_not_is_no_missed_call(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.types("jana no show again")
    lena.sees("Northwind: how did it go?", "They didn't come")
    assert await words_on_file(office) == []


async def test_how_it_went_is_no_answer_if_no_call_waits_for_one(office: Office) -> None:
    lena = office.lena
    await lena.types("it went well")
    lena.sees("You have no past calls on file.")
    await with_two_of_theirs(office)
    await lena.types("call went great")
    lena.sees("Saved: Northwind. How did it go? It went well.")
    for typed in ("it went well", "call went great", "no show"):
        await lena.types(typed)
        lena.sees("Your last call was with Northwind, Monday 23 November 10:00.")
        lena.sees("You have already said how it went.")
    await lena.presses("Change my answers")
    lena.sees("Northwind", "How did it go?")


async def test_how_it_went_days_ago_is_asked_in_the_form(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await office.until(27, "12:00")
    await lena.types("it went well")
    lena.sees("Your last call was with Northwind, Monday 23 November 10:00. Was it that one?")
    await lena.presses("Reflect")
    await lena.fills(goal_reached="yes")
    await lena.submits()
    lena.sees("Saved: Northwind.")


async def test_a_typed_answer_is_not_given_to_one_of_two_calls_unasked(office: Office) -> None:
    lena = office.lena
    await plan(office, "Halden today 09:00")
    await with_two_of_theirs(office)
    await lena.types("it went well")
    lena.sees("“it went well”: for which call?")
    await lena.presses("Halden, Monday 23 November 09:00")
    lena.sees("Saved: Halden. How did it go? It went well.")
    await lena.types("yes")
    lena.sees("Northwind: how did it go?")  # there was no goal to reach


async def test_a_form_from_before_does_not_undo_a_no_show(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard="They want a pilot")
    await in_another_window(office, Means.COMMAND, "", "no show")
    await lena.submits()
    assert "nobody came to this call, so nothing was saved" in str(lena.problems)
    assert await words_on_file(office) == []


async def test_no_and_yes_answer_the_offer_that_was_made_last_and_no_question_that_was_not_asked(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear who decides about the depot")
    await lena.submits()
    await office.until(23, "10:31")  # the call is over, and nobody has asked yet
    for typed in ("nope", "dont"):
        await lena.types("northwind happy")
        lena.sees("Shall I keep this for Northwind?")
        await lena.types(typed)
        lena.sees("Not kept.")
    await lena.types("meh")
    lena.sees("Northwind: did you reach your goal?")
    lena.sees_nothing_of("Saved")
    await lena.types("northwind happy")
    await lena.types("yes")
    lena.sees("Noted, only you see it: Northwind.")
    await lena.types("northwind excel")
    await lena.types("keep it")
    lena.sees("Noted, only you see it: Northwind.")
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Reflection))).all() == []
        notes = (await session.exec(select(OwnNote.text))).all()
    assert notes == ["northwind happy", "northwind excel"]
    await lena.types("northwind paper")
    await office.until(23, "10:40")  # by now the question has come
    await lena.types("nope")
    lena.sees("Saved: Northwind. Did you reach your goal? No.")


async def test_a_line_that_names_nobody_is_not_kept_for_an_old_call_unasked(office: Office) -> None:
    lena = office.lena
    await plan(office, "Halden today 17:00")
    await plan(office, "Northwind today 10:00")
    await office.until(23, "12:15")  # within two hours
    await lena.types("they objected to the price")
    lena.sees("Saved: Northwind.", "“they objected to the price”")
    await lena.presses("Undo")
    await office.until(23, "15:00")
    await lena.types("they objected to the price")
    lena.sees("Which account?", "Halden", "Northwind", "None")
    lena.sees_nothing_of("Shall I keep this")
    await lena.answers_in_message("Next", about="none")
    lena.sees("Not kept.")
    await lena.types("they objected to the price")
    await lena.answers_in_message("Next", about="1")
    lena.sees("Noted, only you see it: Halden.")
    await lena.types("brief halden")
    await lena.types("they objected to the discount")
    lena.sees("Noted, only you see it: Halden.", "Move to Northwind")


async def test_what_begins_with_note_is_an_own_note_and_what_i_owe_is_a_promise(
    office: Office,
) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.types("note northwind: jana is a bit scared of her boss")
    lena.sees("Noted, only you see it: Northwind.", "Undo")
    await lena.types("note to self: dont mention the bug")  # the call has just ended
    lena.sees("Noted, only you see it: Northwind.")
    await office.until(23, "15:00")
    await lena.types("note: they are late again")
    lena.sees("Which account?", "Northwind", "None")
    async with office.attune.database.read() as session:
        notes = (await session.exec(select(OwnNote.text))).all()
    assert notes == ["jana is a bit scared of her boss", "dont mention the bug"]
    for typed in ("promised jana a one pager by fri", "i owe northwind the deck by tue"):
        await lena.types(typed)
        lena.sees("Promised to Northwind:", "Undo", "Change")
    await lena.types("/promises")
    lena.sees("You owe Northwind: the deck, tomorrow.")
    lena.sees("You owe Northwind: a one pager (Jana Novak), by Friday.")


async def test_an_answer_and_a_line_in_one_message_are_about_the_named_or_newest_call(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Irina Sokol")
    await plan(office, "Halden today 11:00 with Marek Nowak")
    await plan(office, "Castell today 11:30")
    await office.until(23, "12:10")  # three questions are open
    await lena.types("well, alder likes it")
    lena.sees("Saved: Castell.", "“well, alder likes it”")  # “well” says nothing about the call
    await lena.presses("Undo")
    lena.sees("Castell: how did it go?")
    await lena.types("good. irina said evenings are chaos")
    lena.sees("Saved: Northwind.", "“evenings are chaos”", "I noted who said it: Irina.")
    await lena.types("meh - they want a smaller pilot")
    lena.sees("Saved: Castell.", "“they want a smaller pilot”")
    await lena.types("great, marek said budget is frozen")
    lena.sees("Saved: Halden.", "“budget is frozen”")
    await lena.types("/calls")
    lena.sees_nothing_of("Still to reflect on")
    await lena.types("good. irina said mornings are fine")  # nobody asks any more
    lena.sees_nothing_of("It went well")


@in_turn("typed", ["didnt come again", "never showed up", "halden was a no show", "she didnt come"])
async def test_nobody_came_also_if_a_note_was_typed_before(office: Office, typed: str) -> None:
    lena = office.lena
    await plan(office, "Northwind today 12:00 with Jana Novak")
    await plan(office, "Halden today 10:00 with Pia Storm")
    await office.until(23, "10:36")
    await lena.types("second time now. pia storm doesnt pick up either")
    lena.sees("Saved: Halden.")
    await lena.types(typed)
    lena.sees("Halden, Monday 23 November 10:00: they didn't come.", "is your own note now")
    await lena.types("notes halden")
    lena.sees("second time now. pia storm doesnt pick up either", "Your own note")


@in_turn("typed", ["they didnt come with a plan", "it went well", "she never came to a decision"])
async def test_other_words_record_no_missed_call(office: Office, typed: str) -> None:
    lena = office.lena
    await plan(office, "Halden today 10:00 with Pia Storm")
    await office.until(23, "10:36")
    await lena.types(typed)
    lena.sees_nothing_of("they didn't come.")


@in_turn(("typed", "answer"), [("yes", "Yes"), ("no", "No"), ("yep", "Yes"), ("partly", "Partly")])
async def test_a_bare_answer_says_whether_the_goal_was_reached(
    office: Office, typed: str, answer: str
) -> None:
    lena = office.lena
    await held(office)
    await lena.types("northwind: they need two signatures for that")
    lena.sees("Saved: Northwind.", "Did you reach your goal? Hear who decides", "Partly")
    await lena.types(typed)
    lena.sees(f"Did you reach your goal? Now: {answer}.")
    assert await words_on_file(office) == ["they need two signatures for that"]
