"""Doubt what was read from a calendar if too many meetings are missing.

A server with a problem may leave out different meetings in each read. So once we have doubted a
read, we doubt the next reads too. We stop doubting if no upcoming meeting is missing, or if the
same upcoming meetings have been missing for at least `CONFIRMED_AFTER`.
"""

from collections.abc import Sequence, Set
from datetime import datetime, timedelta

from storage.tables import CalendarConnection, SeenMeeting

CONFIRMED_AFTER = timedelta(minutes=10)


def note_missing(
    calendar: CalendarConnection,
    expected: Sequence[SeenMeeting],
    there: Set[str],
    now: datetime,
) -> bool:
    """Note which meetings are missing in a read at `now` (UTC). Return whether we doubt the read.

    A doubted read must not change any call. `expected` are the meetings that earlier reads found
    in the span of this read. `there` has the source ids that this read found.

    If we doubt the read, two fields get a time: `doubted_at` of the calendar, and `missed_at` of
    each missing upcoming meeting.

    - If we also doubted the previous read, and exactly the same upcoming meetings were missing in
      it, both fields keep their time.
    - Otherwise, both fields are set to `now`.

    If we don't doubt the read, `doubted_at` is set to None.
    """
    coming = [row for row in expected if row.starts_at > now]
    missing = {row.source_id for row in coming} - there
    since = calendar.doubted_at
    if not missing or (since is None and not _too_many_missing(expected, there, now)):
        calendar.doubted_at = None
        return False
    if since is None or missing != {row.source_id for row in coming if row.missed_at == since}:
        since = now
        for row in coming:
            row.missed_at = now if row.source_id in missing else None
    is_confirmed = now - since >= CONFIRMED_AFTER
    calendar.doubted_at = None if is_confirmed else since
    return not is_confirmed


def _too_many_missing(expected: Sequence[SeenMeeting], there: Set[str], now: datetime) -> bool:
    """Check whether more meetings are missing than people usually cancel between two reads.

    Return True if more than half of the upcoming meetings are missing, or if all past meetings and
    at least one upcoming meeting are missing.
    """
    coming = [row.source_id in there for row in expected if row.starts_at > now]
    past = [row.source_id in there for row in expected if row.starts_at <= now]
    missing = coming.count(False)
    return 2 * missing > len(coming) or bool(missing and past and not any(past))
