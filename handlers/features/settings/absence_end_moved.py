"""Give an absence other days: "only till 24", "back on the 29th", "nah, only tomorrow off"."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Reply
from handlers.features.settings import absences
from handlers.features.settings.absence_days import days_named, next_working_day
from handlers.features.settings.absence_shortened import day_asked_about
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, day_of
from handlers.times.absences import Absence, AwayPart
from handlers.typed.settings.absence_days_corrected import OtherEnd, days_instead, other_end
from storage.conversation import drafts, just_said

_LOOKED_AHEAD = 31  # days in which we look for "the 24th"
_MAY_BE_HOUR = 12  # "till 3" may be three o'clock


async def answer(turn: Turn) -> Reply | None:
    """Give another end to the absence that was just asked for, or to the absence on file.

    Return None in these cases:

    - There is no such absence.
    - The words ask for something else.
    - The words name a day that does not fit.
    - The line was typed in a channel.
    """
    end = other_end(turn.text) if turn.place is None else None
    return await _until(turn, end) if end else None


async def only_days(turn: Turn) -> Reply | None:
    """Change the days of the absence just asked for: "nah ill do northwind, only tmrw off".

    Return None for any other words, if no absence was just asked for, and in a channel.
    """
    days = days_instead(turn.text) if turn.place is None else ""
    since = turn.now - drafts.ANSWERED_WITHIN
    if not days or not await just_said.absence(turn.session, turn.person, since):
        return None
    return await absences.away(replace(turn, text=days), corrects=True)


async def _until(turn: Turn, end: OtherEnd) -> Reply | None:
    asked = await day_asked_about(turn)
    since, until = absences.on_file(turn)
    zone = turn.person.zone
    first = asked or (day_of(since, zone) if since else None)
    day = _day(turn, end, first) if first else None
    if first is None or day is None:
        return None
    may_be_hour = end.kind == "last" and 0 < end.number <= _MAY_BE_HOUR
    if may_be_hour and (asked or not first < day <= day_of(until, zone)):
        return None
    back = day if end.kind == "back" else next_working_day(turn, day + DAY)
    if back <= first:
        return None
    begins = since.astimezone(ZoneInfo(zone)).time() if since and not asked else time()
    part: AwayPart = begins if begins > time() else ""
    found = Absence(first, back=back)
    return await absences.set_or_ask(turn, found, back, part, corrects=True)


def _day(turn: Turn, end: OtherEnd, first: date) -> date | None:
    """Return the day in the words, on or after the first day of the absence."""
    if end.number:
        days = (first + timedelta(days=count) for count in range(_LOOKED_AHEAD))
        return next((day for day in days if day.day == end.number), None)
    found = days_named(turn, end.day)
    return found.first if not found.unread and found.first >= first else None
