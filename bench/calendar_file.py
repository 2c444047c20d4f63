"""Measure how long Attune takes to read a calendar's file, and how long the event loop stalls.

A read includes the separate process. The peer, icalendar, only parses the file. A stall is the
delay of a 2 ms sleep, compared with the delay on an idle event loop.
"""

import asyncio
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import NamedTuple

from icalendar import Calendar

from bench.table import Row
from bot.calendars.ics.calendar import LIMITS
from bot.calendars.ics.digest import digest
from bot.calendars.ics.worker import events_in

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SINCE, UNTIL = NOW - timedelta(days=1), NOW + timedelta(days=21)
EVENTS = 5_000
MEETINGS_A_DAY = 4
SERIES = 25  # one meeting in 25 is a weekly series; some series are years old
TIMES = 5
TICK = 0.002  # seconds

ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Lisbon
BEGIN:STANDARD
DTSTART:19701025T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE"""
EVENT = """BEGIN:VEVENT
DTSTART;TZID=Europe/Lisbon:{start:%Y%m%dT%H%M%S}
DTEND;TZID=Europe/Lisbon:{end:%Y%m%dT%H%M%S}
{rule}DTSTAMP:20261124T080000Z
UID:{number:026}@google.com
ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED:mailto:ana{number}@{domain}.example
DESCRIPTION:Agenda{filling}
STATUS:CONFIRMED
SUMMARY:Meeting {number}
END:VEVENT"""


def export(
    events: int,
    filling: int = 0,
    sales_calls: int = 1,
    a_day: int = MEETINGS_A_DAY,
    now: datetime = NOW,
) -> bytes:
    """Return a calendar of several years up to a month after `now`, with `filling` more bytes per
    event.

    One meeting in `sales_calls` is with a customer, and the others are with colleagues. A day has
    `a_day` meetings, an hour apart.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-TIMEZONE:Europe/Lisbon", ZONE]
    lines += _events(events, filling, sales_calls, a_day, now + timedelta(days=30))
    return "\n".join([*lines, "END:VCALENDAR", ""]).replace("\n", "\r\n").encode()


def _events(
    events: int, filling: int, sales_calls: int, a_day: int, last: datetime
) -> Iterator[str]:
    for number in range(events):
        start = last - timedelta(days=number // a_day, hours=number % a_day)
        yield EVENT.format(
            start=start,
            end=start + timedelta(minutes=30),
            rule="" if number % SERIES else "RRULE:FREQ=WEEKLY\n",
            number=number,
            filling="x" * filling,
            domain="ours" if number % sales_calls else "acme",
        )


class Watched(NamedTuple):
    """The seconds that some work took, and how it held up the event loop meanwhile."""

    took: float
    stall: float  # the longest
    computing: float  # the most processor time that the loop's thread used during one TICK


async def rows(folder: Path) -> list[Row]:  # noqa: ARG001 - nothing is stored
    """Return the figures about a calendar's file."""
    body, largest = export(EVENTS), export(EVENTS, LIMITS.size // EVENTS - 340)
    assert 1_500_000 < len(body) < 1_700_000, len(body)
    assert LIMITS.size * 0.95 < len(largest) < LIMITS.size, len(largest)
    reads, parsed, idle, large = [], [], [], []
    for _ in range(TIMES):
        reads.append(await watched(_read(body)))
        parsed.append(_parse(body))
        idle.append(await watched(asyncio.sleep(reads[-1][0])))
        large.append(await watched(_read(largest)))
    quiet = max(stall for _, stall in idle) * 1000
    name = f"calendar, {EVENTS:,} meetings in {len(body) / 1e6:.1f} MB"
    return [
        Row(f"{name}: read", median(took for took, _ in reads) * 1000, "ms", median(parsed) * 1000),
        Row(f"{name}: longest stall", max(stall for _, stall in reads) * 1000, "ms", quiet),
        Row(f"{name}: unchanged", await _unchanged(body) * 1000, "ms"),
        Row(
            f"calendar, {len(largest) / 1e6:.0f} MB: longest stall",
            max(stall for _, stall in large) * 1000,
            "ms",
            quiet,
        ),
    ]


async def watched(work: Awaitable[object]) -> tuple[float, float]:
    """Do some work. Return the seconds that it took, and the longest stall."""
    seen = await watched_closely(work)
    return seen.took, seen.stall


async def watched_closely(work: Awaitable[object]) -> Watched:
    """Do some work, and watch the event loop meanwhile."""
    stalls: list[tuple[float, float]] = []
    watching = asyncio.create_task(_watch(stalls))
    await asyncio.sleep(TICK)
    began = perf_counter()
    await work
    took = perf_counter() - began
    watching.cancel()
    return Watched(took, max(one for one, _ in stalls), max(one for _, one in stalls))


async def _read(body: bytes) -> None:
    await asyncio.to_thread(digest, body)
    found = await events_in(body, SINCE, UNTIL, zone="Europe/Lisbon")
    assert len(found) > EVENTS // SERIES, len(found)


async def _watch(stalls: list[tuple[float, float]]) -> None:
    while True:
        began, computed = perf_counter(), thread_time()
        await asyncio.sleep(TICK)
        stalls.append((perf_counter() - began - TICK, thread_time() - computed))


async def _unchanged(body: bytes) -> float:
    """Return the seconds to see that a fetched file has not changed."""
    began = perf_counter()
    await asyncio.to_thread(digest, body)
    return perf_counter() - began


def _parse(body: bytes) -> float:
    began = perf_counter()
    events = Calendar.from_ical(body).walk("VEVENT")
    took = perf_counter() - began
    assert len(events) == EVENTS
    return took
