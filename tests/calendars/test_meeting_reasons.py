"""Every reason for taking a meeting for a call, or not, has a sentence."""

from typing import get_args

import pytest

from handlers.sources.calendars.sales_calls import MAX_SOLD_TO
from handlers.views.meetings.meeting_reasons import why
from storage.choices import MeetingReason


@pytest.mark.parametrize("reason", get_args(MeetingReason))
def test_a_reason_is_a_short_sentence(reason: MeetingReason) -> None:
    sentence = why(reason)
    assert sentence.endswith(".")
    assert len(sentence.split()) <= 14


def test_the_limit_of_guests_is_said_as_it_is() -> None:
    assert f"More than {MAX_SOLD_TO} people" in why("too many guests")


@pytest.mark.parametrize(
    ("reason", "word", "said"),
    [
        ("you said yes", "domain:a.example", "You said meetings with a.example are sales calls."),
        (
            "you said no",
            "guest:b@c.example",
            "You said meetings with b@c.example aren't sales calls.",
        ),
        ("you said yes", "series:7", "You said the meetings of this series are sales calls."),
        ("you said yes", "meeting:7", "You said it is a sales call."),
    ],
)
def test_an_answer_to_one_question_is_told_as_one_answer(
    reason: MeetingReason, word: str, said: str
) -> None:
    assert why(reason, word) == said
