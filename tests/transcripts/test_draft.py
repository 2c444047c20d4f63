"""The draft of the reflection: lines are kept, edited or dropped, and nothing by itself."""

from datetime import date, timedelta

import pytest

from handlers.cards import Form, as_stored
from handlers.inputs import ChoiceInput
from handlers.request import Means
from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.drafts import DAY, brings, has_a_draft, promises, reflection
from tests.transcripts.samples import numbered
from tests.transcripts.spoken import SAID, spoken

pytestmark = pytest.mark.guesses


async def test_each_line_is_kept_edited_or_dropped_and_nothing_by_itself(desk: Desk) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    asked = await desk.presses("Draft the reflection")
    assert "how did it go?" in asked
    draft = await desk.presses("It went well")
    assert "Nothing is kept unless you keep it." in draft
    assert "I'll send you the price list for forty seats by Friday. You, 0:40: a promise" in draft
    assert (await reflection(desk)).heard == ""
    assert await promises(desk) == []
    drawn = desk.card
    desk.card = as_stored(drawn)  # after a reload of the playground
    assert desk.labels == ["Show the lines again", "Finish the reflection"]
    assert "I'll send you the price list" in await desk.presses("Show the lines again")
    assert desk.card == drawn
    assert "Your colleagues see a promise once you press “Keep”." in draft
    assert "If one of yours is overdue, your manager's morning message names it." in draft
    assert "Your colleagues see it." not in draft
    kept_now = await desk.does("Keep", "I'll send you the price list")
    assert kept_now.count("Kept. Your colleagues see it.") == 1
    await desk.does("Keep", "I'll ask Tom Ash")
    assert await promises(desk) == [
        ("ours", "Send them the price list for forty seats", date(2026, 11, 27)),
        ("theirs", "Ask Tom Ash in finance for the contract", date(2026, 11, 25)),
    ]
    await desk.does("Keep", "We need about forty hours")
    was = "I'll ask Tom Ash"  # which was kept
    for words in ("Ask Tom Ash for the papers", "Ask Tom Ash for the contract"):
        await desk.does("Edit", was)
        was = words
        await desk.saves(promised=f"{words} by Wednesday")
        assert (await promises(desk))[1:] == [("theirs", words, date(2026, 11, 25))]
    kept = await reflection(desk)
    assert kept.heard == (
        "Jana Novak: We need about forty hours a week for that, and nobody likes it."
    )
    assert kept.heard_from is not None
    form = await desk.does("Edit", "It takes us two dispatchers")
    assert "Jana Novak, 0:30" in form
    shown = await desk.saves(heard="Jana Novak: It takes two of us every morning.")
    new = "Jana Novak: It takes two of us every morning."
    assert f"{new} Jana Novak, 0:30: a need. Kept in your words." in shown
    assert "It takes us two dispatchers" not in shown
    assert "Drop" not in desk.labels
    kept = await reflection(desk)
    assert kept.heard.splitlines()[1] == "Jana Novak: It takes two of us every morning."
    assert len(kept.heard.splitlines()) == 2
    desk.form = Form("", "", ())
    await desk.presses("Finish the reflection")
    assert "goal_reached" in desk.form.subject
    assert "talk" not in desk.form.subject.split(",")  # it was measured, and shown


async def test_the_next_brief_quotes_each_person_whose_line_was_kept_with_its_day(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak", "Sam Pope")
    said = spoken().replace(b"Jana Novak: It takes us", b"Sam Pope: It takes us")
    await desk.drops(
        said.replace(b"Jana Novak: We can't", b"Zvonko Pek: We can't"), zoom_name(NINE)
    )
    await has_a_draft(desk)
    for words in ("We need about forty hours", "It takes us two", "We can't move anything"):
        await desk.does("Keep", words)
    await desk.plans("Northwind", NINE + DAY, "Jana Novak", "Sam Pope")
    brief = await desk.asks(Means.COMMAND, "prep", "Northwind")
    jana = "We need about forty hours a week for that, and nobody likes it."
    sam = "It takes us two dispatchers every single morning to do it."
    assert f"Jana Novak: {jana} (today)\nSam Pope: {sam} (today)\n" in brief
    everything = await desk.presses("Everything on file")
    assert f"{jana} Jana Novak, today\n{sam} Sam Pope, today\nZvonko Pek: We can't" in everything
    assert "Speaker not on file" not in everything
    await desk.plans("Northwind", NINE + DAY + timedelta(hours=4), "Sam Pope")
    assert f"Sam Pope: {sam} (today)\nJana Novak said today: {jana}" in await desk.asks(
        Means.COMMAND, "prep", "Northwind tomorrow 14:00"
    )


async def test_only_what_this_press_has_kept_is_taken_back(desk: Desk) -> None:
    said = {64: "I'll call you on Thursday at ten."}
    lines = ("We need about forty hours", "I'll send you the price list", "I'll call you on")
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    await has_a_draft(desk)
    for words in lines:
        await desk.does("Keep", words)
    before = await reflection(desk), await promises(desk)
    await desk.drops(spoken(minutes=13, said=said), zoom_name(NINE))  # of another tool
    await desk.presses("Yes, replace the figures")
    again = await desk.presses("Draft the reflection")
    assert again.count("Already on file.") == len(lines)
    for words in lines:
        left = await desk.does("Take it back", words)
        promise = "I'll" in words
        assert ("You can drop it in /promises." if promise else "it was on file before") in left
    assert (await reflection(desk), await promises(desk)) == before
    drawn = desk.card
    await desk.asks(Means.FORM, "reflect", "1:next_step", {"next_step": ""})
    desk.card = drawn
    assert "Kept as the next step." in await desk.does("Keep", lines[2])
    await desk.does("Take it back", lines[2])
    assert ((await reflection(desk)).next_step, await promises(desk)) == ("", before[1])


async def test_how_it_went_is_not_asked_again_and_stands_in_the_form(desk: Desk) -> None:
    answers: tuple[tuple[Means, str, str, dict[str, str]], ...] = (
        (Means.BUTTON, "reflect.tap", "{}:partly", {}),
        (Means.FORM, "reflect.line", "{}", {"goal_reached": "partly", "heard": "Slow."}),
        (Means.FORM, "reflect", "{}:goal_reached", {"goal_reached": "partly"}),
    )
    for days, (means, name, value, fields) in enumerate(answers):
        at = NINE - days * DAY
        call = await desk.plans("Northwind", at, "Jana Novak")
        await desk.asks(means, name, value.format(call.id), fields)
        await desk.drops(spoken(minutes=12 + days), zoom_name(at))
        await desk.presses("Just show me")
        assert "how did it go" not in await desk.presses("Draft the reflection")
        await desk.presses("Finish the reflection")
        asked = (one for one in desk.form.blocks if isinstance(one, ChoiceInput))
        assert next(one.value for one in asked if one.id == "goal_reached") == "partly"


async def test_the_same_tap_twice_has_one_effect(desk: Desk) -> None:
    await brings(desk)
    await has_a_draft(desk)
    for words in ("We need about forty hours", "I'll send you the price list"):
        action, value = desk.button("Keep", words)
        once = await desk.asks(Means.BUTTON, action, value)
        before = (await reflection(desk)).heard, await promises(desk)
        assert await desk.asks(Means.BUTTON, action, value) == once
        assert ((await reflection(desk)).heard, await promises(desk)) == before
    assert "Kept" not in desk.labels  # what would do nothing has no button
    _, value = desk.button("Take it back", "We need about forty hours")
    await desk.asks(Means.FORM, "reflect", "1:heard", {"heard": ""})  # they take it out again
    await desk.asks(Means.BUTTON, "talk.keep", value)
    assert (await reflection(desk)).heard == ""


@pytest.mark.parametrize(
    ("asked", "fields", "said"),
    [
        ((Means.BUTTON, "talk.keep", "1:99"), {}, "earlier draft"),
        ((Means.BUTTON, "talk.keep", "1:-1"), {}, "earlier draft"),
        ((Means.BUTTON, "talk.keep", "9:0"), {}, "already deleted"),
        ((Means.BUTTON, "talk.edit", "1:x"), {}, "earlier draft"),
        ((Means.BUTTON, "talk.tap", "1:missed"), {}, "Choose one of these"),
        ((Means.FORM, "talk.edit", "1:0:heard"), {"heard": "  "}, "Dropped."),
        ((Means.FORM, "talk.edit", "1:0:heard"), {"heard": "x" * 20_001}, "The limit is 20,000"),
        ((Means.FORM, "talk.edit", "9:0:heard"), {"heard": "x"}, "already deleted"),
    ],
)
async def test_forged_values_are_harmless(
    desk: Desk, asked: tuple[Means, str, str], fields: dict[str, str], said: str
) -> None:
    await brings(desk)
    await desk.asks(Means.BUTTON, "talk.tap", "1:yes")
    assert said in await desk.asks(*asked, fields)
    if not fields:
        assert "already deleted" in await desk.asks(*asked, who="Tomas Keller")
    assert (await reflection(desk)).heard == ""


async def test_a_draft_of_a_call_without_lines_says_so(desk: Desk) -> None:
    await desk.plans()
    cues = [
        (n * 10, n * 10 + 5, f"{SAID[n % 2][0]}: So it goes on and on here.") for n in range(72)
    ]
    await desk.drops(numbered(cues), zoom_name(NINE))
    await desk.presses("Just show me")
    assert "I found no promise, next step, need," in await desk.presses("Draft the reflection")
    assert desk.labels == ["Finish the reflection"]
