"""Next steps beside words such as "last" are told apart from the past and from habits."""

import pytest

from handlers.transcripts.lines.next_steps import ahead_in
from handlers.transcripts.speech.speech import plain_speech

AHEAD = [
    "Let's talk on Thursday, after the last tour.",
    "The last tour is back at four, so shall we say Friday at five?",
    "Last point from me: shall we meet on Tuesday?",
    "We can send you the last page by Wednesday.",
    "One last thing, shall we meet again on Monday?",
    "Let's have a last call on Thursday.",
    "Shall we meet on the 28th, on the last day of the month?",
    "We see each other on Tuesday, then.",
    "On Thursday we go through every depot together.",
    "Let's start with the last depot on Monday morning.",
]
NOT_AHEAD = [
    "We talked about that last Tuesday.",
    "Last week on Thursday we could not start.",
    "In the last call we said Tuesday.",
    "We meet every Friday.",
    "They check the list every single Monday.",
    "Each Monday morning we go through it.",
    "Last time you called on a Friday.",
    "For the last two weeks they start on Monday.",
    "Every other Thursday they visit a depot.",
    "We met on Tuesday after the last tour.",
]


@pytest.mark.parametrize("said", AHEAD)
def test_a_word_such_as_last_hides_no_next_step(said: str) -> None:
    assert ahead_in(plain_speech(said))


@pytest.mark.parametrize("said", NOT_AHEAD)
def test_what_is_over_or_a_habit_is_not_ahead(said: str) -> None:
    assert not ahead_in(plain_speech(said))
