"""Find when something began, from a time that a person typed.

The time may fit several moments. We take the latest moment in the past.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from handlers.times.reading import Reading
from handlers.times.results import Unclear, Understood
from handlers.times.understanding import read

# We read a text as if it was typed now, a week ago, and a year ago. "Friday" can then mean last
# Friday, and a date without a year can mean last year's date.
_BACK = (timedelta(), timedelta(days=7), timedelta(days=366))
# "Two days ago" and "yesterday" count from the moment of typing, so we read such a text only as if
# it was typed now. The `Reading` of such a text has one of these fields.
_FROM_TODAY = ("elapsed", "days", "week", "weeks", "months", "shift", "vague")


def before_now(
    text: str, zone: str, now: datetime, at: Callable[[datetime], Understood | Unclear]
) -> Understood | None:
    """Return the latest moment up to `now` that the text can mean, or None.

    `at` takes a moment, and reads the text as if it was typed at that moment. All times are aware.
    """
    reading = read(text, zone)
    for back in _BACK if reading and _may_be_earlier(reading) else _BACK[:1]:
        found = at(now - back)
        moment = found.past_moment if isinstance(found, Unclear) else found
        if moment is not None and moment.starts_at <= now:
            return moment
    return None


def _may_be_earlier(reading: Reading) -> bool:
    """Check whether the text names a weekday or a date that may be in the past.

    "Friday" can mean last Friday, but "next Friday" can't.
    """
    if reading.has(*_FROM_TODAY) or (reading.weekday and reading.weekday.which == "next"):
        return False
    return reading.has("weekday", "date", "date_numbers")
