"""Say when the rep last met somebody from the account, according to the rep's calendar."""

from handlers.knowledge.facts import Facts
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.times.words import MONTH_NAMES


def met_words(facts: Facts) -> str:
    """Return " You last met on 24 November (5 times since September).".

    Return "" if the calendar has no meeting with the account before this call. Also return "" if
    there is a reflection on a call with the account, because the brief then says when that call
    was.
    """
    if not facts.met_on or facts.reflections:
        return ""
    zone = facts.person.zone
    days = sorted({day_of(moment, zone) for moment in facts.met_on})
    first, last = days[0], days[-1]
    said = format_date(last, day_of(facts.call.starts_at, zone))
    if len(days) == 1:
        return f" You met on {said}."
    times = "twice" if len(days) == 2 else f"{len(days)} times"
    month = MONTH_NAMES[first.month - 1]
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f" You last met on {said} ({times} {'in' if is_one_month else 'since'} {month})."
