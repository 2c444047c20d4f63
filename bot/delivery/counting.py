"""Count what happened to the outbox rows of a message."""

from bot.base.metrics import Metrics, RowResult
from bot.delivery.verdict import Attempt
from bot.delivery.writes import Writes
from storage.choices import MAY_HAVE_GONE_OUT


def count(metrics: Metrics, attempt: Attempt, written: Writes) -> None:
    """Count each row by what became of it.

    If it was in doubt whether a row had been sent, also count what we found out.
    """
    progress = attempt.progress
    outcomes = {one.id: one for one in written.outcomes}
    rescheduled = {one.id for one in written.rescheduled}
    released = {one.id for one in written.releases}
    for row in attempt.bundle.rows:
        outcome = outcomes.get(row.id)
        if outcome is not None and outcome.reason in MAY_HAVE_GONE_OUT:
            metrics.doubt(row.tenant, row.kind, "given_up")
        elif progress.read_back:
            metrics.doubt(row.tenant, row.kind, progress.read_back)
        if outcome is not None:
            metrics.row(row.tenant, row.kind, outcome.state, outcome.reason)
            handed_at = progress.handed_at or row.handed_at
            if outcome.state == "sent" and handed_at is not None:
                metrics.late(row.tenant, row.kind, handed_at - row.due_at)
        elif row.id in rescheduled:
            metrics.row(row.tenant, row.kind, "rescheduled")
        elif row.id in released:
            how: RowResult = "retried_in_doubt" if progress.in_doubt else "retried"
            metrics.row(row.tenant, row.kind, how)
