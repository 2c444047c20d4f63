"""A line that names no account is about the account that was just talked about."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ALDER = "alder wants a quote for the tills"


async def test_a_person_with_a_contacts_last_name_is_somebody_else(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(ALDER)
    lena.sees("Noted, only you see it: Alder and Finch.")
    for typed in ("ops guy is called bjorn lund", "and bjorn lund, ops", "Bjorn Lund runs ops"):
        await lena.types(typed)
        lena.sees("Alder and Finch")
        lena.sees_nothing_of("note on Brightwater")
    await lena.types("dr. lund wants a pilot in march")
    lena.sees("Noted, only you see it: Brightwater Clinics.")


async def test_the_promise_just_kept_gets_another_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder the quote by tue")
    lena.sees("Promised to Alder and Finch: the quote, by Tuesday 1 December.")
    await lena.types("nope wednesday")
    lena.sees("Moved: the quote (to Alder and Finch), by Wednesday 25 November.", "Undo")
    await lena.types("make it thursday")
    lena.sees("Moved: the quote (to Alder and Finch), by Thursday 26 November.")
    await lena.types("undo")
    lena.sees("Moved back: the quote (by Wednesday 25 November).")
    await lena.types("/promises alder")
    lena.sees("You owe Alder and Finch: the quote, tomorrow.")


async def test_a_promise_to_them_is_to_the_account_just_talked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, promise in (
        ("ill send them the tour plan friday", "the tour plan, by Friday 27 November."),
        ("and the board page they get tomorrow already", "the board page, by Wednesday 25"),
        ("the demo video they'll get on monday", "the demo video, by Monday 30 November."),
    ):
        await lena.types("northwind brief")
        await lena.types(typed)
        lena.sees(f"Promised to Northwind: {promise}", "Undo")
    await lena.types("the discount they get is too small")
    lena.sees_nothing_of("Promised")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("i promised her a quiet mode demo by friday", "a quiet mode demo, by Friday 27 November."),
        ("i owe them a price by thurs", "a price, by Thursday 26 November."),
        ("we promised him that we'd send the list by fri", "send the list, by Friday 27 November."),
    ],
)
async def test_what_was_promised_her_is_to_the_account_just_talked_about(
    office: Office, typed: str, kept: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(ALDER)
    await lena.types(typed)
    lena.sees(f"Promised to Alder and Finch: {kept}", "Undo")


async def test_what_was_promised_her_needs_an_account_and_a_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised her a demo by friday")
    lena.sees("Which account is this promise to? “a demo”, by Friday 27 November.")


async def test_a_debt_to_them_without_a_day_is_not_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(ALDER)
    await lena.types("i owe them one")
    lena.sees_nothing_of("Promised")
    await lena.types("i promised brightwater her demo by friday")
    lena.sees("Promised to Brightwater Clinics: her demo")


async def test_a_promise_to_nobody_in_particular_is_not_kept_at_once(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("ill send them the tour plan friday")
    lena.sees_nothing_of("Promised")


async def test_what_was_told_to_a_customer_is_a_promise(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, promise in (
        (
            "i told brightwater id send them a price for one ward by thurs",
            "Brightwater Clinics: a p",
        ),
        ("we told northwind we'd send a tour plan by fri", "Northwind: a tour plan, by Friday"),
        ("i told jana id send her the ward list by fri", "Northwind: the ward list, by Friday"),
    ):
        await lena.types(typed)
        lena.sees(f"Promised to {promise}", "Undo")
    await lena.types("i told the team we would send pricing")
    lena.sees_nothing_of("Promised", "form")


async def test_what_is_due_on_another_day_moves_the_promise_with_these_words(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder the quote by tue")
    for typed, moved in (
        ("no the quote is due thursday", "the quote (to Alder and Finch), by Thursday 26"),
        ("actually the deck is due friday now", "Deck (to Northwind), by Friday 27 November."),
        ("one pager is due on 3 dec", "One pager (to Brightwater Clinics), by Thursday 3"),
    ):
        await lena.types(typed)
        lena.sees(f"Moved: {moved}", "Undo")
    for typed in ("the invoice is due friday", "northwind is due a discount on friday"):
        await lena.types(typed)
        lena.sees_nothing_of("Moved")


async def test_the_promise_just_kept_moves_to_the_account_that_was_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder the quote by tue")
    await lena.types("no, the quote is for brightwater")
    lena.sees("Now a promise to Brightwater Clinics: the quote, by Tuesday 1 December.")
    await lena.types("actually make it friday")
    lena.sees("Moved: the quote (to Brightwater Clinics), by Friday 27 November.")
    await lena.types("no that was for northwind")
    lena.sees("Now a promise to Northwind: the quote, by Friday 27 November.")
    await lena.types("undo")
    lena.sees("Moved back to Brightwater Clinics: the quote.")
    await lena.types("/promises alder")
    lena.sees_nothing_of("the quote")


async def test_a_promise_just_kept_is_scrapped(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder the quote by tue")
    await lena.types("actually scrap that")
    lena.sees("Removed: “the quote”")
    for typed in ("no, the quote is for brightwater", "nope wednesday"):
        await lena.types(typed)
        lena.sees_nothing_of("Moved", "Now a promise")


async def test_them_are_the_people_of_the_account_just_talked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    for typed in (
        "what do i owe them now",
        "what did we promise them",
        "what do i owe them by fri",
    ):
        await lena.types(typed)
        lena.sees("Your open promises to Northwind", "Pricing for 40 seats")
        lena.sees_nothing_of("One pager")
    for typed in ("what do i owe them all", "what do i owe everybody"):
        await lena.types(typed)
        lena.sees("Pricing for 40 seats", "One pager")


CHATTER = (
    ("lol ok", "All right."),
    ("haha", "All right."),
    ("great thanks", "Any time."),
    ("wow thanks a lot", "Any time."),
    ("youre useless", "Sorry about that."),
    ("this bot is so dumb", "Sorry about that."),
    ("morning", "Hello."),
    ("lol its freezing", "Stay warm."),
    ("its raining again", "Stay dry."),
    ("so tired today", "Take a break when you can."),
    ("why", "I don't know what you mean."),
)


async def test_chatter_brings_no_form(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for before in ("my calls", ALDER):
        for typed, answer in CHATTER:
            await lena.types(before)
            await lena.types(typed)
            lena.sees(answer)
            lena.sees_nothing_of("Shall I keep this", "Plan a call", "I didn't get that")


async def test_words_that_only_begin_like_chatter_are_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        *("alder are useless at this", "great call with alder, they want tills"),
        *("alder is freezing the budget", "alder are tired of excel"),
    ):
        await lena.types(typed)
        lena.sees("Alder and Finch")


async def test_move_it_means_the_call_of_the_last_message(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater needs a works council paper first")
    await lena.types("move it to 11")
    lena.sees("Moved Brightwater Clinics from Thursday 15:00 to Thursday 11:00.", "Undo")


async def test_if_it_is_unclear_the_next_call_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move it to 11")
    lena.sees("Do you mean your next call, Alder and Finch, today 16:00?", "Another call")
    lena.sees_nothing_of("Northwind", "Brightwater", "Cancel")
    await lena.presses("Move it to today 11:00")
    lena.sees("Moved Alder and Finch from today 16:00 to today 11:00.")


async def test_another_day_after_a_question_about_a_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats on tomorrow")
    for typed, call in (
        ("and thursday", "Thursday 26 November 15:00 Brightwater Clinics"),
        ("and wed", "Wednesday 25 November 14:30 Northwind"),
        ("and next week", "You have no calls next week."),
    ):
        await lena.types(typed)
        lena.sees(call)
        lena.sees_nothing_of("I didn't get that")
    await lena.types("and wed they want a call")
    lena.sees_nothing_of("Upcoming calls")


async def test_another_account_after_a_question_about_promises(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what do i owe northwind")
    lena.sees("You owe Northwind: Deck")
    await lena.types("and brightwater")
    lena.sees("Open promises with Brightwater Clinics", "One pager")
    await lena.types("and alder?")
    lena.sees("No open promises with Alder and Finch.")
    await lena.types("and alder want a pilot in may")
    lena.sees_nothing_of("open promises")


@in_turn(
    ("typed", "answer"),
    [
        ("who am i seeing at northwind", "Coming from Northwind, tomorrow 14:30:"),
        ("who do i meet at brightwater", "Coming from Brightwater Clinics, Thursday 15:00:"),
        ("who will i see at alder", "Coming from Alder and Finch, today 16:00:"),
        ("who am i seeing at 4", "Today 16:00 Alder and Finch: Mia Berg"),
        ("whats left this week", "Tuesday 24 November 16:00 Alder and Finch"),
        ("anything left for thursday", "Thursday 26 November 15:00 Brightwater Clinics"),
        ("what else is on tomorrow", "Wednesday 25 November 14:30 Northwind"),
        ("what is left of the deal at northwind", "Northwind in HubSpot"),
        ("is brightwater still at half 9", "Your next call with Brightwater Clinics: Thursday"),
        ("is northwind still at quarter past 3", "Your next call with Northwind: tomorrow 14:30"),
        ("is jana still at northwind", "Jana Novak, head of dispatch"),
        ("what can u do", "Write to me as you would to a colleague."),
        ("what else can u do", "Write to me as you would to a colleague."),
        ("r u a bot", "I am Attune, a bot."),
    ],
)
async def test_short_questions_are_answered(office: Office, typed: str, answer: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees(answer)


async def test_a_day_alone_is_no_topic(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: the yard closes at six")
    for typed in ("what did i tell you about northwind yesterday", "what did jana say on monday"):
        await lena.types(typed)
        lena.sees("newest first:", "The pricing must stay under 40k.")
        lena.sees_nothing_of("Nothing on file about")
    await lena.types("what did jana say about vans yesterday")
    lena.sees("Nothing on file about “vans yesterday” at Northwind.")


async def test_what_they_owe_us_by_a_day_is_their_promise(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe brightwater a security doc by friday")
    for typed, what in (
        ("they owe us a test ward by next tues", "a test ward, by Tuesday 1 December"),
        ("they still owe us the ward list by friday", "the ward list, by Friday 27 November"),
    ):
        await lena.types(typed)
        lena.sees(f"Promised by Brightwater Clinics: {what}.")
    await lena.types("they owe the bank a lot")
    lena.sees_nothing_of("Promised")
