"""Every reason for taking a meeting for a call, or not, has a sentence."""

from typing import get_args

import pytest

from handlers.sources.sales_calls import MAX_SOLD_TO
from handlers.views.meeting_reasons import why
from storage.choices import MeetingReason


@pytest.mark.parametrize("reason", get_args(MeetingReason))
def test_a_reason_is_a_short_sentence(reason: MeetingReason) -> None:
    sentence = why(reason)
    assert sentence.endswith(".")
    assert len(sentence.split()) <= 14


def test_the_word_in_the_title_is_named() -> None:
    said = why("word in the title", "job talk")
    assert said == "“Job talk” in its title says that it is something else."


def test_the_limit_of_guests_is_said_as_it_is() -> None:
    assert f"More than {MAX_SOLD_TO} people" in why("too many guests")
