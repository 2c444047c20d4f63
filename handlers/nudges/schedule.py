"""Keeps the outbox in line with people's calls, promises and settings.

After any change, the nudges that are wanted now are planned from scratch, and the difference is
written to the outbox. So moving a call moves its nudges, and cancelling it drops them.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.nudges import KINDS, kind
from handlers.nudges.plan import CallAhead, PersonWeek, PlannedNudge, open_time, plan
from handlers.nudges.rows import row as row_of
from handlers.rhythm_settings import Rhythm, day_of, rhythm_of
from storage import calls, commitments, outbox, people, plan_changes, seen_meetings
from storage.choices import MAY_HAVE_GONE_OUT, DropReason
from storage.tables import Outbox, Person

CHANGED: DropReason = "no longer planned"
# The agenda asks again for a reflection on the next working day, at most a week after the call.
LOOK_BACK = timedelta(days=8)


async def replan_changed(
    session: AsyncSession, now: datetime, *, put_off: Collection[int] = ()
) -> None:
    """Replan everybody whose calls, promises or settings this transaction has changed (now: UTC).

    The code that ends a transaction calls this once, so that features need not. People are locked
    in the order of their ids, so that two transactions cannot each wait for the other. A later
    transaction replans those whose ids are in `put_off`.
    """
    await session.flush()
    changes = plan_changes.take(session)
    if not changes:
        return
    concerned = changes.people | await calls.people_with_seats(session, changes.calls)
    for person in await people.lock_all(session, concerned - set(put_off)):
        before = changes.settings.get(person.id)
        held_until = _open_from(person, before, now) if before else None
        await _write_difference(session, person, now, held_until=held_until)


async def dropped_today(
    session: AsyncSession, person: Person, reason: DropReason, now: datetime
) -> list[str]:
    """The kinds of a person's nudges of today that were dropped for this reason, by due time.

    Replans first, so that what this transaction has changed is included.
    """
    await replan_changed(session, now)
    return await outbox.dropped_on(session, person, day_of(now, person.zone), reason)


async def _write_difference(
    session: AsyncSession, person: Person, now: datetime, *, held_until: datetime | None = None
) -> None:
    """Write the difference between the nudges that are wanted and the person's rows.

    A nudge whose time has passed is not added. `held_until`: if the person's settings changed, the
    time until which the earlier settings held back messages. Notices that were delayed until then
    are due now; delivery delays them again if the new settings hold them back too.
    """
    week = await week_of(session, person, now)
    wanted = {nudge.key: nudge for nudge in plan(week, [known.plan for known in KINDS])}
    open_rows = await outbox.open_for_person(session, person.tenant, person.id)
    rows = {
        row.key: row for row in open_rows if kind(row.kind)
    }  # without notices: they stay as planned
    notices = [row for row in open_rows if row.key not in rows and row.claim is None]
    for notice in notices:
        if held_until is not None and notice.due_at == held_until > now:
            notice.due_at = notice.next_at = now
            notice.day = day_of(now, person.zone)
    for key in rows.keys() - wanted.keys():
        _drop(rows[key], CHANGED, now)
    missing = {key for key in wanted.keys() - rows.keys() if wanted[key].due_at >= now}
    rows |= await outbox.with_keys(session, person.tenant, missing)
    for key, nudge in wanted.items():
        row = rows.get(key)
        if row is not None:
            _update_row(row, nudge, person.zone, now)
    new = [nudge for key, nudge in wanted.items() if key in missing and key not in rows]
    await outbox.add(session, [row_of(person, nudge, now) for nudge in new])
    await session.flush()


def _open_from(person: Person, before: Mapping[str, Any], now: datetime) -> datetime:
    """The first moment from `now` on (UTC) at which the earlier settings allowed messages."""
    had = {**person.model_dump(), **before}
    week = PersonWeek(
        person_id=person.id,
        zone=had["zone"],
        rhythm=Rhythm.model_validate(had["rhythm"]),
        away_from=had["away_from"],
        away_until=had["away_until"],
        snoozed_until=had["snoozed_until"],
    )
    return open_time(now, week)[0]


async def week_of(session: AsyncSession, person: Person, now: datetime) -> PersonWeek:
    """Read what a person's plan depends on."""
    # A colleague may have moved a call since this transaction read it.
    seated = await calls.planned_for(
        session, person.tenant, person.id, since=now - LOOK_BACK, fresh=True
    )
    days = await commitments.days_due(session, person.tenant, person.id)
    in_doubt = await seen_meetings.starts_in_doubt(session, person, now)
    return PersonWeek(
        person_id=person.id,
        zone=person.zone,
        rhythm=rhythm_of(person),
        calls=tuple(
            CallAhead(
                call.id,
                call.starts_at,
                call.ends_at,
                max(call.planned_at, seat.joined_at or call.planned_at),
                seat.briefed_at,
                reflected=seat.reflected_at is not None,
                started_at=call.started_at,
                ended_at=call.ended_at,
            )
            for seat, call, _ in seated
        ),
        promise_days=frozenset(days),
        in_doubt=tuple(in_doubt),
        today=day_of(now, person.zone),
        away_from=person.away_from,
        away_until=person.away_until,
        snoozed_until=person.snoozed_until,
    )


def _update_row(row: Outbox, nudge: PlannedNudge, zone: str, now: datetime) -> None:
    """Bring a row that was not sent yet in line with its nudge as it is planned now.

    A row that was given up because it may have gone out stays given up.
    """
    if row.state == "sent" or row.reason in MAY_HAVE_GONE_OUT:
        return
    if nudge.dropped:
        _drop(row, nudge.dropped, now)
        return
    if row.state == "dropped":
        row.state, row.reason, row.settled_at = "open", None, None
        row.attempts = row.failures = 0
        if row.claim is None:
            row.next_at = nudge.due_at
        else:
            # It was claimed when it was dropped, so it may have been sent: wait for the lease.
            row.next_at = max(row.next_at, nudge.due_at)
    if row.due_at != nudge.due_at:
        row.due_at = nudge.due_at
        # A claimed row keeps its lease; its due time is checked again before it is sent.
        if row.claim is None:
            row.next_at = nudge.due_at
    row.useful_until, row.day = nudge.useful_until, day_of(nudge.due_at, zone)


def _drop(row: Outbox, reason: DropReason, now: datetime) -> None:
    """Drop a row, if it is still open."""
    if row.state == "open":
        row.state, row.reason, row.settled_at = "dropped", reason, now
