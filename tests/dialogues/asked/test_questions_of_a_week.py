"""Questions that reps type between two calls: who came, how long it is, what fits the account."""

from tests.dialogues.marketing.marketing_heard import passed_on
from tests.dialogues.marketing.test_insights import DRIVERS, published
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn("typed", ("what do we know about castell", "what do you know about castell retail"))
async def test_a_name_known_only_from_the_calendar_is_asked_about(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("I only know that name from your calendar", "“Intro: Castell Retail”", "Yes")
    lena.sees_nothing_of("Not planned", "Nothing is saved yet")


@in_turn(
    "typed",
    ("did northwind ever show up?", "did northwind show up", "how often did northwind miss"),
)
async def test_whether_they_came_is_answered_from_the_no_shows(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("No call that Northwind missed is on file.", "Your last call with them: ")
    await office.until(25, "15:10")
    await lena.types("northwind no show")
    await lena.types(typed)
    lena.sees("Northwind missed 1 call with you in the last year: today 14:30.")


@in_turn(
    "typed", ("how long is the northwind call", "how long is my northwind call?", "how long is it")
)
async def test_how_long_a_call_is(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("when do i see northwind")
    await lena.types(typed)
    lena.sees("Your next call with Northwind, tomorrow 14:30: 30 minutes.")


@in_turn("typed", ("did northwind send anything", "what has northwind sent us", "did they send it"))
async def test_what_they_sent_is_what_they_promised(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind sent the depot list")
    await lena.types(typed)
    lena.sees("Depot list")
    lena.sees_nothing_of("Nothing on file about")


@in_turn(
    "typed",
    (
        "quick summary northwind",
        "short summary northwind",
        "northwind quick recap",
        "quick overview of northwind",
    ),
)
async def test_a_summary_is_not_kept_as_a_note(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Northwind", "Depot list")
    lena.sees_nothing_of("Nothing is saved yet", "Noted")


@in_turn("typed", ("northwind brief short", "northwind brief quick"))
async def test_a_short_brief_is_the_brief(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Tomorrow 14:30.", "Open with:")


@in_turn(
    "typed",
    (
        "any insight for northwind",
        "any case study for northwind?",
        "any case study for drivers i can use w northwind?",
    ),
)
async def test_an_insight_of_another_industry_is_not_shown_for_an_account(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await published(office, industry="Logistics")
    await put_on_file(office)
    await lena.types("/prep Northwind")
    await lena.presses("Change time or people")
    await lena.fills(industry="Healthcare")
    await lena.submits()
    await lena.types(typed)
    lena.sees("Marketing has published nothing about “")
    lena.sees_nothing_of(DRIVERS["headline"])
    await lena.types("/prep Northwind")
    await lena.presses("Change time or people")
    await lena.fills(industry="Logistics")
    await lena.submits()
    await lena.types(typed)
    lena.sees(DRIVERS["headline"])


@in_turn(
    "typed",
    (
        'how do i handle "too expensive"',
        "whats our answer to too expensive",
        "what do we say to too expensive",
    ),
)
async def test_an_objection_is_looked_up(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Marketing has published nothing about “too expensive” yet.")


@in_turn(
    "typed",
    (
        "did anyone pick up my line to marketing?",
        "did marketing answer the offline thing",
        "has marketing answered the thing about drivers",
        "did anybody answer my question to marketing",
    ),
)
async def test_whether_marketing_answered(office: Office, typed: str) -> None:
    lena = office.lena
    await passed_on(office)
    await lena.types(typed)
    lena.sees("What you sent to marketing", "They want a planner that drivers helped to build")


@in_turn("typed", ("who talks more me or them", "who talked more"))
async def test_who_talks_more_leads_to_the_transcripts(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("I can't answer that")


async def test_notes_are_exported_with_the_data(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("how do i export my notes")
    lena.sees("puts what I keep about you into one file")


@in_turn("typed", ("whos free to cover northwind tmrw", "who can take my northwind call"))
async def test_who_could_cover_a_call_is_not_known(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("I don't know who is free", "Ask for help: Northwind, tomorrow 14:30")


@in_turn(
    "typed",
    (
        "whos coming to northwind and how long is it",
        "whos coming to northwind? how long is it?",
        "how long is the northwind call and who is coming",
    ),
)
async def test_two_questions_in_one_line_are_both_answered(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Coming from Northwind, tomorrow 14:30", "Ruben Haas", "tomorrow 14:30: 30 minutes.")


@in_turn(
    "typed",
    (
        "remind me what tomas is talking to northwind about",
        "what is tomas doing at northwind",
        "what is tomas talking to northwind about?",
    ),
)
async def test_what_a_colleague_talks_about_is_best_asked(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Tomas Keller has a call with Northwind Thursday 11:00. Best ask your colleague")


@in_turn("typed", ("who else has spoken to northwind", "who else knows northwind"))
async def test_who_else_talks_to_an_account(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Tomas Keller has a call with Northwind Thursday 11:00.")


@in_turn(
    "typed", ("whats castell even do", "whats castell", "what does castell do", "who are castell")
)
async def test_what_a_name_from_the_calendar_does(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep Northwind")
    await lena.types(typed)
    lena.sees("I only know that name from your calendar", "“Intro: Castell Retail”")


async def test_a_question_about_ones_own_company_can_go_to_a_colleague(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what can i tell northwind about discounts")
    lena.sees("Nothing on file about “discounts” at Northwind.")
    await lena.presses("Ask a colleague")
    lena.sees("Who do you want to ask?", "What can I tell Northwind about discounts?")


async def test_a_question_that_has_no_answer_can_go_to_a_colleague(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats the discount limit")
    lena.sees("I can't answer that.")
    await lena.presses("Ask a colleague")
    lena.sees("Who do you want to ask?", "What is the discount limit?")


async def test_who_signs_shows_no_notes_that_only_mention_a_budget(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("note northwind: petr dvorak signs anything over 30k")
    await lena.types("note northwind: they talk about the budget in spring")
    await lena.types("who signs at northwind?")
    lena.sees("petr dvorak signs anything over 30k")
    lena.sees_nothing_of("budget in spring")


async def test_a_word_that_no_insight_has_is_named(office: Office) -> None:
    lena = office.lena
    await published(office)
    await put_on_file(office)
    await lena.types("do we have anything on excel drivers to send northwind")
    lena.sees("None of these has the word “excel”.", DRIVERS["headline"])
    await lena.types("any case study on drivers?")
    lena.sees_nothing_of("None of these")


async def test_what_both_sides_owe_is_one_list(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what do we owe northwind and what do they owe us")
    lena.sees("We promised", "Deck", "They promised", "Depot list")
