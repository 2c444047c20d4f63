"""Turn a planned nudge into a row of the outbox."""

from datetime import datetime

from handlers.nudges.plan import PlannedNudge
from handlers.rhythm_settings import day_of
from storage.tables import Outbox, Person


def row(person: Person, nudge: PlannedNudge, now: datetime) -> Outbox:
    """Return an outbox row for the nudge: open, or dropped if the plan says so. `now` is in UTC."""
    return Outbox(
        tenant=person.tenant,
        key=nudge.key,
        kind=nudge.kind,
        person_id=person.id,
        call_id=nudge.call_id,
        day=day_of(nudge.due_at, person.zone),
        due_at=nudge.due_at,
        useful_until=nudge.useful_until,
        next_at=nudge.due_at,
        state="dropped" if nudge.dropped else "open",
        reason=nudge.dropped,
        settled_at=now if nudge.dropped else None,
    )
