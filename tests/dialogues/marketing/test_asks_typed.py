"""Marketing finds, answers and takes on asks in typed words."""

from tests.dialogues.marketing.marketing_heard import WORDS, passed_on
from tests.dialogues.marketing.test_insights import DRIVERS, published
from tests.dialogues.office import Office

LINE, QUESTION = WORDS["for_marketing"], "Can we get the depot names for this?"


async def asked(office: Office) -> None:
    """Lena passes a line on with her name, and asks about an insight."""
    await passed_on(office, attribution="named")
    office.tomas.goes_to("")
    await published(office)
    await asks(office)


async def asks(office: Office, question: str = QUESTION) -> None:
    """Lena asks about the insight, with her name, as always."""
    lena = office.lena
    await lena.types("/insight drivers")
    await lena.presses("Open")
    await lena.presses("Ask marketing")
    await lena.fills(question=question)
    await lena.submits()
    await office.delivers()


async def test_the_asks_of_a_person_are_found_by_the_name(office: Office) -> None:
    tomas = office.tomas
    await asked(office)
    for typed in (
        *("what did lena ask", "where do i answer lena", "anything from lena?"),
        *("answer Lena", "Lena's questions"),
    ):
        await tomas.types(typed)
        tomas.sees("Open asks from Lena", LINE, QUESTION, DRIVERS["headline"], "Answer")
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots did.")
    await tomas.submits()
    tomas.sees("Tomas Keller answers: Three depots did.")
    await tomas.types("what did lena ask")
    tomas.sees(QUESTION, "Answer", "I'll take it")
    tomas.sees_nothing_of(LINE)


async def test_an_ask_without_names_is_not_found_by_the_name(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office)
    tomas.goes_to("")
    await tomas.types("what did lena ask")
    tomas.sees("No open ask has Lena's name on it.", "Asks")
    tomas.sees_nothing_of(LINE)
    await tomas.types("i'll take the lena one")
    tomas.sees("No open ask mentions “lena”. Which one will you take?", LINE)
    await tomas.types("answer lena: Three depots did.")
    tomas.sees("No open ask has Lena's name on it.", "Nothing has been sent yet.", LINE)
    assert "Three depots" not in office.lena.screen
    await tomas.presses("Send to this one")
    tomas.sees("Tomas Keller answers: Three depots did.")


async def test_a_typed_answer_goes_to_the_only_ask_of_that_person(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    await tomas.types("answer lena: the depots were Kiel and Bremen")
    tomas.sees(LINE, "Tomas Keller answers: the depots were Kiel and Bremen")
    await office.delivers()
    lena.sees("Tomas Keller answers: the depots were Kiel and Bremen")
    await tomas.types("answer lena: and Husum")
    tomas.sees("No open ask has Lena's name on it. Nothing is waiting for marketing.")


async def test_words_that_may_be_no_answer_are_not_sent_at_once(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    await tomas.types("answer lena they were Kiel and Bremen")
    tomas.sees("Is this your answer? Nothing has been sent yet.", "they were Kiel and Bremen")
    await office.delivers()
    lena.sees_nothing_of("Kiel")
    await tomas.presses("Send to this one")
    await office.delivers()
    lena.sees("Tomas Keller answers: they were Kiel and Bremen")


async def test_who_hands_an_ask_to_a_colleague_reads_how_the_colleague_takes_it(
    office: Office,
) -> None:
    tomas = office.tomas
    await asked(office)
    await office.adds("Bram Visser")
    for typed in ("bram does it", "let Bram do it", "give the depot one to bram"):
        await tomas.types(typed)
        tomas.sees("I can't hand an ask to Bram, and I have told Bram nothing.", "I'll take it")
        tomas.sees_nothing_of("Give it back")
    await tomas.types("i'll take the depot one")
    await tomas.types("bram will take it")
    tomas.sees("I can't hand an ask to Bram", QUESTION)
    await tomas.presses("Give it back")
    tomas.sees(QUESTION, "I'll take it")


async def test_if_the_ask_changed_before_the_button_was_pressed_it_asks_again(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    await tomas.types("answer lena they were Kiel and Bremen")
    tomas.sees("Is this your answer? Nothing has been sent yet.")
    await office.makes("Lena Brandt", "marketer")  # a colleague answers in the meantime
    await office.until(23, "10:50")
    await lena.types("open asks")
    await lena.presses("Look at it")
    await lena.presses("Answer")
    await lena.fills(words="It was Husum.")
    await lena.submits()
    await tomas.presses("Send to this one")
    tomas.sees(
        "This has changed since I asked you. Is this your answer? Nothing has been sent yet.",
        "Lena Brandt answers: It was Husum.",
        "they were Kiel and Bremen",
    )
    await tomas.presses("Send to this one")
    tomas.sees("Tomas Keller answers: they were Kiel and Bremen")


async def test_if_several_asks_fit_the_words_wait_for_a_button(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await asked(office)
    await tomas.types("reply to lena: Kiel and Bremen")
    tomas.sees("Which of these are you answering?", "Your answer: Kiel and Bremen", LINE, QUESTION)
    await tomas.presses("Send to this one")
    tomas.sees("Tomas Keller answers: Kiel and Bremen")
    await office.delivers()
    lena.sees("Tomas Keller answers: Kiel and Bremen")
    lena.sees_nothing_of("Husum")


async def test_an_ask_is_taken_on_in_typed_words(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await asked(office)
    for typed in ("take it", "i'll take it"):
        await tomas.types(typed)
        tomas.sees("Which one will you take?", LINE, QUESTION)
    await tomas.types("i'll take the depot one")
    tomas.sees(QUESTION, "Tomas Keller is on it.")
    await office.delivers()
    lena.sees("Tomas Keller is on it.")
    await tomas.types("I'll take it")
    tomas.sees(LINE, "Tomas Keller is on it.")


async def test_an_ask_is_taken_on_by_its_place_in_the_list(office: Office) -> None:
    tomas = office.tomas
    await asked(office)
    await tomas.types("take it")
    tomas.sees("Which one will you take?", LINE, QUESTION)
    await tomas.types("i take the second")
    tomas.sees(QUESTION, "Tomas Keller is on it.")
    tomas.sees_nothing_of(LINE)
    await tomas.types("the first one")  # no order to take anything
    tomas.sees_nothing_of("Tomas Keller is on it.")
    await tomas.types("i'll take the second one")  # only one is left
    tomas.sees("Which one will you take?", LINE)
    await tomas.types("i'll take the first one")
    tomas.sees(LINE, "Tomas Keller is on it.")


async def test_right_after_which_one_the_next_line_names_it(office: Office) -> None:
    tomas = office.tomas
    await asked(office)
    await tomas.types("take it")
    await tomas.types("take it")  # names none, so we ask again
    tomas.sees("Which one will you take?", LINE, QUESTION)
    await tomas.types("the depot names one")
    tomas.sees(QUESTION, "Tomas Keller is on it.")
    await asks(office, "Which dispatchers were these?")
    await tomas.types("i'll take the lena one")
    tomas.sees("Which one will you take?", LINE, "dispatchers")
    await tomas.types("second")
    tomas.sees("Which dispatchers were these?", "Tomas Keller is on it.")
    await asks(office, "Who built it?")
    await tomas.types("i'll take the lena one")
    await tomas.types("take Northwind")
    tomas.sees(LINE, "Tomas Keller is on it.")


async def test_only_the_line_right_after_the_question_and_only_the_name_of_an_ask_takes_it(
    office: Office,
) -> None:
    tomas = office.tomas
    await asked(office)
    for between in ("qwerty asdf", "not the depot one", "Halden wants a demo"):
        await tomas.types("take it")
        tomas.sees("Which one will you take?")
        await tomas.types(between)
        tomas.sees_nothing_of("is on it")
        await tomas.types("the depot one")
        tomas.sees_nothing_of("is on it")
    await office.lena.types("take it")
    await office.lena.types("the depot one")
    office.lena.sees_nothing_of("is on it")


async def test_take_it_right_after_an_ask_means_that_ask(office: Office) -> None:
    tomas = office.tomas
    await published(office)
    for question in ("Which depots were these?", QUESTION):
        await asks(office, question)
    assert QUESTION in tomas.messages[-1]
    await tomas.types("i'll take it")
    tomas.sees(QUESTION, "Tomas Keller is on it.")
    tomas.sees_nothing_of("Which one")


async def test_a_rep_answers_and_takes_nothing(office: Office) -> None:
    lena = office.lena
    await asked(office)
    for typed in ("take it", "i'll take the depot one", "answer tomas: Kiel", "what did tomas ask"):
        await lena.types(typed)
        lena.sees_nothing_of("is on it", "Which o", "No open ask", "answers:")


async def test_a_follow_up_and_the_result_are_typed_as_their_buttons_send_them(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    for number, lead in enumerate(("follow up lena", "ask a follow up", "ask lena"), start=1):
        await tomas.types(f"{lead}: which tablet {number}?")
        tomas.sees(LINE, f"Tomas Keller asks: which tablet {number}?")
        await office.delivers()
        lena.sees(f"Tomas Keller asks: which tablet {number}?", "Reply")
    await tomas.types("report the result for lena: we made a video")
    tomas.sees("Tomas Keller reports the result: we made a video")
    await office.delivers()
    lena.sees("Tomas Keller reports the result: we made a video")


async def test_a_follow_up_that_may_be_none_or_is_about_an_answered_ask_waits_for_a_button(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    await tomas.types("ask lena which tablet they use")
    tomas.sees("Shall I send your question? Nothing has been sent yet.", "which tablet they use")
    await tomas.types("answer lena: Kiel")
    await tomas.types("ask lena: which week did they switch it off?")
    tomas.sees("Nothing has been sent yet.", "Your question: which week", LINE)
    await office.delivers()
    lena.sees_nothing_of("which week")
    await tomas.presses("Send to this one")
    await office.delivers()
    lena.sees("Tomas Keller asks: which week did they switch it off?", "Reply")


async def test_a_line_without_a_name_is_about_the_ask_that_was_opened_last(office: Office) -> None:
    tomas = office.tomas
    await asked(office)
    await tomas.types("follow up: how many depots?")
    tomas.sees("Which one is your question about?", LINE, QUESTION)
    await tomas.types("asks")
    await tomas.presses("Look at it")  # the first
    await tomas.types("follow up: how many depots?")
    tomas.sees(LINE, "Tomas Keller asks: how many depots?")
    tomas.sees_nothing_of(QUESTION)
    await tomas.types("answer: three depots")
    tomas.sees(LINE, "Tomas Keller answers: three depots")


async def test_a_rep_and_a_line_to_somebody_else_follow_nothing_up(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await asked(office)
    await lena.types("follow up: how many depots?")
    lena.sees_nothing_of("Nothing has been sent yet", "asks:")
    await tomas.types("follow up with halden on friday")
    tomas.sees_nothing_of("Nothing has been sent yet", "asks:")


async def test_nobody_hears_whether_an_answer_was_read(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await asked(office)
    for typed in ("did lena read my answer", "did lena see it", "has lena seen my answer?"):
        await tomas.types(typed)
        tomas.sees("I can't see whether Lena has read a message.")
    await tomas.types("lena read it")
    tomas.sees_nothing_of("I can't see whether")
    await lena.types("did tomas see it")
    lena.sees_nothing_of("I can't see whether")
    await tomas.types("whats the best insight for drivers")
    tomas.sees(DRIVERS["headline"])


async def test_marketing_learns_who_is_told_and_what_is_reminded_of(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    await tomas.types("i'll take it")
    for typed in ("does lena see that i took it", "does lena know im on it?"):
        await tomas.types(typed)
        tomas.sees("Yes. When you take an ask on, I tell the person who asked", "Asks")
    await office.delivers()
    lena.sees("Tomas Keller", "on it")
    await tomas.types("remind me to answer")
    tomas.sees("If nobody answers or takes on an ask within a working day", "Asks")
    await tomas.types("tell the team")
    tomas.sees("I don't pass messages on to your team, and I kept nothing.", "Write an insight")


async def test_a_topic_alone_is_searched(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    tomas.goes_to("")
    await published(office)
    await tomas.types("night shifts")
    tomas.sees("Marketing has published nothing about “night shifts” yet.", "Write an insight")
    for one in (lena, tomas):
        await one.types("the drivers")
        one.sees(DRIVERS["headline"])
    for other in ("drivers pricing", "use the drivers", "the new planner portal"):
        await tomas.types(other)
        tomas.sees_nothing_of("About “", DRIVERS["headline"])
    await lena.types("tell everyone northwind is lost")
    lena.sees("I don't pass messages on to your team", "the reflections that you share")
    await lena.presses("Share or pass on")


async def test_yes_send_it_sends_the_words_that_were_asked_about(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office)
    tomas.goes_to("")
    await tomas.types("answer lena: Three depots did.")
    tomas.sees("Nothing has been sent yet.", LINE)
    await tomas.types("yes send it")
    tomas.sees("Tomas Keller answers: Three depots did.")


async def test_a_question_right_after_an_ask_was_taken_on_is_a_follow_up_on_it(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    tomas.goes_to("")
    await tomas.types("what did Northwind say?")
    await tomas.types("i'll take the planner one")
    tomas.sees("Tomas Keller is on it.")
    await tomas.types("ask which app they use in the tunnel")
    tomas.sees("Shall I send your question? Nothing has been sent yet.", "which app they use", LINE)
    tomas.sees_nothing_of("Northwind", "your own note")
    await tomas.types("yes")
    tomas.sees("Tomas Keller asks: which app they use in the tunnel")
    await office.delivers()
    lena.sees("Tomas Keller asks: which app they use in the tunnel")
    await lena.types("ask which app they use in the tunnel")
    lena.sees_nothing_of("Shall I send your question?")
