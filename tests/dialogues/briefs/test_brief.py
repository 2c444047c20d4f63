"""What a rep wrote comes back in the next brief; what was guessed is corrected in one tap."""

import pytest

from tests.dialogues.briefs.test_listening import of_stage
from tests.dialogues.briefs.test_prepare import contacts
from tests.dialogues.marketing.marketing_heard import passed_on
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan, reflect
from tests.dialogues.rep_week import put_on_file

pytestmark = pytest.mark.every_platform

PRIVATE = (
    "learned: ",
    "what you wanted",
    "You expected",
    "next step",
    "said today: ",
    "answered you",
    "Watch: ",
)


async def test_the_line_to_open_with_comes_first(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep northwind")
    when, opening = lena.screen.index("Tomorrow 14:30."), lena.screen.index("Open with: ")
    assert when < opening < lena.screen.index("Jana Novak, head of dispatch")


async def test_what_was_not_reached_comes_back(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="no", next_step="Meet two dispatchers")
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees(
        "The next step is: Meet two dispatchers.",
        "You didn't get what you wanted today: “Hear who decides about the depot”.",
    )
    await lena.presses("Everything on file")
    lena.sees("“Hear who decides about the depot”. (you still need it)")


async def test_a_step_with_a_long_date_comes_back_whole_and_short(office: Office) -> None:
    lena = office.lena
    await held(office)
    step = (
        "Then Thursday the tenth of December, eleven o'clock, one hour, with Jochen, "
        "and I'll send the invitation in a moment."
    )
    await reflect(office, goal_reached="no", next_step=step)
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees("Thursday the tenth of December, eleven o'clock")
    await lena.presses("Everything on file")
    lena.sees("Thursday the tenth of December, eleven o'clock")


async def test_a_corrected_kind_leaves_what_the_rep_wrote_in_the_brief(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(
        office,
        goal_reached="no",
        heard="The drivers stopped it by week two, and nobody told IT about it.",
        surprise="It was the drivers who stopped it, and IT heard about it in June.",
        next_step="Meet two dispatchers at the depot in Ulm",
        promised="We: a price list by Friday\nThey: names of two dispatchers",
    )
    await lena.types("/prep Northwind Thursday 10:00")
    goal = "Agree on who decides, and on when they decide about the second depot"
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal=goal, guess1="They will want to wait for the next budget")
    await lena.submits()
    for kind in ("demo", "renewal", "pricing", "bad_news", "kick_off", "cold"):
        await lena.answers_in_message(kind=kind)
        lena.sees(
            "You didn't get what you wanted",
            "The next step is: Meet two dispatchers at the depot in Ulm.",
        )


async def test_with_nobody_named_the_last_call_still_comes_back(office: Office) -> None:
    lena = office.lena
    await held(office)
    note = "Irina signs, Jana only recommends. They want it before January."
    await reflect(office, goal_reached="no", heard=note, next_step="Meet two dispatchers")
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees(
        f"You noted today: {note}",
        "You didn't get what you wanted today: “Hear who decides about the depot”.",
        "The next step is: Meet two dispatchers.",
    )


async def test_marketings_answer_is_in_the_next_brief_and_words_have_a_name(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, heard="Jana: The drivers stopped it.")
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots let drivers plan it.")
    await tomas.submits()
    await lena.types("/prep Northwind Thursday 10:00")
    await lena.answers_in_message(contact=(await contacts(office))["Jana Novak"])
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees(
        "Jana Novak, head of dispatch: The drivers stopped it.",
        "Tomas Keller answered “They want a planner that…”:",
        "“Three depots let drivers plan it.”",
    )
    await lena.presses("Everything on file")
    lena.sees("Answers from marketing", "about “They want a planner that drivers helped to build”")
    tomas.goes_to("")
    await tomas.types("/prep Northwind Thursday 11:00")
    await tomas.presses("Plan mine")
    await tomas.presses("Everything on file")
    tomas.sees_nothing_of(*PRIVATE, "Three depots")


async def test_a_colleague_sees_nothing_that_was_written_privately(office: Office) -> None:
    await held(office)
    await reflect(
        office,
        goal_reached="no",
        heard="We fear the drivers",
        surprise="IT likes it",
        next_step="Meet two dispatchers",
        **{"guess-1": "wrong"},
    )
    await office.tomas.types("/prep Northwind Thursday 10:00")
    office.tomas.sees_nothing_of(*PRIVATE)
    await office.tomas.presses("Everything on file")
    office.tomas.sees_nothing_of(*PRIVATE, "IT likes it", "We fear the drivers", "Meet two")


async def test_the_kind_is_corrected_in_one_tap_for_everybody_in_the_call(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    lena.sees("Looks like a discovery call.", "Kind of call")
    await lena.answers_in_message(kind="pricing")
    lena.sees(": a pricing call.")
    lena.sees_nothing_of("Looks like")
    await tomas.types("/prep Northwind tomorrow 3pm")
    await tomas.presses("Join it")
    tomas.sees(": a pricing call.")
    await tomas.presses("Change time or people")
    await tomas.fills(kind="renewal")
    await tomas.submits()
    await lena.types("/prep Northwind")
    lena.sees(": a renewal.")


async def test_where_nothing_is_guessed_no_guess_is_shown(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak, astronomer")
    await lena.submits()
    await of_stage(office, "evaluation")
    await lena.types("/prep Northwind")
    lena.sees("Kind of call")
    lena.sees_nothing_of("Other?")
    await lena.presses("Everything on file")
    lena.sees("Jana Novak, astronomer", "Jana Novak: buying role")
    lena.sees_nothing_of("Other?")


async def test_the_part_of_somebody_is_corrected_with_everything_on_file(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak, head of dispatch")
    await lena.submits()
    lena.sees("Jana Novak, head of dispatch")
    lena.sees_nothing_of("user?")  # her title says as much
    await lena.presses("Everything on file")
    lena.sees("Jana Novak, head of dispatch (likely user)", "Jana Novak: buying role")
    await lena.answers_in_message(part="champion")
    lena.sees("Jana Novak, head of dispatch (champion)")
    await lena.types("/prep Northwind")
    lena.sees("Jana Novak, head of dispatch (champion)")


async def test_what_is_corrected_with_everything_on_file_changes_the_brief_above(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak, head of dispatch")
    await lena.submits()
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    messages = len(lena.messages)
    await lena.answers_in_message(part="champion")
    brief, everything = lena.messages[-2:]
    assert "Jana Novak, head of dispatch (champion)" in brief
    assert "Open with:" in brief
    assert "Everything on file: Northwind" in everything
    assert "Jana Novak, head of dispatch (champion)" in everything
    await lena.answers_in_message(kind="renewal")
    brief, everything = lena.messages[-2:]
    assert ": a renewal." in brief
    assert "Everything on file: Northwind" in everything
    assert len(lena.messages) == messages


async def test_everything_on_file_has_the_goal_of_the_call(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/prep Northwind Thursday 10:00")
    await lena.presses("Write your goal and guesses")
    goal = (
        "Hear what a late lorry costs them in a week of the Christmas rush, in money and in calls"
    )
    await lena.fills(goal=goal)
    await lena.submits()
    await lena.presses("Everything on file")
    lena.sees(f"Your goal: {goal}")


async def test_many_promises_are_counted(office: Office) -> None:
    lena = office.lena
    await held(office)
    lines = [f"We: thing {number}" for number in range(1, 6)]
    lines += ["They: names by Wednesday", "They: the floor plan", "They: a list by tomorrow"]
    await reflect(office, promised="\n".join([*lines, "We: the price by tomorrow"]))
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees("We owe: the price (due tomorrow); thing 1; and 4 more")
    lena.sees("They owe: a list (due tomorrow); names (due Wednesday); and 1 more")
    await lena.presses("Everything on file")
    lena.sees("thing 5 – open, no day set")


async def test_a_colleagues_shared_quote_and_step_are_in_anothers_brief_and_no_others(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await held(office)
    quote, step = "They count every lorry by hand", "Meet two dispatchers"
    await reflect(office, heard=quote, next_step=step, surprise="IT likes it")
    await tomas.types("/prep Northwind Thursday 10:00")
    tomas.sees_nothing_of(*PRIVATE, "lorry", "dispatchers", "IT likes it")
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")
    await tomas.types("/prep Northwind")
    tomas.sees(
        f"A colleague noted today: {quote}.", f"step is: {step}", "a colleague learned: “IT likes"
    )
    await lena.presses("Stop sharing it")
    await tomas.types("/prep Northwind")
    tomas.sees_nothing_of(*PRIVATE, "lorry", "dispatchers", "IT likes it")


async def test_a_call_after_a_demo_is_a_pricing_call_and_after_another_call_nothing_is_guessed(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    lena.sees("Looks like a discovery call.")
    await office.until(23, "12:00")
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees_nothing_of("Looks like")
    await lena.types("/prep Northwind Thursday 15:00")
    await plan(office, "Halden today 13:00")
    await lena.answers_in_message(kind="demo")
    await office.until(23, "14:00")
    await lena.types("/prep Halden Thursday 11:00")
    lena.sees("Looks like a pricing call.")


async def test_who_decides_comes_before_other_kept_lines(office: Office) -> None:
    lena = office.lena
    await held(office)
    lines = ("It is busy.", "The office is new.", "Anything over fifteen thousand goes to Malcolm.")
    await reflect(office, heard="\n".join(lines))
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees("goes to Malcolm")
