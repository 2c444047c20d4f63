"""Promises that are taken back in a call: which one is meant, and what the draft says about it."""

import pytest

from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.drafts import has_a_draft
from tests.transcripts.lines_drawn import drawn
from tests.transcripts.spoken import spoken
from tests.transcripts.talk import said

SAMPLE = "I'll send you a first sample of the map on Monday."
ASIDE = "So that is how the tour planning works here."
OFFER = "And we'll waive the set-up fee for all depots."


@pytest.mark.parametrize(
    ("later", "left", "gone"),
    [
        (
            "Well, let me not say that, Rolf has to agree first. Forget I said it.",
            [SAMPLE],
            [OFFER],
        ),
        ("Hang on, forget I said that.", [SAMPLE], [OFFER]),
        ("The sample of the map, forget I said that.", [], [SAMPLE]),
    ],
)
def test_only_the_nearest_offer_is_taken_back_and_two_cues_are_one(
    later: str, left: list[str], gone: list[str]
) -> None:
    turns = [said("Ann", words=SAMPLE), said("Bo", words="Good."), said("Ann", words=ASIDE)]
    turns += [said("Bo", words="I see."), said("Ann", words=OFFER), said("Bo", words="Oh, nice.")]
    found = drawn(*turns, said("Ann", words=later))
    assert [line.words for line in found.lines if line.kind == "promise"] == left
    assert [line.words for line in found.taken_back] == gone


def test_nothing_far_away_is_taken_back() -> None:
    chat = [said(who, words=ASIDE) for who in ("Bo", "Ann") * 5]
    later = said("Ann", words="I did say so last year, yes. I can't now, scrap that.")
    found = drawn(said("Ann", words=SAMPLE), *chat, said("Bo", words="And the audit?"), later)
    assert [line.words for line in found.lines if line.kind == "promise"] == [SAMPLE]
    assert found.taken_back == ()


@pytest.mark.guesses
async def test_the_draft_names_what_was_taken_back_once_and_does_not_offer_it(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    words = {4: OFFER, 6: "Actually, forget I said that, I have to ask first."}
    await desk.drops(spoken(said=words), zoom_name(NINE))
    draft = await has_a_draft(desk)
    assert draft.count(OFFER) == 1
    assert f"{OFFER} You, 0:40: a promise, taken back later in the call," in draft
