"""What to write about an attempt to send a bundle. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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

MAX_RETRY_WAIT = timedelta(minutes=5)  # unless the platform asks for more
MAX_FAILURES = 8  # errors of our own before a row is dropped
READ_BACK_AFTER = timedelta(seconds=10)  # a platform's history may lag behind what it accepted


@dataclass(frozen=True)
class Writes:
    """What to write about one attempt: for its rows, their recipient and its workspace."""

    to: StoredRecipient
    outcomes: tuple[RowOutcome, ...]
    rescheduled: tuple[Reschedule, ...]
    releases: tuple[Release, ...] = ()
    cleared: tuple[ClearedClaim, ...] = ()
    paused_until: datetime | None = None  # a new pause of the workspace (UTC)
    new_address: str | None = None
    unreachable: str | None = None


def writes(attempt: Attempt) -> Writes:
    """What to write about an attempt.

    Rows that were dropped or rescheduled on the way to the verdict are so in any case; the verdict
    decides about the rest.
    """
    bundle, progress = attempt.bundle, attempt.progress
    decided = progress.dropped.keys() | progress.rescheduled.keys()
    rest = [row for row in bundle.rows if row.id not in decided]
    verdict = attempt.verdict
    made = Writes(bundle.to, _dropped(attempt, progress.dropped), _rescheduled(attempt))
    match verdict:
        case Sent():
            address = verdict.message.address
            made = replace(made, new_address=address if address != bundle.to.address else None)
            made = _settled(made, _sent(attempt, verdict))
        case NothingToSend():
            pass
        case Outdated():
            made = _retried(made, attempt, rest, timedelta())
        case Deferred(wait):
            made = _retried(made, attempt, rest, wait)
        case InDoubt():
            made = _retried(made, attempt, rest, READ_BACK_AFTER)
        case WorkspacePaused(until, is_new):
            made = replace(made, paused_until=until if is_new else None)
            made = _released(made, attempt, rest, until, tried=False)
        case Unreachable(reason):
            made = replace(made, unreachable=reason)
        case Refused():
            made = _settled(made, _dropped(attempt, {row.id: "refused" for row in rest}))
        case Failed():
            made = _failed(made, attempt, rest)
        case _:
            assert_never(verdict)
    return replace(made, cleared=_cleared(attempt, made))


def _sent(attempt: Attempt, verdict: Sent) -> tuple[RowOutcome, ...]:
    claim, message = attempt.bundle.claim, verdict.message.message
    return tuple(
        RowOutcome(row_id, claim, "sent", message=message, wording=wording)
        for row_id, wording in verdict.wordings.items()
    )


def _dropped(attempt: Attempt, reasons: Mapping[int, DropReason]) -> tuple[RowOutcome, ...]:
    return tuple(
        RowOutcome(row_id, attempt.bundle.claim, "dropped", reason=reason)
        for row_id, reason in reasons.items()
    )


def _rescheduled(attempt: Attempt) -> tuple[Reschedule, ...]:
    bundle = attempt.bundle
    return tuple(
        Reschedule(row_id, bundle.claim, due_at, day_of(due_at, bundle.to.zone))
        for row_id, due_at in attempt.progress.rescheduled.items()
    )


def _settled(made: Writes, outcomes: tuple[RowOutcome, ...]) -> Writes:
    return replace(made, outcomes=made.outcomes + outcomes)


def _failed(made: Writes, attempt: Attempt, rows: Sequence[ClaimedRow]) -> Writes:
    if max(row.failures for row in attempt.bundle.rows) + 1 < MAX_FAILURES:
        return _retried(made, attempt, rows, timedelta(), failed=True)
    return _settled(made, _dropped(attempt, {row.id: "failed" for row in rows}))


def _retried(
    made: Writes,
    attempt: Attempt,
    rows: Iterable[ClaimedRow],
    wait: timedelta,
    *,
    failed: bool = False,
) -> Writes:
    """Retry after `wait`, or a longer time that doubles with each attempt up to a limit."""
    attempts = 1 + max(row.attempts for row in attempt.bundle.rows)
    grown = min(timedelta(seconds=2 ** min(attempts, 10)), MAX_RETRY_WAIT)
    return _released(made, attempt, rows, attempt.ended_at + max(wait, grown), failed=failed)


def _released(
    made: Writes,
    attempt: Attempt,
    rows: Iterable[ClaimedRow],
    until: datetime,
    *,
    tried: bool = True,
    failed: bool = False,
) -> Writes:
    """Release rows until a time (UTC), but drop those that are no longer useful."""
    claim, in_doubt = attempt.bundle.claim, attempt.progress.in_doubt
    reason: DropReason = "in doubt" if in_doubt else "too late"
    late, releases = {}, []
    for row in rows:
        if row.useful_until <= attempt.ended_at:
            late[row.id] = reason
        else:
            releases.append(Release(row.id, claim, until, in_doubt, tried, failed))
    return replace(_settled(made, _dropped(attempt, late)), releases=tuple(releases))


def _cleared(attempt: Attempt, made: Writes) -> tuple[ClearedClaim, ...]:
    """All rows but those that were sent: somebody else may have dropped them meanwhile."""
    sent = {one.id for one in made.outcomes if one.state == "sent"}
    return tuple(
        ClearedClaim(row.id, attempt.bundle.claim, attempt.progress.in_doubt)
        for row in attempt.bundle.rows
        if row.id not in sent
    )
