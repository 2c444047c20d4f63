"""Choose which meetings in doubt to ask about.

A meeting is in doubt if we can't tell whether it is a call with a customer.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.rhythm_settings import DAY, at, day_of
from handlers.views.agenda_card import MeetingQuestion
from handlers.views.meetings import meeting_questions
from storage.customers import accounts
from storage.meetings import meetings_in_doubt
from storage.tables import Person, SeenMeeting

# While a message has fewer than this many questions, we add new questions about meetings after
# today, and then questions that were asked before.
QUESTIONS = 2
# A message asks at most this many new questions about the meetings of one day.
QUESTIONS_FOR_TODAY = 4
ASKED_AHEAD = timedelta(days=7)  # ask only about meetings that begin within this time
# A question about a series is repeated only for this long after we first asked it. Without this
# limit, we would repeat the question for as long as the series goes on.
AGAIN = timedelta(days=4)
NOON = time(12)


def is_in_morning(moment: datetime, zone: str) -> bool:
    """Return whether a moment (UTC) is before noon in this zone."""
    return moment.astimezone(ZoneInfo(zone)).time() < NOON


async def of_morning(
    session: AsyncSession,
    person: Person,
    day: date,
    now: datetime,
    *,
    asked_since: datetime | None = None,
) -> list[MeetingQuestion]:
    """Return the questions, not asked yet, about meetings in the morning of `day`.

    With `asked_since`, return the open questions about these meetings that were asked at this time
    or later. Times are in UTC.
    """
    groups = [
        alike
        for alike in await _in_doubt(session, person, now)
        if _is_wanted(alike, asked_since)
        and day_of(alike[0].starts_at, person.zone) == day
        and is_in_morning(alike[0].starts_at, person.zone)
    ]
    return await _as_questions(session, person, groups[:QUESTIONS_FOR_TODAY])


async def at_start(
    session: AsyncSession,
    person: Person,
    start: datetime,
    now: datetime,
    *,
    asked_since: datetime | None = None,
) -> list[MeetingQuestion]:
    """Return the questions, not asked yet, about meetings that begin at `start`.

    With `asked_since`, return the open questions about these meetings that were asked at this time
    or later. Times are in UTC.
    """
    groups = [
        alike
        for alike in await _in_doubt(session, person, now)
        if _is_wanted(alike, asked_since) and alike[0].starts_at == start
    ]
    return await _as_questions(session, person, groups)


def _is_wanted(alike: Sequence[SeenMeeting], asked_since: datetime | None) -> bool:
    asked = [one.asked_at for one in alike if one.asked_at]
    return not asked if asked_since is None else any(when >= asked_since for when in asked)


async def of_day(
    session: AsyncSession, person: Person, now: datetime, until: date, *, new: bool
) -> list[MeetingQuestion]:
    """Return the open questions about meetings in doubt for today's agenda.

    `now` is in UTC. `until` is the day before the next working day. If tomorrow is a working day,
    `until` is today. If one answer settles several meetings, they have one question.

    Without `new`, return the questions that were asked today. Questions about meetings that have
    begun today are included, because an answer is still useful.

    With `new`, return questions about meetings that have not begun, in this order:

    - the questions that were asked today
    - new questions about today's meetings, at most `QUESTIONS_FOR_TODAY`
    - new questions about meetings after today, within `ASKED_AHEAD`. Single meetings come before
      series, because a series is seldom a first call. Meetings that we judge by their title alone
      come last.
    - questions from earlier days, if the meeting begins by the end of the next working day.
      A question about a series is repeated only for `AGAIN` after we first asked it.

    The last two kinds are added only while there are fewer than `QUESTIONS` questions.
    """
    soon, this_morning = (at(day, time(), person.zone) for day in (until, day_of(now, person.zone)))
    today: list[Sequence[SeenMeeting]] = []
    fresh: list[Sequence[SeenMeeting]] = []
    again: list[Sequence[SeenMeeting]] = []
    for alike in await _in_doubt(session, person, now if new else this_morning):
        asked = [one.asked_at for one in alike if one.asked_at]
        if not asked and alike[0].starts_at < now + ASKED_AHEAD:
            fresh.append(alike)
        elif asked and max(asked) >= this_morning:
            today.append(alike)
        elif (
            asked
            and (min(asked) > now - AGAIN or not alike[0].series)
            and alike[0].starts_at < soon + 2 * DAY
        ):
            again.append(alike)
    midnight = this_morning + DAY
    last_chance = [one for one in fresh if one[0].starts_at < midnight]
    later = [one for one in fresh if one not in last_chance]
    fresh = [*last_chance, *sorted(later, key=_unlikeliness)]
    limit = max(QUESTIONS, len(today) + min(len(last_chance), QUESTIONS_FOR_TODAY))
    near = [*today, *fresh, *again][:limit] if new else today
    return await _as_questions(session, person, near)


def to_note(question: MeetingQuestion) -> list[SeenMeeting]:
    """Return the meetings whose `asked_at` to set when this question is asked.

    These are the first meeting of the question, and each later meeting without an `asked_at`. Any
    other meeting keeps its `asked_at`, because `of_day` needs the time when we first asked.
    """
    first, *others = question.alike
    return [first, *(one for one in others if one.asked_at is None)]


def _unlikeliness(alike: Sequence[SeenMeeting]) -> tuple[bool, bool]:
    return alike[0].reason == "title alone", bool(alike[0].series)


async def _in_doubt(
    session: AsyncSession, person: Person, since: datetime
) -> Sequence[Sequence[SeenMeeting]]:
    """Return the meetings in doubt that begin after `since` (UTC), in groups.

    One answer settles all meetings of a group. Each group is in order of start. The groups are in
    order of the start of their first meeting.
    """
    by_subject: dict[str, list[SeenMeeting]] = {}
    for meeting in await meetings_in_doubt.of_person(session, person, since=since):
        by_subject.setdefault(meeting.subject, []).append(meeting)
    return list(by_subject.values())


async def _as_questions(
    session: AsyncSession, person: Person, groups: Sequence[Sequence[SeenMeeting]]
) -> list[MeetingQuestion]:
    """Return one question for each group of similar meetings, with the accounts to choose from."""
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
