"""Turn local (wall clock) times into moments, even on days when the clocks change.

A gap is a range of local times that the clocks skip on such a day: 2:00 to 3:00, for example.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def wall_time(day: date, minutes: int, tz: tzinfo) -> datetime:
    """Return the local time `minutes` after midnight of a day. 1440 is the next midnight."""
    return datetime.combine(day, time(), tzinfo=tz) + timedelta(minutes=minutes)


def moments(shown: datetime) -> list[datetime]:
    """Return the moments, in UTC, at which the clocks show this local time.

    There is none if the clocks skip the time, and there are two if the clocks show it twice.
    """
    found: list[datetime] = []
    for fold in (0, 1):
        moment = shown.replace(fold=fold).astimezone(UTC)
        back = moment.astimezone(shown.tzinfo)
        if back.replace(tzinfo=None) == shown.replace(tzinfo=None) and moment not in found:
            found.append(moment)
    return found


def around_gap(shown: datetime) -> tuple[datetime, datetime]:
    """Return two moments (UTC) for a local time that the clocks skip.

    An example is the local time 2:30, if the clocks skip 2:00 to 3:00. The first moment is before
    the gap, when the clocks show 1:30. The second moment is after the gap, when they show 3:30.
    Both times differ from 2:30 by the length of the gap.
    """
    return shown.replace(fold=1).astimezone(UTC), shown.replace(fold=0).astimezone(UTC)


def gap_edges(shown: datetime) -> tuple[datetime, datetime]:
    """Return the local times at which the gap around a skipped time begins and ends."""
    before, after = around_gap(shown)
    tz = shown.tzinfo
    offset = before.astimezone(tz).utcoffset() or timedelta()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(tz).utcoffset() == offset:
            before = middle
        else:
            after = middle
    lands = after.astimezone(tz)
    return lands - ((lands.utcoffset() or timedelta()) - offset), lands
