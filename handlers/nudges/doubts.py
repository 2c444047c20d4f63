"""Which meetings in doubt a person is asked about, in the morning and the afternoon before."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.rhythm_settings import DAY, at, day_of
from handlers.views import meeting_questions
from handlers.views.agenda_card import MeetingQuestion
from storage import accounts, seen_meetings
from storage.tables import Person, SeenMeeting

QUESTIONS = 2  # limit of meetings that one agenda asks about, if they are later than today
QUESTIONS_FOR_TODAY = 4  # limit if so many of them begin today: tomorrow it is too late to ask
ASKED_AHEAD = timedelta(days=7)
# A question about a series that was not answered is asked again within this time only: the series
# has a next meeting every week, so that it would be asked about for ever.
AGAIN = timedelta(days=4)
NOON = time(12)


def is_in_morning(moment: datetime, zone: str) -> bool:
    """Whether a moment (UTC) is before noon in this zone."""
    return moment.astimezone(ZoneInfo(zone)).time() < NOON


async def of_morning(
    session: AsyncSession, person: Person, day: date, now: datetime
) -> list[MeetingQuestion]:
    """The questions about meetings in the morning of a day that were not asked yet (now: UTC)."""
    groups = [
        alike
        for alike in await _in_doubt(session, person, now)
        if not any(one.asked_at for one in alike)
        and day_of(alike[0].starts_at, person.zone) == day
        and is_in_morning(alike[0].starts_at, person.zone)
    ]
    return await _as_questions(session, person, groups[:QUESTIONS_FOR_TODAY])


async def at_start(
    session: AsyncSession, person: Person, start: datetime, now: datetime
) -> list[MeetingQuestion]:
    """The questions about meetings that begin at `start` and were not asked yet (UTC)."""
    groups = [
        alike
        for alike in await _in_doubt(session, person, now)
        if not any(one.asked_at for one in alike) and alike[0].starts_at == start
    ]
    return await _as_questions(session, person, groups)


async def of_day(
    session: AsyncSession, person: Person, now: datetime, until: date, *, new: bool
) -> list[MeetingQuestion]:
    """The questions about meetings in doubt: those asked today, and new ones if wanted (now: UTC).

    If these are fewer than `QUESTIONS`, those that were asked before and not answered are asked
    again if their meeting is today or on the next working day; `until` is the day before that
    working day. A series is asked about again within `AGAIN` only. The nearest meetings come first;
    a series that begins after today comes after all others, because it is seldom a first call. Up
    to `QUESTIONS_FOR_TODAY` meetings that begin today, and were not asked about before, are all
    asked about. Meetings that one answer settles are one question. Without `new` questions, those
    about meetings of today that have begun are included: it is not too late for an answer.
    """
    soon, this_morning = (at(day, time(), person.zone) for day in (until, day_of(now, person.zone)))
    today: list[Sequence[SeenMeeting]] = []
    fresh: list[Sequence[SeenMeeting]] = []
    again: list[Sequence[SeenMeeting]] = []
    for alike in await _in_doubt(session, person, now if new else this_morning):
        asked_at = max((one.asked_at for one in alike if one.asked_at), default=None)
        if asked_at is None and alike[0].starts_at < now + ASKED_AHEAD:
            fresh.append(alike)
        elif asked_at is not None and asked_at >= this_morning:
            today.append(alike)
        elif (
            asked_at is not None
            and (asked_at > now - AGAIN or not alike[0].series)
            and alike[0].starts_at < soon + 2 * DAY
        ):
            again.append(alike)
    midnight = this_morning + DAY
    last_chance = [one for one in fresh if one[0].starts_at < midnight]
    later = [one for one in fresh if one not in last_chance]
    fresh = [*last_chance, *sorted(later, key=lambda alike: bool(alike[0].series))]
    limit = max(QUESTIONS, len(today) + min(len(last_chance), QUESTIONS_FOR_TODAY))
    near = [*today, *fresh, *again][:limit] if new else today
    return await _as_questions(session, person, near)


async def _in_doubt(
    session: AsyncSession, person: Person, since: datetime
) -> Sequence[Sequence[SeenMeeting]]:
    """The meetings in doubt after `since`, by start, in groups that one answer settles."""
    by_subject: dict[str, list[SeenMeeting]] = {}
    for meeting in await seen_meetings.in_doubt(session, person, since=since):
        by_subject.setdefault(meeting.subject, []).append(meeting)
    return list(by_subject.values())


async def _as_questions(
    session: AsyncSession, person: Person, groups: Sequence[Sequence[SeenMeeting]]
) -> list[MeetingQuestion]:
    """The question about each group of meetings."""
    choices = [meeting_questions.account_ids(alike[0]) for alike in groups]
    named = await accounts.by_ids(session, person.tenant, [id_ for ids in choices for id_ in ids])
    names = {one.id: one.name for one in named}
    return [
        MeetingQuestion(
            alike[0],
            {id_: names[id_] for id_ in ids if id_ in names},
            tuple(alike),
        )
        for alike, ids in zip(groups, choices, strict=True)
    ]
