"""Questions about an account, or a person there, are answered from what is on file."""

from sqlmodel import select

from storage.tables import Reflection
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn, on_each_database

OF_THE_DEAL = (
    ("whats the amount at northwind", "Northwind: 40,000 EUR."),
    ("how much is northwind worth", "Northwind: 40,000 EUR."),
    ("when does northwind close", "Northwind closes on 18 December."),
    ("close date northwind", "Northwind closes on 18 December."),
    ("who owns northwind", "Northwind: Tomas Keller owns the deal."),
    ("where do we stand w northwind", "Route planning: Qualified, 40,000 EUR"),
)
OF_PEOPLE = (
    ("who is jana", "Jana Novak, head of dispatch (likely user), Northwind."),
    ("whos mia again", "Mia Berg, store manager (likely user), Alder and Finch."),
    ("what does ruben do", "Ruben Haas, managing director (likely economic buyer), Northwind."),
    ("who is head of dispatch at northwind", "Jana Novak, head of dispatch"),
    ("who do we know at brightwater", "Dr. Anders Lund, medical director"),
    ("who decides at northwind", "Ruben Haas, managing director, probably decides at Northwind."),
    ("what do u know abt ruben", "Ruben Haas, managing director"),
    ("remind me who mia is", "Mia Berg, store manager"),
    ("who decides at brightwater", "Nothing on file says who decides at Brightwater Clinics."),
)
OF_CALLS = (
    ("when did we last talk to northwind", "Your last call with Northwind: Monday 23 November"),
    ("when did i last speak w lund", "You haven't had a call with Brightwater Clinics yet."),
    ("whens my call w brightwater", "Thursday 15:00, with Dr. Anders Lund."),
    ("when do i talk to mia", "Your next call with Alder and Finch: today 16:00"),
    (
        "whats the next step w northwind",
        "Your next step after the call on Monday 23 November: Meet the disp",
    ),
    ("what does northwind owe us", "Northwind promised: Depot list"),
    ("whos in the northwind call later", "Coming from Northwind, tomorrow 14:30:"),
    ("who is coming to the alder call later", "Coming from Alder and Finch, today 16:00:"),
    ("whens the northwind call later", "Your next call with Northwind: tomorrow 14:30"),
    ("what did jana say later", "Nothing on file about “later” at Northwind."),
    ("promises to northwind?", "Open promises with Northwind"),
    ("promises for brightwater", "Open promises with Brightwater Clinics"),
    ("promises to halden", "There is no account called “halden” yet."),
    ("what do i owe jana", "You owe Northwind: Pricing for 40 seats"),
    ("any promises open with halden?", "I don't know any account or person called “halden”."),
    ("any promises open with brightwater?", "You owe Brightwater Clinics: One pager"),
    ("how did the call w alder go", "You haven't had a call with Alder and Finch yet."),
    ("how did the call w northwind go", "Northwind, Monday 23 November 09:00. How did it go? It"),
    ("how did northwind go", "Jana Novak: We need 40 seats by march."),
    ("how was the northwind call", "Next: Meet the dispatchers."),
    ("how did zanzibar go", "I don't know any account or person called “zanzibar”."),
    ("whens my call with brightwater", "Your next call with Brightwater Clinics"),
    ("can you prep me for it", "Dr. Anders Lund, medical director"),
    ("any news on northwind", "They close two depots in January (Friday 20 November"),
    ("anything public about castell", "Intro: Castell Retail"),
    ("who signs at zanzibar", "I don't know any account or person called “zanzibar”."),
    ("agreed next steps northwind?", "Meet the dispatchers"),
    ("mia berg?", "Mia Berg, store manager"),
    ("any news on brightwater", "No news about Brightwater Clinics is on file."),
    ("whats my goal for northwind", "Northwind, tomorrow 14:30: no goal set yet."),
)


async def test_facts_are_answered_from_what_is_on_file(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, said in (*OF_THE_DEAL, *OF_PEOPLE, *OF_CALLS):
        await lena.types(typed)
        lena.sees(said)
        lena.sees_nothing_of("Keep as a note", "I didn't get that")
    lena.sees_nothing_of("Pricing for 40 seats")
    await lena.types("whats the amount at northwind")
    lena.sees("HubSpot, just read.")
    await lena.presses("Everything on file")
    lena.sees("Everything on file: Northwind", "In HubSpot")


@on_each_database
async def test_what_was_said_is_found_by_person_and_by_topic(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what did jana say about pricing")
    lena.sees("The pricing must stay under 40k.", "Jana Novak, Monday 23 November")
    lena.sees_nothing_of("40 seats")
    await lena.types("what did they say about pricing at northwind")
    lena.sees("The pricing must stay under 40k.", "You promised: Pricing for 40 seats")
    await lena.types("what did they say about seats at northwind")
    lena.sees("On file about “seats” at Northwind", "You promised: Pricing for 40 seats")
    for typed in ("what did jana say", "notes northwind", "how many seats does northwind want"):
        await lena.types(typed)
        lena.sees("We need 40 seats by march.")
    await lena.types("what did ruben say")
    lena.sees("Northwind: nothing that Ruben Haas said is on file.")
    lena.sees_nothing_of("40 seats")
    await lena.types("does jana like excel")
    lena.sees("Nothing on file about “like excel” at Northwind.", "We need 40 seats by march.")
    await lena.types("how is northwind")
    lena.sees("This is what I have on Northwind:", "Everything on file")


@on_each_database
async def test_a_colleague_reads_only_what_is_shared(office: Office) -> None:
    tomas = office.tomas
    await put_on_file(office)
    asked = ("what did jana say", "notes northwind", "whats the next step with northwind")
    for typed in (*asked, "who is jana", "does northwind need seats"):
        await tomas.types(typed)
        tomas.sees("Northwind")
        tomas.sees_nothing_of("We need 40 seats", "under 40k", "Meet the dispatchers")
    await tomas.types("when did we last talk to northwind")
    tomas.sees("You haven't had a call with Northwind yet.")
    await tomas.types("whats the amount at northwind")
    tomas.sees("40,000 EUR")


@on_each_database
async def test_a_next_step_that_is_a_sentence_has_one_full_stop(office: Office) -> None:
    await put_on_file(office)
    async with office.attune.database.write() as session:
        for row in (await session.exec(select(Reflection))).all():
            row.next_step = row.next_step and "Send the sheet."
    await office.lena.types("whats the next step with northwind")
    office.lena.sees("Send the sheet.")
    office.lena.sees_nothing_of("sheet..")


@on_each_database
async def test_what_is_shared_says_that_a_colleague_noted_it(office: Office) -> None:
    tomas = office.tomas
    await put_on_file(office, shared=True)
    await tomas.types("what did jana say about seats")
    tomas.sees("We need 40 seats by march.", "noted by a colleague")
    await tomas.types("whats the next step with northwind")
    tomas.sees("A colleague's next step after the call on Monday 23 November: Meet the dispatchers")


@on_each_database
async def test_without_a_name_a_question_is_about_the_last_message(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("who decides")
    lena.sees_nothing_of("Ruben")
    await lena.types("/prep Northwind")
    await lena.types("who decides")
    lena.sees(
        "Ruben Haas", "You didn't name an account, so this is about the one in my last message."
    )
    office.clock.moment = office.clock.moment.replace(hour=12)
    await lena.types("who decides")
    lena.sees_nothing_of("Ruben")


@on_each_database
async def test_two_accounts_are_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats the amount at northwind and brightwater")
    lena.sees("Which account do you mean?")
    await lena.presses("Northwind")
    lena.sees("Northwind: 40,000 EUR.")


@on_each_database
async def test_without_a_crm_it_says_so(office: Office) -> None:
    lena = office.lena
    await put_on_file(office, crm=False)
    await lena.types("whats the amount at northwind")
    lena.sees("No CRM is connected here.", "Everything on file")


async def test_a_mail_address_is_asked_for(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats mias mail")
    lena.sees("No mail address is on file for Mia Berg.", "“Mia Berg's mail is …”")
    await lena.types("mia berg's mail is mia@alder.example")
    for typed in ("whats mias mail", "whats the email address of mia berg", "alder email address?"):
        await lena.types(typed)
        lena.sees("Mia Berg: mia@alder.example")
    await lena.types("alder brief")
    await lena.types("whats her mail")
    lena.sees("Mia Berg: mia@alder.example")
    await lena.types("mia wants the deck by mail")
    lena.sees_nothing_of("mia@alder.example")


async def test_why_a_colleague_meets_an_account(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("why is tomas meeting northwind", "why does tomas have a call w northwind"):
        await lena.types(typed)
        lena.sees("Tomas Keller has a call with Northwind Thursday 11:00.", "Best ask")
    await lena.types("why is tomas seeing alder")
    lena.sees("Nobody whose calls you may see talks to Alder and Finch.")
    await lena.types("why is jana meeting ruben")
    lena.sees_nothing_of("Tomas", "colleagues")


async def test_everything_on_an_account_is_shown_at_once(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "show everything on northwind",
        "can you give me everything you have on northwind",
    ):
        await lena.types(typed)
        lena.sees("Everything on file: Northwind", "What they said")
    await lena.types("show everything on friday")
    lena.sees_nothing_of("Everything on file:")


async def test_all_promises_are_asked_for(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "what did i promise overall",
        "what do we owe in total",
        "and the rest i owe?",
    ):
        await lena.types(typed)
        lena.sees("Your open promises", "You owe Brightwater Clinics", "You owe Northwind")
        lena.sees_nothing_of("Depot list")
    for typed in ("and what did she promise", "what do they owe me this week"):
        await lena.types(typed)
        lena.sees("Open promises by your customers", "Northwind promised: Depot list")
        lena.sees_nothing_of("You owe")
    await lena.types("what do i owe northwind")
    for typed in ("and what did she promise", "what did they promise"):
        await lena.types(typed)
        lena.sees("Open promises by Northwind", "Northwind promised: Depot list")
        lena.sees_nothing_of("Brightwater")
    await lena.types("brightwater brief")
    await lena.types("and what did she promise")
    lena.sees("No such promise is open with Brightwater Clinics.")
    await lena.types("what did i promise zanzibar")
    lena.sees_nothing_of("You owe")


async def test_half_a_question_gets_an_answer(office: Office) -> None:
    await put_on_file(office)
    for typed in ("whats", "what is", "whats?"):
        await office.lena.types(typed)
        office.lena.sees("I can't answer that.")


async def test_a_question_without_an_answer_gets_what_is_nearest_on_file(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("is the depot list in yet")
    lena.sees("Open promises with Northwind", "Northwind promised: Depot list, tomorrow.")
    await lena.types("can i push the alder one")
    lena.sees("This is what I have on Alder and Finch:", "Your next call: today 16:00.")
    await lena.types("what is our revenue")
    lena.sees("I can't answer that. Ask me about a call, a promise or an account")


@in_turn("words", ["one go", "cant 11 4"])
async def test_words_that_are_no_subject_are_not_quoted(office: Office, words: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(f"what did jana say about {words}")
    lena.sees("Nothing on file about that at Northwind.")
    lena.sees_nothing_of(words)


async def test_who_somebody_is_comes_with_the_own_notes_that_name_them(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("note northwind: jana hates excel")
    await lena.types("who is jana")
    lena.sees("Jana Novak, head of dispatch", "jana hates excel", "Your own note")


async def test_an_account_that_is_to_be_shown_is_shown(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("show northwind", "read Northwind"):
        await lena.types(typed)
        lena.sees("This is what I have on Northwind:", "We need 40 seats by march.")
        lena.sees_nothing_of("I can't do that")
    await lena.types("read northwind the pricing")
    lena.sees_nothing_of("This is what I have on Northwind:")
