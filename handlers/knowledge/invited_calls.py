"""Find the calls that we planned because the rep invited people from a new company.

We plan such a call without asking the rep.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import outbox
from storage.choices import PLANNED
from storage.customers import accounts
from storage.meetings import seen_meetings
from storage.sales_calls import calls
from storage.tables import Account, Call, Person, SeenMeeting

REPORT = "calendar_connected"  # the notice about a new calendar


class InvitedCall(NamedTuple):
    """An account whose people the rep invited, and the first upcoming call with this account.

    `meetings` are all upcoming meetings with this account that we planned as calls without asking.
    """

    account: Account
    call: Call
    meetings: tuple[SeenMeeting, ...]


async def coming(session: AsyncSession, person: Person, now: datetime) -> Sequence[InvitedCall]:
    """Return one entry per account: the first call after `now` (UTC)."""
    found = await seen_meetings.calls_by_own_invitation(session, person, since=now)
    if not found:
        return ()
    on_file = await calls.by_ids(session, person.tenant, {one.call_id or 0 for one in found})
    planned = {id_: one for id_, one in on_file.items() if one.status == PLANNED}
    by_account: dict[int, list[SeenMeeting]] = {}
    for one in found:
        if one.call_id in planned:
            by_account.setdefault(planned[one.call_id].account_id, []).append(one)
    named = await accounts.by_ids(session, person.tenant, sorted(by_account))
    by_id = {one.id: one for one in named}
    return [
        InvitedCall(by_id[id_], planned[meetings[0].call_id or 0], tuple(meetings))
        for id_, meetings in by_account.items()
        if id_ in by_id
    ]


async def to_tell(
    session: AsyncSession,
    person: Person,
    now: datetime,
    *,
    calendar_id: int | None = None,
    told_since: datetime | None = None,
) -> Sequence[InvitedCall]:
    """Return the entries of `coming` that the rep was not told about.

    If `told_since` is given, also return entries that the rep was last told about at that time or
    later.

    If `calendar_id` is given, return only entries with a meeting in that calendar. If it is None,
    leave out entries with a meeting in a calendar about which a notice (`REPORT`) will be sent.

    Times are in UTC.
    """
    found = await coming(session, person, now)
    if not found:
        return ()
    open_rows = await outbox.open_for_person(session, person.tenant, person.id)
    reported = {row.about for row in open_rows if row.kind == REPORT}

    def is_news(one: InvitedCall) -> bool:
        told_at = [meeting.asked_at for meeting in one.meetings if meeting.asked_at]
        return not told_at or (told_since is not None and max(told_at) >= told_since)

    def is_here(one: InvitedCall) -> bool:
        ids = {meeting.calendar_id for meeting in one.meetings}
        return ids.isdisjoint(reported) if calendar_id is None else calendar_id in ids

    return [one for one in found if is_news(one) and is_here(one)]
