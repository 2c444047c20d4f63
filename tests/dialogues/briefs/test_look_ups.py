"""What to look up before a call: the day before, below a brief days ahead, and never on the day."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from handlers.coaching.research import suits_known
from handlers.knowledge import look_up_facts, situations
from handlers.knowledge.facts import Facts
from handlers.knowledge.gathering import gather_all
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Call, Finding, Person, Reflection, Seat
from tests.dialogues.office import Office
from tests.dialogues.promises.test_promises import promised
from tests.dialogues.rep_does import plan
from tests.shipped import SHIPPED_PLAYBOOK

LEAD = "Worth ten minutes before Northwind"
BOOK = SHIPPED_PLAYBOOK


async def asked(office: Office) -> list[list[str]]:
    """The questions that are stored for each of Lena's calls, by call, as they are asked."""
    async with office.attune.database.read() as session:
        rows = (await session.exec(select(Seat.research).order_by(col(Seat.call_id)))).all()
    found = [[BOOK.question(id_) for id_ in row.split()] for row in rows]
    return [[question.ask for question in row if question] for row in found]


async def hears(office: Office, heard: str) -> None:
    """Lena has had a call with Northwind, and wrote down what she heard."""
    await office.lena.types("/prep Northwind today 8:30")
    async with office.attune.database.write() as session:
        call = (await session.exec(select(Call).order_by(col(Call.starts_at)))).first()
        lena = (await session.exec(select(Person).where(Person.external == office.lena_id))).one()
        assert call is not None
        session.add(
            Reflection(
                tenant=call.tenant,
                call_id=call.id,
                account_id=call.account_id,
                author_id=lena.id,
                called_at=call.starts_at,
                written_at=call.ends_at,
                goal_reached="partly",
                heard=heard,
            )
        )
    await office.until(23, "09:10")


async def latest_facts(office: Office) -> Facts:
    """What is known about Lena's latest call."""
    async with office.attune.database.read() as session:
        lena = (await session.exec(select(Person).where(Person.external == office.lena_id))).one()
        join = select(Seat, Call, Account).where(
            Seat.call_id == Call.id, Call.account_id == Account.id, Seat.person_id == lena.id
        )
        rows = (await session.exec(join.order_by(col(Call.starts_at)))).all()
        (facts,) = await gather_all(session, [(lena, Seated(*rows[-1]))])
    return facts


async def test_the_day_before_three_questions_come_with_one_button(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.until(23, "16:00")
    lena.sees(LEAD, *(await asked(office))[0], "Where: ", "Answer", "Stop research questions")
    lena.sees_nothing_of("Skip", "Not worth knowing", "Nobody has looked", "more are open")
    message = lena.messages[-1]
    assert message.count("Answer") == 1
    assert len(message.split()) <= 120


async def test_the_form_takes_what_was_found_and_says_where_it_will_be(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.until(23, "16:00")
    first, second, third = (await asked(office))[0]
    ids = (await stored(office))[0].split()
    await lena.presses("Answer")
    lena.sees(first, second, third, "Don't ask again about this account")
    await lena.fills(
        **{
            f"answer-{ids[0]}": "A planner for two depots https://example.com/jobs?a=1",
            f"answer-{ids[1]}": "Nobody knows",
        }
    )
    await lena.submits()
    lena.sees("Saved. As things stand, it will be in the brief for Northwind, tomorrow.", third)
    lena.sees_nothing_of(second)
    await lena.presses("Answer")
    lena.sees_nothing_of(first, second)
    long = (
        "Since March, when the second depot opened and the planner who had done it by hand for "
        "eleven years left for another firm"
    )  # which a brief has no room for, so it is cut there
    await lena.fills(**{f"answer-{ids[2]}": long})
    await lena.submits()
    lena.sees("Saved. As things stand, it will be in the brief for Northwind, tomorrow.")
    lena.sees_nothing_of("Answer", first, second, third)
    await lena.types("/prep Northwind")
    lena.sees("Looked up today: Since March, when the second depot opened", "eleven years…")
    lena.sees_nothing_of("Worth ten minutes")
    await lena.presses("Everything on file")
    lena.sees(f"{first} A planner for two depots (today, source", f"{third} {long} (today")
    async with office.attune.database.read() as session:
        found = (await session.exec(select(Finding).where(col(Finding.source) != ""))).one()
    assert found.source == "https://example.com/jobs?a=1"


async def test_an_empty_form_changes_nothing(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.until(23, "16:00")
    await lena.presses("Answer")
    await lena.submits()
    lena.sees(LEAD, *(await asked(office))[0], "Answer")
    lena.sees_nothing_of("Saved")


async def test_an_answer_about_one_account_leaves_the_others_on_the_card(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await plan(office, "Halden tomorrow 17:00")
    await office.until(23, "16:00")
    northwind, halden = await asked(office)
    await lena.presses("Answer: Halden")
    lena.sees_nothing_of(*northwind)
    await lena.fills(**{f"answer-{(await stored(office))[1].split()[0]}": "In June"})
    await lena.submits()
    lena.sees(
        "Saved. As things stand, it will be in the brief for Halden, tomorrow.",
        *northwind[:2],
        halden[1],
    )
    lena.sees_nothing_of(halden[0])


async def test_an_answered_question_leaves_and_no_other_takes_its_place(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await plan(office, "Halden tomorrow 17:00")
    above = await asked(office)
    await office.until(23, "16:00")
    northwind, halden = await asked(office)
    given_up = {*above[0], *above[1]} - {*northwind, *halden}
    assert (len(northwind), len(halden), len(given_up)) == (2, 2, 1)
    for left in (1, 0):
        await lena.presses("Answer: Halden")
        lena.sees(*halden[1 - left :])
        lena.sees_nothing_of(*halden[: 1 - left], *given_up)
        id_ = (await stored(office))[1].split()[1 - left]
        await lena.fills(**{f"answer-{id_}": "In June"})
        await lena.submits()
        lena.sees(*northwind, *halden[2 - left :])
        lena.sees_nothing_of(*halden[: 2 - left], *given_up)
    await lena.presses("Answer")
    lena.sees(*northwind)
    lena.sees_nothing_of(*given_up)


async def test_what_is_not_worth_knowing_is_not_asked_again(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.until(23, "16:00")
    first, *others = (await asked(office))[0]
    never = (await stored(office))[0].split()[0]
    await lena.presses("Answer")
    await lena.fills(never=never)
    await lena.submits()
    lena.sees(LEAD, *others)
    lena.sees_nothing_of(first)
    for day in range(1, 8):
        await lena.types(f"/prep Northwind {day} December 10:00")
        lena.sees_nothing_of(first)


async def test_a_quote_that_answers_a_question_makes_it_vanish(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind Thursday 10:00")
    await hears(office, "We had a route planner two years ago. The drivers switched it off.")
    await lena.types("/prep Northwind tomorrow 3pm")
    lena.sees("Worth ten minutes")
    tried = BOOK.question("tried-before")
    assert tried is not None
    lena.sees_nothing_of(tried.ask)


async def test_a_question_that_a_quote_answers_leaves_the_message(office: Office) -> None:
    lena = office.lena
    await plan(office)
    ids = (await stored(office))[0].split()
    questions = [question for id_ in ids if (question := BOOK.question(id_))]
    answered = next(q for q in questions if q.answered_by.words)
    await hears(office, f"Well: {answered.answered_by.words[0]}, as I said.")
    await office.until(23, "16:00")
    lena.sees(LEAD)
    lena.sees_nothing_of(answered.ask)
    for other in questions:
        if other is not answered and suits_known(other):
            lena.sees(other.ask)


async def test_two_accounts_on_one_day_never_get_the_same_question(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await plan(office, "Halden tomorrow 11:00")
    await plan(office, "Alder tomorrow 9:00")
    await office.until(23, "16:00")
    lena.sees("Worth ten minutes before Alder, Halden and Northwind")
    per_call = await asked(office)
    assert len({ask for row in per_call for ask in row}) == 6
    message = lena.messages[-1]
    shown = [[ask for ask in row if ask in message] for row in per_call]
    assert [len(row) for row in shown] == [2, 2, 2]
    assert message.count("Answer") == 3
    groups = [q.group for row in shown for q in BOOK.questions if q.ask in row]
    assert len(set(groups)) == len(groups) == 6


async def test_below_a_brief_days_ahead_the_same_questions_stand(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind Thursday 10:00")
    (picks,) = await asked(office)
    lena.sees("Worth ten minutes", *picks, "Answer")
    await lena.types("/prep Northwind")
    lena.sees(*picks)
    await lena.presses("Answer")
    await lena.fills(**{f"answer-{(await stored(office))[0].split()[0]}": "In June"})
    await lena.submits()
    lena.sees(
        "Saved. It is in the brief below.",
        "Looked up today: In June.",
    )
    await office.until(25, "16:00")
    lena.sees(LEAD, *picks[1:])
    lena.sees_nothing_of(picks[0])


async def test_nothing_is_asked_about_a_contact_while_nobody_is_named(office: Office) -> None:
    lena = office.lena
    for account in ("Alder", "Birk", "Cedar", "Dorn", "Elm", "Fichte", "Ginko", "Hasel"):
        await plan(office, f"{account} Thursday 10:00")
        lena.sees("Worth ten minutes", "Nothing on file about who is coming.")
        lena.sees_nothing_of("your contact")


async def test_on_the_day_there_is_nothing_to_look_up(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    lena.sees_nothing_of("Worth ten minutes")
    await lena.types("/prep Northwind tomorrow 15:00")
    await office.until(24, "14:00")
    lena.sees("Stop briefs")
    lena.sees_nothing_of("Worth ten minutes", "Where: ")
    await lena.types("/prep Northwind")
    lena.sees_nothing_of("Worth ten minutes")
    before = sum(LEAD in message for message in lena.messages)
    await plan(office, "Halden today 18:00")
    await office.until(24, "17:59")
    assert sum("ten minutes before" in message for message in lena.messages) == before == 1


async def test_an_answer_after_the_call_is_for_the_next_brief(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.until(23, "16:00")
    ids = (await stored(office))[0].split()
    office.clock.moment = office.clock.moment.replace(day=25)
    await lena.presses("Answer")
    await lena.fills(**{f"answer-{ids[0]}": "In June"})
    await lena.submits()
    lena.sees("Saved. It is on file for your next call with Northwind.")


async def stored(office: Office) -> list[str]:
    """The ids of the questions of each call, as stored."""
    async with office.attune.database.read() as session:
        return list((await session.exec(select(Seat.research).order_by(col(Seat.call_id)))).all())


@pytest.mark.parametrize("role", ["", ", dispatcher"])
async def test_a_newcomer_is_asked_about_by_name_and_an_open_guess_is_looked_up(
    office: Office, role: str
) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak, head of dispatch\nRuben Falk")
    await lena.submits()
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear how they plan", guess1="Ruben decides")
    await lena.submits()
    await office.until(23, "11:05")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", **{"guess-1": "never_asked"})
    await lena.submits()
    await lena.types("/prep Northwind tomorrow 15:00")
    await lena.presses("Change time or people")
    await lena.fills(coming=f"Jana Novak\nIrina Sokol{role}")
    await lena.submits()
    await office.until(23, "16:00")
    if role:
        lena.sees(LEAD, "Who decided on their last")
        lena.sees_nothing_of("What does Irina Sokol do there")  # it is on file
        return
    asks = ("What does Irina Sokol do there, and since when?", "Who decided on their last")
    lena.sees(LEAD, *asks)
    await lena.presses("Answer")
    lena.sees(*asks)
    await lena.fills(**{"answer-newcomer-does-what": "Since March"})
    await lena.submits()
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    lena.sees_nothing_of("{newcomer}")
    lena.sees("What does the newcomer do there, and since when? Irina Sokol: Since March (today")


@pytest.mark.parametrize("due_on", ["2026-11-24", "2026-11-25"])
async def test_what_we_owe_by_the_day_of_the_call_is_said_in_time(
    office: Office, due_on: str
) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(account="Northwind", text="the price list", due_on=due_on)
    await lena.submits()
    await office.until(23, "16:00")
    lena.sees(LEAD)
    if due_on == "2026-11-24":  # the day of the call
        lena.sees("You owe them: the price list (due Tuesday 24 November)")
    else:
        lena.sees_nothing_of("You owe them")


async def test_an_overdue_promise_is_called_overdue(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind Thursday 3pm")
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(account="Northwind", text="the price list", due_on="2026-11-23")
    await lena.submits()
    await office.until(25, "16:00")
    lena.sees(LEAD, "You owe them: the price list (overdue since Monday 23 November)")


@pytest.mark.parametrize(
    ("heard", "known"),
    [
        ("Jana Novak: Anything under nine thousand a year I sign myself.", True),
        ("Jana Novak: Over nine thousand it goes to the board.", True),
        ("Jana Novak: We had nine thousand parcels in May.", False),
    ],
)
async def test_who_signs_what_is_known_if_a_kept_line_says_so(
    office: Office, heard: str, known: bool
) -> None:
    await plan(office, "Northwind Thursday 10:00")
    await hears(office, heard)
    await office.lena.types("/prep Northwind tomorrow 3pm")
    facts = await latest_facts(office)
    assert ("signing_limit" in look_up_facts.on_file(facts).facts) is known
    question = BOOK.question("may-sign-alone")
    assert question is not None
    assert "signing_limit" in question.answered_by.facts


@pytest.mark.parametrize(("whose", "is_named"), [("theirs", True), ("ours", False)])
async def test_a_competitor_that_only_the_rep_wrote_about_was_not_named_by_the_buyer(
    office: Office, whose: str, *, is_named: bool
) -> None:
    await plan(office, "Northwind Thursday 10:00")
    await hears(office, "Jana Novak: Routely is cheaper." if whose == "theirs" else "Jana: Fine.")
    await office.lena.types("/promises Northwind")
    await office.lena.presses("Add a promise")
    await office.lena.fills(account="Northwind", text="A comparison with Routely")
    await office.lena.submits()
    await office.lena.types("/prep Northwind tomorrow 3pm")
    book = replace(BOOK, competitors=("Routely",))
    facts = await latest_facts(office)
    ahead = look_up_facts.ahead(facts, book, situations.situation(facts, book))
    assert ("competitor_named" in ahead.conditions) is is_named


async def test_our_overdue_promises_are_not_hidden_in_a_brief(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind Thursday 3pm")
    for thing in ("the price list", "the data sheet", "the map of depots", "the new form"):
        await lena.types("/promises Northwind")
        label = "Add a promise"
        await lena.presses(label)
        await lena.fills(account="Northwind", text=thing, due_on="2026-11-23")
        await lena.submits()
    await office.until(25, "16:00")
    await lena.types("/prep Northwind Thursday 3pm")
    lena.sees("the price list", "the data sheet", "the map of depots", "the new form")
    lena.sees_nothing_of("more")


async def test_what_was_ruled_out_comes_after_what_was_said_later(office: Office) -> None:
    await plan(office, "Northwind Thursday 10:00")
    await hears(
        office,
        "Jana Novak: I can't do thirty thousand.\n"
        "Jana Novak: Ruben signs it.\nJana Novak: We start in the spring.",
    )
    await office.lena.types("/prep Northwind tomorrow 3pm")
    office.lena.sees("Ruben signs it")
    office.lena.sees_nothing_of("thirty thousand")


async def test_with_their_words_on_file_nothing_general_is_asked(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind Wednesday 10:00")
    await hears(office, "Jana Novak: The drivers stopped using it.")
    await office.until(24, "16:00")
    looked_up = {q.id for q in BOOK.questions if q.ask in lena.messages[-1]}
    assert looked_up
    general = {q.id for q in BOOK.questions if q.call != "later" and not (q.kinds or q.fits)}
    assert not looked_up & general
    await lena.types("/prep Northwind Wednesday 10:00")
    asked = {one.id for one in BOOK.openings if one.ask in lena.screen}
    assert asked
    assert not asked & {one.id for one in BOOK.openings if one.for_new}


async def test_kept_lines_with_a_number_or_a_day_come_first(office: Office) -> None:
    await plan(office, "Northwind Thursday 10:00")
    await hears(
        office,
        "Jana Novak: We can't do thirty thousand.\n"
        "Jana Novak: The drivers are fine with it.\n"
        "Jana Novak: We agreed on fourteen thousand euros.\n"
        "Jana Novak: It should be live before 1 March.\n"
        "Jana Novak: Ruben signs it.",
    )
    await office.lena.types("/prep Northwind tomorrow 3pm")
    brief = office.lena.screen
    assert brief.index("Ruben signs it") < brief.index("fourteen thousand")
    office.lena.sees_nothing_of("thirty thousand", "fine with it")


async def test_the_questions_say_which_colleague_owes_the_promise(office: Office) -> None:
    tomas = office.tomas
    await promised(office)
    await tomas.types("/prep Northwind thursday 3pm")
    await office.until(25, "16:00")
    tomas.sees(LEAD, "Lena owes them: Pricing for 40 seats (due today)")
    tomas.sees_nothing_of("You owe them")
