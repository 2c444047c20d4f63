"""Offer to use a calendar's time zone, if a person's messages use another time zone. Pure."""

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.cards import Button
from handlers.times.zones import city
from storage.tables import Call

USE = "zone.use"


def button(zone: str) -> Button:
    """Return the button that makes this IANA zone the person's own."""
    return Button(f"Use {zone}", USE, zone, beside=True)


def other_zone(own: str, calls: Sequence[Call]) -> str | None:
    """Return the time zone that more than half of a calendar's calls have, or None.

    The result is also None if `own` and the calendar's zone have the same clock time at the start
    of every call.
    """
    counted = Counter(call.zone for call in calls).most_common(1)
    if not counted or 2 * counted[0][1] <= len(calls):
        return None
    zone = counted[0][0]
    differs = any(
        call.starts_at.astimezone(ZoneInfo(zone)).utcoffset()
        != call.starts_at.astimezone(ZoneInfo(own)).utcoffset()
        for call in calls
    )
    return zone if differs else None


def sentence(own: str, zone: str) -> str:
    """Say that the calendar and the times in messages are in different zones."""
    return f"Your calendar is in {city(zone)} time, but my messages use {city(own)} time."
