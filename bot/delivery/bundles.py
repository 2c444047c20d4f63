"""What goes out in one message, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.platform.messenger import Recipient, Sent
from handlers.features.settings.kinds import pushed
from handlers.notices import notice
from storage.outbox.claims import Held, RowOutcome, To, Whom

LONGEST_WAIT = timedelta(minutes=5)
MOST_FAILURES = 8  # of our own making, before a row is given up


@dataclass(frozen=True)
class Bundle:
    """Rows for one recipient that go out in one message, soonest due first."""

    to: Whom
    rows: tuple[Held, ...]
    mine: str

    @property
    def in_doubt(self) -> bool:
        """Whether its message may have gone out already."""
        return self.rows[0].doubt

    @property
    def due_at(self) -> datetime:
        """When it is to go out (UTC)."""
        return self.rows[0].due_at

    @property
    def id(self) -> int:
        """What the message carries, and a read-back looks for."""
        noted = self.rows[0].bundle
        return noted if self.in_doubt and noted else min(row.id for row in self.rows)

    @property
    def recipient(self) -> Recipient:
        """Whom to send to, as a messenger takes it."""
        to = self.to
        return Recipient(to.tenant, to.external, to.address, channel=to.channel)


@dataclass
class Result:
    """What is to be written about a bundle."""

    bundle: Bundle
    outcomes: list[RowOutcome] = field(default_factory=list)
    put_off: list[tuple[int, datetime]] = field(default_factory=list)
    retry_at: datetime | None = None
    in_doubt: bool = False  # its message may be out
    failed: bool = False  # by our own fault
    paused: bool = False  # by its workspace, which says nothing about the message
    close_until: datetime | None = None  # nothing to this workspace before
    address: str | None = None
    unreachable: str | None = None
    handed_at: datetime | None = None  # to the platform, this time
    read_back: str = ""  # how its doubt was settled: found, not_found or repeated

    def sent(self, sent: Sent, wordings: Mapping[int, str | None]) -> None:
        """Its message went out with these rows, and their wordings."""
        self.in_doubt = False
        self.address = sent.address if sent.address != self.bundle.to.address else None
        self.outcomes += [
            RowOutcome(row_id, "sent", message=sent.message, wording=wording)
            for row_id, wording in wordings.items()
        ]

    def by_kind(self) -> bool:
        """Where nobody can tell whether it went out: whether nothing of it is sent once more.

        What people rely on is repeated, what merely nudges is not: see each kind's `repeat`.
        """
        self.in_doubt = False
        for row in self.bundle.rows:
            known = pushed(row.kind)
            if known is None or not (known.repeat or row.replaces):
                self.outcomes.append(RowOutcome(row.id, "dropped", reason="may have gone out"))
        return len(self.outcomes) == len(self.bundle.rows)

    def retry(self, now: datetime, wait: timedelta) -> None:
        """Try again after a time that grows; but what is of no use by now is given up."""
        attempts = 1 + max(row.attempts for row in self.bundle.rows)
        grown = min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_WAIT)
        self._again(now, now + max(wait, grown))

    def pause(self, now: datetime, until: datetime) -> None:
        """Try again once the workspace's pause is over; that was no try."""
        self.paused = True
        self._again(now, until)

    def _again(self, now: datetime, at: datetime) -> None:
        self.retry_at = at
        reason = "in doubt" if self.in_doubt else "too late"
        settled = {outcome.id for outcome in self.outcomes}
        self.outcomes += [
            RowOutcome(row.id, "dropped", reason=reason)
            for row in self.bundle.rows
            if row.useful_until <= now and row.id not in settled
        ]

    def fail(self, now: datetime) -> None:
        """Try again after a fault of our own, unless there were enough."""
        self.failed = True
        if max(row.failures for row in self.bundle.rows) + 1 < MOST_FAILURES:
            self.retry(now, timedelta())
            return
        self.give_up("failed")

    def give_up(self, reason: str) -> None:
        """Nothing of it is sent any more."""
        self.outcomes = [RowOutcome(row.id, "dropped", reason=reason) for row in self.bundle.rows]


def bundles(claimed: Iterable[Held], recipients: Mapping[To, Whom], mine: str) -> list[Bundle]:
    """What goes out together: a recipient's rows; those in doubt as they went out before."""
    grouped: dict[tuple[To, int | None, int | None], list[Held]] = {}
    for row in sorted(claimed, key=lambda row: (row.due_at, row.id)):
        known = notice(row.kind)
        alone = row.id if row.replaces or (known and known.alone) else None
        grouped.setdefault((row.to, row.bundle if row.doubt else None, alone), []).append(row)
    return [Bundle(recipients[to], tuple(rows), mine) for (to, *_), rows in grouped.items()]
