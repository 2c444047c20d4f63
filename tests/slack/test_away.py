"""When somebody is back, by their do-not-disturb hours and status."""

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


AWAY = """
Out of office
out of the office till Friday
Out of Office: back 3 December
OOO
OOO until Wednesday
OOO, call Ben
ooo - sick
OOTO
OOTO all week
On PTO until Monday
PTO
PTO today
pto back on Tuesday
Vacationing
on vacation
On vacation in Portugal
On vacation. No laptop with me
Vacation until 4 Jan
Day off
Taking the day off
Taking a day off
Afternoon off
half day off
My week off
2 days off
Off today
Off until Thursday
Off this week
off work
Parental leave
On parental leave
On leave
Maternity leave
Paternity leave until March
Sick leave
annual leave
Bereavement leave
Family leave
On jury leave
Out sick
Off sick today
Sick day
on holiday
On holidays
On Christmas holiday
Bank holiday
Public holiday in Spain
On sabbatical
Away until Monday
Out until 7 December
Out till Friday
Out until Monday on PTO
On PTO, no laptop on me
Back on Monday
Back Thursday
Im Urlaub
Elternzeit
Krank
en vacances
En congé
De vacaciones
In ferie
De férias
"""

AT_WORK = """
In a meeting
Working remotely
Working from home
Commuting
zooom
leaving early
back office
Please leave
Vacation planning meeting
Vacation planning
vacation policy review
Vacation requests by Friday, please
Approving PTO
PTO approvals
PTO calendar is open
PTO from Monday
OOO tomorrow
OOO next week
Vacation starts Friday
Vacation soon
vacation next week
not on vacation
Not OOO
No PTO this month
not on leave yet
never off sick
Back from vacation
back from PTO
Just back from parental leave
Returned from leave
Covering for Ana's parental leave
Covering Ben's PTO
Before my vacation: ask me now
Needs a vacation
I need a day off
Countdown to vacation
Three days until vacation
Vacation in 3 days
Dreaming of a week off
Holiday party
Holiday season campaign
Planning the holiday party
Out of office hours: text me
On call
Focus time
Lunch
Back at 3
Off to a customer
Off-site in Berlin
On the road
At a customer's office
Out for lunch
out and about
Kick-off
Day 2 of onboarding
Take it or leave it
Leave requests: see Priya
Sales kickoff until Thursday
Busy until Monday
Conference till Friday
"""


def listed(words: str) -> list[str]:
    return words.strip().splitlines()


@pytest.mark.parametrize("words", listed(AWAY))
def test_words_that_say_somebody_is_away(words: str) -> None:
    assert absent_until({"status_text": words}, NOW) == NOW + timedelta(days=1)


@pytest.mark.parametrize("words", ["", *listed(AT_WORK)])
def test_words_that_do_not(words: str) -> None:
    assert absent_until({"status_text": words, "status_emoji": ":calendar:"}, NOW) is None


@pytest.mark.parametrize(
    ("emoji", "words", "away"),
    [
        (":palm_tree:", "", True),
        (":palm_tree:", "Lisbon", True),
        (":palm_tree:", "Vacation planning meeting", False),
        (":palm_tree:", "Not on vacation", False),
        (":face_with_thermometer:", "", True),
        (":no_entry:", "Focus time", False),
        (":no_entry:", "Out of Office", True),
        (":no_entry:", "not out of the office", False),
        (":calendar:", "I\N{RIGHT SINGLE QUOTATION MARK}m on PTO", True),
        (":calendar:", "isn\N{RIGHT SINGLE QUOTATION MARK}t on PTO", False),
    ],
)
def test_an_emoji_counts_unless_the_words_say_otherwise(
    emoji: str, words: str, *, away: bool
) -> None:
    until = absent_until({"status_text": words, "status_emoji": emoji}, NOW)
    assert (until is not None) == away


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
