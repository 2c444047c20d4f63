"""Property test: a calendar that misses now these meetings and now those loses none of them."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.sources.calendars.doubts import CONFIRMED_AFTER, note_missing
from storage.tables import CalendarConnection, SeenMeeting

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
IDS = frozenset("abcdefg")

missed = st.frozensets(st.sampled_from(sorted(IDS)))
reads = st.lists(st.tuples(missed, st.integers(0, 60).map(MINUTE.__mul__)), max_size=30)


class Feed:
    """A calendar with upcoming meetings, and one that is over."""

    def __init__(self) -> None:
        self.now = NOW
        self.calendar = CalendarConnection(
            tenant="slack:T1",
            person_id=1,
            kind="ics",
            label="calendar.example",
            secret="",
            connected_at=NOW,
            next_at=NOW,
        )
        self.rows = [_row(id_, NOW + timedelta(days=7)) for id_ in sorted(IDS)]
        self.rows.append(_row("over", NOW - timedelta(hours=1)))

    def loses(self, missing: Collection[str]) -> Collection[str]:
        """Read it without these meetings; returns those that are given up."""
        there = (IDS | {"over"}) - frozenset(missing)
        return () if note_missing(self.calendar, self.rows, there, self.now) else missing


def _row(source_id: str, starts_at: datetime) -> SeenMeeting:
    return SeenMeeting(
        tenant="slack:T1",
        calendar_id=1,
        source_id=source_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        fingerprint="",
        likeness="",
        verdict="call",
        reason="known contact",
    )


@given(reads)
def test_no_order_of_flaky_reads_gives_up_a_meeting(
    taken: list[tuple[frozenset[str], timedelta]],
) -> None:
    """Each misses too much, or follows one that did, and other meetings than the one before it."""
    feed, before = Feed(), frozenset[str]()
    for missing, time in taken:
        feed.now += time
        if missing != before and (before or 2 * len(missing) > len(IDS)):
            assert not feed.loses(missing)
            before = missing


@given(reads, missed.filter(bool))
def test_what_stays_missing_is_given_up_after_a_while(
    taken: list[tuple[frozenset[str], timedelta]], missing: frozenset[str]
) -> None:
    feed = Feed()
    for others, time in taken:
        feed.now += time
        feed.loses(others)
    feed.loses(missing)
    feed.now += CONFIRMED_AFTER
    assert feed.loses(missing) == missing
