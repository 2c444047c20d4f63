"""Plan a person's nudges from calls, promises and settings. Pure. Times are in UTC."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from handlers.rhythm_settings import Rhythm, day_of, quiet_until, working_days
from storage.choices import DropReason

OVER_DAY_LIMIT: DropReason = "over the day's limit"
SHARED_WITHIN = timedelta(minutes=5)  # messages due within this time become one message
# A message that waited for the end of a call is sent this long after the end.
AFTER_CALL = timedelta(minutes=5)
# For this long before a call, the rep prepares for it, and is asked nothing about another call.
JUST_BEFORE = timedelta(minutes=10)
REFLECT_WITHIN = timedelta(hours=48)  # ask for a reflection within this time after a call
OVERRUN = timedelta(hours=2)  # wait this long after a call's planned end for the real end


@dataclass(frozen=True)
class CallAhead:
    """The facts about a planned call that decide when nudges are due. Times are in UTC.

    `started_at` and `ended_at` are when the meeting last began and last ended, or None.
    """

    id: int
    starts_at: datetime
    ends_at: datetime
    planned_at: datetime  # when the call was planned, or moved to its present time
    briefed_at: datetime | None = None  # when the rep last read the brief
    reflected: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Whether the meeting has begun and has not ended since."""
        return self.started_at is not None and (
            self.ended_at is None or self.ended_at < self.started_at
        )

    @property
    def over_at(self) -> datetime:
        """When the call is over.

        - If the meeting is running: two hours after the planned end.
        - If the meeting has ended: at its end, but at most two hours after the planned end.
        - If the meeting has not begun: at the planned end. A meeting that ended before the planned
          start counts as not begun, because somebody probably looked in early.
        """
        if self.is_running:
            return self.ends_at + OVERRUN
        if self.ended_at is not None and self.ended_at > self.starts_at:
            return min(self.ended_at, self.ends_at + OVERRUN)
        return self.ends_at

    def is_on_at(self, moment: datetime) -> bool:
        """Return whether the rep is in this call at a moment (UTC).

        If the rep has already written a reflection, the call is over.
        """
        if self.reflected:
            return False
        begins = self.starts_at
        if self.started_at is not None and self.is_running:
            begins = min(begins, self.started_at)
        return begins <= moment < self.over_at


@dataclass(frozen=True)
class PersonWeek:
    """The calls, promises, settings and pauses that decide a person's nudges.

    `calls` has the planned calls from eight days ago on. `promise_days` has the due days of open
    promises of both sides, including past days.
    """

    person_id: int
    zone: str
    rhythm: Rhythm
    calls: tuple[CallAhead, ...] = ()
    promise_days: frozenset[date] = frozenset()
    in_doubt: tuple[datetime, ...] = ()  # starts of meetings that the agenda will ask about
    # The person's current day. Messages about a team, and agendas because of overdue promises, are
    # planned only from this day on. If `today` is None, they are not planned at all.
    today: date | None = None
    leads: bool = False  # whether the person leads a team
    away_from: datetime | None = None  # the absence that the person has set in /rhythm
    away_until: datetime | None = None
    snoozed_until: datetime | None = None
    absent_until: datetime | None = None  # the end of an absence that the platform reports

    def missed(self, call: CallAhead) -> bool:
        """Return whether a call starts during the absence that the person has set in /rhythm."""
        return is_away(call.starts_at, self.away_from, self.away_until)

    def calls_around(self, *moments: datetime) -> Iterator[CallAhead]:
        """Yield the calls that may be running on the UTC days of these moments."""
        for day in {moment.date() for moment in moments}:
            yield from self._by_day.get(day, ())

    @cached_property
    def _by_day(self) -> dict[date, list[CallAhead]]:
        """Maps each UTC day to the calls that may be running on that day.

        A person may have thousands of calls, so we compare a moment only with the calls of its day.
        """
        found: dict[date, list[CallAhead]] = {}
        for call in self.calls:
            day = min(call.starts_at, call.started_at or call.starts_at).date()
            last = max(call.over_at, call.ends_at).date()
            while day <= last:
                found.setdefault(day, []).append(call)
                day += timedelta(days=1)
        return found

    def busy_until(self, moment: datetime, *, besides: CallAhead | None = None) -> datetime | None:
        """Return when all calls that are on at a moment (UTC) are over, or None if none is on.

        The call `besides` is left out.
        """
        around = self.calls_around(moment)
        on = [other for other in around if other is not besides and other.is_on_at(moment)]
        return max((other.over_at for other in on), default=None)

    def about_to_begin(self, moment: datetime, *, besides: CallAhead) -> CallAhead | None:
        """Return a call that begins within `JUST_BEFORE` after a moment (UTC), or None."""
        around = self.calls_around(moment, moment + JUST_BEFORE)
        ahead = (one for one in around if moment < one.starts_at <= moment + JUST_BEFORE)
        return next((one for one in ahead if one is not besides and not one.reflected), None)


@dataclass(frozen=True)
class PlannedNudge:
    """A nudge to send. The `key` is never reused. The nudge is not sent after `useful_until`."""

    key: str
    kind: str
    due_at: datetime
    useful_until: datetime
    call_id: int | None = None
    dropped: DropReason | None = None  # why the nudge will not be sent, if already known


Planner = Callable[[PersonWeek], Iterable[PlannedNudge]]


def plan(week: PersonWeek, kinds: Iterable[Planner]) -> Iterator[PlannedNudge]:
    """Plan the person's nudges. Move nudges out of quiet hours, absences and snoozes.

    Muted kinds are left out.
    """
    for kind in kinds:
        for wanted in kind(week):
            if wanted.kind not in week.rhythm.muted:
                yield shifted(wanted, week)


def first_after(
    of_day: Callable[[PersonWeek, date], PlannedNudge], week: PersonWeek, back_at: datetime
) -> Iterator[PlannedNudge]:
    """Plan the first daily nudge after an absence that ends at `back_at`.

    `of_day` plans the nudge of a local day.
    """
    ahead = working_days(day_of(back_at, week.zone), 2, week.rhythm)
    mornings = (of_day(week, day) for day in ahead)
    yield from [one for one in mornings if one.useful_until > back_at][:1]


def after_calls(wanted: PlannedNudge, week: PersonWeek) -> PlannedNudge:
    """Postpone a nudge that is due during a call until five minutes after the call.

    If another call is on at the new time, postpone the nudge again. Drop the nudge if it is not
    useful any more when the calls are over.
    """
    due = wanted.due_at
    while (until := week.busy_until(due)) is not None:
        due = until + AFTER_CALL
    if due >= wanted.useful_until:
        return replace(wanted, dropped="during another call")
    return replace(wanted, due_at=due)


def shifted(wanted: PlannedNudge, week: PersonWeek) -> PlannedNudge:
    """Move a nudge to the first time when it may be sent.

    Drop the nudge if it is no longer useful at this time.
    """
    if wanted.dropped:
        return wanted
    due, reason = open_time(wanted.due_at, week)
    if reason and due >= wanted.useful_until:
        return replace(wanted, dropped=reason)
    return replace(wanted, due_at=due)


def open_time(moment: datetime, week: PersonWeek) -> tuple[datetime, DropReason | None]:
    """Return the first time, at or after a moment, outside quiet hours, snoozes and absences.

    Also return the last reason for the delay, or None if there is no delay. Times are in UTC.
    """
    reason: DropReason | None = None
    while True:
        closed = _closed(moment, week)
        if closed is None:
            return moment, reason
        moment, reason = closed


def is_away(moment: datetime, away_from: datetime | None, away_until: datetime | None) -> bool:
    """Return whether a moment falls within an absence. Times are in UTC."""
    return away_until is not None and (away_from or moment) <= moment < away_until


def _closed(moment: datetime, week: PersonWeek) -> tuple[datetime, DropReason] | None:
    """Return when a pause at this moment ends, and the reason for the pause.

    Return None if a nudge may be sent at this moment.
    """
    if week.away_until and is_away(moment, week.away_from, week.away_until):
        return week.away_until, "away"
    if week.absent_until and moment < week.absent_until:
        return week.absent_until, "away"
    if week.snoozed_until and moment < week.snoozed_until:
        return week.snoozed_until, "snoozed"
    quiet = quiet_until(moment, week.rhythm, week.zone)
    if quiet is not None and quiet > moment:
        return quiet, "quiet hours"
    return None


@dataclass(frozen=True)
class OpenNudge:
    """An open nudge of a person's day, for applying the daily limit."""

    id: int
    rank: int  # the rank of the nudge's kind; the lowest rank is dropped first
    due_at: datetime


def over_day_limit(open_today: Iterable[OpenNudge], sent_today: int, limit: int) -> frozenset[int]:
    """Return the ids of the nudges to drop, so that at most `limit` messages go out that day.

    Drop the lowest rank first and, within a rank, the latest nudge first. Keep a nudge that shares
    a message with a nudge that stays.
    """
    remaining: list[datetime] = []  # the due times of nudges that are not dropped
    dropped = set()
    for nudge in sorted(open_today, key=lambda each: (-each.rank, each.due_at, each.id)):
        if count_messages([*remaining, nudge.due_at]) > limit - sent_today:
            dropped.add(nudge.id)
        else:
            remaining.append(nudge.due_at)
    return frozenset(dropped)


def count_messages(due: Iterable[datetime]) -> int:
    """Return how many messages it takes to send nudges due at these times (UTC).

    Nudges that are due within five minutes share a message.
    """
    count = 0
    opened: datetime | None = None
    for moment in sorted(due):
        if opened is None or moment > opened + SHARED_WITHIN:
            opened = moment
            count += 1
    return count
