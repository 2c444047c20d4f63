"""Plans a person's nudges from their calls, promises and settings. Pure; times are UTC."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from handlers.rhythm_settings import Rhythm, quiet_until
from storage.choices import DropReason

OVER_DAY_LIMIT: DropReason = "over the day's limit"  # why a nudge was dropped
SHARED_WITHIN = timedelta(minutes=5)  # a person's messages due within this time become one
AFTER_CALL = timedelta(minutes=5)  # how long after a call come the messages that waited for its end
REFLECT_WITHIN = timedelta(hours=48)  # how long after a call a reflection is asked for
OVERRUN = timedelta(hours=2)  # how long after a call's planned end we wait for its real end


@dataclass(frozen=True)
class CallAhead:
    """A planned call as the planner sees it. Times are UTC.

    `started_at` and `ended_at` are when its meeting last began and last ended, None if unknown.
    """

    id: int
    starts_at: datetime
    ends_at: datetime
    planned_at: datetime  # when it was planned, or moved to its present time
    briefed_at: datetime | None = None  # when this person last read its brief
    reflected: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Whether its meeting has begun, and has not ended since."""
        return self.started_at is not None and (
            self.ended_at is None or self.ended_at < self.started_at
        )

    @property
    def over_at(self) -> datetime:
        """When it is over: at its real end if that is known, otherwise at its planned end.

        While it is known to be running, it counts as over two hours after the planned end, in case
        nobody tells us of the real one. A real end counts as no later than that. An end before the
        planned start was not the call's: somebody looked into the meeting early.
        """
        if self.is_running:
            return self.ends_at + OVERRUN
        if self.ended_at is not None and self.ended_at > self.starts_at:
            return min(self.ended_at, self.ends_at + OVERRUN)
        return self.ends_at

    def is_on_at(self, moment: datetime) -> bool:
        """Whether the person is in this call at a moment (UTC).

        If they have reflected on it already, it is over.
        """
        if self.reflected:
            return False
        begins = self.starts_at
        if self.started_at is not None and self.is_running:
            begins = min(begins, self.started_at)
        return begins <= moment < self.over_at


@dataclass(frozen=True)
class PersonWeek:
    """What a person's plan depends on: their calls and promises, their settings and pauses.

    `calls` go back eight days; cancelled and missed ones are left out. `promise_days` are the days
    on which their open promises are due, ours and the customers', including days that have passed.
    """

    person_id: int
    zone: str
    rhythm: Rhythm
    calls: tuple[CallAhead, ...] = ()
    promise_days: frozenset[date] = frozenset()
    in_doubt: tuple[datetime, ...] = ()  # starts of meetings that the agenda will ask about
    today: date | None = None  # agendas for overdue promises are planned from here on; None: none
    away_from: datetime | None = None  # the absence that they have set in /rhythm
    away_until: datetime | None = None
    snoozed_until: datetime | None = None
    absent_until: datetime | None = None  # the end of an absence that the platform reports

    def missed(self, call: CallAhead) -> bool:
        """Whether a call starts during the absence that the person has set in /rhythm."""
        return is_away(call.starts_at, self.away_from, self.away_until)

    def calls_around(self, *moments: datetime) -> Iterator[CallAhead]:
        """The calls of the days of these moments (UTC), with all that may be on at any of them."""
        for day in {moment.date() for moment in moments}:
            yield from self._by_day.get(day, ())

    @cached_property
    def _by_day(self) -> dict[date, list[CallAhead]]:
        """The calls by each UTC day on which they may be on.

        A person may have thousands, and each is compared with those around it.
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
        """When the other calls that the person is in at a moment (UTC) are over; None if none."""
        around = self.calls_around(moment)
        on = [other for other in around if other is not besides and other.is_on_at(moment)]
        return max((other.over_at for other in on), default=None)


@dataclass(frozen=True)
class PlannedNudge:
    """A nudge that is wanted. Its `key` is unique for ever; it is not sent after `useful_until`."""

    key: str
    kind: str
    due_at: datetime
    useful_until: datetime
    call_id: int | None = None
    dropped: DropReason | None = None  # why it will not be sent, if that is known already


Planner = Callable[[PersonWeek], Iterable[PlannedNudge]]


def plan(week: PersonWeek, kinds: Iterable[Planner]) -> Iterator[PlannedNudge]:
    """Plan the person's nudges, moved out of quiet hours, absences and snoozes.

    Muted kinds are left out.
    """
    for kind in kinds:
        for wanted in kind(week):
            if wanted.kind not in week.rhythm.muted:
                yield shifted(wanted, week)


def after_calls(wanted: PlannedNudge, week: PersonWeek) -> PlannedNudge:
    """The nudge, but not while the person is in a call: five minutes after the last one instead.

    It is dropped if that is too late.
    """
    due = wanted.due_at
    while (until := week.busy_until(due)) is not None:
        due = until + AFTER_CALL
    if due >= wanted.useful_until:
        return replace(wanted, dropped="during another call")
    return replace(wanted, due_at=due)


def shifted(wanted: PlannedNudge, week: PersonWeek) -> PlannedNudge:
    """The nudge at the first time when it may be sent; marked as dropped if that is too late."""
    if wanted.dropped:
        return wanted
    due, reason = open_time(wanted.due_at, week)
    if reason and due >= wanted.useful_until:
        return replace(wanted, dropped=reason)
    return replace(wanted, due_at=due)


def open_time(moment: datetime, week: PersonWeek) -> tuple[datetime, DropReason | None]:
    """The first time, at or after a moment, outside quiet hours, snoozes and absences.

    Also the reason for the delay (the last one, if there are several); None if there is no delay.
    Times are UTC.
    """
    reason: DropReason | None = None
    while True:
        closed = _closed(moment, week)
        if closed is None:
            return moment, reason
        moment, reason = closed


def is_away(moment: datetime, away_from: datetime | None, away_until: datetime | None) -> bool:
    """Whether a moment falls into an absence. Times are UTC."""
    return away_until is not None and (away_from or moment) <= moment < away_until


def _closed(moment: datetime, week: PersonWeek) -> tuple[datetime, DropReason] | None:
    """When the pause or quiet hours at this moment end, and the reason; None if there are none."""
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
    """An open nudge of a person's day, for keeping to their daily limit."""

    id: int
    rank: int  # of its kind: the lowest is dropped first
    due_at: datetime


def over_day_limit(open_today: Iterable[OpenNudge], sent_today: int, limit: int) -> frozenset[int]:
    """The ids of the nudges to drop so that no more than `limit` messages go out that day.

    Nudges within five minutes share a message. Those of the lowest rank are dropped first, and the
    latest first within a rank. A nudge that adds no message to those that stay is kept.
    """
    remaining: list[datetime] = []  # the due times of those that are not dropped
    dropped = set()
    for nudge in sorted(open_today, key=lambda each: (-each.rank, each.due_at, each.id)):
        if count_messages([*remaining, nudge.due_at]) > limit - sent_today:
            dropped.add(nudge.id)
        else:
            remaining.append(nudge.due_at)
    return frozenset(dropped)


def count_messages(due: Iterable[datetime]) -> int:
    """How many messages these due times (UTC) make; those within five minutes share one."""
    count = 0
    opened: datetime | None = None
    for moment in sorted(due):
        if opened is None or moment > opened + SHARED_WITHIN:
            opened = moment
            count += 1
    return count
