"""When a channel may be posted to, and when an answer is late. Pure; moments are UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.rhythm_settings import DAY, at
from storage.tables import Channel

APART = timedelta(minutes=5)  # between two posts of insights in one channel
MONDAY, SATURDAY = 0, 5


@dataclass(frozen=True)
class Hours:
    """From Monday to Friday between these times of day, in this zone (IANA)."""

    zone: str
    opens: time = time(9, 0)
    closes: time = time(17, 0)


def hours_of(channel: Channel) -> Hours:
    """A channel's hours."""
    return Hours(channel.zone, channel.opens_at, channel.closes_at)


def opening(moment: datetime, hours: Hours) -> datetime:
    """The first moment from this one on that is within the hours."""
    local = moment.astimezone(ZoneInfo(hours.zone))
    day = local.date()
    if day.weekday() < SATURDAY:
        if local.time() < hours.opens:
            # Where the clocks went back over the opening, it may have been already.
            return max(at(day, hours.opens, hours.zone), moment)
        if local.time() < hours.closes:
            return moment
    day += DAY
    while day.weekday() >= SATURDAY:
        day += DAY
    return at(day, hours.opens, hours.zone)


def digest_time(moment: datetime, hours: Hours, how: str) -> datetime:
    """When the next digest goes out, `daily` or `weekly` (Mondays), after this moment."""
    day = moment.astimezone(ZoneInfo(hours.zone)).date()
    while True:
        wanted = day.weekday() == MONDAY if how == "weekly" else day.weekday() < SATURDAY
        if wanted and at(day, hours.opens, hours.zone) > moment:
            return at(day, hours.opens, hours.zone)
        day += DAY


def a_working_day_after(moment: datetime, hours: Hours) -> datetime:
    """The same time of the next working day; counted from the opening, if it is closed now."""
    local = opening(moment, hours).astimezone(ZoneInfo(hours.zone))
    day = local.date() + DAY
    while day.weekday() >= SATURDAY:
        day += DAY
    return at(day, local.time(), hours.zone)


def slot(moment: datetime, hours: Hours, posts: Iterable[datetime]) -> datetime:
    """When a post may go out: from this moment on, within the hours, in one with a post to come.

    `posts` are the times of those that went out lately or are still to come. What would follow
    one of them within five minutes waits until those are over, together with what else does.
    """
    begins = due = opening(moment, hours)
    for post in sorted(posts):
        if begins <= post < due + APART:
            return post
        if post < due < post + APART:
            due = opening(post + APART, hours)
    return due
