"""A channel's hours for posts, and the times of posts and deadlines. Pure. Times are in UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.rhythm_settings import DAY, at
from storage.tables import Channel

POST_INTERVAL = timedelta(minutes=5)  # posts of insights in a channel are at least this far apart
MONDAY, SATURDAY = 0, 5


@dataclass(frozen=True)
class Hours:
    """Monday to Friday, between two times of day in a zone (IANA)."""

    zone: str
    opens: time = time(9, 0)
    closes: time = time(17, 0)


def hours_of(channel: Channel) -> Hours:
    """Return the hours in which a channel gets posts."""
    return Hours(channel.zone, channel.opens_at, channel.closes_at)


def opening(moment: datetime, hours: Hours) -> datetime:
    """Return the moment itself if it is within the hours, or else when the hours next begin."""
    local = moment.astimezone(ZoneInfo(hours.zone))
    day = local.date()
    if day.weekday() < SATURDAY:
        if local.time() < hours.opens:
            # If the clocks go back over the opening time, that time comes twice, and `at` returns
            # the first, which may have passed.
            return max(at(day, hours.opens, hours.zone), moment)
        if local.time() < hours.closes:
            return moment
    day += DAY
    while day.weekday() >= SATURDAY:
        day += DAY
    return at(day, hours.opens, hours.zone)


def digest_time(moment: datetime, hours: Hours, how: str) -> datetime:
    """Return when the next digest after this moment is due. Digests are due at the opening time.

    `how` is `daily` (Monday to Friday) or `weekly` (Mondays).
    """
    day = moment.astimezone(ZoneInfo(hours.zone)).date()
    while True:
        wanted = day.weekday() == MONDAY if how == "weekly" else day.weekday() < SATURDAY
        if wanted and at(day, hours.opens, hours.zone) > moment:
            return at(day, hours.opens, hours.zone)
        day += DAY


def a_working_day_after(moment: datetime, hours: Hours) -> datetime:
    """Return the time of day of `moment`, on the next working day, Monday to Friday.

    If `moment` is outside the hours, use the moment at which the hours next begin instead of it.
    """
    local = opening(moment, hours).astimezone(ZoneInfo(hours.zone))
    day = local.date() + DAY
    while day.weekday() >= SATURDAY:
        day += DAY
    return at(day, local.time(), hours.zone)


def slot(moment: datetime, hours: Hours, posts: Iterable[datetime]) -> datetime:
    """Return the time for a post. It is at `moment` or later, and within the hours.

    `posts` are the times of recent and planned posts. The new post comes at least five minutes
    after the post before it. If a planned post would follow the new post within five minutes,
    return the time of the planned post: the two posts become one message.
    """
    begins = due = opening(moment, hours)
    for post in sorted(posts):
        if begins <= post < due + POST_INTERVAL:
            return post
        if post < due < post + POST_INTERVAL:
            due = opening(post + POST_INTERVAL, hours)
    return due
