"""Compute what to write to the database after an attempt to send a bundle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.delivery.verdict import (
    Attempt,
    Deferred,
    Failed,
    InDoubt,
    NothingToSend,
    Outdated,
    Refused,
    Sent,
    Unreachable,
    WorkspacePaused,
)
from handlers.rhythm_settings import day_of
from storage.choices import DropReason
from storage.outbox.claims import ClaimedRow, StoredRecipient
from storage.outbox.transitions import ClearedClaim, Release, Reschedule, RowOutcome

MAX_RETRY_WAIT = timedelta(minutes=5)  # unless the platform asks for a longer wait
MAX_FAILURES = 8  # a row is dropped after this many errors in Attune
# The shortest wait before a read-back: a new message may take a moment to appear in the history.
READ_BACK_AFTER = timedelta(seconds=10)


@dataclass(frozen=True)
class Writes:
    """The changes to write after one attempt: to the rows, the recipient and the workspace."""

    to: StoredRecipient
    outcomes: tuple[RowOutcome, ...]
    rescheduled: tuple[Reschedule, ...]
    releases: tuple[Release, ...] = ()
    cleared: tuple[ClearedClaim, ...] = ()
    paused_until: datetime | None = None  # a new pause of the workspace (UTC)
    new_address: str | None = None
    unreachable: str | None = None
    left: bool = False  # the person's account on the platform is closed


@dataclass(frozen=True)
class _Retry:
    """A retry of rows, which can be claimed again from `until` (UTC).

    `tried`: count an attempt. `failed`: also count an error in Attune.
    """

    until: datetime
    tried: bool = True
    failed: bool = False


def writes(attempt: Attempt) -> Writes:
    """Return what to write after an attempt.

    The verdict applies only to the rows that the attempt did not drop or reschedule.
    """
    bundle, progress, verdict = attempt.bundle, attempt.progress, attempt.verdict
    decided = progress.dropped.keys() | progress.rescheduled.keys()
    rest = [row for row in bundle.rows if row.id not in decided]
    outcomes = _dropped(attempt, progress.dropped)
    retry: _Retry | None = None
    paused_until = new_address = unreachable = None
    left = False
    match verdict:
        case Sent(message, wordings):
            outcomes += _sent(attempt, message.message, wordings)
            new_address = message.address if message.address != bundle.to.address else None
        case NothingToSend():
            pass
        case Outdated():
            retry = _Retry(_after(attempt, timedelta()))
        case Deferred(wait):
            retry = _Retry(_after(attempt, wait))
        case InDoubt():
            retry = _Retry(_after(attempt, READ_BACK_AFTER))
        case WorkspacePaused(until, is_new):
            retry = _Retry(until, tried=False)
            paused_until = until if is_new else None
        case Unreachable(reason, left):
            unreachable = reason
        case Refused():
            outcomes += _given_up(attempt, rest, "refused")
        case Failed():
            failures = 1 + max(row.failures for row in bundle.rows)
            last = failures >= MAX_FAILURES
            retry = None if last else _Retry(_after(attempt, timedelta()), failed=True)
            outcomes += _given_up(attempt, rest if last else (), "failed")
        case _:
            assert_never(verdict)
    late, releases = _released(attempt, rest, retry)
    outcomes += late
    return Writes(
        to=bundle.to,
        outcomes=outcomes,
        rescheduled=_rescheduled(attempt),
        releases=releases,
        cleared=_cleared(attempt, outcomes),
        paused_until=paused_until,
        new_address=new_address,
        unreachable=unreachable,
        left=left,
    )


def _after(attempt: Attempt, wait: timedelta) -> datetime:
    """Return when to retry (UTC): after `wait`, or after our own delay if it is longer."""
    attempts = 1 + max(row.attempts for row in attempt.bundle.rows)
    grown = min(timedelta(seconds=2 ** min(attempts, 10)), MAX_RETRY_WAIT)
    return attempt.ended_at + max(wait, grown)


def _sent(
    attempt: Attempt, message: str, wordings: Mapping[int, str | None]
) -> tuple[RowOutcome, ...]:
    return tuple(
        RowOutcome(row_id, attempt.bundle.claim, "sent", message=message, wording=wording)
        for row_id, wording in wordings.items()
    )


def _dropped(attempt: Attempt, reasons: Mapping[int, DropReason]) -> tuple[RowOutcome, ...]:
    return tuple(
        RowOutcome(row_id, attempt.bundle.claim, "dropped", reason=reason)
        for row_id, reason in reasons.items()
    )


def _given_up(
    attempt: Attempt, rows: Iterable[ClaimedRow], reason: DropReason
) -> tuple[RowOutcome, ...]:
    """Drop rows for a reason, or as "in doubt" if the message may have been sent already."""
    if attempt.progress.in_doubt:
        reason = "in doubt"
    return _dropped(attempt, {row.id: reason for row in rows})


def _rescheduled(attempt: Attempt) -> tuple[Reschedule, ...]:
    bundle = attempt.bundle
    return tuple(
        Reschedule(row_id, bundle.claim, due_at, day_of(due_at, bundle.to.zone))
        for row_id, due_at in attempt.progress.rescheduled.items()
    )


def _released(
    attempt: Attempt, rows: Iterable[ClaimedRow], retry: _Retry | None
) -> tuple[tuple[RowOutcome, ...], tuple[Release, ...]]:
    """Return the rows to drop, because they are no longer useful, and the rows to retry."""
    if retry is None:
        return (), ()
    claim, in_doubt = attempt.bundle.claim, attempt.progress.in_doubt
    late, releases = [], []
    for row in rows:
        if row.useful_until <= attempt.ended_at:
            late.append(row)
        else:
            releases.append(
                Release(row.id, claim, retry.until, in_doubt, retry.tried, retry.failed)
            )
    return _given_up(attempt, late, "too late"), tuple(releases)


def _cleared(attempt: Attempt, outcomes: Iterable[RowOutcome]) -> tuple[ClearedClaim, ...]:
    """Return the claims to clear, for all rows that were not sent.

    A row that was dropped elsewhere during the attempt still has its claim. If the message is in
    doubt, rows that were handed over keep the claim (see `ClearedClaim`).
    """
    sent = {one.id for one in outcomes if one.state == "sent"}
    return tuple(
        ClearedClaim(row.id, attempt.bundle.claim, attempt.progress.in_doubt)
        for row in attempt.bundle.rows
        if row.id not in sent
    )
