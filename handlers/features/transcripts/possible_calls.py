"""Find calls that a transcript may belong to.

The rep takes part in these calls (has a seat in them), and the calls have begun.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.features import access
from handlers.features.transcripts import call_labels
from handlers.registry import Refusal, Turn
from handlers.times.formatting import format_full_date
from handlers.transcripts.file_day import day_in, span_of
from handlers.transcripts.matching import (
    JUST_HELD,
    NEAR,
    BegunCall,
    FoundCall,
    HeardCall,
    find,
    is_other_day,
)
from handlers.transcripts.whose import names_somebody
from handlers.views.transcripts.talk_questions import LISTED, OfferedCall
from storage.customers import attendees, contacts
from storage.sales_calls import call_seats, calls_by_time
from storage.sales_calls.own_calls import Seated
from storage.sql.groups import grouped
from storage.tables import OpenTranscript

# We look for calls this far back, unless a day or time in the file narrows the search.
REMEMBERED = timedelta(days=60)
EARLY = timedelta(hours=2)  # a meeting may begin this long before its planned start
AROUND = timedelta(hours=36)  # we look for calls up to this far from the time in the file


async def calls_of(turn: Turn, row: OpenTranscript) -> list[Seated]:
    """Return the calls that this transcript may belong to, latest first."""
    if row.starts_at and row.zoned:
        return await _begun(turn, row.starts_at - AROUND, row.starts_at + AROUND)
    if row.starts_at is None and (day := day_in(row.title)):
        return await _begun(turn, *span_of(day, turn.person.zone))
    return await _begun(turn, turn.now - REMEMBERED, turn.now + EARLY)


def near(row: OpenTranscript, seated: Sequence[Seated]) -> bool:
    """Check whether the time in the file is during one of these calls, give or take `NEAR`."""
    at = row.starts_at
    return at is not None and any(
        min(one.call.starts_at, one.call.started_at or at) - NEAR <= at <= one.call.ends_at + NEAR
        for one in seated
    )


async def is_known(turn: Turn, row: OpenTranscript, seated: Sequence[Seated]) -> bool:
    """Check whether the transcript is surely of one of the rep's calls, whichever call it is.

    Return True in these cases:

    - The rep chose the call.
    - The time in the file is near one of the calls.
    - The file's time, title and names show which call it is.
    - The file has neither a time nor names, and the rep has just had a call.
    """
    if row.call_id is not None or near(row, seated):
        return True
    if row.starts_at is None and not any(map(names_somebody, row.labels)):
        return any(one.call.starts_at > turn.now - JUST_HELD for one in seated)
    return (await matched(turn, row, seated, list(row.labels))).sure is not None


async def chosen(turn: Turn, call_id: int) -> Seated:
    """Return the chosen call.

    Raises Refusal if the call has not begun, was cancelled, or is not the rep's.
    """
    seated = await access.own_call(turn, str(call_id))
    if not has_begun(seated, turn.now):
        raise Refusal("That call has not begun yet. Choose a call that has begun.")
    return seated


def on_its_day(
    turn: Turn,
    row: OpenTranscript,
    began: Sequence[datetime],
    ends_at: datetime | None,
    *,
    field: str = "",
) -> None:
    """Raise Refusal if a call was not on the day that the file names.

    `began` has the planned start of the call and, if we know it, when the call began (see
    `starts_of`). `field` is the field in which the rep typed the time, or "" if the rep chose the
    call.
    """
    if row.starts_at is not None and is_other_day(row.starts_at, began, ends_at):
        zone = ZoneInfo(turn.person.zone)
        file, call = (
            format_full_date(at.astimezone(zone).date(), turn.now.astimezone(zone).date())
            for at in (row.starts_at, began[0])
        )
        if field:
            raise Refusal(
                f"The file says {file}, but that time is on {call}. Type a time on the file's day.",
                field=field,
            )
        raise Refusal(
            f"The file says {file}, but that call was on {call}. Choose a call on the file's day."
        )


def starts_of(seated: Seated) -> list[datetime]:
    """Return when a call was planned to begin and, if we know it, when the call began."""
    return [at for at in (seated.call.starts_at, seated.call.started_at) if at]


async def latest(turn: Turn, row: OpenTranscript) -> list[OfferedCall]:
    """Return the rep's latest calls, latest first.

    If the file has a time, return only the calls on the day of this time.
    """
    since, until = turn.now - REMEMBERED, turn.now + EARLY
    if at := row.starts_at:
        since, until = at - AROUND, at + AROUND
    found = await _begun(turn, since, until)
    return [
        call_labels.offered(turn, seated)
        for seated in found
        if not is_other_day(row.starts_at, starts_of(seated), seated.call.ends_at)
    ]


async def _begun(turn: Turn, since: datetime, until: datetime) -> list[Seated]:
    """Return the calls that are planned between `since` and `until`, and have begun.

    A call may have begun before its planned start.
    """
    found = await calls_by_time.calls_between(
        turn.session, turn.person, since, min(until, turn.now + EARLY), limit=LISTED
    )
    return [one for one in found if has_begun(one, turn.now)]


def has_begun(seated: Seated, now: datetime) -> bool:
    """Check whether the planned start of a call has passed, or the meeting has begun."""
    return seated.call.starts_at <= now or (seated.call.started_at or now) < now


async def matched(
    turn: Turn, row: OpenTranscript, seated: Sequence[Seated], others: Sequence[str]
) -> FoundCall:
    """Find the call of the transcript among `seated`. `others` are the speakers besides the rep."""
    return find(*await compared(turn, row, seated, others))


async def compared(
    turn: Turn, row: OpenTranscript, seated: Sequence[Seated], others: Sequence[str]
) -> tuple[HeardCall, list[BegunCall]]:
    """Return what the transcript says about its call, and the calls to compare it with.

    For a call without attendees on file, we compare the names of all contacts of the account.
    """
    length = timedelta(seconds=row.seconds) if row.seconds else None
    heard = HeardCall(row.starts_at, row.zoned, length, row.title, tuple(others), turn.now)
    ids = [one.call.id for one in seated]
    guests = await attendees.of_calls(turn.session, ids)
    without = {one.account.id for one in seated if one.call.id not in guests}
    at_accounts = await contacts.by_accounts(turn.session, without) if without else {}
    ours = await call_seats.people_in(turn.session, turn.person.tenant, ids)
    colleagues = grouped((id_, name) for id_, who, name in ours if who != turn.person.id)

    def begun(one: Seated) -> BegunCall:
        coming = guests.get(one.call.id) or at_accounts.get(one.account.id) or []
        guest_names = [contact.name for contact in coming if not contact.erased_at]
        return BegunCall(
            one.call.id,
            one.account.name,
            one.call.title,
            one.call.starts_at,
            one.call.ends_at,
            one.call.started_at,
            (*guest_names, *colleagues.get(one.call.id, ())),
        )

    return heard, [begun(one) for one in seated]


async def contact_names(turn: Turn, seated: Sequence[Seated]) -> list[str]:
    """Return the names of all contacts of the accounts in these calls."""
    found = await contacts.by_accounts(turn.session, {one.account.id for one in seated})
    return [contact.name for there in found.values() for contact in there]
