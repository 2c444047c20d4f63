"""What Slack's do-not-disturb and a person's status say about when they are back. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

ASK_AGAIN = timedelta(days=1)  # after an absence without an end

ABSENT_EMOJI = {
    ":palm_tree:",
    ":beach_with_umbrella:",
    ":desert_island:",
    ":face_with_thermometer:",
    ":no_entry:",
}
ABSENT_WORDS = re.compile(
    r"\b(out of (the )?office|ooo|vacation(ing)?|on (\w+ )?(leave|holiday)|annual leave"
    r"|sick leave|(off|out) sick)\b",
    re.IGNORECASE,
)


def quiet_until(dnd: Any, now: datetime) -> datetime | None:  # noqa: ANN401 - Slack's answer
    """The end (UTC) of the do-not-disturb hours that we are in."""
    start, end = _moment(dnd.get("next_dnd_start_ts")), _moment(dnd.get("next_dnd_end_ts"))
    begun = dnd.get("dnd_enabled") and start and start <= now
    return end if begun and end and end > now else None


def absent_until(profile: Mapping[str, Any], now: datetime) -> datetime | None:
    """The end (UTC) of an absence their status tells of; a day on if it names no end."""
    told = profile.get("status_emoji") in ABSENT_EMOJI or ABSENT_WORDS.search(
        str(profile.get("status_text") or "")
    )
    if not told:
        return None
    end = _moment(profile.get("status_expiration"))
    if end is None:
        return now + ASK_AGAIN
    return end if end > now else None


def _moment(seconds: object) -> datetime | None:
    """Slack's seconds since 1970; 0 or nothing is no time."""
    if not isinstance(seconds, int | float) or not seconds:
        return None
    return datetime.fromtimestamp(seconds, UTC)
