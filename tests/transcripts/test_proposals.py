"""The first proposal: a price, a part of the product or a demo that begins, and no agenda."""

import pytest

from handlers.transcripts.figures.proposals import first_proposal
from handlers.transcripts.speech.sentences import sentences_of
from handlers.transcripts.timeline import place
from handlers.transcripts.turns import turns_of
from tests.transcripts.precision import measured
from tests.transcripts.talk import CONTEXT, PITCH, call, said

# Every sentence is in a turn of more than fifteen words.
AROUND = "Okay, good, thank you for that, and it is a good point, I must say, I like it."
PROPOSALS = [
    "And what we do, in simple words, we take all your stops and plan them.",
    "There we have a module that's called Twin, for trucks with two chambers.",
    "There's a connection for ships that we built for another harbour.",
    "We've got a small tool for that.",
    "We have an app for the drivers.",
    "So here you have your depot, with the north part of the town.",
    "On the right you see the hours of each driver.",
    "I press on calculate, and then the colours change.",
    "With two years I can go to thirty seven.",
    "We could go down to 35.",
    "I can offer you twenty nine.",
    "It's twelve euros a month.",
    "At €4 per seat it comes to nine thousand.",
]
NO_PROPOSALS = [
    "I thought I would start with a few words about us, and then we go over to you.",
    "I'd like to show you the app later.",
    "What I planned is, I show you the planning first, and then we leave time.",
    "Before we begin, let me give you a few words about the company.",
    "Let me share my screen.",
    "Let me show you my screen for a second.",
    "So you pay twelve euros a month at the moment.",
    "They want nine pounds per head from you.",
    "What we do, we ask first and listen.",
    "We have a meeting that we can't move.",
    "There's a report that they built for the board.",
    "I can go to ten o'clock if that helps.",
    "Here you said that it is slow.",
    "I press on with it.",
    "So it's fifteen thousand, and not thirty two.",
]


def proposes(words: str) -> bool:
    timeline = place(call(said("Ann", 0, 20, f"{AROUND} {words}")), CONTEXT)
    sentences = sentences_of(timeline, turns_of(timeline.cues, english=True))
    return first_proposal(sentences, PITCH) is not None


def test_what_is_offered_is_told_apart_from_the_agenda_and_from_what_others_cost() -> None:
    assert not proposes("")
    found = measured(proposes, PROPOSALS, NO_PROPOSALS)
    assert (found.missed, found.wrong) == ([], [])


@pytest.mark.parametrize("words", ["It's twelve euros a month.", "So here you have it."])
def test_a_short_reply_proposes_nothing(words: str) -> None:
    timeline = place(call(said("Ann", 0, 20, words)), CONTEXT)
    sentences = sentences_of(timeline, turns_of(timeline.cues, english=True))
    assert first_proposal(sentences, PITCH) is None
