"""Record on each call when its Teams meeting really began and ended.

A call keeps the latest reported start and end, so reports may arrive in any order and repeatedly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.nudges.plan import OVERRUN
from storage.meetings.meeting_links import teams_meeting_of
from storage.sales_calls import calls
from storage.tables import Call

StartOrEnd = Literal["started", "ended"]

EARLY = timedelta(minutes=30)  # a call may begin this long before its planned start
LATE = timedelta(minutes=15)  # a call may begin, or begin again, this long after its planned end
# We ignore a report if its time is longer ago than this. We also look only for calls that start at
# most this long before the reported time. A call lasts a day at most, and may overrun.
LONG_PAST = timedelta(days=1) + OVERRUN


@dataclass(frozen=True)
class MeetingReport:
    """A platform's report that a meeting began or ended at a time (UTC)."""

    tenant: str
    join_url: str
    what: StartOrEnd
    at: datetime


async def note(session: AsyncSession, report: MeetingReport, now: datetime) -> int:
    """Record the reported time on the meeting's calls. Return the number of these calls, often 0.

    The meetings of a series share a link, so only calls at about the reported time count. A time in
    the future counts as `now` (UTC). A report of a time long past is ignored.
    """
    at, meeting = min(report.at, now), teams_meeting_of(report.join_url)
    if not meeting or now - at > LONG_PAST:
        return 0
    found = await calls.of_meeting(
        session, report.tenant, meeting, since=at - LONG_PAST, until=at + EARLY
    )
    return len(apply(found, report.what, at))


def apply(found: Iterable[Call], what: StartOrEnd, at: datetime) -> list[Call]:
    """Record that a meeting began or ended at `at` (UTC).

    `found` are the meeting's calls at about this time. Return those that began or ended.
    """
    concerned = starting(found, at) if what == "started" else ending(found, at)
    for call in concerned:
        if what == "started":
            call.started_at = max(call.started_at or at, at)
        else:
            call.ended_at = max(call.ended_at or at, at)
    return concerned


def starting(found: Iterable[Call], at: datetime) -> list[Call]:
    """Choose which of a meeting's calls began when the meeting began, at `at` (UTC)."""
    near = [call for call in found if call.starts_at - EARLY <= at <= call.ends_at + LATE]
    return _planned_with(min(near, key=lambda call: abs(call.starts_at - at), default=None), near)


def ending(found: Iterable[Call], at: datetime) -> list[Call]:
    """Choose which of a meeting's calls ended when the meeting ended, at `at` (UTC).

    If calls follow each other in one meeting, prefer a call that is known to be running.
    """
    near = [call for call in found if call.starts_at - EARLY <= at <= call.ends_at + OVERRUN]
    running = [call for call in near if _runs_until(call, at)]
    begun = [call for call in near if call.starts_at < at]
    best = max(running or begun or near, key=lambda call: call.starts_at, default=None)
    return _planned_with(best, near)


def _runs_until(call: Call, at: datetime) -> bool:
    began, ended = call.started_at, call.ended_at
    return began is not None and began <= at and (ended is None or not began <= ended < at)


def _planned_with(best: Call | None, found: Iterable[Call]) -> list[Call]:
    """Return `best` and the calls whose planned times overlap with it. Return [] for None."""
    if best is None:
        return []
    return [
        call
        for call in found
        if call is best or (call.starts_at < best.ends_at and best.starts_at < call.ends_at)
    ]
