"""Judge a meeting, store the verdict, and change the meeting's call to match."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.text.words import shortened
from handlers.sources.calendars import (
    guest_list,
    invited,
    kept_events,
    matching,
    meeting_calls,
    meetings_given_up,
    owners,
    subjects,
)
from handlers.sources.calendars.call_left import Outcome
from handlers.sources.calendars.guest_names import person_name
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.sales_calls import Judgement, judge
from handlers.sources.calendars.titles import MAX_TITLE
from handlers.sources.records import Attendee, CalendarEvent
from storage import mail, plan_changes
from storage.choices import MeetingReason
from storage.meetings import calendars, meeting_answers, meetings_in_doubt, seen_meetings
from storage.sales_calls import calls
from storage.tables import MeetingAnswer, Person, SeenMeeting
from storage.text import storable

# The person's own reasons why a meeting is not a call. "asleep" means that the person wants no
# messages about the series for now. We keep the events of these meetings, because the meetings may
# become calls if the person takes the answer back.
_SAID = ("you said no", "asleep")
NAMED = 2  # a question names at most this many guests; then it says how many more there are
NAME = 40  # characters of a guest's name
# If a meeting is a call for one of these reasons and then becomes uncertain, it stays a call. Other
# reasons do not count here: they may rest on an answer that the person has taken back.
STAYS: tuple[MeetingReason, ...] = ("known company", "named in the title", "you invited them")
# If a person invites a company that is not on file, we put it on file. When we judge the meeting
# again, we find one of these reasons instead of "you invited them".
_NOW_ON_FILE: tuple[MeetingReason, ...] = ("known contact", "known company")


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
    holds_in_doubt: bool = True,
) -> Outcome | None:
    """Plan, change or give up the call of a person's meeting after it was judged.

    `source` is the kind of calendar, as in `Call.source`. With `quiet`, a new call is not announced
    to colleagues who have a call with the account at about the same time. `now` is UTC.

    If the judgement is uncertain and `holds_in_doubt` is true, a call stays a call in two cases:

    - `STAYS` has the reason for which the meeting became a call.
    - The judgement has accounts to choose from, and also companies that are not on file.

    Return None if the meeting had no call before and has none now.
    """
    judgement = await invited.with_account(session, person, event, judgement, now)
    if meeting.reason == "you invited them" and judgement.reason in _NOW_ON_FILE and event.is_own:
        # The guests are on file only because the person invited them.
        judgement = replace(judgement, reason=meeting.reason, word=meeting.word)
    account_id = judgement.account_id
    before = meeting.word if meeting.reason == "held in doubt" else meeting.reason
    stays = before in STAYS or (bool(judgement.companies) and bool(judgement.accounts))
    holds = holds_in_doubt and meeting.verdict == "call" and stays
    if judgement.verdict == "ask" and holds:
        judgement = replace(judgement, verdict="call", reason="held in doubt", word=before)
    await _store(session, person, meeting, event, judgement)
    if judgement.verdict == "call":
        outcome = await meeting_calls.align_call(
            session,
            person,
            meeting,
            replace(event, attendees=_to_match(event, judgement)),
            source=source,
            now=now,
            account_id=account_id,
            quiet=quiet,
        )
        if outcome.call is not None and _is_about_meeting(judgement):
            await matching.add_guests(session, outcome.call, judgement.theirs)
        return outcome
    return await meetings_given_up.give_up(session, person, meeting, event, source=source, now=now)


class Settled(NamedTuple):
    """What happened when an answer to "is this a sales call?" was remembered or forgotten.

    `meant` are the meetings that the answer is about. `planned` are the meetings that have become
    calls. Both are ordered by the start of the meeting.
    """

    meant: Sequence[SeenMeeting]
    planned: Sequence[SeenMeeting]


async def remember(
    session: AsyncSession,
    person: Person,
    answer: MeetingAnswer,
    rules: MeetingRules,
    now: datetime,
    *,
    over: SeenMeeting | None = None,
) -> Settled:
    """Remember a person's answer, and judge again the meetings that it is about.

    Also judge again all uncertain meetings. Leave out meetings that have ended, but include `over`,
    the meeting that the person was asked about. If the answer is "yes" about a guest, put the guest
    on file as a contact. `now` is UTC.
    """
    about = answer.about
    await calendars.of_person(session, person, locked=True)
    await meeting_answers.remember(session, answer)
    settled = await _judge_again(session, person, about, rules, now, over=over)
    if answer.is_call and about.startswith("guest:"):
        await _add_named(session, settled.meant, about.removeprefix("guest:"))
    return settled


async def forget(
    session: AsyncSession,
    person: Person,
    about: str,
    rules: MeetingRules,
    now: datetime,
    *,
    over: SeenMeeting | None = None,
) -> Settled:
    """Forget a person's answer, and judge again the meetings that it was about.

    Also judge again all uncertain meetings, and all meetings with the account in the answer. A call
    that has become uncertain is given up. `over` is as in `remember`. `now` is UTC.
    """
    await calendars.of_person(session, person, locked=True)
    said = (await meeting_answers.by_subject(session, person, [about])).get(about)
    await meeting_answers.forget(session, person, about)
    account_id = said.account_id if said else None
    return await _judge_again(
        session, person, about, rules, now, taken_back=account_id or 0, over=over
    )


async def _add_named(session: AsyncSession, meant: Sequence[SeenMeeting], address: str) -> None:
    for meeting in meant:
        guests = guest_list.guests_of(kept_events.from_text(meeting.event))
        call = await calls.by_id(session, meeting.tenant, meeting.call_id or 0)
        for one in guests:
            if call is not None and meeting.verdict == "call" and one.address == address:
                await matching.add_named(session, call, one.attendee)


async def _judge_again(
    session: AsyncSession,
    person: Person,
    about: str,
    rules: MeetingRules,
    now: datetime,
    *,
    taken_back: int | None = None,
    over: SeenMeeting | None = None,
) -> Settled:
    """Judge again the meetings that an answer is about, and all uncertain meetings.

    `taken_back` is None for a new answer. For a forgotten answer, it is the id of the account in
    the answer, or 0 if the answer had no account. Also judge again the calls with this account.
    `over` is as in `remember`.
    """
    coming = await seen_meetings.with_event(session, person, since=now)
    kept = [*([over] if over else []), *coming]
    kinds = {one.id: one.kind for one in await calendars.of_person(session, person)}
    events = {meeting.id: kept_events.from_text(meeting.event) for meeting in kept}
    known = await known_about(
        session,
        person,
        list(events.values()),
        rules,
        everywhere=owners.everywhere(events.values()),
    )
    before = await calls.by_ids(session, person.tenant, {one.call_id or 0 for one in kept})
    of_account = {id_ for id_, call in before.items() if call.account_id == taken_back}
    meant: list[SeenMeeting] = []
    planned: list[SeenMeeting] = []
    for meeting in kept:
        event, was_call = events[meeting.id], meeting.verdict == "call"
        is_meant = about in subjects.every_subject(event)
        if is_meant or meeting.verdict == "ask" or meeting.call_id in of_account:
            await settle_as(
                session,
                person,
                meeting,
                event,
                source=kinds[meeting.calendar_id],
                judgement=judge(event, known),
                now=now,
                holds_in_doubt=taken_back is None,
            )
        meant += [meeting] if is_meant else []
        planned += [meeting] if meeting.verdict == "call" and not was_call else []
    await session.flush()
    return Settled(meant, planned)


def _is_about_meeting(judgement: Judgement) -> bool:
    is_said = judgement.reason == "you said yes"
    return is_said and judgement.word.startswith(("meeting:", "series:"))


def _to_match(event: CalendarEvent, judgement: Judgement) -> tuple[Attendee, ...]:
    """Return the guests who may be contacts: those from outside, and those without an address."""
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
    """Store the verdict, and the event if an answer of the person could change the verdict."""
    if "ask" in (meeting.verdict, judgement.verdict):
        # The agenda may have to ask about the meeting now, or have to stop asking.
        plan_changes.note_person(session, person.id)
    meeting.verdict, meeting.reason = judgement.verdict, judgement.reason
    # If a meeting is not a call, its title is private, and so is each word of the title.
    meeting.word = "" if judgement.reason == "word in the title" else judgement.word
    meeting.sequence, meeting.modified_at = event.sequence, event.modified_at
    kept = judgement.verdict != "no" or judgement.reason in _SAID
    meeting.event = kept_events.to_text(event) if kept else ""
    if judgement.verdict != "ask":
        meeting.title = ""
        return
    meeting.title = storable(event.title.strip()[:MAX_TITLE])
    meeting.subject = subjects.of_question(
        event,
        judgement.reason,
        judgement.theirs,
        may_sell_to_us=judgement.may_sell_to_us,
    )
    meeting.guests = _listed(judgement)
    meeting.choices = " ".join((*map(str, judgement.accounts), *judgement.companies))
    if meeting.asked_at is None:  # ask nobody twice about the same subject
        meeting.asked_at = await meetings_in_doubt.asked_at(session, person, meeting.subject)


def _listed(judgement: Judgement) -> str:
    """List who comes from outside: "Ann Li, Bo Yu (acme.example) and 3 more"."""
    # Maps each company's domain to the names of its guests: "acme.example" → "Ann Li", "Bo Yu". If
    # we show only the address of a guest, the address is under the key "".
    shown: dict[str, list[str]] = {}
    for one in judgement.theirs[:NAMED]:
        address = mail.normalised(one.email) or ""
        name, company = shortened(person_name(one), NAME), mail.domain_of(address)
        is_named = bool(one.name.strip()) and "@" not in one.name and not mail.is_shared(company)
        key = mail.readable(company) if is_named else ""
        shown.setdefault(key, []).append(name if is_named else address)
    listed = [", ".join(names) + (f" ({key})" if key else "") for key, names in shown.items()]
    more = len(judgement.theirs) - NAMED
    return ", ".join(listed) + (f" and {more} more" if more > 0 else "")
