"""Counts what became of a bundle's rows."""

from bot.base.metrics import GIVEN_UP, Metrics
from bot.delivery.bundles import Result
from storage.outbox.claims import ClaimedRow
from storage.outbox.transitions import RowOutcome


def count(metrics: Metrics, result: Result) -> None:
    """Count each row of a bundle once it is settled."""
    outcomes = {outcome.id: outcome for outcome in result.outcomes}
    put_off = {row_id for row_id, _ in result.put_off}
    for row in result.bundle.rows:
        outcome = outcomes.get(row.id)
        if outcome is not None and outcome.reason in GIVEN_UP:
            metrics.doubt(row.tenant, row.kind, "given_up")
        elif result.read_back:
            metrics.doubt(row.tenant, row.kind, result.read_back)
        if outcome is not None:
            _settled(metrics, row, outcome, result)
        elif row.id in put_off:
            metrics.row(row.tenant, row.kind, "put_off")
        elif result.retry_at is not None:
            how = "retried_in_doubt" if result.in_doubt else "retried"
            metrics.row(row.tenant, row.kind, how)


def _settled(metrics: Metrics, row: ClaimedRow, outcome: RowOutcome, result: Result) -> None:
    metrics.row(row.tenant, row.kind, outcome.state, outcome.reason)
    handed_at = result.handed_at or row.handed_at
    if outcome.state != "dropped" and handed_at is not None:
        metrics.late(row.tenant, row.kind, handed_at - row.due_at)
