"""Judges a meeting, stores the verdict, and brings its call in line with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources import guest_list, kept_events, matching, meeting_calls, owners, subjects
from handlers.sources.calendar import Outcome
from handlers.sources.known import MeetingRules, known_about
from handlers.sources.records import Attendee, CalendarEvent
from handlers.sources.sales_calls import Judgement, Known, judge
from handlers.sources.titles import MAX_TITLE
from storage import calendars, calls, mail, meeting_answers, plan_changes, seen_meetings
from storage.choices import MeetingReason
from storage.tables import MeetingAnswer, Person, SeenMeeting
from storage.text import storable

# Reasons for "no" that come from what the person said; without that, the meeting may be a call.
_SAID = ("you said no", "asleep")
NAMED = 2  # limit of guests that a question names
# If a meeting with a call for one of these reasons comes into doubt, the call stays. Not so with
# the other reasons: the person may have taken back what they said, or a contact may have turned out
# not to belong to the account.
STAYS: tuple[MeetingReason, ...] = ("known company", "named in the title")


async def settle(
    session: AsyncSession,
    person: Person,
    meeting: SeenMeeting,
    event: CalendarEvent,
    *,
    source: str,
    known: Known,
    now: datetime,
) -> Outcome | None:
    """Judge one meeting of a person's calendar, and plan, change or give up its call (now: UTC).

    `source` is the kind of calendar, as `Call.source` has it. The outcome is None if there was no
    call and there is none now.
    """
    judgement = judge(event, known)
    return await settle_as(
        session, person, meeting, event, source=source, judgement=judgement, now=now
    )


async def settle_as(
    session: AsyncSession,
    person: Person,
    meeting: SeenMeeting,
    event: CalendarEvent,
    *,
    source: str,
    judgement: Judgement,
    now: datetime,
    quiet: bool = False,
) -> Outcome | None:
    """Settle a meeting as `settle` does, by this judgement; `quiet` is as in `calendar.take_in`."""
    account_id = judgement.account_id
    if judgement.verdict == "ask" and meeting.verdict == "call" and meeting.reason in STAYS:
        # That the meeting is in doubt after a change in the calendar does not end its call.
        judgement = replace(judgement, verdict="call", reason=meeting.reason)
    await _store(session, person, meeting, event, judgement)
    if judgement.verdict == "call":
        return await meeting_calls.hand_over(
            session,
            person,
            meeting,
            replace(event, attendees=_to_match(event, judgement)),
            source=source,
            now=now,
            account_id=account_id,
            quiet=quiet,
        )
    return await meeting_calls.give_up(session, person, meeting, event, source=source, now=now)


async def remember(
    session: AsyncSession, person: Person, answer: MeetingAnswer, rules: MeetingRules, now: datetime
) -> list[SeenMeeting]:
    """Remember what a person said, and judge again what it is about (now: UTC).

    Returns the coming meetings that it is about, in the order of their starts.
    """
    about = answer.about
    await calendars.of_person(session, person, locked=True)
    await meeting_answers.remember(session, answer)
    meant = await _judge_again(session, person, about, rules, now)
    if answer.is_call and about.startswith("guest:"):
        await _add_named(session, meant, about.removeprefix("guest:"))
    return meant


async def _add_named(session: AsyncSession, meant: Sequence[SeenMeeting], address: str) -> None:
    """Put the guest whom an answer is about on file at the account that it names."""
    for meeting in meant:
        guests = guest_list.people_in(kept_events.from_text(meeting.event))
        call = await calls.by_id(session, meeting.tenant, meeting.call_id or 0)
        for one in guests:
            if call is not None and meeting.verdict == "call" and one.address == address:
                await matching.add_named(session, call, one.attendee)


async def forget(
    session: AsyncSession, person: Person, about: str, rules: MeetingRules, now: datetime
) -> list[SeenMeeting]:
    """Forget what a person said about something, and judge again as `remember` does."""
    await calendars.of_person(session, person, locked=True)
    await meeting_answers.forget(session, person, about)
    return await _judge_again(session, person, about, rules, now)


async def _judge_again(
    session: AsyncSession, person: Person, about: str, rules: MeetingRules, now: datetime
) -> list[SeenMeeting]:
    """Judge the meetings that an answer is about, and all in doubt: there may be a new account."""
    kept = await seen_meetings.with_event(session, person, since=now)
    kinds = {one.id: one.kind for one in await calendars.of_person(session, person)}
    events = {meeting.id: kept_events.from_text(meeting.event) for meeting in kept}
    known = await known_about(
        session,
        person,
        list(events.values()),
        rules,
        everywhere=owners.everywhere(events.values()),
    )
    meant: list[SeenMeeting] = []
    for meeting in kept:
        event = events[meeting.id]
        is_meant = about in subjects.every_subject(event)
        if is_meant or meeting.verdict == "ask":
            source = kinds[meeting.calendar_id]
            await settle(session, person, meeting, event, source=source, known=known, now=now)
        meant += [meeting] if is_meant else []
    await session.flush()
    return meant


def _to_match(event: CalendarEvent, judgement: Judgement) -> tuple[Attendee, ...]:
    """The guests from outside, and those who have no address: a name may be a contact's."""
    return tuple(
        one
        for one in event.attendees
        if one in judgement.theirs or mail.normalised(one.email) is None
    )


async def _store(
    session: AsyncSession,
    person: Person,
    meeting: SeenMeeting,
    event: CalendarEvent,
    judgement: Judgement,
) -> None:
    """Store the verdict, and the event too if an answer from its owner could change the verdict."""
    if "ask" in (meeting.verdict, judgement.verdict):
        plan_changes.note_person(session, person.id)  # the agenda asks about it, or no longer
    meeting.verdict, meeting.reason = judgement.verdict, judgement.reason
    meeting.word = judgement.word
    kept = judgement.verdict != "no" or judgement.reason in _SAID
    meeting.event = kept_events.to_text(event) if kept else ""
    if judgement.verdict != "ask":
        meeting.title = ""
        return
    meeting.title = storable(event.title.strip()[:MAX_TITLE])
    meeting.subject = subjects.of_question(event, judgement.reason, judgement.theirs)
    meeting.guests = _listed(judgement)
    meeting.choices = " ".join(map(str, judgement.accounts))
    if meeting.asked_at is None:  # nobody is asked twice about the same subject
        meeting.asked_at = await seen_meetings.asked_at(session, person, meeting.subject)


def _listed(judgement: Judgement) -> str:
    """Who comes from outside, by address: "ann.li@acme.example, max@gmail.com and 2 more"."""
    addresses = [mail.normalised(one.email) or "" for one in judgement.theirs]
    shown, more = addresses[:NAMED], len(addresses) - NAMED
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
