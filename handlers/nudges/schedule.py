"""Keep the outbox in line with people's calls, promises and settings.

After a change, plan all nudges from scratch and write the difference to the outbox.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge import opened
from handlers.nudges import KINDS, agenda, kind
from handlers.nudges.plan import CallAhead, PersonWeek, PlannedNudge, open_time, plan
from handlers.nudges.rows import row as row_of
from handlers.rhythm_settings import day_of, merged, rhythm_of
from storage import outbox, plan_changes
from storage.choices import MAY_HAVE_GONE_OUT, SKIPPED, DropReason
from storage.customers import commitments
from storage.meetings import meetings_in_doubt
from storage.sales_calls import call_seats, call_times
from storage.tables import Outbox, Person
from storage.workspace import people

Item = TypeVar("Item")

# After this many nudges, which take a few milliseconds, other tasks can run. A person who has just
# connected a calendar may have 1,500 nudges.
PART = 100
CHANGED: DropReason = "no longer planned"
# How far back to read calls. On the first working day after a call, the agenda still asks for a
# missing reflection. That day can be a week after the call.
LOOK_BACK = timedelta(days=8)


async def replan_changed(
    session: AsyncSession, now: datetime, *, put_off: Collection[int] = ()
) -> None:
    """Replan the people whose calls, promises or settings this transaction has changed.

    The code that ends a transaction calls this once. `now` is in UTC. People are locked in the
    order of their ids, so that two transactions can't deadlock. People whose ids are in `put_off`
    are left out. For them, the caller must call `plan_changes.note_person` in a later transaction.
    """
    await session.flush()
    changes = plan_changes.take(session)
    if not changes:
        return
    concerned = changes.people | await call_seats.people_with_seats(session, changes.calls)
    for person in await people.lock_all(session, concerned - set(put_off)):
        before = changes.settings.get(person.id)
        held_until = _open_from(person, before, now) if before else None
        await _write_difference(session, person, now, held_until=held_until)


async def dropped_today(
    session: AsyncSession, person: Person, reason: DropReason, now: datetime
) -> list[str]:
    """Return the kinds of today's nudges that were dropped for this reason, in order of due time.

    This calls `replan_changed` first, so the result includes nudges that this transaction drops.
    """
    await replan_changed(session, now)
    return await outbox.dropped_on(session, person, day_of(now, person.zone), reason)


async def _write_difference(
    session: AsyncSession, person: Person, now: datetime, *, held_until: datetime | None = None
) -> None:
    """Change the person's rows in the outbox so that they match the nudges to send.

    If the person's settings have changed, `held_until` is the result of `_open_from`. If they have
    not changed, `held_until` is None.

    - If `held_until` is later than `now`, the old settings held messages back. Notices that are due
      at `held_until` become due now.
    - If `held_until` is `now` or None, no messages were held back. `_starts_tomorrow` then decides
      whether a new time for a daily message applies today or from tomorrow on.
    """
    released = held_until is not None and held_until > now
    week = await week_of(session, person, now)
    wanted: dict[str, PlannedNudge] = {}
    kinds = [] if person.erased_at else KINDS  # an erased person gets no more messages
    async for planned in _in_parts(plan(week, [known.plan for known in kinds])):
        wanted |= {nudge.key: nudge for nudge in planned}
    open_rows = await outbox.open_for_person(session, person.tenant, person.id)
    # Notices, and updates of messages that were sent, are not planned here.
    rows = {row.key: row for row in open_rows if kind(row.kind) and row.replaces is None}
    notices = [row for row in open_rows if row.key not in rows and row.claim is None]
    for notice in notices:
        if held_until is not None and notice.due_at == held_until > now:
            notice.due_at = notice.next_at = now
            notice.day = day_of(now, person.zone)
    async for unwanted in _in_parts([row for key, row in rows.items() if key not in wanted]):
        for row in unwanted:
            _drop(row, CHANGED, now)
        await session.flush()
    missing = {key for key in wanted.keys() - rows.keys() if wanted[key].due_at >= now}
    async for keys in _in_parts(missing):
        rows |= await outbox.with_keys(session, person.tenant, keys)
    async for known in _in_parts([nudge for key, nudge in wanted.items() if key in rows]):
        for nudge in known:
            _update_row(rows[nudge.key], nudge, person.zone, now, released=released)
        await session.flush()
    new = [nudge for key, nudge in wanted.items() if key in missing and key not in rows]
    async for part in _in_parts(new):
        await outbox.add(session, [row_of(person, nudge, now) for nudge in part])


async def _in_parts(items: Iterable[Item]) -> AsyncIterator[list[Item]]:
    """Yield the items in lists of at most `PART`. Other tasks can run in between."""
    left = iter(items)
    while part := list(islice(left, PART)):
        yield part
        if len(part) == PART:
            await asyncio.sleep(0)


def _open_from(person: Person, before: Mapping[str, Any], now: datetime) -> datetime:
    """Return the first time from `now` on at which the old settings would let messages through.

    `before` has the old values of the settings that have changed.
    """
    had = {**person.model_dump(), **before}
    week = PersonWeek(
        person_id=person.id,
        zone=had["zone"],
        rhythm=merged(had["company_rhythm"], had["rhythm"]),
        away_from=had["away_from"],
        away_until=had["away_until"],
        snoozed_until=had["snoozed_until"],
    )
    return open_time(now, week)[0]


async def week_of(session: AsyncSession, person: Person, now: datetime) -> PersonWeek:
    """Read the data that decides a person's nudges."""
    found = await call_times.times_since(session, person.tenant, person.id, now - LOOK_BACK)
    days = await commitments.days_due(session, person.tenant, person.id)
    in_doubt = await meetings_in_doubt.starts(session, person, now)
    return PersonWeek(
        person_id=person.id,
        zone=person.zone,
        rhythm=rhythm_of(person),
        calls=tuple(
            CallAhead(
                one.call_id,
                one.starts_at,
                one.ends_at,
                max(one.planned_at, one.joined_at or one.planned_at),
                one.briefed_at,
                reflected=one.reflected_at is not None,
                started_at=one.started_at,
                ended_at=one.ended_at,
            )
            for one in found
        ),
        promise_days=frozenset(days),
        in_doubt=tuple(in_doubt),
        today=day_of(now, person.zone),
        leads=await opened.leads(session, person),
        away_from=person.away_from,
        away_until=person.away_until,
        snoozed_until=person.snoozed_until,
    )


def _starts_tomorrow(row: Outbox, nudge: PlannedNudge, now: datetime) -> bool:
    """Return whether the new time of a daily message applies only from tomorrow on.

    This is the case if the new time has already passed today, but the old time has not. Today's
    message then comes at the old time.
    """
    known = kind(nudge.kind)
    at_own_time = nudge.call_id is None and not nudge.key.endswith(agenda.SOON)
    is_daily = known is not None and known.daily and at_own_time
    waits = row.state == "open" and not nudge.dropped
    return is_daily and waits and nudge.due_at <= now < row.due_at


def _update_row(
    row: Outbox, nudge: PlannedNudge, zone: str, now: datetime, *, released: bool
) -> None:
    """Update a row that is not sent yet, so that it matches the nudge as planned now.

    The row stays unchanged if the message may have been sent, or if the person chose to skip it. If
    a worker has claimed the row to send it, `next_at` is the end of the worker's lease, and must
    not become earlier.

    `released` is whether the person has just changed settings that held messages back. If it is
    true, a daily message whose new time has passed comes at once.
    """
    if not released and _starts_tomorrow(row, nudge, now):
        return
    if row.state == "sent" or row.reason in (*MAY_HAVE_GONE_OUT, SKIPPED):
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
            # The worker may be sending the message until its lease ends.
            row.next_at = max(row.next_at, nudge.due_at)
    if row.due_at != nudge.due_at:
        row.due_at = nudge.due_at
        # If a worker has claimed the row, `next_at` stays the end of the worker's lease. The worker
        # checks the due time again before it sends the row.
        if row.claim is None:
            row.next_at = nudge.due_at
    row.useful_until, row.day = nudge.useful_until, day_of(nudge.due_at, zone)


def _drop(row: Outbox, reason: DropReason, now: datetime) -> None:
    if row.state == "open":
        row.state, row.reason, row.settled_at = "dropped", reason, now
