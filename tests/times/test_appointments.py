"""The time that a sentence names for a call."""

from datetime import UTC, date, datetime

import pytest

from handlers.times.appointments import appointment

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "words", "when"),
    [
        ("Thursday 9am, Jana sets it up", "Jana sets it up", "26T08:00"),
        ("next Tuesday 10am", "", "01T09:00"),
        ("Demo for the dispatchers on Friday", "Demo for the dispatchers", "27"),
        ("Demo Thursday at 10:30 with Ruben", "Demo with Ruben", "26T09:30"),
        ("Call Jana (Friday 9am)", "Call Jana", "27T08:00"),
        ("Call Jana Thu 9am; she brings two", "Call Jana; she brings two", "26T08:00"),
        ("Call at 3pm on Thursday.", "Call", "26T14:00"),
        ("We meet again in two weeks", "We meet again", "07"),
        ("Friday 9am London time", "", "27T09:00"),
        ("Friday, nine a.m. London, ten Berlin, with Ann", "with Ann", "27T09:00"),
        ("Friday 9am London, 10:00 in Berlin", "", "27T09:00"),
        ("Friday 9am London, 11 Berlin", "11 Berlin", "27T09:00"),  # not the same moment
    ],
)
def test_a_sentence_names_a_time(sentence: str, words: str, when: str) -> None:
    found = appointment(sentence, now=MONDAY, zone="Europe/Berlin", order="day first")
    assert found is not None
    assert found.words == words
    day = date(2026, 11 if when > "20" else 12, int(when[:2]))
    moment = datetime.fromisoformat(f"{day}{when[2:] or 'T12:00'}+00:00")
    assert found.is_at(moment, "Europe/Berlin")
    assert not found.is_at(moment.replace(year=2027), "Europe/Berlin")


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Send it by Friday",
        "Pricing call",
        "Black Friday plan",
        "Not before Friday 9am",
        "They sat down",
        "Talk to May Smith",
    ],
)
def test_a_sentence_names_none(sentence: str) -> None:
    assert appointment(sentence, now=MONDAY, zone="Europe/Berlin", order="day first") is None


def test_a_week_is_named_without_its_day() -> None:
    found = appointment("Call Irina next week", now=MONDAY, zone="Europe/Berlin", order="day first")
    assert found is not None
    assert (found.words, found.typed) == ("Call Irina", "next week")
    assert not found.is_at(MONDAY, "Europe/Berlin")
