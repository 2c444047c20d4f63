"""A competitor that is not on file is noticed by what is said beside its name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.playbook.in_use import Playbooks
from handlers.transcripts.figures.figures import measure
from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.precision import measured
from tests.transcripts.spoken import spoken
from tests.transcripts.talk import CONTEXT, PITCH, PLAYBOOK, call, said

RIVALS = [
    "We had a demo from, um, from Stapelo in the summer.",
    "Stapelo's offer is still on my table.",
    "In spring we had a pilot with Stapelo, in one depot.",
    "Stapelo quoted us nine thousand.",
    "The depot down the road has gone with Stapelo.",
    "We might switch to Stapelo in May.",
    "Compared with Stapelo you look expensive.",
    "My boss would rather renew with Stapelo.",
    "Honestly, it's you versus Stapelo.",
    "We also looked at Stapelo.",
    "Stapelo charges for each seat.",
    "He has been talking to Stapelo. They have the thing with the ramps.",
    "There's Stapelo. They only do bakeries.",
    "He has been talking to Stapelo. I might as well tell you. They have the thing with the ramps.",
    "We got a proposal from Stapelo last week.",
    "In April we had a presentation from Stapelo.",
    "With Stapelo the start is nine thousand, but the interface is extra.",
    "Stapelo was there, with a big stand.",
    "There is a third, they are called Stapelo, but only for the number.",
    "There's someone from Stapelo, he phones me. They've offered a hundred and sixty.",
    "With Stapelo's price I could start tomorrow.",
]
NO_RIVALS = [
    "I talked to Karl. They want it by May.",
    "There's someone from Bremervik, he drives the crane. They have a depot there.",
    "With Quentor the start is always slow.",
    "Quentor was there, with a cold.",
    "We have a third lorry, it is called Brunhild.",
    "The presentation by our own people was fine.",
    "We had a demo from our own people.",
    "We went with Tuesday in the end.",
    "She was talking to Ruth about it.",
    "We have been talking to Quentor. It was sunny that day. They have a new depot.",
    "We use Stapelo. Stapelo prints it. I like Stapelo.",
    "Compared with March it is better.",
    "We switched to Excel again.",
    "There's Millbrook, the other home.",
    "The offer from Northwind was ours.",
    "We looked at Bremen and Soltau on the map.",
    "Let's go with Thursday.",
    "We use Stapelo for the lorries.",
    "Instead of Monday we take Friday.",
    "I rang Stapelo about my car.",
    "Our ERP is from SAP.",
    "The proposal from Ann was fine.",
    "Over sixty I've got to go to Quentor, he's the head of finance.",
    "We had a quote from Quentor. Quentor, our CFO, wrote it.",
    "I've got to go to Quentor for that.",
]


def _unknown(words: str, rivals: tuple[str, ...] = ()) -> list[str]:
    context = CONTEXT.__class__(
        CONTEXT.mine, CONTEXT.colleagues, CONTEXT.day, rivals=rivals, no_rivals=("Northwind",)
    )
    spoken = call(said("Ann", 0, 50, "How was it?"), said("Bo", 50, 100, words))
    return [one.name for one in measure(spoken, context, PITCH).figures.perhaps_rivals]


def test_competitors_are_told_apart_from_people_places_and_tools() -> None:
    found = measured(_unknown, RIVALS, NO_RIVALS)
    assert (found.missed, found.wrong) == ([], [])


def test_what_is_on_file_is_not_offered_again_and_a_name_comes_once() -> None:
    assert _unknown("We had a pilot with Stapelo.", rivals=("Stapelo",)) == []
    assert _unknown("A pilot with Stapelo. And Stapelo's offer is cheap.") == ["Stapelo"]


@pytest.mark.parametrize(
    ("asked", "answered", "names"),
    [
        ("Who else are you talking to at this stage?", "There's Stapelo.", ["Stapelo"]),
        ("Which system was it?", "Stapelo.", ["Stapelo"]),
        ("Who else have you looked at?", "That's fair. So we've looked at Stapelo.", ["Stapelo"]),
        ("What did you like there?", "So we've looked at Stapelo.", []),
        ("Are there other vendors?", "No. Nobody.", []),
        ("Which system was it?", "Something of our own.", []),
        ("How was the fair?", "Stapelo.", []),
    ],
)
def test_an_answer_to_who_else_is_a_competitor(asked: str, answered: str, names: list[str]) -> None:
    spoken = call(said("Ann", 0, 50, asked), said("Bo", 50, 100, answered))
    found = measure(spoken, CONTEXT, PITCH).figures.perhaps_rivals
    assert [one.name for one in found] == names


async def test_what_was_not_heard_is_said_only_where_it_was_heard_before(desk: Desk) -> None:
    """The playbook's competitor is no news in a call with somebody who never named it."""
    name = "Routely"
    desk.talk._playbooks = Playbooks(replace(PLAYBOOK, competitors=(name,)))
    before = NINE - timedelta(days=3)
    await desk.plans("Northwind", before - timedelta(days=9), "Zorvik Hale")
    await desk.plans("Northwind", before, "Jana Novak")
    words = {3: "We had a pilot with Stapelo in May.", 5: "I got a quote from Zorvik for it."}
    await desk.drops(spoken(said=words), zoom_name(before))
    figures = await desk.presses("All figures")
    assert "didn't hear" not in figures
    assert "Perhaps a competitor, and not on file: Stapelo, named by them at 0:30." in figures
    assert "Zorvik" not in figures
    between = NINE - timedelta(days=2)
    await desk.plans("Northwind", between, "Jana Novak")
    await desk.drops(spoken(minutes=13, said={3: f"We use {name} today."}), zoom_name(between))
    assert "didn't hear" not in await desk.presses("All figures")
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(minutes=14), zoom_name(NINE))
    assert f"or in your goal: {name}." in await desk.presses("All figures")
