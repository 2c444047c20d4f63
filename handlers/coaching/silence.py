"""Decide when not to send a listening line. Pure. All times are UTC.

A listening line is the advice that a rep gets ten minutes before a call. The focus is the habit
that the rep works on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

FOCUS_CALLS = 3  # after the rep has kept the focus in this many calls, we stop reminding the rep
DISMISSALS = 2  # after this many lines in a row that were not useful, we pause
PAUSE = timedelta(days=14)  # no lines are sent for this long


def paused_until(dismissed: Sequence[datetime | None]) -> datetime | None:
    """If the last two lines were both not useful, return the end of the pause. Otherwise, None.

    The end may be in the past. `dismissed` has one item for each line that we sent, newest first:
    the time when the person said that the line was not useful, or None if the person did not.
    """
    last = dismissed[:DISMISSALS]
    moments = [moment for moment in last if moment is not None]
    return max(moments) + PAUSE if len(moments) == DISMISSALS else None


def is_kept(reflections: int) -> bool:
    """Check whether the rep has kept the focus often enough that we can stop reminding the rep.

    `reflections` is the number of reflections that say that the rep kept the focus.
    """
    return reflections >= FOCUS_CALLS
