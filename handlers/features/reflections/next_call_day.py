"""Give a promise "for the next meeting" the day of the next call with the account."""

from dataclasses import replace
from datetime import timedelta

from handlers.features import asker_calls
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times.next_meeting import names_next_meeting
from handlers.views.promises.promise_lines import Jotted
from storage.sales_calls.own_calls import Seated

_AFTER = timedelta(minutes=1)  # the next call starts at least this long after the call `seated`


async def dated(turn: Turn, seated: Seated, line: Jotted, words: str = "") -> Jotted:
    """Add the day of the next call to a promise that mentions the next meeting.

    The next call is the rep's first planned call with the account after the call `seated`. We look
    for the mention only in `words`. If `words` is "", we look in the promise's own text.

    Return the promise unchanged in these cases:

    - It does not mention the next meeting.
    - No next call is planned.
    - The promise has a day already, or a note on how we read its day.
    """
    if line.due_on or line.note or not names_next_meeting(words or line.text):
        return line
    found = await asker_calls.planned(
        turn, seated.account, since=seated.call.starts_at + _AFTER, limit=1
    )
    days = [day_of(one.call.starts_at, turn.person.zone) for one in found]
    return replace(line, due_on=days[0]) if days else line
