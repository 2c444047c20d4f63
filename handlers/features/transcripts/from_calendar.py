"""If a transcript fits a past meeting in the rep's calendar, offer to add the meeting as a call.

The meeting is not on file as a call, for example because the rep connected the calendar after the
meeting. See `storage.meetings.met_guests` for what we keep about past meetings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from handlers.cards import Card
from handlers.features import access
from handlers.features.meetings import meeting_accounts
from handlers.features.transcripts import call_labels, possible_calls
from handlers.registry import Refusal, Turn
from handlers.sources.calendars.guest_names import company_name, private_account_name
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.past_meetings import (
    PastMeeting,
    count_speaking,
    grouped,
    likely,
    names_guest_or_company,
)
from handlers.sources.calendars.sales_calls import Known, judge
from handlers.sources.calendars.title_names import name_in
from handlers.sources.records import Attendee, CalendarEvent
from handlers.transcripts.file_day import day_in, span_of
from handlers.transcripts.matching import NEAR, fitting, has_strong
from handlers.views.transcripts import talk_questions
from handlers.views.transcripts.talk_questions import MetCall
from storage import mail
from storage.customers import accounts
from storage.meetings import call_meetings, met_guests
from storage.sales_calls import calls_by_time
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, OpenTranscript

GONE = "That meeting is no longer in your calendar. Note the call with its account and time."


@dataclass(frozen=True)
class _PossibleAccount:
    """An account that a meeting may be with.

    `key` is the row id of an account on file. For a new account, `key` is its mail domain, or "" if
    it has no mail domain.
    """

    key: str
    name: str
    is_new: bool


async def question(turn: Turn, row: OpenTranscript, seated: Sequence[Seated]) -> Card | None:
    """Ask whether the transcript is of a past meeting. Return None if no meeting fits.

    `seated` are calls on file. A meeting that begins at the same time as one of these calls is left
    out. If the transcript's title and speakers point clearly to one of these calls, we offer only
    meetings with a guest who is among the speakers.
    """
    offered = []
    clear = has_strong(*await possible_calls.compared(turn, row, seated, list(row.labels)))
    for meeting in await _meetings(turn, row, seated):
        if clear and not count_speaking(meeting, row.labels):
            continue
        for one in await _accounts_of_meeting(turn, row, meeting):
            about = call_labels.named(turn, one.name, meeting.starts_at, 60)
            key = f"{_minute(meeting.starts_at)}:{one.key}"
            offered.append(MetCall(key, about, one.name if one.is_new else ""))
    return talk_questions.met(call_labels.ref_of(row), offered) if offered else None


async def fits(turn: Turn, row: OpenTranscript, seated: Sequence[Seated]) -> bool:
    """Check whether the transcript fits a meeting in the rep's own calendar.

    Both of these must be true:

    - The transcript's time is near the meeting's time. If it has only a day, this is the meeting's
      day.
    - The transcript's title or the full name of one of its speakers fits the meeting's guests.

    `seated` are calls on file. We look at a call on file only if its meeting is in the calendar
    too.
    """
    dated = row.starts_at is None and day_in(row.title) is not None
    if row.starts_at is None and not dated:
        return False
    if any(
        names_guest_or_company(one, row.title, row.labels) for one in await _meetings(turn, row, ())
    ):
        return True
    heard, calls = await possible_calls.compared(turn, row, seated, list(row.labels))
    for call_id in fitting(heard, calls, dated=dated):
        if await call_meetings.of_call(turn.session, turn.person, call_id):
            return True
    return False


async def chosen(
    turn: Turn, row: OpenTranscript, minute: int, key: str
) -> tuple[Account, datetime, list[Attendee]]:
    """Return the account, the start and the guests of the meeting that the rep chose.

    `minute` is the start, in minutes since 1970. `key` is the chosen account (see
    `_PossibleAccount`). Put a new account on file, with its mail domain if it has one. Raises
    Refusal if the meeting is not in the calendar any more.
    """
    near = datetime.fromtimestamp(minute * 60, UTC)
    met = await met_guests.of_person(
        turn.session, turn.person, near, near + timedelta(seconds=59, microseconds=999_999)
    )
    meeting = next(iter(grouped(met)), None)
    offered = await _accounts_of_meeting(turn, row, meeting) if meeting else []
    if meeting is None or key not in [one.key for one in offered]:
        raise Refusal(GONE)
    guests = meeting.guests(row.labels)
    if key.isdecimal():
        found = await access.account(turn, int(key), locked=True)
    else:
        theirs = await _their_people(turn, row, meeting)
        found = await meeting_accounts.account_for(turn, _event(row, meeting), theirs, key)
    return found, meeting.starts_at, guests


async def _meetings(
    turn: Turn, row: OpenTranscript, seated: Sequence[Seated]
) -> Sequence[PastMeeting]:
    """Return the past meetings that fit the transcript and are not calls on file."""
    at = row.starts_at
    since = at - NEAR if at else turn.now - met_guests.KEPT_FOR
    until = min(at + NEAR, turn.now) if at else turn.now
    if at is None and (day := day_in(row.title)):
        since, until = span_of(day, turn.person.zone)
    met = grouped(await met_guests.of_person(turn.session, turn.person, since, until))
    on_file = {start for one in seated for start in possible_calls.starts_of(one)}
    on_file |= await calls_by_time.missed_starts(turn.session, turn.person, since, until)
    left = [one for one in met if one.starts_at not in on_file]
    return likely(left, at, row.title, row.labels)


async def _accounts_of_meeting(
    turn: Turn, row: OpenTranscript, meeting: PastMeeting
) -> list[_PossibleAccount]:
    """Return the accounts that a meeting may be with: accounts on file first, then new ones."""
    event = _event(row, meeting)
    judged = judge(event, await _known(turn, event))
    if judged.verdict == "no":
        return []
    found = await accounts.by_ids(turn.session, turn.person.tenant, judged.accounts)
    offered = [_PossibleAccount(str(one.id), one.name, is_new=False) for one in found]
    emails = [email for one in judged.theirs if (email := mail.normalised(one.email))]
    companies = [one for one in dict.fromkeys(map(mail.company_of, emails)) if one]
    new = judged.companies or (() if found else companies)
    offered += [_PossibleAccount(one, company_name(one, event.title), is_new=True) for one in new]
    if not offered and judged.theirs:
        said = name_in(event.title, turn.playbook.meetings)
        offered.append(
            _PossibleAccount(
                "", private_account_name(judged.theirs[0], said, event.title), is_new=True
            )
        )
    return offered


async def _their_people(
    turn: Turn, row: OpenTranscript, meeting: PastMeeting
) -> Sequence[Attendee]:
    event = _event(row, meeting)
    return judge(event, await _known(turn, event)).theirs


async def _known(turn: Turn, event: CalendarEvent) -> Known:
    rules = MeetingRules(turn.company_domains, turn.playbook.meetings)
    return await known_about(turn.session, turn.person, [event], rules)


def _event(row: OpenTranscript, meeting: PastMeeting) -> CalendarEvent:
    """Return the meeting with the transcript's title, because we keep no titles from calendars."""
    return CalendarEvent(
        uid=f"met-{_minute(meeting.starts_at)}",
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at,
        zone="UTC",
        title=row.title.partition("\n")[0],
        attendees=tuple(meeting.guests(row.labels)),
    )


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
