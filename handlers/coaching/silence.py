"""When it is better to send no listening line. Pure; times are UTC."""

from collections.abc import Sequence
from datetime import datetime, timedelta

FOCUS_CALLS = 3  # a focus that was kept in this many calls needs no more reminders
DISMISSALS = 2  # after this many lines in a row that were not useful, lines pause
PAUSE = timedelta(days=14)


def paused_until(dismissed: Sequence[datetime | None]) -> datetime | None:
    """Until when listening lines pause; None if they do not.

    `dismissed` says for each line sent, newest first, when the person said that it was not useful,
    or None. After two in a row, lines pause for two weeks from the second.
    """
    last = dismissed[:DISMISSALS]
    moments = [moment for moment in last if moment is not None]
    return max(moments) + PAUSE if len(moments) == DISMISSALS else None


def is_kept(reflections: int) -> bool:
    """Whether a focus was kept often enough, by the number of reflections that say so."""
    return reflections >= FOCUS_CALLS
