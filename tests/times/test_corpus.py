"""Hundreds of phrases as reps type them: none is read wrong, and few lead to needless questions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.times import DateOrder, Unclear, Understood, date_order, split, understand
from tests.times import corpus
from tests.times.corpus import Moments, Phrase

ENOUGH_READ = 0.85
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 9, 20, tzinfo=BERLIN)
THURSDAY = datetime(2026, 11, 26, 15, 0, tzinfo=BERLIN)


def behind_an_account_on_file(phrase: Phrase) -> Moments | None:
    """After an account on file, all of the phrase must be a time."""
    order = date_order(phrase.locale, phrase.zone)
    return _moments(understand(phrase.text, now=phrase.now, zone=phrase.zone, order=order))


def behind_a_new_name(phrase: Phrase) -> Moments | None:
    """After a new name, the end of the name must be found too."""
    order = date_order(phrase.locale, phrase.zone)
    text = f"Contoso {phrase.text}"
    return _moments(split(text, now=phrase.now, zone=phrase.zone, order=order)[1])


def _moments(answer: object) -> Moments | None:
    if isinstance(answer, Understood):
        return answer.starts_at, answer.ends_at
    return None


@pytest.mark.parametrize("reads", [behind_an_account_on_file, behind_a_new_name])
def test_the_phrases(reads: Callable[[Phrase], Moments | None]) -> None:
    found = corpus.count(reads)
    figures = {outcome: len(texts) for outcome, texts in found.items()}
    print(reads.__name__, figures)  # noqa: T201 - shown with -s, and where the test fails
    assert sum(figures.values()) > 400
    assert found["wrong"] == []
    name_a_moment = sum(phrase.meant is not None for phrase in corpus.phrases())
    assert figures["read"] >= ENOUGH_READ * name_a_moment
    assert figures["refused"] <= 0.03 * name_a_moment


def test_the_half_that_was_kept_aside_does_no_worse() -> None:
    aside = [each for i, each in enumerate(corpus.phrases()) if corpus.kept_aside(i) and each.meant]
    read = [
        each for each in aside if corpus.outcome(each, behind_an_account_on_file(each)) == "read"
    ]
    assert len(read) >= ENOUGH_READ * len(aside)


def test_a_new_name_is_found_whole() -> None:
    for phrase in corpus.phrases():
        order = date_order(phrase.locale, phrase.zone)
        text = f"Contoso {phrase.text}"
        name, answer, _ = split(text, now=phrase.now, zone=phrase.zone, order=order)
        if isinstance(answer, Understood):
            assert name == "Contoso"


def test_a_time_that_the_clocks_jump_over_leads_to_both_beside_it() -> None:
    now = datetime(2026, 11, 23, 9, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    answer = understand("28 March 2027 02:30", now=now, zone="Europe/Berlin")
    assert isinstance(answer, Unclear)
    assert [offer.starts_at.hour for offer in answer.offers] == [1, 0]  # in UTC


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("10ish", "That time is approximate: I took it as 10:00."),
        ("~10", "That time is approximate: I took it as 10:00."),
        ("in about 5 hours", "That time is approximate: I took it as 14:20."),
        ("3pm IST", "I read IST as Kolkata time."),
        ("3pm CST", "I read CST as Chicago time."),
        ("exactly 10am", None),
        ("3pm ET", None),
    ],
)
def test_what_was_chosen_for_somebody_is_said(text: str, note: str | None) -> None:
    answer = understand(text, now=MONDAY, zone="Europe/Berlin")
    assert isinstance(answer, Understood)
    assert answer.note == note


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("4pm", "2026-11-26 16:00"),
        ("same day 5:30pm", "2026-11-26 17:30"),
        ("friday same time", "2026-11-27 15:00"),
        ("Same time, Friday", "2026-11-27 15:00"),
        ("same time next week on tuesday", "2026-12-01 15:00"),
        ("an hour later", "2026-11-26 16:00"),
        ("1h later", "2026-11-26 16:00"),
        ("+1h", "2026-11-26 16:00"),
        ("+ 30 min", "2026-11-26 15:30"),
        ("-1h", "2026-11-26 14:00"),
        ("half an hour earlier", "2026-11-26 14:30"),
        ("a day later", "2026-11-27 15:00"),
        ("two weeks later", "2026-12-10 15:00"),
        ("in 1h", "2026-11-23 10:20"),
        ("friday 10am", "2026-11-27 10:00"),
    ],
)
def test_a_changed_call_is_moved_from_where_it_was(text: str, meant: str) -> None:
    answer = understand(text, now=MONDAY, zone="Europe/Berlin", planned=THURSDAY)
    assert isinstance(answer, Understood)
    assert f"{answer.starts_at.astimezone(BERLIN):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    "text", ["same time 4pm", "same time as Jana", "+1h 3pm", "same day friday", "later", "10 11"]
)
def test_a_change_with_words_unread_is_asked_about(text: str) -> None:
    assert isinstance(understand(text, now=MONDAY, zone="Europe/Berlin", planned=THURSDAY), Unclear)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("fri 4.12", "What time on Friday 4 December?"),
        ("thu 3.12", "What time on Thursday 3 December?"),
        ("fri 4-12", "What time on Friday 4 December?"),
        ("tue 1.12", "What time on Tuesday 1 December?"),
        ("fri 9.12", "Is that the time, Friday 09:12, or the date, Wednesday 9 December?"),
        ("tue 1.12-10", "What time on Tuesday 1 December?"),
        ("by tomorrow 3pm", "Did you mean tomorrow 15:00?"),
        ("by 3pm tomorrow", "Did you mean tomorrow 15:00?"),
        ("ten to four tomorrow", "Is that tomorrow 10:00-16:00 or tomorrow 15:50?"),
        (
            "tomorrow 4-12",
            "I read that as 16:00 to 00:00, but I'm not sure. When does it start and end?",
        ),
    ],
)
def test_the_question_names_what_may_be_meant(text: str, question: str) -> None:
    on_file = understand(text, now=MONDAY, zone="Europe/Berlin")
    name, behind_a_name, _ = split(f"Contoso {text}", now=MONDAY, zone="Europe/Berlin")
    assert name == "Contoso"
    for answer in (on_file, behind_a_name):
        assert isinstance(answer, Unclear)
        assert answer.question.startswith(question)


def test_the_day_named_as_an_example_has_the_name_that_was_typed() -> None:
    for text, example in (
        ("friday the 13th", "For example: Friday 11 December 15:00."),
        ("friday the 28th", "For example: Friday 27 November 15:00."),
    ):
        answer = understand(text, now=THURSDAY, zone="Europe/Berlin")
        assert isinstance(answer, Unclear)
        assert answer.question.endswith(example)


@pytest.mark.parametrize("order", ["day first", "month first", "ask"])
def test_a_day_and_the_numbers_of_its_date_are_never_a_time(order: DateOrder) -> None:
    for ahead in range(7, 180):
        day = THURSDAY + timedelta(days=ahead)
        pairs = [(day.day, day.month)]
        if order == "month first":
            pairs.append((day.month, day.day))
        for first, second in pairs:
            for text in (f"{day:%a} {first}.{second:02}", f"on {day:%A} {first:02}.{second:02}"):
                for typed in (text, f"{text}-16"):
                    answer = understand(typed, now=THURSDAY, zone="Europe/Berlin", order=order)
                    assert isinstance(answer, Unclear), typed


def test_hours_without_am_or_pm_are_a_call_of_four_hours_at_most() -> None:
    for start in range(25):
        for end in range(25):
            text = f"tomorrow {start}-{end}"
            answer = understand(text, now=MONDAY, zone="Europe/Berlin")
            if isinstance(answer, Understood):
                assert answer.ends_at is not None
                assert answer.ends_at - answer.starts_at <= timedelta(hours=4), text
                assert (answer.starts_at.astimezone(BERLIN).hour - start) % 12 == 0, text


@pytest.mark.parametrize(
    ("text", "zone", "today", "utc"),
    [
        ("sunday 2:30am CET", "Europe/Berlin", "2026-10-22", "2026-10-25 01:30"),
        ("sunday 2:30am CEST", "Europe/Berlin", "2026-10-22", "2026-10-25 00:30"),
        ("sunday 2:30am MEZ", "Europe/Paris", "2026-10-22", "2026-10-25 01:30"),
        ("sunday 2:30am MESZ", "Europe/Berlin", "2026-10-22", "2026-10-25 00:30"),
        ("sunday 2:30am", "Europe/Berlin", "2026-10-22", "2026-10-25 00:30"),
        ("tomorrow 1:30am EST", "America/New_York", "2026-10-31", "2026-11-01 06:30"),
        ("tomorrow 1:30am EDT", "America/New_York", "2026-10-31", "2026-11-01 05:30"),
    ],
)
def test_the_name_of_the_season_tells_which_of_two_hours_is_meant(
    text: str, zone: str, today: str, utc: str
) -> None:
    now = datetime.fromisoformat(f"{today} 14:20").replace(tzinfo=ZoneInfo(zone))
    answer = understand(text, now=now, zone=zone)
    assert isinstance(answer, Understood)
    assert f"{answer.starts_at:%Y-%m-%d %H:%M}" == utc
    assert answer.note is not None
    assert "keeps" not in answer.note
