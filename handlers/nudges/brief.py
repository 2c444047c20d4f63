"""The brief, an hour before a call (settable)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from handlers.cards import Button, Buttons, Card, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.knowledge import situations
from handlers.knowledge.facts import Facts
from handlers.knowledge.frequent_series import untold_meeting
from handlers.message import Composed, NoLongerUseful
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import AFTER_CALL, CallAhead, PersonWeek, PlannedNudge
from handlers.rhythm_settings import DAY, at, day_of, quiet_until, working_day_up_to
from handlers.times import format_absolute
from handlers.views.briefs import brief, brief_room
from handlers.views.briefs.brief_parts import BriefContent
from handlers.views.meetings import frequent_series
from storage import outbox
from storage.sales_calls.seat_texts import SeatTexts
from storage.tables import Outbox

# If the rep is in another call when a brief is due, the brief comes after the other call, but at
# least `TO_READ` before the call that the brief is about. If there is no time for that, the brief
# comes `BEFORE_OTHER` before the other call.
TO_READ = timedelta(minutes=15)
BEFORE_OTHER = timedelta(minutes=15)
SMALL_MOVE = timedelta(minutes=30)
STILL_HOLDS = "The brief from {:%H:%M} still holds."
BEFORE_QUIET = timedelta(minutes=5)  # a brief that avoids quiet hours is sent this long before them


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan a brief 60 minutes before each call (settable), or at once if that time has passed.

    Quiet hours (`brief_due_at`) or another call (`_beside_calls`) can change that time. If the rep
    opened the brief at its due time or later, don't plan a brief.
    """
    for call in week.calls:
        usual = brief_due_at(call, week)
        due_at = _beside_calls(usual, call, week)
        if call.briefed_at is None or call.briefed_at < min(usual, due_at):
            key = key_of(week.person_id, call.id, call.starts_at)
            yield PlannedNudge(key, "brief", due_at, call.starts_at, call.id)


def key_of(person_id: int, call_id: int, starts_at: datetime) -> str:
    """Return the key of a person's brief for a call that starts at `starts_at` (UTC)."""
    return f"brief:{person_id}:{call_id}:{starts_at:%Y%m%d%H%M}"


def brief_due_at(call: CallAhead, week: PersonWeek) -> datetime:
    """Return when a call's brief is due (UTC), regardless of the rep's other calls.

    If quiet hours last until the call, the brief is due before they begin. If the call was planned
    too late for that, quiet hours don't change when the brief is due.
    """
    lead = timedelta(minutes=week.rhythm.brief_minutes)
    return _before_quiet(max(call.starts_at - lead, call.planned_at), call, week)


def _beside_calls(due_at: datetime, call: CallAhead, week: PersonWeek) -> datetime:
    """Return `due_at` or, if the rep is in another call at `due_at`, a better time. Times are UTC.

    The better time is the first of these that is possible:
    - five minutes after the other call, if that is at least `TO_READ` before `call`
    - `BEFORE_OTHER` before the other call, if `call` had been planned by then
    - `due_at`
    """
    after = before = due_at
    while on := _on(after, call, week):
        after = max(_planned_end(other) for other in on) + AFTER_CALL
    if after <= call.starts_at - TO_READ:
        return after
    while on := _on(before, call, week):
        before = min(other.starts_at for other in on) - BEFORE_OTHER
    return due_at if before < call.planned_at else before


def _on(moment: datetime, call: CallAhead, week: PersonWeek) -> list[CallAhead]:
    """Return the other calls that are on at a moment (UTC), or begin then.

    Leave out calls on which the rep has reflected.
    """
    return [
        other
        for other in week.calls_around(moment)
        if other.id != call.id and not other.reflected
        if other.starts_at <= moment < _planned_end(other)
    ]


def _planned_end(call: CallAhead) -> datetime:
    """Return a call's `over_at`. But if the call is running, return its planned end."""
    return call.ends_at if call.is_running else call.over_at


def _before_quiet(due_at: datetime, call: CallAhead, week: PersonWeek) -> datetime:
    """Return `due_at`, or an earlier time if quiet hours last from `due_at` until the call.

    The earlier time is five minutes before the quiet hours begin. If this time is on the day before
    the call, and that day is not a working day, use the last working day before that day instead.
    If the call was planned after the earlier time, return `due_at`. Times are in UTC.
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
    """Compose the brief as it is now, or one line if the call only moved (`_only_moved`).

    Raises NoLongerUseful if:
    - the call was cancelled, or the rep has left it
    - the call is internal
    - the rep has read the brief at its due time or later
    """
    known = nudge.facts
    if known is None:
        raise NoLongerUseful("no such call")
    if situations.kind(known, nudge.playbook) == "internal":
        raise NoLongerUseful("internal call")
    briefed_at = known.seat.briefed_at
    if briefed_at is not None and briefed_at >= nudge.row.due_at:
        raise NoLongerUseful("read already")
    if moved := await _only_moved(nudge, known):
        return moved
    card, content = _brief(nudge, known)
    first = content.opens_with
    used = SeatTexts(known.call.id, nudge.person.id, opening=first.wording if first else None)
    meeting = await untold_meeting(nudge.session, known)
    often = frequent_series.offer(meeting, known.call.title) if meeting else ()
    return Composed(replace(card, blocks=(*card.blocks, *often)), _hash_of(card), texts=(used,))


def _brief(nudge: Nudge, known: Facts) -> tuple[Card, BriefContent]:
    content = brief_room.content(known, nudge.playbook, nudge.now, pushed=True)
    return brief.card(known, nudge.playbook, nudge.now, content), content


async def _only_moved(nudge: Nudge, known: Facts) -> Composed | None:
    """Return one line with the call's new time, if the rep got a brief today and the call moved.

    Return None if the brief would now say something that the sent brief did not say. If the call
    moved by at most `SMALL_MOVE`, ignore what the rep noted and promised after that brief was sent.
    """
    before = known.call.moved_from
    sent = await _sent_today(nudge, known.call.id) if before else None
    if before is None or sent is None or sent.settled_at is None:
        return None
    since = sent.settled_at
    is_small = abs(known.call.starts_at - before) <= SMALL_MOVE
    same = _as_of(known, since) if is_small else known
    if all(sent.wording != _hash_of(_brief(nudge, one)[0]) for one in (known, same)):
        return None
    zone, name = nudge.person.zone, shortened(known.account.name)
    when = format_absolute(known.call.starts_at, now=nudge.now, zone=zone, own=zone)
    lead = f"{name} is now {when}. {STILL_HOLDS.format(since.astimezone(ZoneInfo(zone)))}"
    show = Button("Brief", "brief.open", str(known.call.id), about=name)
    return Composed(card_saying(typed(lead), Buttons((show,))), sent.wording)


def _as_of(known: Facts, since: datetime) -> Facts:
    """Return the facts without what the rep noted or promised at `since` (UTC) or later."""
    mine, notes = known.person.id, [note for note in known.notes if note.at < since]
    made = [row for row in known.promises if row.owner_id != mine or row.made_at < since]
    return replace(known, notes=notes, promises=made)


def _hash_of(card: Card) -> str:
    """Return a hash of what a brief says, without the time of the call."""
    return sha256(repr(brief.without_time(card)).encode()).hexdigest()


async def _sent_today(nudge: Nudge, call_id: int) -> Outbox | None:
    """Return the row of the last full brief that the person got today for this call, or None.

    After the brief, lines with the call's new time may have been sent (`_only_moved`). The rows of
    these lines have the same hash as the brief's row. The brief's row is the first with this hash.
    """
    person = nudge.person
    rows = await outbox.sent_for_call(nudge.session, person.tenant, nudge.row.kind, call_id)
    today = day_of(nudge.now, person.zone)
    mine = [row for row in rows if row.person_id == person.id and row.day == today]
    return next((row for row in mine if row.wording == mine[-1].wording), None)


KIND = NudgeKind("brief", "briefs", plan, compose, rank=5, facts=True, repeat=True)
