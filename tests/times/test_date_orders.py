"""Whether 12/4 is in April or in December."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.times import DateOrder, Unclear, Understood, date_order, understand

NOW = datetime(2026, 11, 30, 8, 20, tzinfo=ZoneInfo("America/Toronto"))


@pytest.mark.parametrize(
    ("locale", "zone", "order"),
    [
        (None, "America/New_York", "month first"),
        (None, "America/Indiana/Indianapolis", "month first"),
        (None, "Pacific/Honolulu", "month first"),
        (None, "Europe/Berlin", "day first"),
        (None, "America/Sao_Paulo", "day first"),
        (None, "America/Mexico_City", "day first"),
        (None, "America/Toronto", "ask"),
        (None, "UTC", "day first"),
        ("en-US", "America/New_York", "month first"),
        ("en_US", "America/New_York", "month first"),
        ("en-US", "Europe/Berlin", "ask"),  # what everybody begins with, wherever they are
        ("en-US", "America/Toronto", "ask"),
        ("en-GB", "America/New_York", "day first"),
        ("de-DE", "America/New_York", "day first"),
        ("en-CA", "America/New_York", "ask"),
        ("ja-JP", "Asia/Tokyo", "month first"),
        ("zh-Hant-TW", "Asia/Taipei", "month first"),
        ("fil-PH", "Asia/Manila", "month first"),
        ("de", "Europe/Berlin", "day first"),
    ],
)
def test_it_follows_the_locale_and_else_the_zone(
    locale: str | None, zone: str, order: DateOrder
) -> None:
    assert date_order(locale, zone) == order


def asked(text: str) -> Understood | Unclear:
    return understand(text, now=NOW, zone="America/Toronto", order="ask")


def test_where_both_are_usual_it_is_asked_with_both_named() -> None:
    answer = asked("12/4 3pm")
    assert isinstance(answer, Unclear)
    assert answer.question == "Is that Monday 12 April 15:00 or Friday 15:00?"
    assert [offer.starts_at.month for offer in answer.offers] == [4, 12]
    without_time = asked("12/4")
    assert isinstance(without_time, Unclear)
    assert without_time.question.startswith("Does 12/4 mean 12 April or 4 December? And what time?")


@pytest.mark.parametrize("text", ["Fri 12/4 3pm", "12/13 3pm", "4 Dec 3pm", "12/12 3pm"])
def test_what_can_only_be_one_day_is_not_asked_about(text: str) -> None:
    assert isinstance(asked(text), Understood)


def test_dots_put_the_day_first_but_not_for_those_who_put_it_second() -> None:
    how = {"now": NOW, "zone": "America/New_York"}
    for text in ("4.12. 3pm", "4.12.2026 3pm"):
        answer = understand(text, now=NOW, zone="Europe/Berlin", order="day first")
        assert isinstance(answer, Understood)
        assert (answer.starts_at.month, answer.note) == (12, None)
    assert isinstance(understand("4.12 3pm", order="month first", **how), Unclear)  # type: ignore[arg-type]
