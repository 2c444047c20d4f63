"""A goal is read by what it intends: held to a labelled list, half of which the rule never saw."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.coaching.goals.intents import Intent, intent
from tests.shipped import SHIPPED_PLAYBOOK

PITCH = SHIPPED_PLAYBOOK.pitch
SEED = 12
LABELLED = [
    (label, goal)
    for line in (Path(__file__).parent / "pitch_goals.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
    for label, goal in [line.split(": ", 1)]
]
SHUFFLED = random.Random(SEED).sample(LABELLED, len(LABELLED))  # noqa: S311 - no secret
HALF = len(SHUFFLED) // 2
FITTED, KEPT_ASIDE = SHUFFLED[:HALF], SHUFFLED[HALF:]


def test_the_list_is_large_varied_and_even() -> None:
    labels = Counter(label for label, _ in LABELLED)
    assert labels["pitch"] >= 60
    assert labels["ask"] >= 60
    assert len({goal.casefold() for _, goal in LABELLED}) == len(LABELLED)


@pytest.mark.parametrize("half", [FITTED, KEPT_ASIDE], ids=["fitted", "kept aside"])
def test_pitches_are_found_and_questions_left_alone(half: list[tuple[str, str]]) -> None:
    table = Counter((label, intent(goal, PITCH)) for label, goal in half)
    found = table["pitch", "pitch"]
    flagged = sum(count for (_, said), count in table.items() if said == "pitch")
    pitches = sum(count for (label, _), count in table.items() if label == "pitch")
    assert found / flagged >= 0.95, table
    assert found / pitches >= 0.8, table


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ("Demo the freezer alarms", "pitch"),
        ("Ask what the demo left open", "ask"),
        ("Demo the alarms, then hear what is missing", "ask"),  # one part that asks is enough
        ("Demo the alarms to learn what is missing", "ask"),
        ("Show the lab how to see its alarms", "pitch"),  # "how to see" asks nothing
        ("No demo: ask for last week's alarms", "ask"),
        ("Get the quote signed", "pitch"),
        ("Get their view of the quote", "ask"),
        ("Get price information", "neither"),
        ("Discuss our quote", "pitch"),
        ("Discuss their quote", "ask"),
        ("Discuss our quote and their questions", "neither"),
        ("Walk Dr. Amir through the alarms", "pitch"),
        ("Have Dr. Amir walk me through an alarm", "ask"),
        ("Let Dr. Amir know what the service costs", "pitch"),
        ("Offer two dates", "neither"),
        ("Show that we listened", "neither"),
        ("Explain what happened on Tuesday", "neither"),
        ("Presenting the alarms", "pitch"),
        ("presnet the alarms", "pitch"),
        ("Prevent churn", "neither"),  # another letter makes another word, not a typing mistake
        ("Live demo", "pitch"),
        ("Demo follow-up", "neither"),
        ("Agree on scope and offer", "neither"),
        ("Frobnicate the price", "neither"),  # what is not understood is no pitch
        ("", "neither"),
        ("了解他们的采购流程", "neither"),
    ],
)
def test_the_leading_verb_of_each_part_decides(goal: str, said: Intent) -> None:
    assert intent(goal, PITCH) == said


@given(st.text(), st.text(alphabet="demo ask,and.to then?-…'", max_size=60))
def test_any_text_is_read(one: str, other: str) -> None:
    assert intent(f"{one} {other}", PITCH) in {"pitch", "ask", "neither"}
