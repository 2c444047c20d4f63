"""Find the calendar meeting that a button or a form is about."""

from dataclasses import replace
from typing import NamedTuple

from handlers.registry import Refusal, Turn
from handlers.sources.calendars import kept_events, owners
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.sales_calls import Judgement, judge
from handlers.sources.records import Attendee, CalendarEvent
from storage.customers import accounts
from storage.meetings import calendars, seen_meetings
from storage.sales_calls import calls
from storage.tables import Account, SeenMeeting

GONE = "That meeting is no longer in a calendar that I read."
NOT_A_CALL = "That meeting no longer looks like a sales call. If it is one, /prep plans it."
OVER = "That meeting is over. /prep plans a new call."


class OwnMeeting(NamedTuple):
    """A meeting in one of the person's calendars, and whether it is a sales call."""

    row: SeenMeeting
    event: CalendarEvent
    judgement: Judgement
    outside: tuple[Attendee, ...]  # all from outside, whatever the person answered about them


async def own_meeting(turn: Turn, meeting_id: str) -> OwnMeeting:
    """Return the person's meeting with this id.

    If the meeting is over, return the person's next meeting with the same `SeenMeeting.subject`. If
    there is none, return the meeting that is over. Raises Refusal if the meeting is gone, or if it
    is clearly not a call.
    """
    await calendars.of_person(turn.session, turn.person, locked=True)
    row = await seen_meetings.referred_to(turn.session, turn.person, meeting_id)
    if row is None or not row.event:
        raise Refusal(NOT_A_CALL if row and row.verdict == "no" else GONE)
    if row.ends_at <= turn.now:
        coming = await seen_meetings.with_event(turn.session, turn.person, since=turn.now)
        row = next((one for one in coming if row.subject and one.subject == row.subject), row)
    event = kept_events.from_text(row.event)
    kept = await seen_meetings.with_event(turn.session, turn.person, since=turn.now)
    known = await known_about(
        turn.session,
        turn.person,
        [event],
        rules(turn),
        everywhere=owners.everywhere(kept_events.from_text(one.event) for one in kept),
    )
    outside = judge(event, replace(known, answers={})).theirs
    return OwnMeeting(row, event, judge(event, known), outside)


def rules(turn: Turn) -> MeetingRules:
    """Return the rules by which the organisation's meetings are judged."""
    return MeetingRules(turn.company_domains, turn.playbook.meetings)


async def account_of(turn: Turn, row: SeenMeeting) -> Account | None:
    """Return the account of the meeting's call, or None if the meeting has no call."""
    call = await calls.by_id(turn.session, turn.person.tenant, row.call_id or 0)
    return await accounts.by_id(turn.session, call.tenant, call.account_id) if call else None


def subject_of_this_only(row: SeenMeeting) -> str:
    """Return the `MeetingAnswer.about` that stands for this meeting alone, without its series."""
    return f"meeting:{row.source_id}"
