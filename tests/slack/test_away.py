"""What do-not-disturb and a status say about when somebody is back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.slack.away import absent_until, quiet_until

NOW = datetime(2026, 11, 23, 8, 25, tzinfo=UTC)
HOUR = timedelta(hours=1)


def stamp(moment: datetime) -> int:
    return int(moment.timestamp())


def hours(start: datetime, end: datetime, *, enabled: bool = True) -> dict[str, object]:
    return {
        "dnd_enabled": enabled,
        "next_dnd_start_ts": stamp(start),
        "next_dnd_end_ts": stamp(end),
    }


@pytest.mark.parametrize(
    ("dnd", "until"),
    [
        ({}, None),
        ({"dnd_enabled": True}, None),
        (hours(NOW - HOUR, NOW + HOUR), NOW + HOUR),
        (hours(NOW, NOW + HOUR), NOW + HOUR),
        (hours(NOW - HOUR, NOW), None),
        (hours(NOW + HOUR, NOW + 2 * HOUR), None),
        (hours(NOW - HOUR, NOW + HOUR, enabled=False), None),
        ({"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, None),
        ({"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, None),
        ({"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": "soon"}, None),
    ],
)
def test_quiet(dnd: dict[str, object], until: datetime | None) -> None:
    assert quiet_until(dnd, NOW) == until


@pytest.mark.parametrize(
    "words",
    [
        "Out of office",
        "out of the office till Friday",
        "OOO",
        "Vacationing",
        "on vacation",
        "On parental leave",
        "on leave",
        "Out sick",
        "annual leave",
        "on holiday",
    ],
)
def test_words_that_say_somebody_is_away(words: str) -> None:
    assert absent_until({"status_text": words}, NOW) == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "In a meeting",
        "Working remotely",
        "zooom",
        "leaving early",
        "back office",
        "Please leave",
    ],
)
def test_words_that_do_not(words: str) -> None:
    assert absent_until({"status_text": words, "status_emoji": ":calendar:"}, NOW) is None


@pytest.mark.parametrize(
    ("expires", "until"),
    [
        (0, NOW + timedelta(days=1)),
        (None, NOW + timedelta(days=1)),
        (stamp(NOW + HOUR), NOW + HOUR),
        (stamp(NOW), None),
        (stamp(NOW - HOUR), None),
    ],
)
def test_an_absence_ends_with_the_status(expires: int | None, until: datetime | None) -> None:
    profile = {"status_emoji": ":palm_tree:", "status_text": "", "status_expiration": expires}
    assert absent_until(profile, NOW) == until


def test_a_profile_without_a_status() -> None:
    assert absent_until({}, NOW) is None
    assert absent_until({"status_text": None, "status_emoji": None}, NOW) is None
