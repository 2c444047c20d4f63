"""Compute the instances of a series from its rules, exclusions and changed instances.

Times are compared in the series' zone, so that summer time makes no difference.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.calendars.ics.lines import read, read_time
from bot.calendars.ics.rules import local_starts
from bot.calendars.ics.scan import Lines
from bot.calendars.ics.times import WallTime, duration, times_in
from bot.calendars.ics.zones import FileZones

MAX_DATES = 10_000  # in RDATE or EXDATE of one series
# We also compute instances up to this far before and after the wanted span, because they may have
# been moved into it.
FAR = timedelta(days=400)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Component:
    """One VEVENT: a meeting, a series, or a changed instance of a series."""

    lines: Lines
    start: WallTime
    length: timedelta
    recurrence: WallTime | None  # for a changed instance, its start before the change
    from_here_on: bool  # whether the change is also made to all later instances
    sequence: int

    @property
    def has_rules(self) -> bool:
        """Check whether RRULE or RDATE makes this a series."""
        return b"RRULE" in self.lines or b"RDATE" in self.lines


@dataclass(frozen=True)
class Instance:
    """One time at which a component takes place."""

    component: Component
    starts_at: datetime  # UTC
    original_start: datetime | None = None  # UTC; None for a single meeting
    series_start: datetime | None = None  # UTC; None for a single meeting, or if unknown

    @property
    def is_running(self) -> bool:
        """Check whether the series began before this instance."""
        first, own = self.series_start, self.original_start
        return first is not None and own is not None and first < own


def component(lines: Lines, zones: FileZones) -> Component:
    """Parse the times of a VEVENT. Raises KeyError, ValueError or OverflowError if they are
    invalid.
    """
    start = _times(lines, b"DTSTART", zones)[0]
    instance = lines.get(b"RECURRENCE-ID", [b""])[0]
    recurrence = times_in(read_time(instance), zones, start.zone)[0] if instance else None
    for each in (start, recurrence):
        if each is not None:
            # Raises OverflowError if the time in UTC would be before year 1 or after year 9999.
            _ = each.utc
    return Component(
        lines=lines,
        start=start,
        length=_length(lines, start, zones),
        recurrence=recurrence,
        from_here_on=bool(recurrence) and b"RANGE=THISANDFUTURE" in instance.upper(),
        sequence=_sequence(lines),
    )


def instances(
    master: Component | None,
    changed: Sequence[Component],
    zones: FileZones,
    since: datetime,
    until: datetime,
) -> Iterator[Instance]:
    """Yield all changed instances, and the unchanged instances that may start in the span.

    The span is from `since` to `until` (UTC). `master` is the series, or None if the file has only
    changed instances. Raises ValueError or OverflowError if the instances cannot be computed.
    """
    if master is None:
        for one in changed:
            assert one.recurrence is not None  # noqa: S101 - every changed instance has a `recurrence`
            yield Instance(one, one.start.utc, one.recurrence.utc)
        return
    first = master.start.utc
    originals = _originals(master, changed, zones, since, until)
    replaced = _replaced(originals, changed, master)
    excluded = _excluded(originals, master, zones)
    later = sorted(
        ((at, one) for at, one in replaced if one.from_here_on), key=lambda pair: pair[0]
    )
    taken = {at for at, _ in replaced}
    for wall in sorted(originals):
        if wall in taken or wall in excluded:
            continue
        original = _at(master, wall)
        applies = [pair for pair in later if pair[0] <= wall]
        if not applies:
            yield Instance(master, original, original, first)
            continue
        at, one = applies[-1]
        moved = wall + (one.start.seen_in(master.start.zone) - at)
        yield Instance(one, _at(master, moved), original, first)
    for at, one in replaced:
        yield Instance(one, one.start.utc, _at(master, at), first)


def _originals(
    master: Component,
    changed: Sequence[Component],
    zones: FileZones,
    since: datetime,
    until: datetime,
) -> set[datetime]:
    """Return the starts that RRULE and RDATE give. Leave out starts far from the span.

    Changed instances and exclusions are not applied yet. The starts are naive times in the zone of
    the series.
    """
    zone = master.start.zone
    first, last = (each.astimezone(zone).replace(tzinfo=None) for each in (since, until))
    first, last = first - DAY, last + DAY
    near = [one.recurrence.seen_in(zone) for one in changed if one.recurrence]
    near += [one.start.seen_in(zone) for one in changed if one.from_here_on]
    first = max(min([first, *near]), first - FAR) - DAY
    last = min(max([last, *near]), last + FAR) + DAY
    # A change to all later instances may move an instance from after `until` to before `until`.
    if any(one.from_here_on for one in changed):
        last += FAR
    rules = [read(line) for line in master.lines.get(b"RRULE", ())]
    found = set() if rules else {master.start.wall}
    for rule in rules:
        found.update(local_starts(master.start, rule, zones, first, last))
    found.update(_started(each, master) for each in _listed(master, b"RDATE", zones))
    return {wall for wall in found if first <= wall <= last}


def _replaced(
    originals: set[datetime], changed: Sequence[Component], master: Component
) -> list[tuple[datetime, Component]]:
    """Return the changed instances, each with the start of the instance that it replaces.

    A changed instance names the original start of the instance that it replaces. Two things can
    make the named time differ from the starts of all instances:

    - The series has moved to another zone.
    - The calendar names only the day of the start.

    If no instance begins at the named time, the changed instance replaces an instance on the named
    day: the first one that no other changed instance names.
    """
    zone = master.start.zone
    wanted = [(one.recurrence.seen_in(zone), one) for one in changed if one.recurrence]
    others = sorted(originals - {wall for wall, _ in wanted}, reverse=True)
    by_day = {wall.date(): wall for wall in others}  # the first start of each day
    found: dict[datetime, Component] = {}
    for wall, one in sorted(wanted, key=lambda pair: pair[0] not in originals):
        at = wall
        if one.recurrence and wall not in originals:
            at = by_day.get(wall.date()) or _started(one.recurrence, master)
        if at not in found or found[at].sequence <= one.sequence:
            found[at] = one
    return list(found.items())


def _started(when: WallTime, master: Component) -> datetime:
    """Return `when` in the zone of the series, as a naive time.

    If `when` has only a date, return the usual start time of the series on this date.
    """
    wall = when.seen_in(master.start.zone)
    if when.is_day and not master.start.is_day:
        return datetime.combine(wall.date(), master.start.wall.time())
    return wall


def _excluded(originals: set[datetime], master: Component, zones: FileZones) -> set[datetime]:
    """Return the instances that the series excludes.

    If no instance begins at an excluded time, all instances on that day are excluded.
    """
    out = {each.seen_in(master.start.zone) for each in _listed(master, b"EXDATE", zones)}
    days = {wall.date() for wall in out if wall not in originals}
    return {wall for wall in originals if wall in out or wall.date() in days}


def _listed(master: Component, name: bytes, zones: FileZones) -> list[WallTime]:
    """Return the times in the lines with this name. Raises ValueError if there are too many."""
    found: list[WallTime] = []
    for line in master.lines.get(name, ()):
        found += times_in(read_time(line), zones, master.start.zone)
        if len(found) > MAX_DATES:
            raise ValueError("too many dates")
    return found


def _at(master: Component, wall: datetime) -> datetime:
    return WallTime(wall, master.start.zone).utc


def _times(lines: Lines, name: bytes, zones: FileZones) -> list[WallTime]:
    return times_in(read_time(lines[name][0]), zones)


def _length(lines: Lines, start: WallTime, zones: FileZones) -> timedelta:
    """Return how long an event lasts, or zero if its length is negative or invalid."""
    try:
        return max(_stated_length(lines, start, zones), timedelta())
    except (ValueError, OverflowError):
        return timedelta()


def _stated_length(lines: Lines, start: WallTime, zones: FileZones) -> timedelta:
    """Return how long an event lasts, according to its DTEND or DURATION.

    Raises ValueError or OverflowError if that line is invalid.
    """
    if b"DTEND" in lines:
        end = times_in(read_time(lines[b"DTEND"][0]), zones, start.zone)[0]
        return end.wall - start.wall if end.is_day else end.utc - start.utc
    if b"DURATION" in lines:
        return duration(read(lines[b"DURATION"][0]).value)
    return DAY if start.is_day else timedelta()


def _sequence(lines: Lines) -> int:
    text = read(lines.get(b"SEQUENCE", [b":0"])[0]).text
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
