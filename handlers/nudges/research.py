"""The message about what to look up for the next working day's calls, sent the afternoon before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from handlers.cards import Block
from handlers.knowledge import look_ups
from handlers.knowledge.frequent_series import untold_meeting
from handlers.knowledge.look_ups import LookUps
from handlers.message import Composed, NoLongerUseful
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import CallAhead, PersonWeek, PlannedNudge, after_calls
from handlers.rhythm_settings import at, day_of, working_day_before
from handlers.views.briefs import questions
from handlers.views.meetings import frequent_series


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan one message at 16:00 (settable), on the last working day before each day with calls.

    For example, Friday's message covers the calls of the weekend and of Monday.

    `planned_at` is when a call was planned, or moved to its present time. If this is later than the
    due time of the message for the call's day, plan a separate message about this call, due at
    `planned_at`. Plan no separate message in these cases:

    - The rep has read the call's brief since `planned_at`.
    - `planned_at` is on the day of the call.

    A message can be sent only before the day of the first call that the message is about.
    """
    together: dict[datetime, list[CallAhead]] = {}
    for call in week.calls:
        eve = _eve(call, week)
        if call.planned_at <= eve:
            together.setdefault(eve, []).append(call)
        elif call.briefed_at is None or call.briefed_at < call.planned_at:
            key = f"research:{week.person_id}:call:{call.id}"
            until = _midnight_before(call, week)
            if call.planned_at < until:
                wanted = PlannedNudge(key, "research", call.planned_at, until, call.id)
                yield after_calls(wanted, week)
    for eve, calls in together.items():
        first = min(calls, key=lambda call: call.starts_at)
        day = day_of(first.starts_at, week.zone)
        until = _midnight_before(first, week)
        key = f"research:{week.person_id}:{day}"
        yield after_calls(PlannedNudge(key, "research", eve, until), week)


def is_planned_late(call: CallAhead, week: PersonWeek) -> bool:
    """Return whether a call was planned after the message about its day was due.

    Only the time zone and the rhythm in `week` are used.
    """
    return call.planned_at > _eve(call, week)


def _eve(call: CallAhead, week: PersonWeek) -> datetime:
    """Return when the message about a call's day is due (UTC)."""
    day = working_day_before(day_of(call.starts_at, week.zone), week.rhythm)
    return at(day, week.rhythm.research_at, week.zone)


def _midnight_before(call: CallAhead, week: PersonWeek) -> datetime:
    return at(day_of(call.starts_at, week.zone), time(), week.zone)


async def compose(nudge: Nudge) -> Composed:
    """Compose the message with the open questions.

    Raises NoLongerUseful if no question is open. Also raises it if the message is about one call
    that was moved, and the rep already has the questions about this call.
    """
    day = day_of(nudge.row.useful_until, nudge.person.zone)
    found = await look_ups.of_day(
        nudge.session,
        nudge.person,
        nudge.playbook,
        day,
        nudge.now,
        only=() if nudge.row.call_id is None else (nudge.row.call_id,),
        taken=nudge.asked,
    )
    if not found:
        raise NoLongerUseful("answered already")
    if nudge.row.call_id is not None and all(map(_was_sent, found)):
        raise NoLongerUseful("sent already")
    card = questions.day_card(found, nudge.now)
    often: list[Block] = []
    named: frozenset[str] = frozenset()
    for each in found:
        meeting = await untold_meeting(nudge.session, each.facts, except_series=named)
        if meeting is not None:
            often += frequent_series.offer(meeting, each.facts.call.title)
            named |= {meeting.series}
    return Composed(replace(card, blocks=(*card.blocks, *often)), texts=look_ups.texts(found))


def _was_sent(found: LookUps) -> bool:
    """Check whether a call was moved and the rep already has all the call's open questions."""
    shown = found.facts.seat.research.split()
    was_moved = found.facts.call.moved_from is not None
    return was_moved and all(pick.question.id in shown for pick in found.picks)


KIND = NudgeKind("research", "research questions", plan, compose, rank=2, daily=True)
