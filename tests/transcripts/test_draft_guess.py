"""The guess before the figures, and what comes of it."""

import pytest
from sqlmodel import select

from handlers.request import Means
from storage.tables import MeasuredCall
from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.drafts import DAY, brings, reflection
from tests.transcripts.spoken import spoken

pytestmark = pytest.mark.guesses


async def test_the_guess_is_asked_for_before_any_figure_and_stands_beside_the_truth(
    desk: Desk,
) -> None:
    asked = await brings(desk, lena=7)
    assert "Before you see the figures: who talked more?" in asked
    assert "%" not in asked
    assert desk.labels == [
        "Mostly them",
        "Them, a little more",
        "About even",
        "Me, a little more",
        "Mostly me",
        "Just show me",
        "Not this call",
    ]
    shown = await desk.presses("About even")
    assert "Northwind, today 10:00. You guessed: about even. You talked 70% of the time." in shown
    assert "against the law" in shown
    assert await desk.asks(Means.BUTTON, "talk.guess", "1:mostly_me") in shown  # no second guess
    assert await desk.asks(Means.BUTTON, "talk.guess", "1:nonsense") in shown


async def test_the_question_can_be_skipped(desk: Desk) -> None:
    await brings(desk, lena=7)
    shown = await desk.presses("Just show me")
    assert "You guessed" not in shown
    assert "You talked 70% of the time." in shown


async def test_who_reflected_before_is_not_asked_and_sees_all_their_guesses(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.asks(
        Means.FORM,
        "reflect",
        "1:goal_reached,talk,first_prescribed",
        {"goal_reached": "yes", "talk": "mostly_them", "first_prescribed": "last_third"},
    )
    shown = await desk.drops(spoken(5), zoom_name(NINE))
    assert "You guessed: mostly them. You talked 50% of the time." in shown
    assert "You noted your first pitch in the last third." in shown


async def test_a_guess_is_the_answer_of_a_reflection_that_was_written_without_one(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.asks(Means.FORM, "reflect", "1:goal_reached", {"goal_reached": "yes"})
    await desk.drops(spoken(5), zoom_name(NINE))
    await desk.presses("Mostly them")
    assert (await reflection(desk)).talk == "mostly_them"


async def test_who_named_the_day_stands_beside_whose_idea_the_next_step_was(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    noted = {"goal_reached": "yes", "next_step_by": "ours"}
    await desk.asks(Means.FORM, "reflect", "1:goal_reached,next_step_by", noted)
    said = {63: "The fifteenth, Tuesday. Ten o'clock. And I send the invitation to all."}
    await desk.drops(spoken(5, said=said), zoom_name(NINE))
    shown = await desk.presses("Just show me")
    assert "You noted the next step as your idea. They named the day at 10:30." in shown


async def test_a_guess_belongs_to_its_owner_and_is_one_of_the_answers(desk: Desk) -> None:
    await brings(desk)
    assert "Choose one of these" in await desk.asks(Means.BUTTON, "talk.guess", "1:nonsense")
    other = await desk.asks(Means.BUTTON, "talk.guess", "1:even", who="Tomas Keller")
    assert "already deleted" in other


async def test_patterns_say_how_the_guesses_compare_with_four_calls(desk: Desk) -> None:
    for days in range(4):
        await brings(desk, lena=7 if days else 5, days=days)
        await desk.presses("About even")
    patterns = await desk.asks(Means.BUTTON, "patterns.show")
    assert (
        "In your last 4 calls you guessed your share too low 3 times (by 15 points) and about "
        "right once." in patterns
    )
    assert "Your share of the talk, in %" in desk.alts
    assert "You talked more in 3 of 4 calls (your last 4 calls, all measured)." in patterns
    assert "4" not in await desk.asks(Means.BUTTON, "patterns.show", who="Tomas Keller")


async def test_the_next_brief_watches_for_what_was_measured_not_for_what_was_guessed(
    desk: Desk,
) -> None:
    await brings(desk, lena=7)
    both = ("Lena Brandt", "Tomas Keller")
    await desk.plans("Northwind", NINE + 4 * DAY, "Jana Novak", who=both)
    assert "Watch" not in await desk.asks(Means.COMMAND, "prep", "Northwind")  # not seen yet
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    await desk.asks(Means.BUTTON, "talk.guess", f"{row.id}:mostly_them")
    await desk.asks(Means.BUTTON, "talk.tap", f"{row.id}:yes")
    assert (await reflection(desk)).talk == "mostly_them"
    watch = "Watch: Last time 70% of the talk was yours, so ask, then wait."
    assert watch in await desk.asks(Means.COMMAND, "prep", "Northwind")
    assert "Watch" not in await desk.asks(Means.COMMAND, "prep", "Northwind", who="Tomas Keller")
