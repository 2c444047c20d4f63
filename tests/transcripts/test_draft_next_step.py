"""The next step in the draft of the reflection."""

from datetime import date

import pytest

from handlers.request import Means
from tests.transcripts.desk import NINE, NOON, Desk, zoom_name
from tests.transcripts.drafts import DAY, has_a_draft, promises, reflection
from tests.transcripts.spoken import spoken

pytestmark = pytest.mark.guesses


@pytest.mark.parametrize(
    ("said", "kept", "promised"),
    [
        ({65: "Does Thursday at ten work for you?"}, "Does Thursday at ten work for you?", []),
        (
            {64: "I'll call you on Thursday at ten."},
            "Call you on Thursday at ten.",
            [("ours", "Call them (at ten)", date(2026, 11, 26))],
        ),
    ],
)
async def test_the_next_step_is_offered_first_and_what_was_kept_can_be_taken_back(
    desk: Desk, said: dict[int, str], kept: str, promised: list[tuple[str, str, date]]
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    draft = await has_a_draft(desk)
    (words,) = said.values()
    assert draft.index(words) < draft.index("We need about forty hours")
    assert "the next step" in draft
    for _ in range(2):
        await desk.does("Keep", words)
        assert (await reflection(desk)).next_step == kept
        assert await promises(desk) == promised
        again = await desk.does("Take it back", words)
        assert (await reflection(desk)).next_step == ""
        assert await promises(desk) == []
        assert again == draft
    await desk.does("Keep", "We need about forty hours")
    await desk.does("Keep", "We can't move anything")
    await desk.does("Take it back", "We need about forty hours")
    heard = (await reflection(desk)).heard
    assert heard == "Jana Novak: We can't move anything before the first of March, honestly."
    drawn = desk.card
    await desk.asks(Means.FORM, "reflect", "1:heard", {"heard": "Two of them."})
    desk.card = drawn
    shown = await desk.does("Take it back", "We can't move anything")
    assert "you have changed it since" in shown
    assert (await reflection(desk)).heard == "Two of them."
    await desk.does("Edit", words)
    await desk.saves(**({"promised": "Call"} if promised else {"next_step": "Talk on Thursday."}))
    assert (await reflection(desk)).next_step == ("" if promised else "Talk on Thursday.")
    assert desk.labels[-2:] == ["Finish the reflection", "More lines (1)"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("We counted", "two hundred and ten hours"),
        ("Karel Benes", "by the eighteenth of December.”"),
    ],
)
async def test_a_kept_next_step_leaves_room_for_what_people_said(
    desk: Desk, line: str, shown: str
) -> None:
    step = (
        "So how about this, we talk again on Wednesday, you and me and one of the dispatchers, I "
        "think that's in the calendar already, half past three."
    )
    said = dict.fromkeys((4, 5, 7), "So it goes on and on here.") | {
        1: "We counted it in October. It was two hundred and ten hours, across the two depots.",
        3: "Karel Benes, our head of operations. He asked me for it because of the budget. He has "
        "to decide about the budget for next year by the eighteenth of December.",
        6: "I'll ask our legal team about the contract by Thursday.",
        8: "I'll send you the drawing of the two ramps in Brno by Friday.",
        64: step,
    }
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    await has_a_draft(desk)
    for words in ("So how about", "I'll ask our legal", "I'll send you the drawing", line):
        await desk.does("Keep", words)
    desk.clock.moment = NOON + DAY
    await desk.plans("Northwind", NINE + 2 * DAY, "Jana Novak")
    goal = (
        "Hear what Milan and the drivers of both depots would need to see before they try it " * 2
    )
    await desk.asks(
        Means.FORM, "goal", "2", {"goal": f"{goal}again, ramp by ramp and shift by shift"}
    )
    brief = await desk.asks(Means.COMMAND, "prep", "Northwind")
    assert shown in brief
    assert "we talk again on Wednesday" in brief


@pytest.mark.parametrize(
    ("said", "step"),
    [
        (
            {
                61: "I see her on Mondays. No, let's do the Monday after, the fourteenth.",
                62: "So the next step is, we talk on Friday, just short? Friday at two?",
                63: "Friday at two o'clock's my lunch. Make it quarter past.",
            },
            "So the next step is, we talk on Friday, just short?",
        ),
        (
            {
                62: "You call the architect this week. And we see each other on the tenth at two.",
                63: "Correct.",
            },
            "And we see each other on the tenth at two.",
        ),
        (
            {
                62: "I'm in the Betuwe on Monday, you'd have it on Wednesday.",
                64: "The ninth at four.",
            },
            "The ninth at four.",
        ),
    ],
)
async def test_a_refused_time_is_no_next_step_and_a_later_meeting_comes_before_other_days(
    desk: Desk, said: dict[int, str], step: str
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    draft = await has_a_draft(desk)
    assert draft.index(step) < draft.index(": the next step")
    assert draft.count(": the next step") == 1
    await desk.does("Keep", step)
    assert (await reflection(desk)).next_step.startswith(step.rstrip(".?"))
