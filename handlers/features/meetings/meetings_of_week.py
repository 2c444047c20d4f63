"""Choose which meetings in a person's calendars to list."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from handlers.knowledge import found_meetings
from handlers.registry import Turn
from handlers.sources.calendars import reading
from handlers.sources.calendars.vendors import may_sell_to_us
from storage.choices import PLANNED, MeetingReason
from storage.meetings import seen_meetings
from storage.sales_calls import call_seats, calls
from storage.tables import Call, SeenMeeting

AHEAD = timedelta(days=7)
ASKED_AHEAD = found_meetings.AHEAD
SAID: tuple[MeetingReason, ...] = ("you said no", "asleep")  # the person's own decisions


class MeetingsOfWeek(NamedTuple):
    """The meetings to list.

    We ask about a meeting if we are not sure whether the meeting is a call. One question may be
    about several meetings, such as those of a series. `shown` has:

    - an entry for each question, with all meetings that the question is about. The first of them is
      within the next 14 days.
    - an entry for each other meeting of the next seven days, unless the meeting is in `left_out`.

    `left_out` has the meetings of the next seven days that Attune ruled out by itself, without an
    answer of the person.

    If a meeting was cancelled or declined, but its call still takes place, neither `shown` nor
    `left_out` has the meeting.
    """

    shown: Sequence[Sequence[SeenMeeting]]
    left_out: Sequence[SeenMeeting]


async def meetings_of_week(turn: Turn) -> MeetingsOfWeek:
    """Return the meetings to list, each once, with the uncertain meetings first."""
    # We read more than 14 days, because one answer applies to all meetings of a series.
    rows = await seen_meetings.between(
        turn.session, turn.person, since=turn.now, until=turn.now + reading.AHEAD
    )
    once = _each_once(rows, await calls_of(turn, rows))
    by_time = sorted(once, key=lambda one: (one.starts_at, one.id))
    asked: dict[str, list[SeenMeeting]] = {}
    for one in by_time:
        if one.verdict == "ask":
            asked.setdefault(one.subject, []).append(one)
    asked = {
        about: each for about, each in asked.items() if each[0].starts_at < turn.now + ASKED_AHEAD
    }
    near = [one for one in by_time if one.starts_at < turn.now + AHEAD and one.verdict != "ask"]
    near = [one for one in near if not await _takes_place(turn, one)]
    left_out = [one for one in near if one.verdict == "no" and one.reason not in SAID]
    shown = [*asked.values(), *([one] for one in near if one not in left_out)]
    return MeetingsOfWeek(shown, left_out)


def _each_once(rows: Sequence[SeenMeeting], on_file: Mapping[int, Call]) -> Collection[SeenMeeting]:
    """Return one copy of each meeting, if possible a copy that begins when its call begins.

    A meeting has several copies if it is in several of the person's calendars.
    """

    def is_at_call(one: SeenMeeting) -> bool:
        call = on_file.get(one.call_id or 0)
        return call is not None and call.starts_at == one.starts_at

    once: dict[str, SeenMeeting] = {}
    for one in rows:
        if one.source_id not in once or (is_at_call(one) and not is_at_call(once[one.source_id])):
            once[one.source_id] = one
    return once.values()


async def _takes_place(turn: Turn, meeting: SeenMeeting) -> bool:
    """Check whether the call of a cancelled or declined meeting still takes place.

    The call takes place if it is planned and the person has a seat in it.
    """
    if meeting.reason not in ("cancelled", "declined"):
        return False
    call = await calls.from_source(turn.session, turn.person.tenant, meeting.source_id)
    if call is None or call.status != PLANNED:
        return False
    seat = await call_seats.seat(turn.session, call.tenant, call.id, turn.person.id)
    return seat is not None


def plain_of(turn: Turn, shown: Sequence[Sequence[SeenMeeting]]) -> Sequence[SeenMeeting]:
    """Return the first meeting of each plain question.

    A question asks whether its meetings are sales calls. A question is plain if both of these are
    true:

    - After a "yes", Attune can plan the call without asking for the account.
    - The titles of the meetings do not suggest that we are the customer.
    """
    words = turn.playbook.meetings
    return [
        first
        for first, *rest in shown
        if _is_plain(first) and not any(may_sell_to_us(one.title, words) for one in (first, *rest))
    ]


def _is_plain(meeting: SeenMeeting) -> bool:
    """Check whether a meeting in doubt is with a single company, which is not on file yet."""
    is_asked = meeting.verdict == "ask" and meeting.reason == "another company"
    return is_asked and not meeting.choices


async def calls_of(turn: Turn, meetings: Sequence[SeenMeeting]) -> Mapping[int, Call]:
    """Return the calls that these meetings became, by the id of the call."""
    ids = {one.call_id or 0 for one in meetings}
    return await calls.by_ids(turn.session, turn.person.tenant, ids)


def by_series(meetings: Sequence[SeenMeeting]) -> list[list[SeenMeeting]]:
    """Group the meetings of each series. Meetings judged for different reasons stay apart."""
    found: dict[tuple[str, str, str], list[SeenMeeting]] = {}
    for one in meetings:
        found.setdefault((one.series or one.source_id, one.reason, one.word), []).append(one)
    return list(found.values())
