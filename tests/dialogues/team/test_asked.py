"""A manager asks about a team in their own words, and sees only what a manager may see."""

from tests.dialogues.office import Office
from tests.dialogues.promises.test_promises import promised
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.team.test_help import ANSWER, QUESTION, ask
from tests.dialogues.team.test_page import shared

NO_TEAM = "You don't lead a team here. An admin chooses who leads one."


async def test_who_needs_help_lists_the_questions_that_wait(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await tomas.types("who needs help")
    tomas.sees("Nobody is waiting for your help.")
    await ask(office)
    for typed in (
        *("who needs help?", "any requests for help", "does anyone need help", "who is stuck"),
        *("who needs my help in my team", "any questions from my team", "open questions"),
    ):
        await tomas.types(typed)
        tomas.sees("1 question waits for your answer.", f"about Northwind: “{QUESTION}”")
    await tomas.presses("Answer Lena")
    await tomas.fills(answer=ANSWER)
    await tomas.submits()
    await tomas.types("who needs help")
    tomas.sees("Nobody is waiting for your help.")
    await lena.types("who needs help")
    lena.sees_nothing_of(QUESTION, "waiting for your help")


async def test_a_colleague_who_was_asked_sees_only_their_own_questions(office: Office) -> None:
    tomas = office.tomas
    await ask(office)
    await tomas.types("who needs my help")
    tomas.sees("1 question waits for your answer.", QUESTION)


async def test_the_promises_of_the_team_and_those_that_are_overdue(office: Office) -> None:
    tomas = office.tomas
    await put_on_file(office)
    await office.leads(tomas, [office.lena])
    for typed in (
        *("team promises", "my team's promises", "what does my team owe", "promises of my team"),
        *("what's due in the team", "/team promises"),
    ):
        await tomas.types(typed)
        tomas.sees("DACH: open promises", "Pricing for 40 seats", "One pager", "Back")
    for typed in (
        "what's overdue in the team",
        "overdue team promises",
        "is the team late on anything",
    ):
        await tomas.types(typed)
        tomas.sees("DACH: overdue promises", "Pricing for 40 seats")
        tomas.sees_nothing_of("One pager")
    await tomas.presses("Back")
    tomas.sees("DACH: 1 promise overdue.")


async def test_whats_overdue_is_ones_own_and_one_step_from_the_teams(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    await office.leads(tomas, [], team="Austria")
    await office.leads(tomas, [lena])
    await tomas.types("whats overdue")
    tomas.sees("Nothing is overdue.", "DACH: 1 promise overdue.")
    await tomas.presses("In the team")
    tomas.sees("DACH: overdue promises", "Pricing for 40 seats")
    for typed in ("who is overdue", "whos late?"):
        await tomas.types(typed)
        tomas.sees("DACH: overdue promises", "Lena Brandt: Pricing for 40 seats")
    await lena.types("who is overdue")
    lena.sees("Overdue: 1 promise", "You owe Northwind: Pricing for 40 seats")
    lena.sees_nothing_of("In the team")


async def test_nothing_overdue_is_said(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await tomas.types("what's overdue in my team?")
    tomas.sees("No overdue promises.")


async def test_how_the_team_is_doing_is_the_page_of_the_team(office: Office) -> None:
    tomas = office.tomas
    await put_on_file(office)
    await office.leads(tomas, [office.lena])
    await office.leads(tomas, [], team="Nord")
    for typed in (
        *("how is the team doing", "how are my reps doing?", "what's my team working on"),
        *("team calls", "what calls does my team have this week", "how is DACH doing"),
    ):
        await tomas.types(typed)
        tomas.sees("DACH: 1 promise overdue.", "Promises", "Coaching")
    for typed in ("how is Nord doing", "how is the Nord team doing?"):
        await tomas.types(typed)
        tomas.sees("Nord: nothing is waiting.")
    await tomas.types("how is Lena doing")
    tomas.sees("Lena: 4 open promises, 1 overdue.")
    tomas.sees_nothing_of("must stay under 40k")


async def test_the_parts_of_the_page_are_asked_for_by_name(office: Office) -> None:
    tomas = office.tomas
    await shared(office)
    for typed in ("shared reflections", "what did my team learn", "team reflections"):
        await tomas.types(typed)
        tomas.sees("Northwind", "Read")
    for typed in ("themes", "team themes"):
        await tomas.types(typed)
        tomas.sees("I look only at what your team shared")
    await tomas.types("team figures")
    tomas.sees("No figures yet.")
    for typed in ("coaching", "who should I coach"):
        await tomas.types(typed)
        tomas.sees("DACH: coaching", "Offer a focus")


async def test_who_is_in_the_team_who_is_behind_and_what_stays_private(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    await office.leads(tomas, [lena])
    await tomas.types("whos on my team")
    tomas.sees("In DACH: Lena Brandt.")
    await tomas.types("who is behind")
    tomas.sees("DACH: overdue promises", "Lena Brandt: Pricing for 40 seats")
    for typed in ("who hasnt prepared", "who has prepared for today", "who prepared for tomorrow?"):
        await tomas.types(typed)
        tomas.sees("Goals, private notes and figures stay private unless shared")
    await tomas.types("show me the figures")
    tomas.sees("No figures yet.")
    await tomas.types("hows lena")
    tomas.sees("Lena: 4 open promises, 1 overdue.")
    await tomas.types("whats lena hearing")
    tomas.sees("Lena has shared no reflection in the last 90 days")
    for typed in ("who is behind", "who hasnt prepared", "show me the figures"):
        await lena.types(typed)
        lena.sees_nothing_of("DACH", "No figures yet", "Team page")


async def test_a_question_that_nobody_understands_gets_what_a_manager_can_ask(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    for typed in ("is the forecast ok", "how do i run a better one on one"):
        await tomas.types(typed)
        tomas.sees("I can't answer that. You can ask “who needs help”")
        tomas.sees_nothing_of("All promises")
    await tomas.presses("Who needs help")
    tomas.sees("Nobody is waiting for your help.")
    await tomas.types("is the forecast ok")
    await tomas.presses("Overdue in the team")
    tomas.sees("No overdue promises.")
    await lena.types("is the forecast ok")
    lena.sees("Ask me about a call, a promise or an account:", "All promises")


async def test_a_rep_sees_their_own_team_and_no_part_of_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.leads(office.tomas, [lena])
    for typed in ("how is the team doing", "what is my team up to"):
        await lena.types(typed)
        lena.sees("Your team", "Tomas Keller leads DACH.")
    for typed in ("team promises", "promises of the team", "what's overdue in the team"):
        await lena.types(typed)
        lena.sees(NO_TEAM, "Your team")
        lena.sees_nothing_of("Pricing")
    for typed in ("coaching", "themes", "who needs help", "how is DACH doing"):
        await lena.types(typed)
        lena.sees_nothing_of(NO_TEAM, "DACH:", "Offer a focus", "No themes")
    await lena.types("does the team have my figures")
    lena.sees_nothing_of(NO_TEAM)


async def test_what_a_rep_notes_about_a_customers_team_stays_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for note in ("northwind: the team promised us the list", "the northwind team is late"):
        await lena.types(note)
        lena.sees("Northwind")
        lena.sees_nothing_of(NO_TEAM)


async def test_a_question_about_the_team_with_a_month_is_no_note(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await promised(office)
    await tomas.types("northwind")
    for typed, answer in (
        ("team figures november", "No figures yet."),
        ("team figures for last quarter", "No figures yet."),
        ("team promises this month", "DACH: open promises"),
    ):
        await tomas.types(typed)
        tomas.sees(answer)
        tomas.sees_nothing_of("Noted, only you see it")


async def test_how_marketing_does_is_answered_with_what_the_two_do_for_each_other(
    office: Office,
) -> None:
    await office.leads(office.tomas, [office.lena])
    await office.tomas.types("how is marketing doing for us")
    office.tomas.sees("aim: one day")
