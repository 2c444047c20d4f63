"""From what a wall clock shows to the moment it shows it, where clocks jump and go back."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def wall_time(day: date, minutes: int, tz: tzinfo) -> datetime:
    """What the clock on the wall shows so many minutes into the day; 1440 is the next midnight."""
    return datetime.combine(day, time(), tzinfo=tz) + timedelta(minutes=minutes)


def moments(shown: datetime) -> list[datetime]:
    """The moments, in UTC, at which the clocks show this.

    None when they jump over it, two when they go back, else one.
    """
    found: list[datetime] = []
    for fold in (0, 1):
        moment = shown.replace(fold=fold).astimezone(UTC)
        back = moment.astimezone(shown.tzinfo)
        if back.replace(tzinfo=None) == shown.replace(tzinfo=None) and moment not in found:
            found.append(moment)
    return found


def around_gap(shown: datetime) -> tuple[datetime, datetime]:
    """The moments just as far before and after a jump as a time inside it is; in UTC."""
    return shown.replace(fold=1).astimezone(UTC), shown.replace(fold=0).astimezone(UTC)


def gap_edges(shown: datetime) -> tuple[datetime, datetime]:
    """What the clocks show when they jump over this: from, to."""
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
