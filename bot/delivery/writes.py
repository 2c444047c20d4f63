"""Compute what to write to the database after an attempt to send a bundle.

A bundle is the rows of the outbox that go into one message.
"""

from collections.abc import Collection, Iterable, Mapping
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
from storage.outbox.claims import ClaimedRow
from storage.outbox.recipients import StoredRecipient
from storage.outbox.transitions import ClearedClaim, Release, Reschedule, RowOutcome

MAX_RETRY_WAIT = timedelta(minutes=5)  # unless the platform asks for a longer wait
MAX_FAILURES = 8  # a row is dropped after this many errors in Attune
# If we don't know whether a message was sent, we look for it in the chat's history. We wait at
# least this long before we look, because a new message may take a moment to appear in the history.
READ_BACK_AFTER = timedelta(seconds=10)
UNREACHABLE: DropReason = "unreachable"


@dataclass(frozen=True)
class Writes:
    """The changes to write after one attempt: to the rows, the recipient and the workspace.

    - `outcomes`: the rows that were sent or dropped.
    - `rescheduled`: the rows that get another due time.
    - `releases`: the rows that are tried again.
    - `cleared`: the claims of all rows that were not sent. These rows may be in other fields too.
    """

    to: StoredRecipient
    outcomes: tuple[RowOutcome, ...]
    rescheduled: tuple[Reschedule, ...]
    releases: tuple[Release, ...] = ()
    cleared: tuple[ClearedClaim, ...] = ()
    paused_until: datetime | None = None  # a new pause of the workspace (UTC)
    new_address: str | None = None
    unreachable: str | None = None  # why nothing can be sent to the recipient
    left: bool = False  # the person's account on the platform is closed


@dataclass(frozen=True)
class _Retry:
    """A retry of rows, which can be claimed again from `until` (UTC).

    `tried`: count an attempt. `failed`: also count an error in Attune.
    """

    until: datetime
    tried: bool = True
    failed: bool = False


@dataclass(frozen=True)
class _Consequences:
    """What follows from `Attempt.verdict`. The fields other than `retry` are as in `Writes`."""

    outcomes: tuple[RowOutcome, ...] = ()
    retry: _Retry | None = None
    paused_until: datetime | None = None
    new_address: str | None = None
    unreachable: str | None = None
    left: bool = False


def writes(attempt: Attempt) -> Writes:
    """Return what to write after an attempt.

    The verdict applies only to the rows that the attempt did not drop or reschedule.
    """
    bundle, progress = attempt.bundle, attempt.progress
    decided = progress.dropped.keys() | progress.rescheduled.keys()
    rest = [row for row in bundle.rows if row.id not in decided]
    follows = _consequences(attempt, rest)
    late, releases = _released(attempt, rest, follows.retry)
    outcomes = _dropped(attempt, progress.dropped) + follows.outcomes + late
    return Writes(
        to=bundle.to,
        outcomes=outcomes,
        rescheduled=_rescheduled(attempt),
        releases=releases,
        cleared=_cleared(attempt, outcomes),
        paused_until=follows.paused_until,
        new_address=follows.new_address,
        unreachable=follows.unreachable,
        left=follows.left,
    )


def _consequences(attempt: Attempt, rest: Collection[ClaimedRow]) -> _Consequences:
    """Return what follows from the verdict for `rest`, the rows that are not decided yet."""
    match attempt.verdict:
        case Sent(message, wordings):
            is_new = message.address != attempt.bundle.to.address
            follows = _Consequences(
                _sent(attempt, message.message, wordings),
                new_address=message.address if is_new else None,
            )
        case NothingToSend():
            follows = _Consequences()
        case Outdated():
            follows = _Consequences(retry=_Retry(_after(attempt, timedelta())))
        case Deferred(wait):
            follows = _Consequences(retry=_Retry(_after(attempt, wait)))
        case InDoubt():
            follows = _Consequences(retry=_Retry(_after(attempt, READ_BACK_AFTER)))
        case WorkspacePaused(until, is_new):
            paused_until = until if is_new else None
            follows = _Consequences(retry=_Retry(until, tried=False), paused_until=paused_until)
        case Unreachable(reason, left):
            updates = {row.id: UNREACHABLE for row in rest if row.replaces}
            follows = _Consequences(_dropped(attempt, updates), unreachable=reason, left=left)
        case Refused():
            follows = _Consequences(_given_up(attempt, rest, "refused"))
        case Failed():
            follows = _after_failure(attempt, rest)
        case _:
            assert_never(attempt.verdict)
    return follows


def _after_failure(attempt: Attempt, rest: Collection[ClaimedRow]) -> _Consequences:
    """Retry the rows after an error in Attune, or drop them if this was the last attempt."""
    failures = 1 + max(row.failures for row in attempt.bundle.rows)
    if failures >= MAX_FAILURES:
        return _Consequences(_given_up(attempt, rest, "failed"))
    return _Consequences(retry=_Retry(_after(attempt, timedelta()), failed=True))


def _after(attempt: Attempt, wait: timedelta) -> datetime:
    """Return when to retry (UTC): after `wait`, or after our own delay if it is longer."""
    attempts = 1 + max(row.attempts for row in attempt.bundle.rows)
    own_delay = min(timedelta(seconds=2 ** min(attempts, 10)), MAX_RETRY_WAIT)
    return attempt.ended_at + max(wait, own_delay)


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
    """Return the rows of an attempt that get another due time."""
    bundle = attempt.bundle
    return tuple(
        Reschedule(row_id, bundle.claim, due_at, day_of(due_at, bundle.to.zone))
        for row_id, due_at in attempt.progress.rescheduled.items()
    )


def _released(
    attempt: Attempt, rows: Iterable[ClaimedRow], retry: _Retry | None
) -> tuple[tuple[RowOutcome, ...], tuple[Release, ...]]:
    """Drop the rows that are no longer useful, and retry the other rows."""
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
    """Return the claims of all rows that were not sent, for `clear_claims`.

    The result includes rows that something else dropped during the attempt, because these rows
    still have the claim.
    """
    sent = {one.id for one in outcomes if one.state == "sent"}
    return tuple(
        ClearedClaim(row.id, attempt.bundle.claim, attempt.progress.in_doubt)
        for row in attempt.bundle.rows
        if row.id not in sent
    )
