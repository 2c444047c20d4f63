"""Complaints and questions get an answer, and are never offered as a customer's words."""

from tests.dialogues.office import Office
from tests.dialogues.reflections.test_one_tap import with_two_of_theirs
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

OFFER = ("Shall I keep this", "Noted, only you see it", "Keep it")
REPROACHES = (
    "i told you that already",
    "you asked me that already",
    "no, thats not what i meant",
    "you're not that smart are you",
    "you are not very clever",
    "you got that wrong",
    "dont be so pushy",
)
TOO_LONG = ("shorter pls", "keep it short", "your messages are too long")
TAGS = (
    "the pilot is in march, right",
    "so they start in march, correct",
    "they get the plan first, is that so",
    "i sent them the pricing, didnt i",
)
THEIRS = (
    "you are too expensive for us",
    "you are not cheap",
    "your report was useless to our drivers",
    "too many questions from the board",
    "i told you that we start in march",
    "the contract is too long",
    "they cant decide whether to start or not",
    "the plan is good, they said",
)


async def test_a_complaint_gets_an_answer_and_no_offer(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    for typed in REPROACHES:
        await lena.types(typed)
        lena.sees("Sorry about that.")
        lena.sees_nothing_of(*OFFER)
    for typed in TOO_LONG:
        await lena.types(typed)
        lena.sees("I can't make messages shorter.", "Up to 5 a day", "Pause…")
        lena.sees_nothing_of(*OFFER)
    for typed in TAGS:
        await lena.types(typed)
        lena.sees("I can't answer that.")
        lena.sees_nothing_of(*OFFER)


@in_turn("typed", THEIRS)
async def test_what_a_buyer_may_have_said_is_offered_or_kept(office: Office, typed: str) -> None:
    await with_two_of_theirs(office)
    await office.lena.types(typed)
    office.lena.sees("Northwind", typed)


async def test_the_messages_that_annoy_are_one_press_away(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    for typed in ("too many questions", "why so many questions?", "way too many questions!"):
        await lena.types(typed)
        lena.sees("Which of these should I stop?", "Stop research questions")
        lena.sees("Stop reflection prompts")
    for typed in ("stop asking me these at 4", "stop sending me that at 4pm"):
        await lena.types(typed)
        lena.sees("Should I stop research questions altogether?")
    await lena.types("stop the one at 8:30")
    lena.sees("Should I stop the morning agenda altogether?")
    await lena.types("stop asking me these at 5")
    lena.sees("Which messages should I stop?")


async def test_what_was_forgotten_is_listed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("did i forget anything", "am i forgetting something?"):
        await lena.types(typed)
        lena.sees("Overdue: 1 promise", "Pricing for 40 seats")
    await lena.types("jana forgot something")
    lena.sees_nothing_of("Overdue", "Calls without a reflection")


async def test_a_call_without_a_reflection_was_forgotten(office: Office) -> None:
    await with_two_of_theirs(office)
    await office.lena.types("did i forget anything")
    office.lena.sees("Calls without a reflection", "Northwind", "Nothing is overdue.")


async def test_a_question_behind_a_comma_is_looked_up(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind the rollout plan by friday")
    for typed in (
        "and the rollout plan to northwind, is that in",
        "the rollout plan for northwind, is that on file",
    ):
        await lena.types(typed)
        lena.sees("You promised: the rollout plan by Friday 27 November")
        lena.sees_nothing_of(*OFFER)
    await lena.types("the rollout plan for northwind has three parts, is my guess")
    lena.sees("Noted, only you see it: Northwind.")
