"""Give a promise "for the next meeting" the day of the next call with the account."""

from dataclasses import replace
from datetime import timedelta

from handlers.features import asker_calls
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times.next_meeting import names_next_meeting
from handlers.views.promises.promise_lines import Jotted
from storage.sales_calls.own_calls import Seated

_AFTER = timedelta(minutes=1)  # so that the next call is not the call itself


async def dated(turn: Turn, seated: Seated, line: Jotted, words: str = "") -> Jotted:
    """If a promise without a day names the next meeting, add the day of the next planned call.

    The next call is the rep's first call with the account that begins after the call `seated`.

    We look for a mention of the next meeting in `words`, or in the promise's own words if `words`
    is "". Return the promise unchanged if there is no such mention or call, or if the promise has a
    day or a note about its day.
    """
    if line.due_on or line.note or not names_next_meeting(words or line.text):
        return line
    found = await asker_calls.planned(
        turn, seated.account, since=seated.call.starts_at + _AFTER, limit=1
    )
    days = [day_of(one.call.starts_at, turn.person.zone) for one in found]
    return replace(line, due_on=days[0]) if days else line
