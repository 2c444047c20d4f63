"""Marketing gives an ask back, changes or takes back an answer, and answers under any name."""

from tests.dialogues.marketing.marketing_heard import WORDS, heard, passed_on
from tests.dialogues.marketing.test_asks_typed import QUESTION, asked
from tests.dialogues.office import Office

LINE = WORDS["for_marketing"]
ANSWER = "the depots were Kiel and Bremen"


async def answered(office: Office) -> None:
    """Tomas answers what Lena passed on with her name, and Lena reads the answer."""
    await passed_on(office, attribution="named")
    office.tomas.goes_to("")
    await office.tomas.types(f"answer lena: {ANSWER}")
    await office.delivers()
    office.lena.sees(f"Tomas Keller answers: {ANSWER}")


async def test_an_ask_is_given_back_in_typed_words(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    for typed in (
        *("actually let someone else do it", "give it back", "sorry I can't do it"),
        *("give the planner one back", "somebody else can take it"),
    ):
        await tomas.types("i'll take it")
        tomas.sees(LINE, "Tomas Keller is on it.")
        await tomas.types(typed)
        tomas.sees("Given back. Somebody else can take it.", LINE, "I'll take it")
        tomas.sees_nothing_of("Tomas Keller is on it.")
    await tomas.types("give it back")
    tomas.sees("You aren't working on an ask at the moment.")
    await office.delivers()
    lena.sees_nothing_of("Tomas Keller is on it.")


async def test_the_rep_who_heard_that_somebody_is_on_it_hears_that_it_was_given_back(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    await tomas.presses("I'll take it")
    await office.delivers()
    lena.sees("Tomas Keller is on it.")
    await tomas.presses("Give it back")
    await office.delivers()
    assert "Tomas Keller is on it." not in heard(office)[-1]
    assert "I'll take it" in heard(office)[-1]
    lena.sees("Whoever was on this in marketing gave it back. It waits for somebody else.")
    lena.sees("You wrote: ", LINE)


async def test_an_answer_is_taken_back_and_the_rep_hears_it(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await answered(office)
    await tomas.types("undo that answer")
    tomas.sees("Taken back. The ask waits for an answer again.", LINE, "I'll take it")
    tomas.sees_nothing_of(ANSWER)
    await office.delivers()
    lena.sees("Marketing took its answer back. What you passed on is open again.", LINE)
    assert not any(ANSWER in message for message in lena.messages)
    await tomas.types("undo that answer")
    tomas.sees("You haven't sent an answer in the last three days.")
    await tomas.types("answer lena: Husum")
    await office.delivers()
    lena.sees("Tomas Keller answers: Husum")
    await tomas.types("undo")
    tomas.sees("Taken back. The ask waits for an answer again.")


async def test_an_answer_is_changed_by_a_button_or_in_typed_words(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await answered(office)
    await tomas.presses("Change the answer")
    await tomas.fills(words="the depots were Kiel and Husum")
    await tomas.submits()
    tomas.sees("Tomas Keller answers: the depots were Kiel and Husum")
    await office.delivers()
    changed = "Tomas Keller changed the answer: the depots were Kiel and Husum"
    assert any(changed in message for message in lena.messages)
    await tomas.types("change my answer to lena: only Kiel")
    tomas.sees("Changed.", "Tomas Keller answers: only Kiel")
    await office.delivers()
    assert any("changed the answer: only Kiel" in message for message in lena.messages)
    await office.until(27, "11:00")
    await tomas.presses("Change the answer")
    tomas.sees("An answer can be changed for three days.")


async def test_an_answer_reaches_the_ask_that_its_account_or_words_name(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await asked(office)
    await tomas.types("answer northwind: yes, drivers set it up")
    tomas.sees(LINE, "Tomas Keller answers: yes, drivers set it up")
    await office.delivers()
    lena.sees("Tomas Keller answers: yes, drivers set it up")
    await tomas.types("answer northwind: and more")
    tomas.sees("No open ask mentions “northwind”.", "Nothing has been sent yet.", QUESTION)
    await tomas.types("tell the depot asker i'm checking with product")
    tomas.sees("Is this your answer? Nothing has been sent yet.", QUESTION)
    await tomas.types("answer the depot one: Kiel")
    tomas.sees(QUESTION, "Tomas Keller answers: Kiel")
    await tomas.types("answer northwind: more")
    tomas.sees("No open ask mentions “northwind”. Nothing is waiting for marketing.")


async def test_a_line_that_begins_with_the_account_or_the_rep_may_be_the_answer(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    await tomas.types("lena: yes, it reads changes aloud")
    tomas.sees("Is this your answer? Nothing has been sent yet.", LINE)
    await tomas.types("northwind: yes, it reads changes aloud")
    tomas.sees("Is this your answer? Nothing has been sent yet.", "Keep it", LINE)
    tomas.sees_nothing_of("Saved")
    await tomas.presses("Send to this one")
    await office.delivers()
    lena.sees("Tomas Keller answers: yes, it reads changes aloud")
    await tomas.types("lena: one more thing")
    tomas.sees_nothing_of("Is this your answer?")


async def test_what_marketing_tells_a_rep_may_be_an_answer(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    for typed in ("tell lena we have a one pager", "let lena know that we have a one pager"):
        await tomas.types(typed)
        tomas.sees("Is this your answer?", "Your answer: we have a one pager", LINE)
    await tomas.presses("Send to this one")
    await office.delivers()
    lena.sees("Tomas Keller answers: we have a one pager")
    await tomas.types("tell lena it is ready")
    tomas.sees("I bring reps only answers to asks, and nothing has been sent.", "Asks")


async def test_a_question_to_a_rep_is_offered_for_the_open_asks_without_names(
    office: Office,
) -> None:
    tomas = office.tomas
    await passed_on(office)
    tomas.goes_to("")
    await tomas.types("ask lena which region that was")
    tomas.sees("No open ask has Lena's name on it.", "Which one is your question about?", LINE)
    await tomas.presses("Send to this one")
    tomas.sees("Tomas Keller asks: which region that was")
