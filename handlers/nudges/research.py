"""The best open questions about the next working day's calls, sent the afternoon before."""

from collections.abc import Iterator
from datetime import datetime

from handlers.message import Composed, NoLongerUseful
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import CallAhead, PersonWeek, PlannedNudge
from handlers.rhythm_settings import at, day_of, working_day_before
from handlers.views import questions


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan one message at 16:00 (settable), on the last working day before each day with calls.

    If days off are in between, calls on these are part of the same message. A call that is planned
    after that time gets a message at once, unless the person has read its brief since.
    """
    together: dict[datetime, list[CallAhead]] = {}
    for call in week.calls:
        day = day_of(call.starts_at, week.zone)
        eve = at(working_day_before(day, week.rhythm), week.rhythm.research_at, week.zone)
        if call.planned_at <= eve:
            together.setdefault(eve, []).append(call)
        elif call.briefed_at is None or call.briefed_at < call.planned_at:
            key = f"research:{week.person_id}:call:{call.id}"
            yield PlannedNudge(key, "research", call.planned_at, call.starts_at, call.id)
    for eve, calls in together.items():
        first = min(call.starts_at for call in calls)
        day = day_of(first, week.zone)
        yield PlannedNudge(f"research:{week.person_id}:{day}", "research", eve, first)


async def compose(nudge: Nudge) -> Composed:
    """The questions that are still open. Raises NoLongerUseful if none is open."""
    day = day_of(nudge.row.useful_until, nudge.person.zone)
    card = await questions.day_card(
        nudge.session, nudge.person, nudge.playbook, day, nudge.now, only=nudge.row.call_id
    )
    if card is None:
        raise NoLongerUseful("answered already")
    return Composed(card)


KIND = NudgeKind("research", "research questions", plan, compose, rank=2)
