"""Notes about a call's time: overlaps with other calls, absences and quiet hours."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.nudges import brief, listen
from handlers.nudges.plan import CallAhead, PersonWeek, is_away, shifted
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, at, day_of, rhythm_of
from handlers.times import format_short
from storage.sales_calls import own_calls
from storage.tables import Call

MAX_CALL_LENGTH = timedelta(days=1)


async def overlap_note(turn: Turn, call: Call) -> str | None:
    """Name the person's calls that overlap with `call`: "This overlaps with Northwind at 14:45"."""
    around = await asker_calls.planned(
        turn, since=call.starts_at - MAX_CALL_LENGTH, until=call.ends_at
    )
    clashing = [
        f"{shortened(account.name, 40)}{_start_if_different(other, call, turn.person.zone)}"
        for _, other, account in around
        if other.id != call.id and other.ends_at > call.starts_at
    ]
    return f"This overlaps with {' and '.join(clashing)}." if clashing else None


async def same_account_note(turn: Turn, call: Call) -> str | None:
    """Say at what times the person has other calls with the account on the day of `call`.

    Calls that overlap with `call` are left out. Return None if no other calls are left.
    """
    zone = turn.person.zone
    day = day_of(call.starts_at, zone)
    there = await own_calls.planned_for(
        turn.session,
        call.tenant,
        turn.person.id,
        since=at(day, time(), zone),
        until=at(day + DAY, time(), zone),
        account_id=call.account_id,
    )
    others = [
        f"{other.starts_at.astimezone(ZoneInfo(zone)):%H:%M}"
        for _, other, _ in there
        if other.id != call.id and not overlap(other, call)
    ]
    return f"You also have a call with them at {' and '.join(others)} that day." if others else None


def overlap(one: Call, other: Call) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _start_if_different(other: Call, call: Call, zone: str) -> str:
    """Return " at 14:45" if `other` begins then. Return "" if both calls begin at the same time."""
    if other.starts_at == call.starts_at:
        return ""
    return f" at {other.starts_at.astimezone(ZoneInfo(zone)):%H:%M}"


def quiet_hours_note(turn: Turn, call: Call) -> str | None:
    """Warn that quiet hours or an absence affect the messages before a call.

    If the person has stopped briefs, don't warn of quiet hours. Return None if there is nothing to
    warn of.
    """
    person = turn.person
    if is_away(call.starts_at, person.away_from, person.away_until):
        return "You'll be away then: nothing will be sent to you until you're back."
    rhythm = rhythm_of(person)
    ahead = CallAhead(call.id, call.starts_at, call.ends_at, call.planned_at)
    week = PersonWeek(person.id, person.zone, rhythm, (ahead,))
    (line,) = (shifted(wanted, week) for wanted in listen.plan(week))
    if line.dropped is None or brief.KIND.name in rhythm.muted:
        return None
    start = format_short(call.starts_at, now=turn.now, zone=person.zone)
    lead = f"The minutes before {start} are in your quiet hours:"
    (sent,) = (shifted(wanted, week) for wanted in brief.plan(week))
    if sent.dropped:
        return f"{lead} nothing more will be sent before the call."
    return f"{lead} the brief comes {format_short(sent.due_at, now=turn.now, zone=person.zone)}."
