"""A channel's hours for posts, and the time by which an answer is due. Pure. Moments are UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.rhythm_settings import DAY, at
from storage.tables import Channel

POST_INTERVAL = timedelta(minutes=5)  # between two posts of insights in one channel
MONDAY, SATURDAY = 0, 5


@dataclass(frozen=True)
class Hours:
    """Monday to Friday between two times of day, in a zone (IANA)."""

    zone: str
    opens: time = time(9, 0)
    closes: time = time(17, 0)


def hours_of(channel: Channel) -> Hours:
    """The hours in which a channel gets posts."""
    return Hours(channel.zone, channel.opens_at, channel.closes_at)


def opening(moment: datetime, hours: Hours) -> datetime:
    """This moment if it is within the hours, else when they next begin."""
    local = moment.astimezone(ZoneInfo(hours.zone))
    day = local.date()
    if day.weekday() < SATURDAY:
        if local.time() < hours.opens:
            # If the clocks go back over the opening time, there are two such moments that day, and
            # `at` returns the first, which may have passed.
            return max(at(day, hours.opens, hours.zone), moment)
        if local.time() < hours.closes:
            return moment
    day += DAY
    while day.weekday() >= SATURDAY:
        day += DAY
    return at(day, hours.opens, hours.zone)


def digest_time(moment: datetime, hours: Hours, how: str) -> datetime:
    """When the next digest is due after this moment.

    `how` is `daily` (Monday to Friday) or `weekly` (Mondays). A digest comes at the opening time.
    """
    day = moment.astimezone(ZoneInfo(hours.zone)).date()
    while True:
        wanted = day.weekday() == MONDAY if how == "weekly" else day.weekday() < SATURDAY
        if wanted and at(day, hours.opens, hours.zone) > moment:
            return at(day, hours.opens, hours.zone)
        day += DAY


def a_working_day_after(moment: datetime, hours: Hours) -> datetime:
    """The same time on the next working day, Monday to Friday.

    A moment outside the hours counts as the time at which they next begin.
    """
    local = opening(moment, hours).astimezone(ZoneInfo(hours.zone))
    day = local.date() + DAY
    while day.weekday() >= SATURDAY:
        day += DAY
    return at(day, local.time(), hours.zone)


def slot(moment: datetime, hours: Hours, posts: Iterable[datetime]) -> datetime:
    """When to post: at `moment`, or later so as to be within the hours and not too often.

    `posts` are the times of recent and planned posts. Two posts are at least five minutes apart.
    In the code, `begins` is the first moment within the hours, and `due` the first that is also far
    enough from earlier posts. If a post is planned at or after `begins`, and less than five minutes
    after `due`, its time is returned, so that both become one message.
    """
    begins = due = opening(moment, hours)
    for post in sorted(posts):
        if begins <= post < due + POST_INTERVAL:
            return post
        if post < due < post + POST_INTERVAL:
            due = opening(post + POST_INTERVAL, hours)
    return due
