"""What is asked about a time that is unclear, past, or no time."""

import pytest

from handlers.times.understanding import question_about_past
from tests.times.reading import BERLIN, NOW, ask, at


@pytest.mark.parametrize(
    ("text", "reason", "question"),
    [
        ("", "no_day_time", "When is the call? For example: tomorrow 15:00."),
        (" \u200b ", "no_day_time", "When is the call? For example: tomorrow 15:00."),
        ("in the morning", "no_day_time", "Which day, and what time? For example: tomorrow 15:00."),
        (
            "next week",
            "no_day_time",
            "Which day next week, and what time? For example: next Thursday 15:00.",
        ),
        ("today", "no_time", "What time today? For example: today 15:00."),
        ("tonight", "no_time", "What time tonight? For example: tonight 20:00."),
        ("this afternoon", "no_time", "What time this afternoon? For example: today 15:00."),
        ("tomorrow", "no_time", "What time tomorrow? For example: tomorrow 15:00."),
        (
            "tomorrow morning",
            "no_time",
            "What time tomorrow morning? For example: tomorrow 09:00.",
        ),
        ("Thursday", "no_time", "What time on Thursday? For example: Thursday 15:00."),
        (
            "12/12",
            "no_time",
            "What time on Saturday 12 December? For example: Saturday 12 December 15:00.",
        ),
        ("today 9", "past", "Today 09:00 was 2 hours ago. Did you mean tomorrow 09:00?"),
        ("yesterday 3pm", "past", "Yesterday 15:00 was 20 hours ago. Did you mean today 15:00?"),
        (
            "last Thursday 3pm",
            "past",
            "Thursday 19 November 15:00 was 5 days ago. Did you mean Thursday 15:00?",
        ),
        (
            "2026-11-24 4am ET",
            "past",
            "Today 04:00 (New York time) was 1 hour ago. "
            "Did you mean tomorrow 04:00 (New York time)?",
        ),
        (
            "24 Nov 2025 15:00",
            "past",
            "Monday 24 November 2025 15:00 was 12 months ago. "
            "When is the call? For example: tomorrow 15:00.",
        ),
        (
            "yesterday",
            "past",
            "Yesterday has passed. When is the call? For example: tomorrow 15:00.",
        ),
        (
            "2 hours ago",
            "past",
            "Today 09:00 was 2 hours ago. When is the call? For example: tomorrow 15:00.",
        ),
        (
            "31 Nov 3pm",
            "no_such_date",
            "November has 30 days. Which day did you mean? For example: 30 November 15:00.",
        ),
        (
            "29 Feb 2027 3pm",
            "no_such_date",
            "February 2027 has 28 days. Which day did you mean? "
            "For example: 28 February 2027 15:00.",
        ),
        (
            "tomorrow 25:00",
            "no_such_time",
            "There is no 25:00. What time did you mean? For example: tomorrow 15:00.",
        ),
        (
            "Monday 1 December 15:00",
            "wrong_weekday",
            "1 December is a Tuesday, not a Monday. Which day did you mean? "
            "For example: Tuesday 1 December 15:00.",
        ),
        (
            "tomorrow 15:00-14:00",
            "ends_before_start",
            "14:00 is not after 15:00. When does it end? For example: tomorrow 15:00 for 45 min.",
        ),
        (
            "3pm for 20 hours",
            "too_long",
            "That would be 20 hours long. When does it end? For example: tomorrow 15:00-16:00.",
        ),
        (
            "24 Nov 2031 15:00",
            "too_far",
            "That is in 2031, more than two years ahead. When is it? For example: tomorrow 15:00.",
        ),
        ("lunchtime", "no_day_time", "Which day, and what time? For example: tomorrow 15:00."),
        (
            "the usual",
            "not_a_time",
            "I can't read that as a time. When is the call? For example: tomorrow 15:00.",
        ),
    ],
)
def test_a_question(text: str, reason: str, question: str) -> None:
    answer = ask(text)
    assert (answer.reason, answer.question) == (reason, question)


def test_a_past_time_comes_with_the_moment_that_was_probably_meant() -> None:
    assert ask("today 9").suggestion == at("2026-11-25 09:00")
    assert ask("yesterday 3pm").suggestion == at("2026-11-24 15:00")
    assert ask("24 Nov 2025 15:00").suggestion is None


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "54 March 3pm",
        "December 3pm",
        "Fortune 500 March",
        "3M",
        "24 hours",
        "25",
        "13am",
        "3pm in Atlantis",
        "tomorrow 9 ET am",
        "tomorrow 3pm a m",
        "tomorrow 3pm 4pm",
        "tomorrow 2036",
        "Tuesday tomorrow 3pm",
        "; DROP TABLE calls",
        "x" * 10_000,
        "tomorrow 3pm " * 1000,
    ],
)
def test_what_is_no_time_is_never_made_one(text: str) -> None:
    assert ask(text).reason == "not_a_time"


def test_an_offered_time_that_has_just_passed() -> None:
    offered = NOW.replace(second=0)
    question = question_about_past(offered, now=NOW, zone=BERLIN).question
    assert question.startswith("Today 11:00 has just passed. When is the call?")
