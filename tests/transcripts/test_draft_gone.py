"""What stays of a draft once its words, its file or its figures are gone."""

from datetime import timedelta

import pytest
from sqlmodel import select

from handlers.request import Means
from storage.tables import MeasuredCall
from tests.transcripts.desk import NINE, NOON, Desk, zoom_name
from tests.transcripts.drafts import DAY, brings, has_a_draft, promises, reflection
from tests.transcripts.spoken import spoken

pytestmark = pytest.mark.guesses


@pytest.mark.parametrize(
    ("kept", "stays"),
    [
        ((), "Your reflection stays. If an earlier card"),
        (
            ("I'll ask Tom Ash",),
            "Your reflection and one promise stay. Your colleagues see the promise.",
        ),
        (
            ("I'll ask Tom Ash", "I'll send you the price list"),
            "Your reflection and 2 promises stay. Your colleagues see the promises.",
        ),
    ],
)
async def test_forgetting_says_what_stays(desk: Desk, kept: tuple[str, ...], stays: str) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    figures = desk.card
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    for words in kept:
        await desk.does("Keep", words)
    desk.card = figures
    assert stays in await desk.presses("Delete the figures")


async def test_what_was_kept_of_a_file_is_remembered_when_it_comes_again(desk: Desk) -> None:
    await brings(desk)
    await has_a_draft(desk)
    for words in ("I'll send you the price list", "We need about forty hours"):
        await desk.does("Keep", words)
    before = await promises(desk), (await reflection(desk)).heard
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    await desk.asks(Means.BUTTON, "talk.forget", str(row.id))
    desk.clock.moment = NOON + 4 * DAY
    await desk.drops(spoken(), zoom_name(NINE))
    await desk.presses("Just show me")
    again = await desk.presses("Draft the reflection")
    assert again.count("Already on file.") == 2
    assert (await promises(desk), (await reflection(desk)).heard) == before


async def test_words_that_are_gone_are_asked_for_and_what_was_typed_is_kept(desk: Desk) -> None:
    await brings(desk)
    await has_a_draft(desk)
    await desk.does("Edit", "We need about forty hours")
    desk.clock.moment = NOON + timedelta(minutes=31)
    gone = "I no longer have the words. Drop the transcript here for a draft."
    assert gone in await desk.asks(Means.BUTTON, "talk.keep", "1:0")
    assert gone in await desk.saves(heard="They need forty hours.")
    assert (await reflection(desk)).heard == "They need forty hours."
    again = await desk.drops(spoken(), zoom_name(NINE))
    assert "You talked " in again  # shown already, so nothing is asked
    assert "Kept in your words." in await desk.presses("Draft the reflection")


async def test_figures_keep_no_word_of_the_draft(desk: Desk) -> None:
    await brings(desk)
    await has_a_draft(desk)
    await desk.does("Keep", "We need about forty hours")
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    assert set(row.drafted.values()) == {"kept"}
    assert "forty" not in str(row.model_dump())
