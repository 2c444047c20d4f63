"""The request for a reflection, right after the call."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from handlers.knowledge import situations
from handlers.message import Composed, NoLongerUseful
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import (
    REFLECT_WITHIN,
    CallAhead,
    PersonWeek,
    PlannedNudge,
    open_time,
)
from handlers.rhythm_settings import at, day_of, working_days
from handlers.times.formatting import format_absolute
from handlers.views import reflect_cards
from storage.choices import DropReason
from storage.sales_calls.own_calls import Seated
from storage.tables import Outbox
from storage.workspace import policies

STAMP = "%Y%m%d%H%M"  # the format of the call's start in a row's key
STILL_USEFUL = timedelta(hours=4)  # a request stays useful for at least this long after it is due


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan a request for each call without a reflection.

    The request is due 5 minutes (settable) after the end of the call. There are these exceptions:
    - If the rep would get the request during another call, or in the ten minutes before another
      call, the request is due 5 minutes after the end of the other call.
    - If quiet hours or a pause would delay the request to a day off, it is due on the next working
      morning.

    The request is useful until 48 hours after the call that it is about, and at least for
    `STILL_USEFUL` after it is due. If the rep was away at the time of the call, the request is
    marked as dropped, and will not be sent.
    """
    lag = timedelta(minutes=week.rhythm.reflect_minutes)
    for call in week.calls:
        if not call.reflected:
            due_at, until = _due(call, lag, week)
            named = key(week.person_id, call.id, call.starts_at)
            dropped: DropReason | None = "away" if week.missed(call) else None
            yield PlannedNudge(named, "reflect", due_at, until, call.id, dropped)


def _due(call: CallAhead, lag: timedelta, week: PersonWeek) -> tuple[datetime, datetime]:
    """Return when to ask about a call, and until when asking makes sense."""
    # While a call is running, `over_at` is not the real end, but the time at which we stop waiting
    # for the real end. So don't add `lag` to `over_at`.
    asked_at = max(call.ends_at + lag, call.over_at) if call.is_running else call.over_at + lag
    due_at = _on_a_working_day(asked_at, week)
    until = max(call.over_at + REFLECT_WITHIN, due_at + STILL_USEFUL)
    while (opens_at := open_time(due_at, week)[0]) < until:
        busy_until = week.busy_until(opens_at, besides=call)
        ahead = week.about_to_begin(opens_at, besides=call)
        if busy_until is None and ahead is not None:
            busy_until = ahead.over_at
        if busy_until is None:
            break
        due_at = _on_a_working_day(busy_until + lag, week)
        until = max(until, due_at + STILL_USEFUL)
    return due_at, until


def _on_a_working_day(due_at: datetime, week: PersonWeek) -> datetime:
    """Return `due_at`, or the next working morning if the message would be delayed to a day off."""
    day = day_of(open_time(due_at, week)[0], week.zone)
    if day == day_of(due_at, week.zone) or day.weekday() in week.rhythm.work_days:
        return due_at
    (next_day,) = working_days(day, 1, week.rhythm) or [day]
    return at(next_day, week.rhythm.work_from, week.zone)


def key(person_id: int, call_id: int, starts_at: datetime) -> str:
    """Return the outbox key of the request for a reflection on a call. `starts_at` is in UTC."""
    return f"reflect:{person_id}:{call_id}:{starts_at.strftime(STAMP)}"


async def compose(nudge: Nudge) -> Composed:
    """Ask whether the goal was reached, or how the call went, with a button for each answer.

    Also say that the rep can drop a transcript in this chat. Leave this out if the rep was told
    before, or if figures about people are switched off.

    Raises NoLongerUseful in these cases:
    - The call is internal.
    - The call was moved or cancelled.
    - Nobody from the account came.
    - The rep has no seat in the call any more.
    - The rep has reflected on the call.
    """
    known = nudge.facts
    if known is None:
        raise NoLongerUseful("no such call")
    if _asked_about(nudge.row) != known.call.starts_at:
        raise NoLongerUseful("no longer planned")
    if situations.kind(known, nudge.playbook) == "internal":
        raise NoLongerUseful("internal call")
    if known.seat.reflected_at is not None:
        raise NoLongerUseful("reflected already")
    zone = nudge.person.zone
    when = format_absolute(known.call.starts_at, now=nudge.now, zone=zone, own=zone)
    seated = Seated(known.seat, known.call, known.account)
    mention = nudge.person.told_of_transcripts is None and not await policies.figures_are_off(
        nudge.session, nudge.person.tenant
    )
    return Composed(reflect_cards.prompt(seated, nudge.playbook, when, transcript=mention))


async def updated(nudge: Nudge) -> Composed:
    """Ask the question again. If the call was moved after we asked, say its new time instead.

    Raises NoLongerUseful as `compose` does, except if the call was moved.
    """
    known, was_at = nudge.facts, _asked_about(nudge.row)
    if known is None or known.call.starts_at == was_at or known.seat.reflected_at is not None:
        return await compose(nudge)
    seated = Seated(known.seat, known.call, known.account)
    before, now_at = (
        format_absolute(moment, now=nudge.now, zone=nudge.person.zone, own=nudge.person.zone)
        for moment in (was_at, known.call.starts_at)
    )
    return Composed(reflect_cards.moved(seated, was_at, before, now_at))


def _asked_about(row: Outbox) -> datetime:
    """Return the start (UTC) that the call had when the request was planned."""
    return datetime.strptime(row.key.rpartition(":")[2], STAMP).replace(tzinfo=UTC)


KIND = NudgeKind(
    "reflect",
    "reflection prompts",
    plan,
    compose,
    rank=3,
    facts=True,
    early=False,
    updated=updated,
)
