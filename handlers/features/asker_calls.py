"""The calls of the person who sent the message, with one account or with any."""

from datetime import datetime

from handlers.registry import Turn
from handlers.times import format_absolute
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

SEARCHED = 200  # to find the call that somebody means, we look at this many upcoming calls


async def planned(
    turn: Turn,
    account: Account | None = None,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
) -> list[Seated]:
    """Return the person's planned calls that start in [since, until), earliest first.

    Without `since`, return the calls that start now or later.
    """
    return await own_calls.planned_for(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=since or turn.now,
        until=until,
        account_id=account.id if account else None,
        limit=limit,
    )


async def latest(
    turn: Turn, account: Account | None = None, *, unreflected: bool = False
) -> Seated | None:
    """Return the person's latest call that has begun, or None.

    Calls that were cancelled, or to which nobody from the account came, do not count. With
    `unreflected`, return the latest of the calls that the person has not reflected on.
    """
    return await own_calls.latest_before(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        before=turn.now,
        account_id=account.id if account else None,
        unreflected=unreflected,
    )


def when(turn: Turn, seated: Seated) -> str:
    """Format a call's start in the person's zone, as "Tuesday 1 December 15:00"."""
    zone = turn.person.zone
    return format_absolute(seated.call.starts_at, now=turn.now, zone=zone, own=zone)
