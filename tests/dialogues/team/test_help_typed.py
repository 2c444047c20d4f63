"""A manager finds and answers what was asked of them in typed words."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.team.test_help import ANSWER, QUESTION, ask
from tests.dialogues.turns import in_turn

SECOND = "Who should come along from our side?"


async def asked_twice(office: Office) -> None:
    """Lena asks Tomas, who leads her team, about two calls."""
    await office.leads(office.tomas, [office.lena])
    await ask(office)
    await ask(office, "Halden tomorrow 16:00", question=SECOND)
    await office.delivers()


async def test_what_somebody_asked_is_found_by_the_name(office: Office) -> None:
    tomas = office.tomas
    await asked_twice(office)
    for typed in ("what did lena ask me", "Lena's questions?", "what does lena need"):
        await tomas.types(typed)
        tomas.sees("2 questions wait for your answer.", QUESTION, SECOND)
    await tomas.presses("Answer Lena: Halden")
    await tomas.fills(answer=ANSWER)
    await tomas.submits()
    await tomas.types("what did lena ask me")
    tomas.sees("Lena Brandt asks for your help: Northwind", QUESTION)
    tomas.sees_nothing_of(SECOND)


async def test_a_typed_answer_goes_to_the_only_question(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await tomas.types(f"answer lena: {ANSWER}")
    tomas.sees("Lena has no open question for you.")
    await ask(office)
    await tomas.types(f"answer lena: {ANSWER}")
    tomas.sees("You answered Lena Brandt about Northwind", ANSWER)
    await office.delivers()
    lena.sees(f"Tomas Keller on Northwind: {ANSWER}")


async def test_a_reply_without_the_word_answer_is_offered_as_the_answer(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office)
    await office.delivers()
    for typed in ("yes but only a range", "yes, a range, not the price list"):
        await tomas.types(typed)
        tomas.sees("Is this your answer? Nothing has been sent yet.", f"Your answer: {typed}")
    await tomas.types("lena: ask him who signs off, then wait")
    tomas.sees("Is this your answer?", "Your answer: ask him who signs off, then wait", QUESTION)
    await tomas.presses("Send it for Northwind")
    tomas.sees("You answered Lena Brandt about Northwind")
    await office.delivers()
    lena.sees("Tomas Keller on Northwind: ask him who signs off, then wait")
    for typed in ("lena: one more thing", "yes but only a range"):
        await tomas.types(typed)
        tomas.sees_nothing_of("Is this your answer?")


async def test_words_that_may_be_no_answer_and_several_questions_wait_for_a_button(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office)
    await tomas.types("answer lena when I am back")
    tomas.sees("Is this your answer? Nothing has been sent yet.", "Your answer: when I am back")
    await ask(office, "Halden tomorrow 16:00", question=SECOND)
    await tomas.types(f"reply to lena: {ANSWER}")
    tomas.sees("Which question does this answer?", f"Your answer: {ANSWER}", QUESTION, SECOND)
    await tomas.presses("Send it for Halden")
    tomas.sees("You answered Lena Brandt about Halden", ANSWER)
    await office.delivers()
    lena.sees(f"Tomas Keller on Halden: {ANSWER}")
    lena.sees_nothing_of("when I am back")


async def test_what_waits_for_a_manager_is_in_the_day_and_beside_what_is_overdue(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await asked_twice(office)
    for typed in ("hi", "whats overdue", "what do i have to do", "my day"):
        await tomas.types(typed)
        tomas.sees(QUESTION, SECOND, "Answer Lena: Northwind", "Answer Lena: Halden")
    for typed in ("who needs me", "whos waiting on me", "does anyone need me?"):
        await tomas.types(typed)
        tomas.sees("2 questions wait for your answer.", QUESTION, SECOND)
    for typed in ("hi", "whats overdue", "what do i have to do"):
        await lena.types(typed)
        lena.sees_nothing_of(QUESTION, "Answer Lena")


async def test_a_reps_words_about_an_answer_stay_what_they_are(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.leads(office.tomas, [lena])
    for typed in ("answer from northwind: the pilot is on", "northwind did ask about the price"):
        await lena.types(typed)
        lena.sees("Northwind")
        lena.sees_nothing_of("open question", "Nothing has been sent yet")


async def test_a_question_is_open_after_the_call_too_until_it_is_answered(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await asked_twice(office)
    await office.until(25, "09:00")  # both calls are over
    for typed in ("who needs help", "who is waiting for me", "any questions for me"):
        await tomas.types(typed)
        tomas.sees("2 questions wait for your answer.", QUESTION, SECOND)
    await tomas.types(f"answer lena: {ANSWER}")
    tomas.sees("Which question does this answer?", QUESTION, SECOND)
    await tomas.presses("Send it for Halden")
    await tomas.types(f"answer lena: {ANSWER}")
    tomas.sees("You answered Lena Brandt about Northwind", ANSWER)
    await office.delivers()
    lena.sees(f"Tomas Keller on Northwind: {ANSWER}")
    await tomas.types("who needs help")
    tomas.sees("Nobody is waiting for your help.")


async def test_the_card_of_an_old_question_and_a_typed_answer_agree(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office)
    await office.delivers()
    await office.until(26, "09:00")
    await tomas.types("what did lena ask me")
    tomas.sees("Lena Brandt asks for your help: Northwind, Tuesday 24 November", QUESTION)
    await tomas.answers_in_message("Answer", answer=ANSWER)
    await office.delivers()
    lena.sees(f"Tomas Keller on Northwind: {ANSWER}")
    await tomas.types(f"answer lena: {ANSWER}")
    tomas.sees("Lena has no open question for you.")


@in_turn(
    "typed",
    [
        *("any news from tomas", "did tomas answer yet?", "what did tomas say"),
        *("what did i ask tomas", "tomas answered?"),
    ],
)
async def test_a_rep_asks_whether_the_answer_has_come(office: Office, typed: str) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await lena.types(typed)
    lena.sees("I have no question from you to Tomas.")
    await ask(office)
    await lena.types(typed)
    lena.sees("What you asked: Northwind", QUESTION, "No answer yet.")
    await tomas.types(f"answer lena: {ANSWER}")
    await lena.types(typed)
    lena.sees("What you asked: Northwind", ANSWER)
    lena.sees_nothing_of("No answer yet.")


@in_turn("typed", ["share what she said w tomas", "share that with my manager"])
async def test_a_rep_shares_what_was_said_as_the_button_does(office: Office, typed: str) -> None:
    lena = office.lena
    await office.leads(office.tomas, [lena])
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Northwind, yesterday:", "Share with my colleagues")
    await office.until(24, "16:40")
    await lena.types("alder: they need two signatures")
    await lena.types(typed)
    lena.sees("Alder and Finch, today:", "Share with my colleagues")


@in_turn(
    "typed",
    ["yes, send", "ok send", "send it", "yes send it to Lena", "ok", "yes", "yep go ahead"],
)
async def test_yes_sends_the_answer_that_was_asked_about(office: Office, typed: str) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office)
    await office.delivers()
    await tomas.types("lena: ask him who signs off, then wait")
    tomas.sees("Is this your answer? Nothing has been sent yet.")
    await tomas.types("yes send it to Hanna")
    tomas.sees_nothing_of("You answered")
    await tomas.types("lena: ask him who signs off, then wait")
    await tomas.types(typed)
    tomas.sees("You answered Lena Brandt about Northwind", "ask him who signs off, then wait")
    await office.delivers()
    lena.sees("Tomas Keller on Northwind: ask him who signs off, then wait")
    await tomas.types(typed)  # there is nothing left to send
    tomas.sees_nothing_of("You answered")


async def test_yes_does_not_choose_between_two_questions(office: Office) -> None:
    tomas = office.tomas
    await asked_twice(office)
    await tomas.types(f"reply to lena: {ANSWER}")
    await tomas.types("yes, send it")
    tomas.sees(
        "Press the button below the question that you are answering. Nothing has been sent yet."
    )
    assert ANSWER not in office.lena.screen


@in_turn(
    "typed",
    [
        "I need help with Northwind: who signs above the depot head?",
        "can someone help me with northwind: who signs above the depot head?",
        "ask tomas for help with northwind: who signs above the depot head?",
    ],
)
async def test_a_question_that_was_typed_is_in_the_form(office: Office, typed: str) -> None:
    lena = office.lena
    await office.leads(office.tomas, [lena])
    await plan(office, "Northwind tomorrow 15:00")
    await lena.types(typed)
    lena.sees("You can ask a colleague for help with this call.")
    await lena.presses("Northwind, tomorrow 15:00")
    await lena.submits()
    lena.sees("Tomas Keller has your question.")
    await office.delivers()
    office.tomas.sees("Lena Brandt asks for your help", "who signs above the depot head?")


@in_turn(
    ("typed", "question"),
    [
        ("ask tomas can i give them 10%", "Can I give them 10%?"),
        ("ask tomas if anyone has a roi template", "Does anyone have a roi template?"),
        ("i need help w northwind, ask tomas can i give them 10%", "Can I give them 10%?"),
        ("ask tomas: can i give them 10%", "Can I give them 10%?"),
    ],
)
async def test_a_question_to_a_colleague_is_shown_before_it_is_sent(
    office: Office, typed: str, question: str
) -> None:
    lena = office.lena
    await office.knows(office.tomas)
    await plan(office)
    await lena.types(typed)
    lena.sees("Shall I ask Tomas this, about your call with Northwind", question)
    await lena.presses("Change it")
    lena.sees("Who do you want to ask?", question)


async def test_a_question_is_sent_although_the_call_has_begun(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await plan(office, "Northwind today 10:00")
    await lena.types("ask tomas if i can go 10% off for northwind")
    await office.until(23, "10:20")
    await lena.presses("Ask Tomas")
    lena.sees("Tomas Keller has your question.", "Can I go 10% off for Northwind?")
    await office.delivers()
    tomas.sees("Lena Brandt asks for your help: Northwind, Monday 23 November 10:00.")
    await lena.presses("Change the question")
    await lena.fills(question="Can I go 5% off?")
    await lena.submits()
    await office.delivers()
    tomas.sees("Can I go 5% off?")
    await tomas.types("answer lena: yes, 5% is fine")
    await office.delivers()
    lena.sees("Tomas Keller on Northwind: yes, 5% is fine")


@in_turn(
    "typed",
    ("ask my manager if i can go 10% off for northwind", "can u ask my boss: can i go 10% off?"),
)
async def test_the_manager_is_asked_without_a_name(office: Office, typed: str) -> None:
    lena = office.lena
    await office.leads(office.tomas, [lena])
    await plan(office)
    await lena.types(typed)
    lena.sees("Shall I ask Tomas this, about your call with Northwind", "Can I go 10% off")


async def test_a_second_colleague_is_named(office: Office) -> None:
    lena = office.lena
    await office.knows(office.tomas)
    await office.adds("Anna Adler")
    await plan(office)
    await lena.types("ask tomas and anna if i can go 10% off for northwind")
    lena.sees("Shall I ask Tomas this", "Can I go 10% off for Northwind?")
    lena.sees("I ask one colleague at a time. “Ask somebody else” then asks Anna.")


async def test_a_question_to_anyone_lets_the_rep_choose(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.knows(tomas)
    await plan(office)
    await lena.types("ask someone if we support sso for northwind")
    lena.sees("Whom shall I ask this? Nothing is sent yet.", "Do we support sso for Northwind?")
    await lena.presses("Choose for Northwind")
    lena.sees("Who do you want to ask?", "Do we support sso for Northwind?")


async def test_a_question_may_be_about_the_call_that_was_just_held(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await plan(office, "Northwind today 10:00")
    await office.until(23, "10:45")
    for typed in ("ask tomas whether we do 10% off", "ask tomas if northwind gets 10% off"):
        await lena.types(typed)
        lena.sees("Shall I ask Tomas this, about your call with Northwind, today 10:00?", "10% off")
    await plan(office, "Halden tomorrow 9:00")
    await lena.types("ask tomas whether we do 10% off")
    lena.sees("Northwind, today 10:00", "Halden, tomorrow 09:00")


async def test_words_for_a_colleague_are_filled_in_below_the_button(office: Office) -> None:
    lena = office.lena
    await office.knows(office.tomas)
    await plan(office)
    await lena.types("tell tomas sla is blocking northwind")
    await lena.presses("Ask for help")
    lena.sees("Who do you want to ask?", "Sla is blocking northwind")


async def test_marketing_in_few_letters_is_marketing_too(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "tell mktg jana asked if it works offline",
        "tell marketing they use pallettrack",
    ):
        await lena.types(typed)
        lena.sees("Nothing has been sent yet.", "Suggest an insight")
        lena.sees_nothing_of("I don't write to colleagues in your name")


async def test_the_line_after_the_card_is_shown_as_the_answer(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await plan_of_tomas(office)
    await ask(office)
    await office.delivers()
    await tomas.types("answer lena")
    tomas.sees("Lena Brandt asks for your help", QUESTION)
    await tomas.types("Ask who signed for the last tool they bought")
    tomas.sees(
        "Is this your answer? Nothing has been sent yet.", "Ask who signed for the last tool"
    )
    await tomas.presses("Send it for Northwind")
    await office.delivers()
    lena.sees("Ask who signed for the last tool they bought")


async def plan_of_tomas(office: Office) -> None:
    """Tomas has an account of his own, so that a line could be a note about it."""
    await office.tomas.types("/prep Kestrel tomorrow 9:00")
    await office.tomas.presses("Add “Kestrel”")


async def test_a_colleagues_answer_is_on_file_about_its_topic(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office, question="Can I give them a discount of 10%?")
    await tomas.types("answer lena: 8% at most")
    await lena.types("whats the discount limit for northwind")
    lena.sees("8% at most", "Tomas Keller")
    lena.sees_nothing_of("Nothing on file")
