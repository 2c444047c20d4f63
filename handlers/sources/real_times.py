"""Takes in when a Teams meeting really began or ended, and finds the calls it belongs to.

A call keeps the latest start and the latest end that were reported. So the order in which reports
arrive, and how often, makes no difference, and a meeting that people join again has begun again.
`handlers.nudges.plan.CallAhead` says what follows from the two times.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.nudges.plan import OVERRUN
from storage import calls
from storage.meeting_links import meeting_of
from storage.tables import Call

What = Literal["started", "ended"]

EARLY = timedelta(minutes=30)  # how long before its planned start a call may begin
LATE = timedelta(minutes=15)  # how long after its planned end it may begin, or begin again
LONG_PAST = timedelta(days=1) + OVERRUN  # a call lasts a day at most


@dataclass(frozen=True)
class MeetingReport:
    """A platform's report that a meeting began or ended at a time (UTC)."""

    tenant: str
    join_url: str
    what: What
    at: datetime


async def note(session: AsyncSession, report: MeetingReport, now: datetime) -> int:
    """Note a report on the calls that it is about. Returns how many: none for most meetings.

    The meetings of a series have the same link, so the call is the one at about that time. Several
    calls at that time may have the link, if colleagues planned them separately. A time in the
    future counts as now (UTC), and one that is long past is left out.
    """
    at, meeting = min(report.at, now), meeting_of(report.join_url)
    if not meeting or now - at > LONG_PAST:
        return 0
    found = await calls.of_meeting(
        session, report.tenant, meeting, since=at - LONG_PAST, until=at + EARLY
    )
    return len(apply(found, report.what, at))


def apply(found: Iterable[Call], what: What, at: datetime) -> list[Call]:
    """Note that a meeting began or ended at a time (UTC). Returns the calls that it is about."""
    concerned = starting(found, at) if what == "started" else ending(found, at)
    for call in concerned:
        if what == "started":
            call.started_at = max(call.started_at or at, at)
        else:
            call.ended_at = max(call.ended_at or at, at)
    return concerned


def starting(found: Iterable[Call], at: datetime) -> list[Call]:
    """Those of a meeting's calls that begin when the meeting begins at a time (UTC)."""
    near = [call for call in found if call.starts_at - EARLY <= at <= call.ends_at + LATE]
    return _planned_with(min(near, key=lambda call: abs(call.starts_at - at), default=None), near)


def ending(found: Iterable[Call], at: datetime) -> list[Call]:
    """Those of a meeting's calls that end when the meeting ends at a time (UTC).

    Calls in one meeting may follow each other; then it is the one that is known to be running.
    """
    near = [call for call in found if call.starts_at - EARLY <= at <= call.ends_at + OVERRUN]
    running = [call for call in near if _runs_until(call, at)]
    begun = [call for call in near if call.starts_at < at]
    best = max(running or begun or near, key=lambda call: call.starts_at, default=None)
    return _planned_with(best, near)


def _runs_until(call: Call, at: datetime) -> bool:
    """Whether a call had begun by a time (UTC), and is not known to have ended before it."""
    began, ended = call.started_at, call.ended_at
    return began is not None and began <= at and (ended is None or not began <= ended < at)


def _planned_with(best: Call | None, found: Iterable[Call]) -> list[Call]:
    """The best call, and those of the others whose planned times overlap with its own."""
    if best is None:
        return []
    return [
        call
        for call in found
        if call is best or (call.starts_at < best.ends_at and best.starts_at < call.ends_at)
    ]
