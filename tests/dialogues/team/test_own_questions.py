"""A rep changes a question to a colleague or takes it back in words, and asks about it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.team.test_help import ANSWER, QUESTION, ask
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    (
        *("take back the question to tomas", "tell tomas nvm", "cancel my question to tomas"),
        *("dont ask tomas anymore", "forget the northwind question to tomas", "tomas nvm"),
        *("tell tomas its sorted", "no need to ask tomas"),
    ),
)
async def test_a_question_is_taken_back_in_words(office: Office, typed: str) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await lena.types(typed)
    lena.sees("Taken back: your question about Northwind. Tomas Keller may have read it.")
    await office.delivers()
    assert not any(QUESTION in message for message in tomas.messages)
    await lena.types("take back the question to tomas")
    lena.sees("You have no open question to Tomas, so there is nothing to take back.")


async def test_words_before_the_order_can_be_kept(office: Office) -> None:
    lena = office.lena
    await ask(office)
    await lena.types("northwind want 2 pilots now, tell tomas nvm")
    lena.sees("Taken back: your question about Northwind.")
    await lena.presses("Keep as my note")
    lena.sees("Noted, only you see it: Northwind.")


@in_turn(
    "typed",
    (
        "change the question to tomas: can you take northwind today at 11?",
        "change my question to tomas to can u take northwind today at 11",
    ),
)
async def test_a_question_is_changed_in_words(office: Office, typed: str) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await lena.types(typed)
    lena.sees("You to Tomas Keller: Can you take Northwind today at 11?", "Take it back")
    await office.delivers()
    tomas.sees("Can you take Northwind today at 11?")
    assert not any(QUESTION in message for message in tomas.messages)


@in_turn("typed", ("tell tomas its urgent", "nudge tomas", "remind tomas about my question"))
async def test_a_question_in_a_hurry_is_shown(office: Office, typed: str) -> None:
    lena = office.lena
    await ask(office)
    await lena.types(typed)
    lena.sees("If you change it, Tomas gets it again.", QUESTION, "Change the question")
    lena.sees_nothing_of("Shall I keep")


async def test_which_of_several_questions_is_asked(office: Office) -> None:
    lena = office.lena
    await ask(office)
    await ask(office, "Halden tomorrow 16:00", question="Who signs?")
    await lena.types("tell tomas nvm")
    lena.sees("Which question do you mean?", QUESTION, "Who signs?")
    await lena.types("which question to tomas?")
    lena.sees("What you asked Tomas, without an answer yet:", QUESTION, "Who signs?")
    await lena.types("take back the halden question to tomas")
    lena.sees("Taken back: your question about Halden.")
    await lena.types("show my questions")
    lena.sees(QUESTION)
    lena.sees_nothing_of("Who signs?")


@in_turn("typed", ("cancel the question", "change the question to who signs"))
async def test_without_a_name_the_open_questions_are_shown(office: Office, typed: str) -> None:
    lena = office.lena
    await ask(office)
    await lena.types(typed)
    lena.sees("What you asked your colleagues, without an answer yet:", QUESTION, "Take it back")


async def test_a_topic_that_was_not_asked_about_is_named(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office)
    await lena.types("did tomas say anything on discount")
    lena.sees("You asked Tomas nothing about “discount”. What you asked last:", QUESTION)
    await tomas.types(f"answer lena: {ANSWER}")
    await lena.types("did tomas answer about the dispatcher")
    lena.sees(ANSWER)
    lena.sees_nothing_of("nothing about")


async def test_a_line_for_a_colleague_is_offered_to_the_account_in_talk(office: Office) -> None:
    lena = office.lena
    await office.knows(office.tomas)
    await plan(office)
    await lena.types("tell tomas thanks")
    lena.sees("I don't pass messages on to Tomas", "Ask for help", "Keep for Northwind")
