"""The brief, an hour before a call (settable)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from handlers.cards import Card
from handlers.knowledge import situations
from handlers.knowledge.frequent_series import untold_meeting
from handlers.message import Composed, NoLongerUseful
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import CallAhead, PersonWeek, PlannedNudge
from handlers.rhythm_settings import DAY, at, day_of, quiet_until, working_day_up_to
from handlers.views.briefs import brief, brief_room
from handlers.views.meetings import frequent_series
from storage import outbox
from storage.sales_calls.seat_texts import SeatTexts

BEFORE_QUIET = timedelta(minutes=5)  # a brief that avoids quiet hours is sent this long before them


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan a brief 60 minutes before each call (settable), or at once if that time has passed.

    If the rep opened the brief at its due time or later, don't plan a brief. If quiet hours would
    last until the call, plan the brief before the quiet hours, unless the call was planned too late
    for that.
    """
    for call in week.calls:
        due_at = brief_due_at(call, week)
        if call.briefed_at is None or call.briefed_at < due_at:
            key = key_of(week.person_id, call.id, call.starts_at)
            yield PlannedNudge(key, "brief", due_at, call.starts_at, call.id)


def key_of(person_id: int, call_id: int, starts_at: datetime) -> str:
    """Return the key of a person's brief for a call that starts at `starts_at` (UTC)."""
    return f"brief:{person_id}:{call_id}:{starts_at:%Y%m%d%H%M}"


def brief_due_at(call: CallAhead, week: PersonWeek) -> datetime:
    """Return when a call's brief is due (UTC). Only the settings in `week` are used."""
    lead = timedelta(minutes=week.rhythm.brief_minutes)
    return _before_quiet(max(call.starts_at - lead, call.planned_at), call, week)


def _before_quiet(due_at: datetime, call: CallAhead, week: PersonWeek) -> datetime:
    """Return `due_at`, or an earlier time if quiet hours last from `due_at` until the call.

    The earlier time is five minutes before the quiet hours begin. If they begin on the day before
    and that day is not a working day, use the last working day. If the call was planned after the
    earlier time, return `due_at`. Times are in UTC.
    """
    until = quiet_until(due_at, week.rhythm, week.zone)
    if until is None or until < call.starts_at:
        return due_at
    zone, start = week.zone, week.rhythm.quiet_from
    day = day_of(due_at, zone)
    if at(day, start, zone) > due_at:
        day -= DAY  # the quiet hours began on the evening before
    if day != day_of(call.starts_at, zone):
        day = working_day_up_to(day, week.rhythm)
    earlier = at(day, start, zone) - BEFORE_QUIET
    return due_at if earlier < call.planned_at else earlier


async def compose(nudge: Nudge) -> Composed:
    """Compose the brief as it is now.

    Raises NoLongerUseful if the rep has read the brief since it was due or has left the call, if
    the call is internal or was cancelled, or if the call moved and the rep was sent the same brief
    earlier today.
    """
    known = nudge.facts
    if known is None:
        raise NoLongerUseful("no such call")
    if situations.kind(known, nudge.playbook) == "internal":
        raise NoLongerUseful("internal call")
    briefed_at = known.seat.briefed_at
    if briefed_at is not None and briefed_at >= nudge.row.due_at:
        raise NoLongerUseful("read already")
    content = brief_room.content(known, nudge.playbook, nudge.now, pushed=True)
    first = content.opens_with
    used = SeatTexts(known.call.id, nudge.person.id, opening=first.wording if first else None)
    card = brief.card(known, nudge.playbook, nudge.now, content)
    card_hash = _hash_of(card)
    if known.call.moved_from is not None and card_hash == await _sent_today(nudge, known.call.id):
        raise NoLongerUseful("sent already")
    meeting = await untold_meeting(nudge.session, known)
    often = frequent_series.offer(meeting, known.call.title) if meeting else ()
    return Composed(replace(card, blocks=(*card.blocks, *often)), card_hash, texts=(used,))


def _hash_of(card: Card) -> str:
    """Return a hash of what a brief says, without the time of the call."""
    return sha256(repr(brief.without_time(card)).encode()).hexdigest()


async def _sent_today(nudge: Nudge, call_id: int) -> str | None:
    """Return the hash of the last brief of a call that the person was sent today, or None."""
    person = nudge.person
    rows = await outbox.sent_for_call(nudge.session, person.tenant, nudge.row.kind, call_id)
    today = day_of(nudge.now, person.zone)
    mine = [row for row in rows if row.person_id == person.id and row.day == today]
    return mine[-1].wording if mine else None


KIND = NudgeKind("brief", "briefs", plan, compose, rank=5, facts=True, repeat=True)
