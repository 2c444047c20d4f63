""" "/prep ACCOUNT WHEN": separating the account and the time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.times import Unclear, Understood, grammar, split

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 24, 11, 0, 20, tzinfo=ZoneInfo(BERLIN))
TOMORROW_3PM = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)

NAMES = [
    "Northwind",
    "3M",
    "7-Eleven",
    "Monday.com",
    "May Co",
    "Studio 54",
    "1800 Flowers",
    "March Networks",
    "24 Hour Fitness",
    "Friday's",
    "Century 21",
    "Motel 6",
    "Forever 21",
    "Fortune 500",
    "Vision 2030",
    "Support 24/7",
    "Good Morning",
    "Capital One",
    "Web 3.0",
    "Sun Microsystems",
    "Northwind & Söhne GmbH",
    "שלום בע״מ",
    "🚀 Rockets",
    "'; DROP TABLE accounts; --",
    "<!channel> *bold*",
]


def apart(text: str) -> tuple[str, Understood | Unclear | None]:
    return split(text, now=NOW, zone=BERLIN)[:2]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_alone_is_a_name(name: str) -> None:
    assert apart(name) == (name, None)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "when", ["tomorrow 3pm", "3pm tomorrow", "tomorrow at 3", "on Wed 25 Nov at 15:00", "25/11 3pm"]
)
def test_a_name_and_a_time(name: str, when: str) -> None:
    account, answer = apart(f"{name} {when}")
    assert isinstance(answer, Understood)
    assert (account, answer.starts_at) == (name, TOMORROW_3PM)


@pytest.mark.parametrize("joint", [", ", " - ", " – ", ": ", " | ", "   ", "\n"])
def test_what_stands_between_belongs_to_neither(joint: str) -> None:
    expected = "Northwind:" if joint == ": " else "Northwind"  # may be part of a name
    account, answer = apart(f"Northwind{joint}tomorrow 3pm")
    assert isinstance(answer, Understood)
    assert (account, answer.starts_at) == (expected, TOMORROW_3PM)


@pytest.mark.parametrize(
    ("text", "account", "reason"),
    [
        ("Northwind tomorrow", "Northwind", "no_time"),
        ("Northwind next week", "Northwind", "no_day_time"),
        ("Northwind yesterday 3pm", "Northwind", "past"),
        ("Northwind today 09:00", "Northwind", "past"),
        ("Northwind 28 March 2027 02:30", "Northwind", "gap"),
        ("Northwind 31 Nov 3pm", "Northwind", "no_such_date"),
        ("Northwind tomorrow 25:00", "Northwind", "no_such_time"),
        ("Northwind tomorrow 15:00-14:00", "Northwind", "ends_before_start"),
        ("Northwind 24 Nov 2031 3pm", "Northwind", "too_far"),
        ("Century 21 tomorrow", "Century 21", "no_time"),
    ],
)
def test_a_time_that_is_unclear_is_still_a_time(text: str, account: str, reason: str) -> None:
    found, answer = apart(text)
    assert isinstance(answer, Unclear)
    assert (found, answer.reason) == (account, reason)


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ('"Sunday Times" tomorrow 3pm', "Sunday Times"),
        ('"Ruby Tuesday" tomorrow 3pm', "Ruby Tuesday"),
        ("“Black Friday” tomorrow 3pm", "Black Friday"),
        ('"Studio 54 at 3" tomorrow 3pm', "Studio 54 at 3"),
        ('"Nova Co" - tomorrow 3pm', "Nova Co"),
        ('"Sunday Times tomorrow 3pm', '"Sunday Times'),
        ("Ruby Tuesday tomorrow 3pm", "Ruby Tuesday"),
        ("Level 3 tomorrow 3pm", "Level 3"),
        ("Studio 54 on Wednesday the 25th of November 2026 at 3 p.m.", "Studio 54"),
        ("tomorrow 3pm", ""),
        ("Northwind  &  Sons tomorrow 3pm", "Northwind  &  Sons"),
        ("Northwind Wed Nov 25 15:00:00 2026", "Northwind"),
        ("Northwind tomorrow 9am New York time", "Northwind"),
        ("Northwind tomorrow 15:00 (Berlin time)", "Northwind"),
    ],
)
def test_where_the_name_ends(text: str, account: str) -> None:
    found, answer = apart(text)
    assert isinstance(answer, Understood)
    assert (found, answer.starts_at) == (account, TOMORROW_3PM)


@pytest.mark.parametrize(("text", "account"), [('"Monday"', "Monday"), ('" "', ""), ("", "")])
def test_without_a_time(text: str, account: str) -> None:
    assert apart(text) == (account, None)


@pytest.mark.parametrize(
    "filler", ["x", "x ", " ", "3pm ", "tomorrow ", '"', "-", "1", "\0", "🚀 "]
)
def test_a_long_text_is_read_only_at_its_end(filler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tails: list[str] = []
    read = grammar.read

    def counted(text: str, own: str) -> object:
        tails.append(text)
        return read(text, own)

    monkeypatch.setattr(grammar, "read", counted)
    apart(filler * (10_000 // len(filler)))
    apart("Northwind " + filler * (9_000 // len(filler)) + " tomorrow 3pm")
    assert len(tails) <= 2 * 12
    assert all(len(tail) <= 120 for tail in tails)
