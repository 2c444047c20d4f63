"""Compute how long a person is away, from Slack's do-not-disturb hours and status."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

ASK_AGAIN = timedelta(days=1)  # when to ask Slack again if a status has no end

ABSENT_EMOJI = {
    ":palm_tree:",
    ":beach_with_umbrella:",
    ":desert_island:",
    ":face_with_thermometer:",
}
# A person is not at work if this matches their status text and NOT_AWAY does not.
ABSENT = re.compile(
    r"\b(?:pto|ooto|ooo|out of (?:the )?office|vacation(?:ing)?|(?:on|public|bank) holidays?"
    r"|(?:annual|sick|parental|maternity|paternity|family|medical|bereavement|compassionate"
    r"|personal|study|jury) leave|(?:on|taking) (?:\w+ )?(?:leave|holidays?)|on sabbatical"
    r"|(?:day|days|week|afternoon|morning) off|(?:off|out) sick"
    r"|sick day|off (?:today|this week|until|till)|off work|(?:away|out|back) (?:until|till)"
    r"|back (?:on )?(?:mon|tues?|wednes|thurs?|fri)(?:day)?|urlaub|elternzeit|krank"
    r"|en vacances|en cong[eé]s?|de vacaciones|in ferie|de f[eé]rias)\b",
    re.IGNORECASE,
)
# A person whose status text matches this is not away, although the text mentions an absence.
NOT_AWAY = re.compile(
    r"\b(?:not|no|never|isn't|after|before|(?:back|returned) from|covering|cover for|approving"
    r"|planning|booking|needs?|dreaming|countdown) (?:[\w']+ ){0,3}?(?:pto|ooto|ooo|out of"
    r"|vacation|holidays?|leave|off|urlaub|sabbatical)\b"
    r"|\b(?:until|till) (?:my )?(?:pto|vacation|holidays?|leave)\b"
    r"|\b(?:pto|ooto|ooo|vacation|holidays?|leave|office|off) (?:planning|planner|polic(?:y|ies)"
    r"|requests?|approvals?|meeting|calendar|party|tracker|schedule|cover(?:age)?|handover"
    r"|season|hours?|soon|tomorrow|starts?|starting|next|in \d"
    r"|from (?:tomorrow|next|mon|tue|wed|thu|fri|sat|sun)\w*)\b",
    re.IGNORECASE,
)


def quiet_until(dnd: Any, now: datetime) -> datetime | None:  # noqa: ANN401 - Slack's answer
    """Return when the current do-not-disturb hours end (UTC), or None if there are none.

    `dnd` is one user's entry in the answer to dnd.teamInfo.
    """
    start, end = _moment(dnd.get("next_dnd_start_ts")), _moment(dnd.get("next_dnd_end_ts"))
    begun = dnd.get("dnd_enabled") and start and start <= now
    return end if begun and end and end > now else None


def absent_until(profile: Mapping[str, Any], now: datetime) -> datetime | None:
    """Return when a person's absence ends (UTC).

    Return None if the status mentions no absence, or if the status has expired. If the status never
    expires, return a day from now, so that Slack is asked again then.
    """
    if not _absent(str(profile.get("status_text") or ""), profile.get("status_emoji")):
        return None
    end = _moment(profile.get("status_expiration"))
    if end is None:
        return now + ASK_AGAIN
    return end if end > now else None


def _absent(words: str, emoji: object) -> bool:
    words = words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if NOT_AWAY.search(words):
        return False
    return emoji in ABSENT_EMOJI or ABSENT.search(words) is not None


def _moment(seconds: object) -> datetime | None:
    """Convert seconds since 1970 to UTC. Slack sends 0 for no time."""
    if not isinstance(seconds, int | float) or not seconds:
        return None
    return datetime.fromtimestamp(seconds, UTC)
