"""Lines of the draft in the rep's own words, and who said them."""

import pytest
from sqlmodel import select

from handlers.request import Means
from storage.tables import MeasuredCall
from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.drafts import DAY, brings, chosen_from, has_a_draft, promises, reflection
from tests.transcripts.spoken import spoken

pytestmark = pytest.mark.guesses


async def test_a_line_in_the_reps_own_words_is_shown_and_taken_back_unless_it_was_changed(
    desk: Desk,
) -> None:
    await brings(desk)
    draft = await has_a_draft(desk)
    await desk.does("Keep", "We can't move anything")
    mine = {
        "It takes us two dispatchers": {"heard": "Two people.\nEach morning."},
        "I'll send you the price list": {"promised": "Prices by Friday; the plan by Thursday"},
    }
    shown = ""
    for words, fields in mine.items():
        await desk.does("Edit", words)
        shown = await desk.saves(**fields)
    assert "Two people.\nEach morning. Jana Novak, 0:30: a need. Kept in your words." in shown
    plan = "Prices by Friday 27 November; the plan by Thursday 26 November"
    assert f"{plan} You, 0:40: a promise. Kept in your words. Your" in shown
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    assert "morning" not in str(row.drafted)
    for words in ("Two people.", "Prices by"):
        await desk.does("Take it back", words)
    assert (await reflection(desk)).heard.startswith("Jana Novak: We can't move anything")
    assert await promises(desk) == []
    await desk.does("Take it back", "We can't move anything")
    await desk.does("Edit", "It takes us two dispatchers")
    await desk.saves(heard="Two people.")
    drawn = desk.card
    await desk.asks(Means.FORM, "reflect", "1:heard", {"heard": "Three people."})
    desk.card = drawn
    changed = await desk.does("Take it back", "Two people.")
    assert changed.startswith(draft)
    assert "you have changed it since" in changed
    assert (await reflection(desk)).heard == "Three people."


async def test_whoever_turns_out_to_be_somebody_else_drafts_anew_and_keeps_their_guess(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE)
    await desk.drops(spoken(7, 12).replace(b"Jana Novak", b"Speaker 2"), zoom_name(NINE))
    await desk.presses("About even")
    figures = desk.card
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.does("Keep", "We need about forty hours")
    desk.card = figures
    await desk.presses("I am somebody else")
    assert "You guessed: about even. You talked 30% of the time." in await desk.presses("Speaker 2")
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    assert (row.guess, row.drafted) == ("even", {})


async def test_a_line_of_somebody_who_was_not_expected_stays_theirs(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Dr. Anders Lund")
    await desk.drops(spoken(), zoom_name(NINE))
    await has_a_draft(desk)
    await desk.does("Edit", "We need about forty hours")
    await desk.saves(heard="R. Amsel: Forty hours.")
    heard = (await reflection(desk)).heard
    for said in (heard, f"{heard}\nThe first line is hers."):
        fields = {"goal_reached": "yes", "heard": said}
        await desk.asks(Means.FORM, "reflect", "1:goal_reached,heard", fields)
        kept = await reflection(desk)
        assert (kept.heard, kept.heard_from) == (said, None)


async def test_a_guest_whom_the_calendar_knows_by_initial_is_offered_once(desk: Desk) -> None:
    await desk.plans("Northwind", NINE - DAY, "Ruth Amsel")
    await desk.plans("Northwind", NINE, "J. Novak")
    await desk.drops(spoken(4), zoom_name(NINE))
    await has_a_draft(desk)
    await desk.does("Edit", "We need about forty hours")
    assert sorted(chosen_from(desk.form, "Jana Novak")) == ["Jana Novak", "Ruth Amsel"]


async def test_an_initial_that_two_speakers_share_is_neither_of_them(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "J. Novak")
    both = spoken(4).replace(b"Jana Novak: We need", b"Jonas Novak: We need")
    await desk.drops(both, zoom_name(NINE))
    await has_a_draft(desk)
    await desk.does("Edit", "We need about forty hours")
    names = sorted(chosen_from(desk.form, "Jonas Novak"))
    assert names == ["J. Novak", "Jana Novak", "Jonas Novak"]


async def test_a_misheard_speaker_is_put_right_in_the_form(desk: Desk) -> None:
    await desk.plans("Northwind", NINE - DAY, "Ruth Amsel")
    await brings(desk)
    await has_a_draft(desk)
    await desk.does("Edit", "We need about forty hours")
    ids = chosen_from(desk.form, "Jana Novak")
    assert sorted(ids) == ["Jana Novak", "Ruth Amsel"]
    shown = await desk.saves(heard="We need forty hours a week.", speaker=ids["Ruth Amsel"])
    assert "Ruth Amsel: We need forty hours a week." in shown
    assert (await reflection(desk)).heard == "Ruth Amsel: We need forty hours a week."
    await desk.does("Edit", "Ruth Amsel: We need forty hours")
    again = chosen_from(desk.form, "Ruth Amsel")
    await desk.saves(heard="We need forty hours.", speaker=again["Jana Novak"])
    assert (await reflection(desk)).heard == "Jana Novak: We need forty hours."
    await desk.does("Edit", "I'll ask Tom Ash")
    both = chosen_from(desk.form, "Jana Novak")
    assert sorted(both) == ["Jana Novak", "Lena Brandt", "Ruth Amsel"]
    await desk.saves(promised="Ask Tom Ash for the contract", speaker=both["Lena Brandt"])
    assert await promises(desk) == [("ours", "Ask Tom Ash for the contract", None)]
