"""A rep asks for help with a call: the question, the answer, and what changes in between."""

from sqlmodel import select

from handlers.cards import Aside
from handlers.composing.erasing import erase, erase_name
from handlers.nudges.schedule import replan_changed
from handlers.request import Means, Request, Sender
from storage.tables import Account
from tests.dialogue import Dialogue
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan, reflect

QUESTION = "How do I open with a dispatcher who fears the move?"
ANSWER = "Ask what happened in week two."


async def helper(office: Office) -> str:
    """The id of Tomas among the people whom Lena can ask. He has used Attune by then."""
    await office.knows(office.tomas)
    async with office.attune.database.read(office.lena_tenant) as session:
        return str((await office.row(session, office.tomas)).id)


async def ask(office: Office, words: str = "Northwind tomorrow 15:00", **fields: str) -> None:
    """Lena plans a call and asks Tomas about it."""
    chosen = {"helper": await helper(office), "question": QUESTION, **fields}
    await plan(office, words)
    await office.lena.presses("Ask for help")
    await office.lena.fills(**chosen)
    await office.lena.submits()


async def test_the_answer_comes_at_once_and_stands_in_the_brief(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    lena.sees("Tomas Keller has your question.", f"You to Tomas Keller: {QUESTION}")
    lena.sees_nothing_of("Open with:")
    await office.delivers()
    tomas.sees("Lena Brandt asks for your help: Northwind, Tuesday 24 November 15:00.", QUESTION)
    await tomas.answers_in_message("Answer", answer=ANSWER)
    tomas.sees("You answered Lena Brandt about Northwind", ANSWER)
    await office.delivers()
    lena.sees(f"Tomas Keller on Northwind: {ANSWER}", f"You asked: {QUESTION}")
    await lena.presses("Brief")
    lena.sees(f"Tomas: {ANSWER}")
    await office.until(24, "14:00")
    lena.sees("Tuesday 24 November 15:00", f"Tomas: {ANSWER}")
    await office.until(24, "14:50")
    lena.sees("Northwind, in 10 minutes.", f"Tomas: {ANSWER}")


async def test_the_manager_is_offered_first_and_looks_at_the_account_without_private_things(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.adds("Anna Adler")
    await office.leads(tomas, [lena])
    await plan(office)
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear who signs", guess1="They fear the move")
    await lena.submits()
    await lena.presses("Ask for help")
    lena.sees("Tomas Keller, your manager", "Anna Adler", "guesses and private notes stay")
    await lena.fills(question=QUESTION)
    await lena.submits()
    await office.delivers()
    tomas.sees(QUESTION)
    tomas.sees_nothing_of("Hear who signs")
    await tomas.presses("Look at the account")
    tomas.sees("On file: Northwind", "Nothing is on file yet that colleagues can read.")
    tomas.sees_nothing_of("Hear who signs", "They fear the move", "Cancel this call")


async def test_the_goal_is_shown_if_the_rep_shows_it_and_as_it_is_now(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office, shows_goal="yes")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear who signs")
    await lena.submits()
    await office.delivers()
    tomas.sees("Lena’s goal: Hear who signs")
    await lena.presses("What you asked")
    lena.sees("Tomas Keller: How do I open", "No answer yet. They see your goal.")
    await lena.presses("Change the question")
    await lena.fills(question="Who should I bring?", shows_goal="")
    await lena.submits()
    await office.delivers()
    tomas.sees("Lena Brandt asks for your help", "Who should I bring?")
    assert not any("Hear who signs" in message for message in tomas.messages)


async def test_a_question_without_an_answer_is_asked_again_once(office: Office) -> None:
    tomas = office.tomas
    await ask(office)
    await office.delivers()
    before = len(tomas.messages)
    await office.until(24, "12:59")
    assert len(tomas.messages) == before
    await office.until(24, "13:00")
    tomas.sees("Lena Brandt has no answer yet: Northwind, Tuesday 24 November 15:00.", QUESTION)
    assert len(tomas.messages) == before + 1
    await office.until(24, "15:00")
    assert len(tomas.messages) == before + 1
    await tomas.answers_in_message("Answer", answer=ANSWER)
    await office.delivers()
    office.lena.sees(f"Tomas Keller on Northwind: {ANSWER}")


async def test_nothing_is_asked_again_shortly_before_the_call_or_at_night(office: Office) -> None:
    tomas = office.tomas
    await ask(office, "Northwind today 10:00")
    await ask(office, "Halden tomorrow 9:00")
    await office.delivers()
    before = len(tomas.messages)
    await office.until(24, "09:00")
    assert len(tomas.messages) == before


async def test_a_long_answer_is_cut_after_a_clause_in_the_brief(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    first = "Ask him who else would have to say yes, and what would make it easy for the board. "
    first += "Then tell him what the depot in Gera saved in the first year with the same vans."
    last = "Bring nobody from the technical side to the meeting, because he does not like crowds."
    await tomas.answers_in_message("Answer", answer=f"{first} {last}")
    await lena.types("/prep Northwind")
    lena.sees("with the same vans…")
    lena.sees("“Everything on file” has the whole answer.")
    lena.sees_nothing_of("Bring nobody")
    await lena.presses("Everything on file")
    lena.sees("Bring nobody")


async def test_an_answer_stops_the_second_request_and_a_changed_answer_is_told(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await tomas.answers_in_message("Answer", answer=ANSWER)
    await office.delivers()
    assert sum(ANSWER in one for one in lena.messages) == 1
    await tomas.presses("Change your answer")
    tomas.sees(QUESTION, ANSWER)
    await tomas.fills(answer="Bring nobody.")
    await tomas.submits()
    await office.delivers()
    changed = "Tomas Keller changed the answer on Northwind: Bring nobody."
    lena.sees(changed)
    assert sum(changed in one for one in lena.messages) == 2  # the first one, too
    assert not any(ANSWER in one for one in lena.messages)
    before = len(tomas.messages)
    await office.until(24, "15:00")
    assert len(tomas.messages) == before


async def test_an_answer_that_was_changed_before_it_was_read_is_the_first_one(
    office: Office,
) -> None:
    await ask(office)
    await office.delivers()
    await office.tomas.answers_in_message("Answer", answer=ANSWER)
    await office.tomas.presses("Change your answer")
    await office.tomas.fills(answer="Bring nobody.")
    await office.tomas.submits()
    await office.delivers()
    office.lena.sees("Tomas Keller on Northwind: Bring nobody.")
    assert sum("Bring nobody." in one for one in office.lena.messages) == 1


async def test_a_question_that_is_taken_back_goes_from_the_helpers_message(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await lena.presses("Take it back")
    lena.sees("Taken back. Tomas Keller may have read it.")
    await tomas.answers_in_message("Answer", answer=ANSWER)
    tomas.sees_problem("Lena Brandt took that question back.")
    await tomas.presses("Look at the account")
    tomas.sees("Lena Brandt took that question back.")
    for press in ("help.change", "help.withdraw"):
        assert await pressed(office, lena, press, "1") == "You took that question back."
    await office.delivers()
    assert not any(QUESTION in message for message in tomas.messages)
    before = len(tomas.messages)
    await lena.types("/prep Northwind")
    lena.sees("Ask for help")
    lena.sees_nothing_of("No answer yet")
    await office.until(24, "15:00")
    assert len(tomas.messages) == before


async def test_a_moved_call_moves_the_second_request(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await lena.presses("Change time or people")
    await lena.fills(when="Wednesday 16:00")
    await lena.submits()
    await office.delivers()
    tomas.sees("Northwind, Wednesday 25 November 16:00.")
    before = len(tomas.messages)
    await office.until(25, "13:59")
    assert len(tomas.messages) == before
    await office.until(25, "14:00")
    tomas.sees("Lena Brandt has no answer yet: Northwind, Wednesday 25 November 16:00.")


async def test_a_cancelled_call_needs_no_answer_until_it_is_restored(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await lena.presses("Everything on file")
    await lena.presses("Cancel this call")
    await office.delivers()
    tomas.sees("The call with Northwind was cancelled, so Lena Brandt needs no answer.")
    await lena.presses("Undo")
    await office.delivers()
    tomas.sees("Lena Brandt asks for your help: Northwind", QUESTION)
    await tomas.answers_in_message("Answer", answer=ANSWER)
    await office.delivers()
    lena.sees(ANSWER)


async def away(office: Office, back: str) -> None:
    """Tomas is away until the morning of a day."""
    await office.knows(office.tomas)
    await office.tomas.types("/rhythm")
    await office.tomas.presses("Pause…")
    await office.tomas.presses("Away…")
    await office.tomas.fills(back=back, **{"from": "2026-11-23"})
    await office.tomas.submits()


async def test_a_helper_who_is_away_gets_the_question_afterwards(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await away(office, "2026-11-24")
    await ask(office)
    lena.sees(
        "Tomas Keller is away until Tuesday 24 November 08:00, and will get your question then."
    )
    before = len(tomas.messages)
    await office.until(24, "07:59")
    assert len(tomas.messages) == before
    await office.until(24, "08:00")
    tomas.sees(QUESTION)


async def test_who_is_away_until_after_the_call_is_not_asked(office: Office) -> None:
    lena = office.lena
    await away(office, "2026-11-25")
    await ask(office)
    assert "Tomas Keller is away until Wednesday 25 November 08:00" in lena.problems["helper"]


async def test_who_stopped_such_requests_is_not_asked(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await tomas.presses("Stop requests for help")
    await lena.presses("Take it back")
    await lena.types("/prep Northwind")
    await lena.presses("Ask for help")
    await lena.fills(helper=await helper(office), question=QUESTION)
    await lena.submits()
    assert "Tomas Keller takes no questions here." in lena.problems["helper"]


async def test_a_second_question_is_asked_and_none_twice(office: Office) -> None:
    lena = office.lena
    anna = await office.adds("Anna Adler")
    await ask(office)
    await lena.presses("Ask somebody else")
    await lena.fills(helper=await helper(office), question=f" {QUESTION}")
    await lena.submits()
    said = "You have asked Tomas Keller this already. There is no answer yet."
    assert lena.problems["question"] == said
    await lena.fills(question="And now?")
    await lena.submits()
    lena.sees(f"You to Tomas Keller: {QUESTION}", "You to Tomas Keller: And now?", "No answer yet.")
    await lena.presses("Ask somebody else")
    await lena.fills(helper=str(anna), question="And you?")
    await lena.submits()
    lena.sees("Anna Adler has your question.", "You to Anna Adler: And you?")
    await lena.types("/prep northwind")
    lena.sees("Tomas and Anna haven't answered your question yet.")


async def test_nobody_else_answers_changes_or_takes_back_a_question(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    for press in ("help.look", "help.again", "help.change", "help.withdraw"):
        for value in ("1", "999", "x"):
            who = lena if press in ("help.look", "help.again") else tomas
            assert await pressed(office, who, press, value) == "That isn't shared with you."


async def pressed(office: Office, one: Dialogue, action: str, value: str) -> str:
    """The answer to a button that a person does not have."""
    who = Sender(office.lena_tenant, one.id, "Somebody", "Europe/Berlin")
    request = Request(office.request_id(), who, Means.BUTTON, action, value)
    reply = await office.conversation.answer(request, office.clock.now())
    assert isinstance(reply, Aside)
    return reply.card.summary


async def test_a_rep_who_is_erased_leaves_no_question(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await erased(office, lena)
    for press in ("help.look", "help.again"):
        assert await pressed(office, tomas, press, "1") == "That isn't shared with you."
    await office.delivers()
    assert not any(QUESTION in message for message in tomas.messages)
    assert "the question in it was deleted" in tomas.messages[-1]
    before = len(tomas.messages)
    await office.until(24, "15:00")
    assert len(tomas.messages) == before


async def test_who_deletes_all_of_a_call_takes_the_question_and_the_goal_from_the_helper(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office, shows_goal="yes")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear who signs")
    await lena.submits()
    await office.delivers()
    assert any(QUESTION in one and "Hear who signs" in one for one in tomas.messages)
    await office.until(24, "15:40")
    await lena.types("my data")
    await lena.presses("Delete a call…")
    await lena.presses("Northwind, today 15:00")
    await lena.presses("Delete all of it")
    await office.delivers()
    assert not any(QUESTION in one or "Hear who signs" in one for one in tomas.messages)


async def test_the_agenda_of_an_earlier_day_no_longer_shows_a_goal_that_was_deleted(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind tomorrow 3pm")
    await lena.presses("Add “Northwind”")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear who signs")
    await lena.submits()
    await office.until(24, "08:40")
    assert any("Hear who signs" in one for one in lena.messages[-1:])
    agenda = len(lena.messages) - 1
    await office.until(25, "10:00")
    await lena.types("delete all of the Northwind call")
    await lena.presses("Delete all of it")
    for _ in range(5):
        await office.delivers()
    assert "Hear who signs" not in lena.messages[agenda]


async def test_a_goal_that_a_helper_sees_loses_the_name_of_a_contact_who_is_erased(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office, shows_goal="yes")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Win over Gundula Petersilka")
    await lena.submits()
    await office.delivers()
    assert any("Petersilka" in one for one in tomas.messages)
    async with office.attune.database.write(office.lena_tenant) as session:
        account = (await session.exec(select(Account))).one()
        await erase_name(session, account, "Gundula Petersilka", office.clock.now())
    await office.delivers()
    assert any("Win over A former contact" in one for one in tomas.messages)
    assert not any("Petersilka" in one for one in tomas.messages)


async def test_the_answer_of_a_helper_who_is_erased_stays(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await tomas.answers_in_message("Answer", answer=ANSWER)
    await erased(office, tomas)
    await lena.types("/prep Northwind")
    lena.sees(f"A former colleague: {ANSWER}")


async def erased(office: Office, one: Dialogue) -> None:
    """Erase a person, as they could under *My data*."""
    async with office.attune.database.write(office.lena_tenant) as session:
        await erase(session, await office.row(session, one), office.clock.now())
        await replan_changed(session, office.clock.now())


async def test_who_left_the_call_needs_no_answer_until_they_are_back(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await ask(office)
    await office.delivers()
    await tomas.types("/prep Northwind tomorrow 15:00")
    await tomas.presses("Join it")
    await lena.presses("Everything on file")
    await lena.presses("Leave it")
    await office.delivers()
    assert any("Lena Brandt has left the call with Northwind" in one for one in tomas.messages)
    await lena.presses("Undo")
    lena.sees(f"Tomas hasn't answered your question yet: “{QUESTION}”")
    await office.delivers()
    assert any("Lena Brandt asks for your help: Northwind" in one for one in tomas.messages)


async def test_who_helps_reads_only_the_reflections_that_are_shared(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    chosen = await helper(office)
    await held(office)
    await reflect(office, heard="Nobody trusts the plan.")
    await lena.types("/prep Northwind tomorrow 15:00")
    await lena.presses("Ask for help")
    await lena.fills(helper=chosen, question=QUESTION)
    await lena.submits()
    await office.delivers()
    await tomas.presses("Look at the account")
    tomas.sees("On file: Northwind")
    tomas.sees_nothing_of("Nobody trusts the plan")
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")
    await tomas.presses("Look at the account")
    tomas.sees("Nobody trusts the plan")


async def test_in_words_each_of_the_next_calls_is_offered(office: Office) -> None:
    lena = office.lena
    await lena.types("ask my manager")
    lena.sees("You have no calls planned.")
    await plan(office)
    await lena.types("Ask for help")
    await office.knows(office.tomas)
    await lena.presses("Northwind, tomorrow 15:00")
    assert lena.form is not None
    assert "Show my goal too" in lena.form


async def test_the_rep_is_told_if_the_question_was_not_delivered(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await away(office, "2026-11-24")
    await ask(office)
    await away(office, "2026-11-25")
    before = len(tomas.messages)
    await office.until(24, "12:59")
    lena.sees_nothing_of("has not received")
    await office.until(24, "13:00")
    lena.sees("Tomas Keller has not received your question about Northwind.", QUESTION)
    assert len(tomas.messages) == before
    await lena.presses("Take it back")
    lena.sees("Taken back.")


async def test_a_call_with_nothing_but_a_question_can_be_deleted(office: Office) -> None:
    lena = office.lena
    await ask(office)
    await office.until(24, "15:40")
    await lena.types("my data")
    await lena.presses("Delete a call…")
    await lena.presses("Northwind, today 15:00")
    lena.sees("This deletes what you asked colleagues, with the answers.")
    await lena.presses("Delete all of it")
    lena.sees("Deleted:")
    await lena.types("my data")
    await lena.presses("Delete a call…")
    lena.sees("I keep nothing of yours about any call.")


async def test_a_question_that_is_taken_back_goes_from_a_message_with_other_news(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "21:00")
    await ask(office)
    await tomas.types("/prep Northwind tomorrow 15:00")
    await tomas.presses("Join it")
    await lena.types("move the Northwind call to wednesday 10:00")
    await office.until(24, "08:40")
    assert QUESTION in tomas.messages[-1]
    assert "Lena Brandt moved your call with Northwind" in tomas.messages[-1]
    await lena.types("/prep Northwind")
    await lena.presses("What you asked")
    await lena.presses("Take it back")
    await office.delivers()
    assert not any(QUESTION in each for each in tomas.messages)
    assert "Lena Brandt moved your call with Northwind" in tomas.messages[-1]
