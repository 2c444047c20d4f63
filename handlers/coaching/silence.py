"""Decide when to send no listening line. Pure. All times are UTC."""

from collections.abc import Sequence
from datetime import datetime, timedelta

FOCUS_CALLS = 3  # after this many calls with the focus kept, the rep needs no more reminders
DISMISSALS = 2  # lines pause after this many in a row that were not useful
PAUSE = timedelta(days=14)


def paused_until(dismissed: Sequence[datetime | None]) -> datetime | None:
    """Return when listening lines resume, or None if they are not paused.

    `dismissed` has one item for each line sent, newest first: when the person said that the line
    was not useful, or None. After two such lines in a row, lines pause for two weeks.
    """
    last = dismissed[:DISMISSALS]
    moments = [moment for moment in last if moment is not None]
    return max(moments) + PAUSE if len(moments) == DISMISSALS else None


def is_kept(reflections: int) -> bool:
    """Check whether this many reflections with the focus kept are enough."""
    return reflections >= FOCUS_CALLS
