"""An hour before: the brief."""

from collections.abc import Iterator
from datetime import timedelta

from handlers import brief, matches
from handlers.message import Composed, OfNoUse
from handlers.nudges.kind import Kind, Nudge
from handlers.nudges.plan import Wanted, Week


def plan(week: Week) -> Iterator[Wanted]:
    """60 minutes before (settable), unless the brief was asked for since."""
    lead = timedelta(minutes=week.rhythm.brief_minutes)
    for call in week.calls:
        due_at = max(call.starts_at - lead, call.planned_at)
        if call.briefed_at is None or call.briefed_at < due_at:
            key = f"brief:{week.person_id}:{call.id}:{call.starts_at:%Y%m%d%H%M}"
            yield Wanted(key, "brief", due_at, call.starts_at, due_at.date(), call.id)


async def compose(nudge: Nudge) -> Composed:
    """The brief as it stands now."""
    known = nudge.facts
    if known is None:
        raise OfNoUse("no such call")
    briefed_at = known.seat.briefed_at
    if briefed_at is not None and briefed_at >= nudge.row.due_at:
        raise OfNoUse("read already")
    carried = await matches.fitting(nudge.session, known, nudge.playbook, nudge.now)
    return Composed(
        brief.card(known, nudge.playbook, nudge.now, carried, pushed=True),
        shown=tuple(matches.shown(known, carried, nudge.now)),
    )


KIND = Kind("brief", "briefs", plan, compose, rank=1, facts=True, repeat=True)
