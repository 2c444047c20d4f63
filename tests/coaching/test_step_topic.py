"""The topic of a call that is planned from a next step."""

import pytest

from handlers.coaching.step_topic import topic_of


@pytest.mark.parametrize(
    ("step", "topic"),
    [
        ("Demo for the dispatchers", "Demo for the dispatchers"),
        ("pricing", "Pricing"),
        ("Go-live plan", "Go-live plan"),
        ("Then eleven o'clock, one hour, with Jochen, and I'll send the invitation", "Next call"),
        ("Okay, so one hour, demo with one of your nights, and Mira joins.", "Demo"),
        ("So our next one is Thursday the tenth of December at ten o'clock.", "Next call"),
        ("Okay, half an hour, we go through the quote", "Quote"),
        ("as usual, and we use it for the phase two costs", "Phase two costs"),
        ("We look at the go-live plan together with Anke", "Go-live plan"),
        ("Meet with your two dispatchers", "Next call"),
        ("Call Irina", "Next call"),
        ("Review the contract", "Contract"),
        ("Review of the contract", "Review of the contract"),
        ("with Jana", "Next call"),
    ],
)
def test_the_topic_of_a_next_step_is_a_short_phrase(step: str, topic: str) -> None:
    assert topic_of(step) == topic
