"""What each verdict on a message means for its rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.delivery.bundles import Bundle
from bot.delivery.verdict import (
    Attempt,
    Deferred,
    DeliveryVerdict,
    Failed,
    InDoubt,
    NothingToSend,
    Outdated,
    Progress,
    Refused,
    Sent,
    Unreachable,
    WorkspacePaused,
)
from bot.delivery.writes import MAX_FAILURES, MAX_RETRY_WAIT, READ_BACK_AFTER, Writes, writes
from bot.platform.messenger import SentMessage
from storage.choices import DropReason
from storage.outbox.claims import ClaimedRow
from storage.outbox.recipients import StoredRecipient
from storage.outbox.transitions import ClearedClaim, Release, Reschedule, RowOutcome

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
LENA = StoredRecipient(1, "test:A", "lena", "Europe/Berlin", "D1", None, is_channel=False)
OUT = SentMessage("m1", "D1")


def row(number: int = 1, **changes: Any) -> ClaimedRow:  # noqa: ANN401 - any of its fields
    """A listening line that is due now and useful for an hour."""
    made = ClaimedRow(
        id=number,
        tenant="test:A",
        kind="listen",
        person_id=1,
        channel_id=None,
        due_at=NOW,
        useful_until=NOW + HOUR,
        doubt=False,
        bundle=None,
        handed_at=None,
        wording=None,
        attempts=0,
        failures=0,
    )
    return made._replace(**changes)


def written(
    verdict: DeliveryVerdict, *rows: ClaimedRow, progress: Progress | None = None
) -> Writes:
    bundle = Bundle(LENA, rows or (row(),), "w-1")
    return writes(Attempt(bundle, progress or Progress(), verdict, NOW))


def released(
    wait: timedelta, *, doubt: bool = False, tried: bool = True, failed: bool = False
) -> tuple[Release, ...]:
    return (Release(1, "w-1", NOW + wait, doubt, tried, failed),)


@pytest.mark.parametrize(
    ("verdict", "progress", "releases"),
    [
        (Outdated(), Progress(), released(2 * SECOND)),
        (Deferred(SECOND), Progress(), released(2 * SECOND)),
        (Deferred(HOUR), Progress(), released(HOUR)),
        (Deferred(HOUR), Progress(in_doubt=True), released(HOUR, doubt=True)),
        (InDoubt(), Progress(in_doubt=True), released(READ_BACK_AFTER, doubt=True)),
        (WorkspacePaused(NOW + SECOND, is_new=True), Progress(), released(SECOND, tried=False)),
        (WorkspacePaused(NOW + SECOND, is_new=False), Progress(), released(SECOND, tried=False)),
        (Failed(), Progress(), released(2 * SECOND, failed=True)),
        (Failed(), Progress(in_doubt=True), released(2 * SECOND, doubt=True, failed=True)),
        (Sent(OUT, {1: None}), Progress(), ()),
        (NothingToSend(), Progress(), ()),
        (Unreachable("gone"), Progress(), ()),
        (Refused(), Progress(), ()),
    ],
)
def test_when_it_is_retried(
    verdict: DeliveryVerdict, progress: Progress, releases: tuple[Release, ...]
) -> None:
    assert written(verdict, progress=progress).releases == releases


def test_the_wait_grows_with_each_attempt_up_to_a_limit() -> None:
    waits = [written(Outdated(), row(attempts=n)).releases[0].until - NOW for n in range(20)]
    assert waits[:4] == [2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND]
    assert waits == sorted(waits)
    assert waits[-1] == MAX_RETRY_WAIT


@pytest.mark.parametrize(
    ("verdict", "in_doubt", "reason"),
    [
        (Deferred(SECOND), False, "too late"),
        (WorkspacePaused(NOW + SECOND, is_new=True), False, "too late"),
        (InDoubt(), True, "in doubt"),
        (Failed(), True, "in doubt"),
    ],
)
def test_what_is_no_longer_useful_is_dropped_instead_of_retried(
    verdict: DeliveryVerdict, in_doubt: bool, reason: DropReason
) -> None:
    made = written(verdict, row(1), row(2, useful_until=NOW), progress=Progress(in_doubt))
    assert made.outcomes == (RowOutcome(2, "w-1", "dropped", reason=reason),)
    assert [one.id for one in made.releases] == [1]


def test_what_was_sent_has_its_message_and_its_wording() -> None:
    made = written(Sent(OUT, {1: "pause", 2: None}), row(1), row(2))
    assert made.outcomes == (
        RowOutcome(1, "w-1", "sent", message="m1", wording="pause"),
        RowOutcome(2, "w-1", "sent", message="m1"),
    )
    assert (made.cleared, made.new_address) == ((), None)
    assert written(Sent(SentMessage("m1", "D2"), {1: None})).new_address == "D2"


def test_what_was_decided_on_the_way_stands_whatever_the_verdict() -> None:
    progress = Progress(dropped={1: "muted"}, rescheduled={2: NOW + 14 * HOUR})
    for verdict in (Sent(OUT, {3: None}), Refused(), Outdated(), NothingToSend()):
        made = written(verdict, row(1), row(2), row(3), progress=progress)
        assert made.outcomes[0] == RowOutcome(1, "w-1", "dropped", reason="muted")
        day = (NOW + DAY).date()  # 00:00 in Berlin
        assert made.rescheduled == (Reschedule(2, "w-1", NOW + 14 * HOUR, day),)
        assert {one.id for one in made.outcomes[1:]} <= {3}
        assert {one.id for one in made.releases} <= {3}


@pytest.mark.parametrize(
    ("verdict", "failures", "in_doubt", "reason"),
    [
        (Refused(), 0, False, "refused"),
        (Failed(), MAX_FAILURES - 1, False, "failed"),
        # An earlier attempt may have sent it, so it must not be planned again.
        (Refused(), 0, True, "in doubt"),
        (Failed(), MAX_FAILURES - 1, True, "in doubt"),
    ],
)
def test_what_will_never_be_accepted_is_dropped(
    verdict: DeliveryVerdict, failures: int, in_doubt: bool, reason: DropReason
) -> None:
    made = written(verdict, row(failures=failures), progress=Progress(in_doubt))
    assert made.outcomes == (RowOutcome(1, "w-1", "dropped", reason=reason),)


def test_a_pause_is_recorded_once() -> None:
    until = NOW + SECOND
    assert written(WorkspacePaused(until, is_new=True)).paused_until == until
    assert written(WorkspacePaused(until, is_new=False)).paused_until is None


def test_what_was_not_sent_loses_its_claim_unless_it_is_in_doubt() -> None:
    assert written(NothingToSend()).cleared == (ClearedClaim(1, "w-1", in_doubt=False),)
    made = written(InDoubt(), progress=Progress(in_doubt=True))
    assert made.cleared == (ClearedClaim(1, "w-1", in_doubt=True),)
    assert written(Unreachable("gone")).unreachable == "gone"
