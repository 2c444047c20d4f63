"""What the rep or the customer will do, in the rep's words, is a promise with a day."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn, on_each_database


@in_turn(
    ("typed", "kept"),
    [
        ("i'll send lund the board page weds", "Brightwater Clinics: the board page (Dr. Anders"),
        ("we'll send alder a demo link wed", "Alder and Finch: a demo link, by Wednesday"),
        ("gonna send alder the contract wed", "Alder and Finch: the contract, by Wednesday"),
        ("ill get back to mia by wed", "Alder and Finch: get back to mia, by Wednesday"),
        ("i owe jana a pilot plan by tues", "Northwind: a pilot plan (Jana Novak), by Tuesday"),
        ("remind me to send jana the pilot plan on tuesday", "Northwind: send jana the pilot plan"),
        (
            "remind me friday to send mia the plan",
            "Alder and Finch: the plan (Mia Berg), by Friday",
        ),
        ("i told her i'd send alder the sheet wed", "Alder and Finch: the sheet, by Wednesday"),
        ("told anders id get back on that by wed", "Brightwater Clinics: get back on that (Dr. An"),
        ("told mia we'd send the sheet fri", "Alder and Finch: the sheet, by Friday"),
        ("said id call jana back thurs", "Northwind: call jana back, by Thursday"),
        ("promise: send mia the plan by fri", "Alder and Finch: send mia the plan, by Friday"),
    ],
)
async def test_what_the_rep_will_do_is_kept_at_once(office: Office, typed: str, kept: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Promised to {kept}", "Your colleagues can read promises.")
    await lena.presses("Undo")
    lena.sees("Removed: “")
    await lena.types("/promises Alder" if "Alder" in kept else "/promises")
    lena.sees_nothing_of(kept.partition(": ")[2].split(",")[0])


@on_each_database
async def test_it_is_said_where_the_promise_is_shown_again(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)  # at 09:00: today's agenda has come
    for day, where in (
        ("today", "/promises lists it."),
        ("thursday", "Your agenda will show it that morning."),
        ("saturday", "Your agenda will show it on the last working day before that."),
    ):
        await lena.types(f"i owe mia a {day} pen by {day}")
        lena.sees("Promised to Alder and Finch", where)
    await lena.types("stop the agenda")
    await lena.types("i owe mia a box by friday")
    lena.sees("Promised to Alder and Finch", "/promises lists it.")


@in_turn(
    ("typed", "asked"),
    [
        ("ill get back to tomas by wed", "“get back to tomas”, by Wednesday 25 November."),
        ("i said id send kestrel a quote", "“send kestrel a quote”."),
        ("we said ill send a sample report thursday", "“send a sample report”, by Thursday"),
    ],
)
async def test_the_account_of_a_promise_is_asked(office: Office, typed: str, asked: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    assert lena.form is None
    lena.sees("Which account is this promise to?", asked)
    await lena.presses("Another account")
    lena.sees("Add a promise", "What was promised")


async def test_a_customers_promise_is_kept_once_its_account_is_picked(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("they promised the list by friday")
    lena.sees("Which account promised this? “the list”, by Friday 27 November.")
    await lena.presses("Alder and Finch")
    lena.sees("Promised by Alder and Finch: the list, by Friday 27 November.")


async def test_a_promise_without_a_day_is_kept_without_one(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i said id send northwind a quote")
    lena.sees("Promised to Northwind: a quote, no day set.", "Change", "Undo")
    await lena.types("remind me to send northwind the slides")
    lena.sees("I can't remind you at a certain time.", "By which day?", "Add the promise")


@in_turn(
    ("typed", "kept"),
    [
        ("ill get her the list by tmrw eod", "the list, by Wednesday 25 November."),
        ("ill drop off samples thu", "drop off samples, by Thursday 26 November."),
        ("we get them the draft til mon", "the draft, by Monday 30 November."),
        ("she gets a quote from me by fri", "a quote, by Friday 27 November."),
        ("we said ill send a sample report thursday", "a sample report, by Thursday"),
    ],
)
async def test_a_promise_to_those_just_talked_about_is_kept(
    office: Office, typed: str, kept: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("tell me about alder")
    await lena.types(typed)
    lena.sees(f"Promised to Alder and Finch: {kept}", "Undo")


@in_turn(
    "typed",
    [
        "alder: he owes me the board date, i owe him a ref by fri",
        "mia owes me the board date, i owe her a ref by fri",
    ],
)
async def test_one_day_is_enough_for_a_promise_of_each_side(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Promised by Alder and Finch: the board date, no day set.")
    lena.sees("Promised to Alder and Finch: a ref, by Friday 27 November.")


async def test_a_promise_for_a_day_that_is_unclear_or_past_asks_for_the_day(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind the plan by 4/12")
    assert lena.form is None
    lena.sees("The promise is not saved yet.")
    await lena.presses("Add the promise")
    lena.sees("Add a promise", "the plan")


async def test_what_was_just_kept_can_be_changed_or_undone_in_words(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe mia a sample box by fri")
    await lena.presses("Change")
    await lena.fills(text="two sample boxes")
    await lena.submits()
    lena.sees("You owe Alder and Finch: two sample boxes, by Friday.")
    lena.sees_nothing_of("a sample box")
    await lena.types("i owe mia a leaflet by fri")
    await lena.types("undo")
    lena.sees("Removed: “a leaflet (Mia Berg)”")
    await lena.types("i owe northwind the pricing by fri")
    await lena.presses("Yes, the same, due Friday")
    lena.sees("Moved from yesterday to Friday: Pricing for 40 seats.")


async def test_a_promise_on_file_gets_its_new_day_and_can_get_the_old_one_back(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe northwind a call to jana by fri")
    await lena.types("i promised northwind the deck by friday")
    lena.sees("Already on file, and now due Friday: Deck.")
    await lena.presses("Undo")
    lena.sees("Moved back: Deck (no day set).")


async def test_other_words_about_oneself_are_no_promise(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i'll think about alder")
    lena.sees("Noted, only you see it: Alder and Finch.")
    lena.sees_nothing_of("Add the promise")
    await lena.types("I'll send pricing to northwind friday. they were keen")
    lena.sees("Noted, only you see it: Northwind.", "Add the promise")


async def test_the_customers_promise_gets_a_new_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana now sends depot list thurs not wed")
    lena.sees("Moved: Depot list (promised by Northwind), by Thursday 26 November.")
    await lena.presses("Undo")
    lena.sees("Moved back: Depot list")
    await lena.types("depot list now comes fri")
    lena.sees("Moved: Depot list (promised by Northwind), by Friday 27 November.")
    for note in ("jana now sends the pricing thurs not wed", "jana now sends thurs not the ceo"):
        await lena.types(note)
        lena.sees_nothing_of("Moved")


@in_turn(
    ("typed", "kept"),
    [
        ("mia will intro us to sam by monday", "Alder and Finch: intro us to sam, by Monday"),
        ("jana sends us the driver list by fri", "Northwind: the driver list, by Friday"),
        ("Jana Novak will send us the names wed", "Northwind: the names, by Wednesday"),
        ("northwind: jana will send us the names wed", "Northwind: the names, by Wednesday"),
        ("jana promised to send the numbers by fri", "Northwind: send the numbers, by Friday"),
    ],
)
async def test_what_they_will_do_is_kept_as_theirs(office: Office, typed: str, kept: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Promised by {kept}", "Change")
    await lena.types("undo")
    lena.sees("Removed: “")


async def test_more_than_their_promise_stays_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "jana liked the demo and she sends us the list by fri",
        "jana sends us the list by fri. ruben is on holiday",
        "jana sends drivers home on friday",
        "between us jana sends us the list by fri",
    ):
        await lena.types(typed)
        lena.sees("Noted, only you see it: Northwind.")


async def test_another_person_at_the_same_account_is_changed_at_once(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 3pm with Jana Novak and Irina Sokol")
    await lena.types("i owe irina a call back fri")
    lena.sees("Promised to Northwind")
    await lena.types("no thats jana not irina")
    lena.sees("The promise to Northwind now says: a call back (Jana Novak).", "Undo")


@in_turn(
    "typed",
    [
        "Northwind: Ruben said they need an answer by friday",
        "jana wants an answer by friday",
        "they need the list by friday",
        "Northwind: Ruben said they want the deck by friday",
    ],
)
async def test_what_they_ask_for_is_no_promise_until_the_rep_says_so(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep Northwind friday 10:00")
    await lena.types(typed)
    lena.sees_nothing_of("Promised")
    await lena.types("/promises Northwind")
    lena.sees_nothing_of("by Friday", "by friday")


@in_turn(
    "typed",
    ["we owe Northwind a two site plan by Thursday", "we owe northwind the two site plan by thurs"],
)
async def test_the_accounts_name_is_not_part_of_what_we_owe(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: they have two sites")
    await lena.types(typed)
    lena.sees("Promised to Northwind: ", "two site plan, by Thursday")
    lena.sees_nothing_of("to Northwind: Northwind", "to Northwind: northwind")


@in_turn(
    ("typed", "kept"),
    [
        ("owe mia a link to the demo env", "to Alder and Finch: a link to the demo env (Mia Berg)"),
        ("n she sends me her excel", "by Alder and Finch: her excel"),
        ("n i still owe her the specs", "to Alder and Finch: the specs"),
        ("we owe jana an sla draft", "to Northwind: an sla draft (Jana Novak)"),
        ("promised them a tour", "to Alder and Finch: a tour"),
        ("she'll send me her plan", "by Alder and Finch: her plan"),
        ("and jana sends us her routes", "by Northwind: her routes"),
        ("they owe us the signed nda", "by Alder and Finch: the signed nda"),
        ("she shares her roadmap w me", "by Alder and Finch: share her roadmap w me"),
    ],
)
async def test_a_thing_owed_or_sent_to_us_is_a_promise_without_a_day(
    office: Office, typed: str, kept: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("tell me about alder")
    await lena.types(typed)
    lena.sees(f"Promised {kept}, no day set.", "Undo", "Your colleagues can read promises.")
    await lena.types("undo")
    lena.sees("Removed: “")


@in_turn(
    "typed",
    [
        "mia sends me 3 emails a day",
        "they owe the bank 2m",
        "mia owes her boss an answer",
        "she sends drivers home early",
        "i owe them one",
        "owe them nothing",
        "she sends us all the tenders",
        "they send us a truck every monday",
        "she never sends me the list",
        "she sends me the wrong list all the time",
        "do i owe mia anything",
        "owe mia anything?",
    ],
)
async def test_habits_questions_and_debts_to_others_are_no_promises(
    office: Office, typed: str
) -> None:
    await put_on_file(office)
    await office.lena.types("tell me about alder")
    await office.lena.types(typed)
    office.lena.sees_nothing_of("Promised")
